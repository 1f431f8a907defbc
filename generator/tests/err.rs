//! What is said about a spec with mistakes: a file or folder for each idea, loaded beside an `api.yaml` that is right,
//! and next to it a snapshot of what its author reads.

use std::{
    fs,
    path::{Path, PathBuf},
};

use generator::{
    Diagnostics,
    diagnostic::{Format, Severity},
};

use crate::beside;

fn folder() -> PathBuf {
    beside::folder("err")
}

/// What is wrong with these files; `warn` is about what could be better.
fn mistakes(files: impl IntoIterator<Item = (PathBuf, String)>) -> Diagnostics {
    errors(generator::read_texts(files).expect_err("a mistake is found"))
}

fn errors(mut found: Diagnostics) -> Diagnostics {
    found.list.retain(|one| one.severity() == Severity::Error);
    found
}

/// What is wrong with `text`, as the only resource of a spec.
fn mistakes_in(path: &str, text: &str) -> Diagnostics {
    mistakes([beside::file(&folder().join("api.yaml")), (path.into(), text.to_owned())])
}

#[test]
fn each_mistake_is_explained() {
    for (name, files) in beside::specs(&folder()) {
        beside::assert_snapshot(&folder(), &name, &mistakes(files).to_string());
    }
}

#[test]
fn rejects_a_window_of_zero_seconds() {
    let api = fs::read_to_string(folder().join("api.yaml")).unwrap();
    let found = mistakes([("spec/api.yaml".into(), format!("{api}rate_limit_window: 0\n"))]);
    insta::assert_snapshot!(found, @r"
    error[S005]: expected seconds, an integer of at least 1, found the number `0`
      --> spec/api.yaml:17:20
       |
    17 | rate_limit_window: 0
       |                    ^ this is the number `0`
       |
       = help: write a number of seconds, such as `600` for ten minutes
    ");
}

#[test]
fn rejects_paths_of_pages_that_are_not_integers() {
    let api = fs::read_to_string(folder().join("api.yaml")).unwrap();
    let pagination = "pagination:
  takes: { page?: integer, size: integer }
  returns: { page: Page, note?: string }
  page: pgae
  per_page: page.szie
  total_pages: note
";
    let things = "resource: things
docs: Things.
operations:
  list: { docs: Lists., http: GET /things, returns: { things: [string] }, pages: things }
schemas:
  Page: { docs: Where it is., fields: { size: integer } }
";
    let files = [("spec/api.yaml", format!("{api}{pagination}")), ("spec/things.yaml", things.to_owned())];
    insta::assert_snapshot!(mistakes(files.map(|(path, text)| (path.into(), text))), @r"
    error[S032]: `pagination` has no optional integer argument `pgae`
      --> spec/api.yaml:20:9
       |
    20 |   page: pgae
       |         ^^^^ not an optional integer argument
       |
       = help: did you mean `page`?

    error[S016]: `Page` has no field `szie`
      --> spec/api.yaml:21:13
       |
    21 |   per_page: page.szie
       |             ^^^^^^^^^ not a field of the response
       |
       = help: did you mean `size`?

    error[S020]: `note` is not an integer
      --> spec/api.yaml:22:16
       |
    22 |   total_pages: note
       |                ^^^^ not an integer
       |
       = help: name a field of type `integer`
    ");
}

#[test]
fn writes_workflow_commands_for_github() {
    let found = mistakes_in("spec/a,b.yaml", "resource: things\ndocs: 100%\ndocs: twice\ncolour: red\n");
    insta::assert_snapshot!(found.render(Format::Github), @r"
    ::error file=spec/a%2Cb.yaml,line=1,col=11,endLine=1,endColumn=17,title=S017::the file name differs from the resource name `things`%0Arename the file to `things.yaml`
    ::error file=spec/a%2Cb.yaml,line=3,col=1,endLine=3,endColumn=5,title=S004::duplicate key `docs`%0Aremove one, or merge them
    ::error file=spec/a%2Cb.yaml,line=4,col=1,endLine=4,endColumn=7,title=S003::unknown key `colour`%0Avalid keys: `resource`, `service`, `docs`, `operations`, `waiters`, `ids`, `lookups`, `arguments`, `schemas`, `unions`, `enums`, `documents`, `errors`, `fixups`
    ");
}

#[test]
fn writes_json_for_programs() {
    let found = mistakes_in("spec/things.yaml", "resource: things\ndocs: Things.\ndocs: Twice.\n");
    insta::assert_snapshot!(found.render(Format::Json), @r#"
    [
      {
        "also": {
          "column": 1,
          "end_column": 5,
          "end_line": 2,
          "file": "spec/things.yaml",
          "label": "first used here",
          "line": 2
        },
        "code": "S004",
        "column": 1,
        "end_column": 5,
        "end_line": 3,
        "file": "spec/things.yaml",
        "help": "remove one, or merge them",
        "label": "used again here",
        "level": "error",
        "line": 3,
        "message": "duplicate key `docs`"
      }
    ]
    "#);
}

#[test]
fn rejects_files_that_windows_cannot_have() {
    let found = mistakes_in("spec/aux.yaml", "resource: aux\ndocs: Things.\n");
    insta::assert_snapshot!(found, @r"
    error[S017]: `aux` is not a valid resource name
     --> spec/aux.yaml:1:11
      |
    1 | resource: aux
      |           ^^^ reserved by Windows, which has no files of this name
      |
      = help: choose another name
    ");
}

#[test]
fn colors_messages_for_terminals() {
    let found = mistakes_in("spec/things.yaml", "resource: things\n");
    assert!(found.render(Format::Human { colored: true }).contains("\u{1b}["));
    assert!(!found.render(Format::Human { colored: false }).contains('\u{1b}'));
}

#[test]
fn accepts_windows_line_endings() {
    let found = mistakes_in("spec/things.yaml", "resource: things\r\ndocs: Things.\r\ncolour: red\r\nschemas: 5\r\n");
    insta::assert_snapshot!(found, @r"
    error[S003]: unknown key `colour`
     --> spec/things.yaml:3:1
      |
    3 | colour: red
      | ^^^^^^ not a key of this map
      |
      = help: valid keys: `resource`, `service`, `docs`, `operations`, `waiters`, `ids`, `lookups`, `arguments`, `schemas`, `unions`, `enums`, `documents`, `errors`, `fixups`

    error[S005]: expected a map, found the number `5`
     --> spec/things.yaml:4:10
      |
    4 | schemas: 5
      |          ^ this is the number `5`
    ");
}

#[test]
fn shows_a_minimal_api_if_there_is_none() {
    let found = mistakes([]).to_string();
    let (message, smallest) = found.split_once("begin with this one:\n").unwrap();
    assert_eq!(message, "error[S001]: there is no `api.yaml`\n--> api.yaml\n = help: ");
    let smallest: String =
        smallest.lines().map(|line| line.strip_prefix("         ").unwrap_or(line).to_owned() + "\n").collect();
    let spec = generator::read_texts([("spec/api.yaml".into(), smallest.clone())]);
    assert!(spec.is_ok_and(|spec| spec.api.services.len() == 1), "{smallest}");

    let empty = mistakes([("spec/api.yaml".into(), "# Nothing yet.\n".to_owned())]).to_string();
    assert!(empty.contains("error[S007]: this file is empty\n") && empty.contains("begin with this one:\n"), "{empty}");
}

/// A folder that holds what `api.yaml` holds and `files`.
fn on_disk(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::copy(folder().join("api.yaml"), dir.path().join("api.yaml")).unwrap();
    for (name, bytes) in files {
        fs::write(dir.path().join(name), bytes).unwrap();
    }
    dir
}

/// What is wrong with the spec in `dir`, whose name changes from run to run.
fn mistakes_on_disk(dir: &Path) -> String {
    let found = errors(generator::read(dir).expect_err("a mistake is found")).to_string();
    found.replace(&dir.display().to_string().replace('\\', "/"), "spec")
}

#[test]
fn checks_the_rest_of_a_file_that_is_not_utf8() {
    let dir = on_disk(&[("things.yaml", b"resource: things\ndocs: Gr\xf6\xdfe.\ncolour: red\n")]);
    insta::assert_snapshot!(mistakes_on_disk(dir.path()), @r"
    error[S001]: this file is not UTF-8
     --> spec/things.yaml:2:9
      |
    2 | docs: Gr��e.
      |         ^ first invalid byte
      |
      = help: save the file as UTF-8

    error[S003]: unknown key `colour`
     --> spec/things.yaml:3:1
      |
    3 | colour: red
      | ^^^^^^ not a key of this map
      |
      = help: valid keys: `resource`, `service`, `docs`, `operations`, `waiters`, `ids`, `lookups`, `arguments`, `schemas`, `unions`, `enums`, `documents`, `errors`, `fixups`
    ");
}

#[test]
fn reports_a_file_with_another_ending() {
    let dir = on_disk(&[("things.yml", b"resource: things\n"), (".hidden.yaml", b"%"), ("notes.txt", b"%")]);
    insta::assert_snapshot!(mistakes_on_disk(dir.path()), @r"
    error[S001]: spec files must end in `.yaml`
    --> spec/things.yml
    ");
}

#[test]
fn reports_a_missing_folder() {
    let dir = on_disk(&[]);
    let found = mistakes_on_disk(&dir.path().join("nowhere"));
    // The system's own words follow.
    assert!(found.starts_with("error[S001]: this folder cannot be read: "), "{found}");
}

#[test]
fn reports_an_ending_in_upper_case() {
    let dir = on_disk(&[("THINGS.YAML", b"resource: things\n")]);
    insta::assert_snapshot!(mistakes_on_disk(dir.path()), @r"
    error[S001]: spec files must end in `.yaml`
    --> spec/THINGS.YAML
    ");
}

/// A folder that is a link was skipped, and its operations with it.
#[cfg(unix)]
#[test]
fn follows_links_to_folders_but_not_in_cycles() {
    use std::os::unix::fs::symlink;

    let (dir, other) = (on_disk(&[]), tempfile::tempdir().unwrap());
    let api = fs::read_to_string(dir.path().join("api.yaml")).unwrap();
    let public = "\n  public: { docs: For all., path: /p, authentication: none, module: public }\n\nscopes:";
    fs::write(dir.path().join("api.yaml"), api.replacen("\n\nscopes:", public, 1)).unwrap();
    fs::write(other.path().join("things.yaml"), "resource: things\ndocs: Things.\n").unwrap();
    symlink(other.path(), dir.path().join("public")).unwrap();
    let spec = generator::read(dir.path()).unwrap();
    assert_eq!(spec.api.resources.len(), 1);

    symlink(dir.path(), other.path().join("round")).unwrap();
    symlink("nowhere", dir.path().join("broken.yaml")).unwrap();
    let found = mistakes_on_disk(dir.path());
    assert!(found.contains("error[S001]: this link leads to a folder that is read already"), "{found}");
    assert!(found.contains("error[S001]: this cannot be read: ") && found.contains("spec/broken.yaml"), "{found}");
}
