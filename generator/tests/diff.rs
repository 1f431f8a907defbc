//! What `diff` says of a change is what rustc says of its callers.

mod cases;
mod spec;

use std::{
    collections::{BTreeSet, HashMap},
    fs,
    path::PathBuf,
};

use cases::{Case, cases};
use generator::{
    Output, Spec,
    diff::{self, Change, Kind, Level},
};

use crate::batch;
use crate::thorough;

type Files = Vec<(PathBuf, String)>;

/// A file in which nothing is but a document for a case.
const PAGES: &str = "\
resource: pages
docs: Pages.
documents:
  Shelf: { docs: A shelf., text: { type: string, docs: A title., name: title } }
";

fn base() -> Vec<(&'static str, &'static str)> {
    vec![
        ("api.yaml", spec::API),
        ("things.yaml", spec::THINGS),
        ("pages.yaml", PAGES),
        ("open/notes.yaml", spec::NOTES),
    ]
}

/// The small spec with `edits`. One that begins with `+` adds a file, and one with `@` renames a folder.
fn edited(edits: &[(&str, &str)]) -> Files {
    let mut files: Vec<_> = base().into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    for (from, to) in edits {
        if let Some(path) = from.strip_prefix('+') {
            files.push((path.to_owned(), (*to).to_owned()));
            continue;
        }
        if let Some(folder) = from.strip_prefix('@') {
            files.iter_mut().for_each(|(path, _)| *path = path.replace(folder, to));
            continue;
        }
        let count: usize = files.iter().map(|(_, text)| text.matches(from).count()).sum();
        assert_eq!(count, 1, "{from:?} is {count} times in the spec");
        for (path, text) in &mut files {
            *text = text.replace(from, to);
            if from.starts_with("resource: notes") {
                *path = path.replace("notes", "remarks");
            }
        }
    }
    files.into_iter().map(|(path, text)| (PathBuf::from("spec").join(path), text)).collect()
}

fn read(files: Files) -> Spec {
    generator::read_texts(files).unwrap_or_else(|wrong| panic!("{}", wrong.in_one_line()))
}

/// Both sides of a case.
fn sides(case: &Case) -> (Files, Files) {
    let sides = (edited(&[]), edited(case.edits));
    if case.backward { (sides.1, sides.0) } else { sides }
}

fn changes(case: &Case) -> Vec<Change> {
    let (old, new) = sides(case);
    diff::changes(&read(old).api, &read(new).api)
}

#[test]
fn every_row_has_a_case() {
    let tested: BTreeSet<_> = cases().iter().map(|case| case.kind).collect();
    let missing: Vec<_> = Kind::ALL.iter().filter(|kind| !tested.contains(kind)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn both_sides_of_each_case_are_specs() {
    let mut refused = Vec::new();
    for case in cases() {
        let (old, new) = sides(&case);
        for files in [old, new] {
            if let Err(wrong) = generator::read_texts(files) {
                refused.push(format!("{:?}: {}", case.kind, wrong.in_one_line()));
            }
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

#[test]
fn a_change_is_what_its_row_says_and_nothing_else() {
    let mut wrong = Vec::new();
    for case in cases() {
        let changes = changes(&case);
        let found: BTreeSet<_> = changes.iter().map(|change| change.kind).collect();
        let expected: BTreeSet<_> = case.with.iter().copied().chain([case.kind]).collect();
        if found != expected {
            let list: Vec<_> = changes.iter().map(|one| (one.kind, &one.item, one.message())).collect();
            wrong.push(format!("{:?}: {list:#?}", case.kind));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_has_changed_in_the_same_spec() {
    let spec = read(edited(&[]));
    assert!(diff::changes(&spec.api, &spec.api).is_empty());
}

/// Crates and callers of them, all checked at once.
#[derive(Default)]
struct Callers {
    modules: Vec<(String, Output)>,
    known: HashMap<Files, String>,
    /// Those that compile, and those that do not, each with its text.
    passing: Vec<(String, String)>,
    failing: Vec<(String, String)>,
}

impl Callers {
    /// The module of the crate that `files` make.
    fn module(&mut self, files: Files) -> String {
        if let Some(module) = self.known.get(&files) {
            return module.clone();
        }
        let module = format!("m{}", self.modules.len());
        self.modules.push((module.clone(), read(files.clone()).emit()));
        self.known.insert(files, module.clone());
        module
    }

    fn add(&mut self, compiles: bool, label: String, files: Files, body: &str) {
        let module = self.module(files);
        let text = format!(
            "// {label}\nuse sides::{{any, {module} as api, runtime}};\n\npub fn caller() {{\n    {body}\n}}\n"
        );
        let list = if compiles { &mut self.passing } else { &mut self.failing };
        list.push((label, text));
    }

    /// What cargo says, a line for each error.
    fn check(&self) -> String {
        let dir = tempfile::tempdir().unwrap();
        let modules: Vec<_> = self.modules.iter().map(|(module, output)| (module.clone(), output)).collect();
        let sides = dir.path().join("sides");
        batch::write_modules(&sides.join("src"), &modules);
        let lib = fs::read_to_string(sides.join("src/lib.rs")).unwrap();
        fs::write(sides.join("src/lib.rs"), lib + "pub use runtime;\npub fn any<T>() -> T { loop {} }\n").unwrap();
        fs::write(sides.join("Cargo.toml"), batch::manifest("sides")).unwrap();
        for (name, callers) in [("passing", &self.passing), ("failing", &self.failing)] {
            let package = dir.path().join(name);
            fs::create_dir_all(package.join("src")).unwrap();
            let manifest = format!(
                "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\nsides = {{ path = \"../sides\" }}\n"
            );
            fs::write(package.join("Cargo.toml"), manifest).unwrap();
            let mut lib = "#![allow(warnings)]\n".to_owned();
            for (index, (_, text)) in callers.iter().enumerate() {
                lib.push_str(&format!("mod c{index};\n"));
                fs::write(package.join(format!("src/c{index}.rs")), text).unwrap();
            }
            fs::write(package.join("src/lib.rs"), lib).unwrap();
        }
        let workspace = "[workspace]\nmembers = [\"sides\", \"passing\", \"failing\"]\nresolver = \"3\"\n";
        fs::write(dir.path().join("Cargo.toml"), workspace).unwrap();
        batch::cargo(dir.path(), &["check", "--workspace", "--features", "sides/xml", "--keep-going"])
    }
}

/// After a breaking change that is not silent, some caller no longer compiles. After all other changes, callers compile.
/// Tries every `CALLERS`th row, all of them with `CALLERS=1` in the environment.
#[test]
fn callers_compile_as_the_table_says() {
    let mut callers = Callers::default();
    for (index, case) in cases().iter().enumerate().step_by(thorough::number("CALLERS", 11, 1)) {
        let (old, new) = sides(case);
        let label = |what: &str| format!("{index} {:?}: {what}", case.kind);
        // The name of a crate is that in `Cargo.toml`.
        if case.kind == Kind::CrateName {
            continue;
        }
        callers.add(true, label("before"), old.clone(), case.caller);
        let breaks = case.kind.level() == Level::Breaking && !case.kind.is_silent();
        callers.add(!breaks, label("after"), new.clone(), case.caller);
        let adds = case.kind.level() == Level::Minor && case.kind != Kind::Deprecated;
        assert_eq!(case.gain.is_some(), adds, "{:?}", case.kind);
        if let Some(gain) = case.gain {
            callers.add(false, label("what is new, before"), old, gain);
            callers.add(true, label("what is new, after"), new, gain);
        }
    }
    let said = callers.check();
    let of = |package: &str| -> BTreeSet<usize> {
        let start = format!("{package}/src/c");
        let lines = said.lines().filter_map(|line| line.strip_prefix(start.as_str()));
        lines.filter_map(|line| line.split('.').next()?.parse().ok()).collect()
    };
    let others: Vec<_> = said.lines().filter(|line| line.contains("sides/src")).collect();
    assert!(others.is_empty(), "{others:#?}");
    let wrong: Vec<_> = of("passing").into_iter().map(|index| &callers.passing[index]).collect();
    assert!(wrong.is_empty(), "these do not compile: {wrong:#?}\n{said}");
    let failing = of("failing");
    let wrong: Vec<_> = (0..callers.failing.len()).filter(|index| !failing.contains(index)).collect();
    let wrong: Vec<_> = wrong.into_iter().map(|index| &callers.failing[index]).collect();
    assert!(wrong.is_empty(), "these compile: {wrong:#?}");
}
