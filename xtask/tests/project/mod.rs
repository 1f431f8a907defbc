//! A small repository in a temporary folder, and the real binary that works on it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// A repository with a spec of two resources.
pub struct Project(tempfile::TempDir);

pub const API: &str = "\
# yaml-language-server: $schema=./schema/api.schema.json
api: library
crate: library
docs: A library.
url: https://library.example
environment: { token: LIBRARY_TOKEN, url: LIBRARY_URL }
services:
  main: { docs: All of it., path: /v1, authentication: bearer, errors: [too_many_requests] }
scopes:
  books: Reads books.
errors:
  too_many_requests: { status: 429, docs: Too many requests. }
";

/// The file of a resource with one operation.
pub fn resource(name: &str) -> String {
    format!(
        "\
# yaml-language-server: $schema=./schema/resource.schema.json
resource: {name}
docs: The {name} of a library.
operations:
  list:
    docs: Lists all {name}.
    http: GET /{name}
    scopes: [books]
    returns:
      titles: {{ type: [string], docs: The title of each. }}
"
    )
}

/// A line that is a mistake in the file of a resource.
pub const MISTAKE: &str = "colour: red\n";

impl Project {
    pub fn new() -> Self {
        let project = Self(tempfile::tempdir().unwrap());
        fs::create_dir_all(project.path("xtask")).unwrap();
        fs::write(project.path("xtask/Cargo.toml"), "").unwrap();
        fs::create_dir_all(project.path("spec")).unwrap();
        fs::write(project.path("spec/api.yaml"), API).unwrap();
        for name in ["books", "shelves"] {
            fs::write(project.path("spec").join(format!("{name}.yaml")), resource(name)).unwrap();
        }
        project
    }

    /// `path` in the repository.
    pub fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// `cargo xtask` with `arguments`, as cargo starts it in the root of this repository.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(arguments).env("CARGO_MANIFEST_DIR", self.path("xtask")).current_dir(self.0.path());
        command
    }

    /// Runs `cargo xtask` with `arguments`.
    pub fn run(&self, arguments: &[&str]) -> Finished {
        finish(&mut self.command(arguments))
    }

    /// Every file below `path`, and each link with what it points to.
    pub fn files(&self, path: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        files(&self.path(path))
    }
}

/// A command that has ended.
#[derive(Debug)]
pub struct Finished {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

pub fn finish(command: &mut Command) -> Finished {
    Finished::from(command.output().unwrap())
}

impl From<Output> for Finished {
    fn from(output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }
}

impl Finished {
    /// Asserts that the command succeeded.
    #[track_caller]
    pub fn succeeded(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:#?}");
        self
    }

    /// Asserts that the command failed with a message.
    #[track_caller]
    pub fn failed(self) -> Self {
        assert_eq!(self.code, Some(1), "{self:#?}");
        assert_ne!(self.err, "");
        self
    }
}

/// Every file below `dir`, and each link with what it points to.
pub fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let entry = entry.unwrap();
            let (path, kind) = (entry.path(), entry.file_type().unwrap());
            let content = if kind.is_dir() {
                folders.push(path);
                continue;
            } else if kind.is_symlink() {
                fs::read_link(&path).unwrap().into_os_string().into_encoded_bytes()
            } else {
                fs::read(&path).unwrap()
            };
            found.insert(path.strip_prefix(dir).unwrap().to_owned(), content);
        }
    }
    found
}
