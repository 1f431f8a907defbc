//! Tests of the commands `cargo xtask drift` and `cargo xtask observe`: exit codes, formats, folders, and written files.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::{Value, json};

const API: &str = "\
# yaml-language-server: $schema=./schema/api.schema.json
api: acme
crate: acme_api
docs: An API.
url: https://acme.example
environment: { token: ACME_TOKEN, url: ACME_URL }
services: { main: { docs: All of it., path: /v1, authentication: none } }
";

const THINGS: &str = "\
# yaml-language-server: $schema=./schema/resource.schema.json
resource: things
docs: Things.

operations:
  count:
    docs: Counts the things.
    http: GET /things/count
    returns: { count: { type: integer, docs: How many there are. } }
";

/// A folder with a spec in `spec`.
struct Folder(tempfile::TempDir);

/// The result of a command.
struct Ended {
    code: i32,
    out: String,
    err: String,
}

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        fs::create_dir(folder.path("spec")).unwrap();
        folder.write("spec/api.yaml", API);
        folder.write("spec/things.yaml", THINGS);
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path(name), text).unwrap();
    }

    fn run(&self, line: &str) -> Ended {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(line.split(' ')).args(["--spec", "spec"]).current_dir(self.0.path());
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ended { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }
}

fn document(fields: Value) -> String {
    let schema = json!({ "properties": fields, "required": ["count"] });
    let responses = json!({ "200": { "content": { "application/json": { "schema": schema } } } });
    json!({
        "openapi": "3.0.0",
        "servers": [{ "url": "https://acme.example/v1" }],
        "paths": { "/things/count": { "get": { "responses": responses } } },
    })
    .to_string()
}

fn recording(body: Value) -> String {
    let request = json!({ "method": "GET", "url": "https://acme.example/v1/things/count" });
    let content = json!({ "mimeType": "application/json", "text": body.to_string() });
    json!({ "log": { "entries": [{ "request": request, "response": { "status": 200, "content": content } }] } })
        .to_string()
}

#[track_caller]
fn assert_code(ended: &Ended, code: i32) {
    assert_eq!(ended.code, code, "{}\n{}", ended.out, ended.err);
}

#[test]
fn drift_tells_agreement_differences_and_failure_apart() {
    let folder = Folder::new();
    folder.write("same.json", document(json!({ "count": { "type": "integer" } })));
    folder.write("other.json", document(json!({ "count": { "type": "integer", "nullable": true } })));
    assert_code(&folder.run("drift same.json"), 0);
    assert_code(&folder.run("drift other.json"), 1);
    let github = folder.run("drift other.json --format github");
    assert_code(&github, 1);
    assert!(github.out.starts_with("::error file=spec/things.yaml,line=9,col=16,"), "{}", github.out);
    let missing = folder.run("drift gone.json");
    assert_code(&missing, 2);
    assert!(missing.err.starts_with("error: gone.json: "), "{}", missing.err);
    // An unreadable file does not hide the others.
    let both = folder.run("drift gone.json other.json --format json");
    assert_code(&both, 2);
    let report: Value = serde_json::from_str(&both.out).unwrap();
    assert_eq!(
        (report["differences"][0]["place"].as_str(), report["unreadable"][0]["file"].as_str()),
        (Some("spec/things.yaml:9:16"), Some("gone.json"))
    );
    folder.write("spec/things.yaml", "resource: things\n");
    assert_code(&folder.run("drift same.json"), 2);
}

#[test]
fn drift_writes_what_it_reports() {
    let folder = Folder::new();
    folder.write("other.json", document(json!({ "count": { "type": "integer", "nullable": true } })));
    let written = folder.run("drift other.json --write");
    assert_code(&written, 0);
    assert!(written.out.ends_with(&format!("wrote {}\n", Path::new("spec/things.yaml").display())), "{}", written.out);
    let text = fs::read_to_string(folder.path("spec/things.yaml")).unwrap();
    assert_eq!(text, THINGS.replace("type: integer", "type: integer?"));
    assert_code(&folder.run("drift other.json"), 0);
    let again = folder.run("drift other.json --write");
    assert_code(&again, 0);
    assert_eq!(fs::read_to_string(folder.path("spec/things.yaml")).unwrap(), text);
}

#[test]
fn drift_leaves_what_only_a_person_can_settle() {
    let folder = Folder::new();
    let mut document: Value = serde_json::from_str(&document(json!({ "count": { "type": "integer" } }))).unwrap();
    document["security"] = json!([{ "Token": [] }]);
    folder.write("other.json", document.to_string());
    let written = folder.run("drift other.json --write");
    assert_code(&written, 1);
    assert!(written.err.contains("some differences remain"), "{}", written.err);
    assert_eq!(fs::read_to_string(folder.path("spec/things.yaml")).unwrap(), THINGS);
}

#[test]
fn observe_tells_agreement_differences_and_failure_apart() {
    let folder = Folder::new();
    folder.write("same.har", recording(json!({ "count": 1 })));
    folder.write("other.har", recording(json!({ "count": 1, "last": "a" })));
    assert_code(&folder.run("observe same.har"), 0);
    assert_code(&folder.run("observe other.har"), 1);
    let github = folder.run("observe other.har --format github");
    assert_code(&github, 1);
    assert!(github.out.starts_with("::error file=spec/things.yaml,line=9,col="), "{}", github.out);
    let both = folder.run("observe gone.har other.har");
    assert_code(&both, 2);
    assert!(both.out.contains("last?: { type: string"), "{}", both.out);
    assert_code(&folder.run("observe other.har --write"), 0);
    assert_code(&folder.run("observe other.har"), 0);
    let coverage = folder.run("observe --coverage other.har");
    assert_code(&coverage, 0);
    assert!(coverage.out.starts_with("0 of 1 operations have no recorded success\n"), "{}", coverage.out);
}

#[test]
fn folders_hold_documents_and_recordings() {
    let folder = Folder::new();
    fs::create_dir_all(folder.path("all/inner")).unwrap();
    folder.write("all/openapi.json", document(json!({ "count": { "type": "integer" } })));
    folder.write("all/inner/traffic.har", recording(json!({ "count": 1 })));
    folder.write("all/README.md", "# Not read");
    folder.write("all/.hidden.json", "nothing");
    assert_code(&folder.run("drift all"), 0);
    let observed = folder.run("observe all");
    assert_code(&observed, 0);
    assert!(observed.out.starts_with("1 call in 1 file: 1 of 1 operations"), "{}", observed.out);
    folder.write("all/broken.yaml", "- [");
    assert_code(&folder.run("drift all"), 2);
    assert_code(&folder.run("observe all"), 2);
    fs::create_dir(folder.path("none")).unwrap();
    assert_code(&folder.run("drift none"), 2);
    assert_code(&folder.run("observe none"), 2);
}

#[test]
fn help_has_the_exit_codes() {
    for verb in ["drift", "observe"] {
        let help = Command::new(env!("CARGO_BIN_EXE_xtask")).args([verb, "--help"]).output().unwrap();
        let help = String::from_utf8(help.stdout).unwrap();
        assert!(help.contains("2  the comparison failed"), "{help}");
    }
}
