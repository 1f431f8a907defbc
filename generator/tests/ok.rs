//! The Rust of valid specs: a snapshot for each idea, which fits on a screen.
//!
//! The comments of the spec say what each snapshot shows.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use proc_macro2::{TokenStream, TokenTree};

use generator::{Diagnostics, diagnostic::Code};

use crate::batch;
use crate::beside;

/// The spec of a shop, whose every file is about one thing that the generator can do.
fn shop() -> generator::Spec {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ok");
    generator::read(&dir).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

#[test]
fn each_idea_in_rust() {
    let output = shop().emit();
    let files: BTreeMap<_, _> = output.files().map(|(path, file)| (path.to_string_lossy(), file.text())).collect();
    for (name, parts) in ideas() {
        let mut shown = Vec::new();
        for (path, wanted) in parts {
            let items = items(files.get(path.as_str()).unwrap_or_else(|| panic!("{name}: no file {path}")));
            for wanted in wanted {
                let found: Vec<_> = items.iter().filter(|item| is_called(item, &wanted)).copied().collect();
                assert!(!found.is_empty(), "{name}: {path} has no {wanted}");
                shown.extend(found);
            }
        }
        let text = shown.join("\n\n");
        assert!(text.lines().count() <= SCREEN, "{name} has {} lines: show less", text.lines().count());
        insta::assert_snapshot!(name, text);
    }
}

/// The lines of a screen.
const SCREEN: usize = 65;

/// A file, and the items of it that a snapshot shows.
type Shown = (String, Vec<String>);

/// The ideas of the shop: what each `# shows NAME: FILE ITEM ITEM; FILE ITEM` in a file of the spec asks for.
fn ideas() -> Vec<(String, Vec<Shown>)> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ok");
    let mut ideas = Vec::new();
    for (path, text) in beside::files(&dir) {
        let file = path.file_stem().unwrap().to_string_lossy();
        for line in text.lines().filter_map(|line| line.strip_prefix("# shows ")) {
            let (idea, parts) = line.split_once(": ").unwrap();
            let parts = parts.split("; ").map(|part| {
                let mut words = part.split(' ').map(str::to_owned);
                (words.next().unwrap(), words.collect())
            });
            ideas.push((format!("{file}.{idea}"), parts.collect()));
        }
    }
    ideas
}

/// The items of generated Rust, between which blank lines are.
fn items(text: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices("\n\n") {
        let next = &text[at + 2..];
        if !next.starts_with([' ', '}']) {
            items.push(text[start..at].trim_end());
            start = at + 2;
        }
    }
    items.push(text[start..].trim_end());
    items
}

/// Whether the head of `item` has all words of `wanted`, as in `Decode&Book`.
fn is_called(item: &str, wanted: &str) -> bool {
    let is_head = |line: &&str| !line.starts_with(['/', '#', ' ', ')', ']']);
    item.lines().filter(is_head).any(|line| {
        // A function ends at its parameters, and a macro has the name of its type in parentheses.
        let line = line.replace("!(", "! ").replace("pub(super)", "pub").replace("pub(crate)", "pub");
        let head = line.split(['(', '{', '=']).next().unwrap_or_default();
        let words: Vec<_> = head.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        wanted.split('&').all(|wanted| words.contains(&wanted))
    })
}

#[test]
fn every_file_is_rust() {
    for (path, file) in shop().emit().files() {
        syn::parse_file(&file.text()).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

/// Only `undocumented.yaml` is about warnings, and no editor opens these files for their schemas.
#[test]
fn nothing_else_has_warnings() {
    let Diagnostics { sources, list, .. } = shop().warnings;
    let found = list.iter().filter(|warning| warning.code != Code::Modeline);
    let mut files: Vec<_> = found.map(|warning| sources.get(warning.place.file).path.file_name().unwrap()).collect();
    files.dedup();
    assert_eq!(files, ["undocumented.yaml"]);
}

#[test]
fn two_runs_write_the_same_bytes() {
    let texts = || shop().emit().files().map(|(path, file)| (path.to_owned(), file.text())).collect::<Vec<_>>();
    assert_eq!(texts(), texts());
}

/// Every name of a type that `tokens` write without a path.
fn bare_names(tokens: TokenStream, names: &mut BTreeSet<String>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let is = |at: Option<&TokenTree>, what: &str| at.is_some_and(|token| token.to_string() == what);
    for (index, token) in tokens.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| tokens.get(before));
        match token {
            // What an attribute names are macros.
            TokenTree::Group(group) if !is(before, "#") && !is(before, "!") => bare_names(group.stream(), names),
            TokenTree::Ident(name) => {
                let name = name.to_string();
                let is_type = name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase);
                // Behind a path, in `type Code = ...`, or as in `Item = ...` and `Item: ...`.
                let is_of_another = is(before, ":") && is(tokens.get(index.wrapping_sub(2)), ":");
                let next = tokens.get(index + 1);
                let is_bound = is(next, "=") || is(next, ":") && !is(tokens.get(index + 2), ":");
                if is_type && !is_of_another && !is(before, "type") && !is_bound {
                    names.insert(name);
                }
            }
            _ => {}
        }
    }
}

/// A spec in which a schema, or else a resource, has this name.
fn spec_with(name: &str) -> Result<generator::Spec, generator::Diagnostics> {
    let api = include_str!("err/api.yaml").to_owned();
    let (path, text) = match name.starts_with(char::is_uppercase) {
        true => ("things".to_owned(), format!("schemas: {{ {name}: {{ docs: A thing., fields: {{}} }} }}")),
        false => (name.to_owned(), String::new()),
    };
    let resource = format!("resource: {path}\ndocs: Things.\n{text}\n");
    generator::read_texts([("spec/api.yaml".into(), api), (format!("spec/{path}.yaml").into(), resource)])
}

/// A name that generated code writes without a path, or that the root of the crate exports, is no name for the spec.
#[test]
fn rejects_the_names_that_generated_code_uses() {
    let spec = shop();
    let mut declared: BTreeSet<String> = spec.api.types.iter().map(|ty| ty.name.plain()).collect();
    let operations = spec.api.resources.iter().flat_map(|resource| &resource.operations);
    declared.extend(operations.map(|operation| operation.request.to_string()));
    declared.insert(spec.api.name.plain());
    let mut checked = 0;
    for (path, file) in spec.emit().files() {
        // These write the types of the spec with a path, and export nothing.
        let with_paths = ["wire.rs", "sample.rs", "registry.rs", "test_support.rs"];
        if with_paths.iter().any(|file| path.ends_with(file)) {
            continue;
        }
        let mut names = BTreeSet::new();
        bare_names(file.text().parse().unwrap(), &mut names);
        for item in syn::parse_file(&file.text()).unwrap().items {
            if let syn::Item::Enum(item) = item {
                names.retain(|name| item.variants.iter().all(|variant| variant.ident != name));
            }
        }
        names.extend(["I", "http", "runtime", "blocking", "errors", "registry", "test_support"].map(str::to_owned));
        for name in names.difference(&declared) {
            let found = spec_with(name).map(|_| ()).expect_err(name).to_string();
            assert!(found.starts_with("error[S017]"), "{}: {found}", path.display());
            checked += 1;
        }
    }
    assert!(checked > 100, "{checked}");
    spec_with("Thing").unwrap();
    spec_with("thing").unwrap();
}

/// What lowers also compiles, without a warning, with every feature: a crate made of all ideas at once.
#[test]
fn the_crate_compiles() {
    let dir = tempfile::tempdir().unwrap();
    let src = dir.path().join("src");
    shop().emit().write(&src).unwrap();
    assert_eq!(batch::cargo_check(dir.path(), "book_shop"), "");
}
