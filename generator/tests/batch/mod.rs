//! Many generated crates as modules of two, so that one `cargo check` judges all of them.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use generator::Output;

use crate::thorough;

/// How many crates are checked at once.
const BATCH: usize = 1000;

/// Crates under what they were made of.
#[derive(Default)]
pub struct Batch {
    crates: Vec<(String, Output)>,
    checked: usize,
    failed: Vec<String>,
}

impl Batch {
    /// Adds a crate, which is called `label` if it does not compile.
    pub fn add(&mut self, label: String, output: Output) {
        self.crates.push((label, output));
        if self.crates.len() == BATCH {
            self.check();
        }
    }

    /// The number of crates, and one line for each that does not compile.
    pub fn finish(mut self) -> (usize, Vec<String>) {
        self.check();
        (self.checked, self.failed)
    }

    fn check(&mut self) {
        let crates = std::mem::take(&mut self.crates);
        if crates.is_empty() {
            return;
        }
        self.checked += crates.len();
        let modules: Vec<_> =
            crates.iter().enumerate().map(|(index, (_, output))| (format!("m{index}"), output)).collect();
        let said = check(&modules);
        let mut of_crates: BTreeMap<usize, &str> = BTreeMap::new();
        for line in said.lines() {
            let module = line.split_once("/src/m").map(|(_, rest)| rest);
            let index = module.and_then(|rest| rest.split(['/', '.']).next()?.parse().ok());
            of_crates.entry(index.unwrap_or(usize::MAX)).or_insert(line);
        }
        // What cargo says besides follows from these.
        if of_crates.len() > 1 {
            of_crates.remove(&usize::MAX);
        }
        let label = |index: usize| crates.get(index).map_or("all", |(label, _)| label);
        self.failed.extend(of_crates.into_iter().map(|(index, line)| format!("{}\n{line}", label(index))));
    }
}

/// What cargo says of these modules, each of them a generated crate; nothing where it has no objection.
///
/// They are in two crates that are checked at the same time, because rustc checks a crate on one core.
fn check(crates: &[(String, &Output)]) -> String {
    let dir = tempfile::tempdir().unwrap();
    let mut members = Vec::new();
    for (half, crates) in crates.chunks(crates.len().div_ceil(2)).enumerate() {
        let name = format!("batch_{half}");
        write_modules(&dir.path().join(&name).join("src"), crates);
        write_package(&dir.path().join(&name), &manifest(&name));
        members.push(name);
    }
    fs::write(dir.path().join("Cargo.toml"), format!("[workspace]\nmembers = {members:?}\nresolver = \"3\"\n"))
        .unwrap();
    cargo(dir.path(), &["check", "--workspace", features()])
}

/// Writes a library with these modules, each of them a generated crate.
pub fn write_modules(src: &Path, crates: &[(String, &Output)]) {
    fs::create_dir_all(src).unwrap();
    let mut lib = String::new();
    for (module, output) in crates {
        lib.push_str(&format!("pub mod {module};\n"));
        for (path, file) in output.files() {
            let path = if path == Path::new("lib.rs") {
                src.join(format!("{module}.rs"))
            } else {
                src.join(module).join(path)
            };
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let text = file.text().replace("crate::", &format!("crate::{module}::"));
            // Exported macros are at the root, where there is room for one of a name.
            fs::write(path, text.replace("#[macro_export]", "#[allow(unused_macros)]")).unwrap();
        }
    }
    fs::write(src.join("lib.rs"), lib).unwrap();
}

/// What cargo says of the crate in `dir`, without a warning: with all features if the tests are thorough, or else with those
/// that need few dependencies. The clients are in `lib.rs` alone.
pub fn cargo_check(dir: &Path, name: &str) -> String {
    write_package(dir, &(manifest(name) + "\n[workspace]\n"));
    cargo(dir, &["check", features()])
}

fn features() -> &'static str {
    if thorough::is_set() { "--all-features" } else { "--features=registry,serde,tracing,xml" }
}

/// Writes the files of a generated crate that are not in `src`.
fn write_package(dir: &Path, manifest: &str) {
    fs::write(dir.join("Cargo.toml"), manifest).unwrap();
    fs::write(dir.join("openapi.json"), "{}").unwrap();
}

/// The manifest of a generated crate.
pub fn manifest(name: &str) -> String {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime").canonicalize().unwrap();
    format!(
        r#"
            [package]
            name = "{name}"
            version = "0.0.0"
            edition = "2024"

            [features]
            client = ["runtime/client"]
            blocking = ["runtime/blocking"]
            serde = ["dep:serde", "runtime/serde"]
            tower = ["client", "runtime/tower"]
            xml = ["runtime/xml"]
            registry = ["runtime/registry"]
            openapi = []
            test-support = ["runtime/test-support"]
            tracing = ["runtime/tracing"]

            [dependencies]
            runtime = {{ package = "api-client-runtime", path = {runtime:?} }}
            serde = {{ version = "1", features = ["derive"], optional = true }}
        "#
    )
}

/// What cargo says in `dir`, a line for each error; nothing where it has no objection.
pub fn cargo(dir: &Path, arguments: &[&str]) -> String {
    // The versions that the workspace has, so that nothing is looked up or downloaded again.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, dir.join("Cargo.lock")).unwrap();
    let target: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated_crates");
    let check = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--quiet", "--message-format", "short"])
        .current_dir(dir)
        .env("CARGO_TARGET_DIR", target)
        // Each run checks other crates.
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .unwrap();
    if check.status.success() { String::new() } else { String::from_utf8_lossy(&check.stderr).into_owned() }
}
