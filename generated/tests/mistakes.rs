//! Typical mistakes: each message of the compiler or of a client says how to correct the mistake.
//!
//! Each file in `mistakes/` is a program that does not compile. Its lines that begin with `//~` are parts of the messages
//! that any version of the compiler prints; `mistakes/compiler.snap` has the messages of one version. The programs are
//! compiled with `THOROUGH=1` in the environment, because the compiler has to check all dependencies first.

#[path = "../../generator/tests/thorough/mod.rs"]
mod thorough;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use katapult_api::{
    BuildError, Bytes, Call, Client, Error, Katapult, NewTagArguments, OrganizationLookup, TagColor, Timestamp,
    TransportError, VirtualMachineId, blocking, http, tags, test_support::Sample, virtual_machines,
};
use runtime::Api;
use serde_json::{Value, json};

/// The version of the compiler that wrote the snapshot.
const COMPILER: &str = "1.95";

/// The programs, by name.
fn programs() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap()))
        .collect()
}

/// The messages about each program. All of them are binaries of one package, which depends on this crate.
fn compile(programs: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let package = tempfile::tempdir().unwrap();
    let manifest = format!(
        r#"
            [package]
            name = "mistakes"
            version = "0.0.0"
            edition = "2024"

            [dependencies]
            katapult-api = {{ path = {:?}, features = ["blocking", "client"] }}

            [workspace]
        "#,
        env!("CARGO_MANIFEST_DIR")
    );
    fs::write(package.path().join("Cargo.toml"), manifest).unwrap();
    // The versions that the workspace has, so that nothing is looked up or downloaded again.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, package.path().join("Cargo.lock")).unwrap();
    let folder = package.path().join("src/bin");
    fs::create_dir_all(&folder).unwrap();
    for (name, text) in programs {
        fs::write(folder.join(format!("{name}.rs")), format!("{text}\nfn main() {{}}\n")).unwrap();
    }
    // The generator's tests check generated crates with the same dependencies there.
    let target: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated_crates");
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--bins", "--keep-going", "--message-format=json"])
        .current_dir(package.path())
        .env("CARGO_TARGET_DIR", target)
        .output()
        .unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    for line in lines.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let (program, message) = (line["target"]["name"].as_str().unwrap_or_default(), &line["message"]);
        // The last message is the number of errors.
        if message["level"] == "error" && message["code"].is_object() {
            let (said, summary) = (said.entry(program.to_owned()).or_default(), summary(message));
            // One mistake can be reported several times.
            if !said.contains(&summary) {
                said.push_str(&summary);
            }
        }
    }
    assert!(!said.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    said
}

/// A message without the code that it quotes: what it says, the labels in the program, and the first line of each note
/// with its labels.
fn summary(message: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let labels = |value: &Value| {
        let labels = value["spans"].as_array().unwrap().iter().map(|span| text(&span["label"]));
        // Of these, there is one for each place between the mistake and the trait.
        let labels = labels.filter(|label| !label.is_empty() && !label.starts_with("required by"));
        labels.map(|label| format!("  | {label}\n")).collect::<String>()
    };
    let mut summary = format!("error[{}]: {}\n", text(&message["code"]["code"]), text(&message["message"]));
    summary.push_str(&labels(message));
    for note in message["children"].as_array().unwrap() {
        // Lists of other implementations change with the spec.
        let first = text(&note["message"]).lines().next().unwrap_or_default().to_owned();
        let is_about_files = ["the full name for the type", "consider using `--verbose`"];
        if !is_about_files.iter().any(|start| first.starts_with(start)) {
            summary.push_str(&format!("  = {}: {first}\n{}", text(&note["level"]), labels(note)));
        }
    }
    summary
}

/// Checks that the messages in `said` have the parts that the program `name` expects.
fn expect(name: &str, program: &str, said: &str) {
    let parts: Vec<_> = program.lines().filter_map(|line| line.strip_prefix("//~ ")).collect();
    assert!(parts.len() > 1, "{name} expects no message");
    for part in parts {
        assert!(said.contains(part), "{name}: the message does not have `{part}`:\n{said}");
    }
}

#[test]
fn the_compiler_says_how_to_correct_a_program() {
    if !thorough::is_set() {
        return;
    }
    let programs = programs();
    let said = compile(&programs);
    let mut table = String::new();
    for (name, program) in &programs {
        let said = said.get(name).unwrap_or_else(|| panic!("{name} compiles"));
        expect(name, program, said);
        let about = program.lines().next().unwrap_or_default().trim_start_matches("//! ");
        table.push_str(&format!("{name}: {about}\n{said}\n"));
    }
    let version = Command::new("rustc").arg("--version").output().unwrap().stdout;
    if String::from_utf8_lossy(&version).starts_with(&format!("rustc {COMPILER}.")) {
        insta::with_settings!({snapshot_path => "mistakes", prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!("compiler", table);
        });
    }
}

#[test]
fn the_recorded_messages_are_those_of_the_programs() {
    let recorded = include_str!("mistakes/compiler.snap");
    let programs = programs();
    for (name, program) in &programs {
        let (_, said) = recorded.split_once(&format!("\n{name}: ")).unwrap_or_else(|| panic!("{name} is not recorded"));
        expect(name, program, said.split("\n\n").next().unwrap_or_default());
    }
    assert_eq!(recorded.matches("\n\n").count() + 1, programs.len(), "run this test with THOROUGH=1");
}

/// Answers every request with this status, content type and body.
struct Fixed(u16, &'static str, String);

impl blocking::Transport for Fixed {
    fn send(&self, _: http::Request<Bytes>, _: katapult_api::Limits) -> Result<http::Response<Bytes>, TransportError> {
        let Self(status, content_type, body) = self;
        let response = http::Response::builder().status(*status).header("content-type", *content_type);
        Ok(response.body(Bytes::from(body.clone())).unwrap())
    }
}

/// The error of a call that gets this response.
fn refused<C: Call<Api = Katapult>>(call: C, response: Fixed) -> Error {
    let client = blocking::Client::builder().token("4711").url("https://api.katapult.test").transport(response);
    match client.build().unwrap().send(call) {
        Ok(_) => panic!("the call succeeds"),
        Err(error) => error,
    }
}

fn error(status: u16, code: &str, detail: Value) -> Fixed {
    let body = json!({"error": {"code": code, "description": "As the server describes it", "detail": detail}});
    Fixed(status, "application/json", body.to_string())
}

#[test]
fn errors_say_how_to_correct_a_call() {
    let machine = || virtual_machines::get(VirtualMachineId::new("vm_1"));
    let tag = || tags::create(OrganizationLookup::sub_domain("acme"), NewTagArguments::new(""));

    let no_token = BuildError::MissingVariable { name: Katapult::DESCRIPTION.token_variable };
    if std::env::var_os(Katapult::DESCRIPTION.token_variable).is_none() {
        assert_eq!(Client::from_env().unwrap_err().to_string(), no_token.to_string());
    }
    let repeated = Client::builder().token("4711").url("https://api.katapult.io/core/v1").build();
    let page = Fixed(404, "text/html", "<html>Nothing here.</html>".to_owned());
    let scopes = json!({"scopes": ["virtual_machines", "virtual_machines:read"]});
    let redacted = serde_json::to_string(&katapult_api::VirtualMachine::sample()).unwrap();
    let redacted = serde_json::from_str::<katapult_api::VirtualMachine>(&redacted).unwrap_err().to_string();
    // The column depends on the fields of the model.
    let redacted = redacted.split(" at line").next().unwrap_or_default().to_owned();
    let far = jiff::Timestamp::try_from(Timestamp::from_unix_seconds(i64::MAX));

    let rows: [(&str, String); 9] = [
        ("no token in the environment", no_token.to_string()),
        (
            "the path of a service in the URL",
            repeated.map_or_else(|error| error.to_string(), |client| format!("{client:?}")),
        ),
        ("the URL of another server", refused(machine(), page).to_string()),
        (
            "an invalid token",
            refused(machine(), error(403, "invalid_api_token", json!({"details": "No such token."}))).to_string(),
        ),
        ("a token without a scope", refused(machine(), error(403, "scope_not_granted", scopes)).to_string()),
        (
            "arguments that are not valid",
            refused(tag(), error(422, "validation_error", json!({"errors": ["Name can't be blank"]}))).to_string(),
        ),
        ("a misspelt value", "orang".parse::<TagColor>().unwrap_err().to_string()),
        ("a secret that was not stored", redacted),
        ("a timestamp that is out of range", far.unwrap_err().to_string()),
    ];
    let table: String = rows.iter().map(|(mistake, message)| format!("{mistake}:\n  {message}\n\n")).collect();
    insta::with_settings!({snapshot_path => "mistakes", prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("client", table);
    });
}
