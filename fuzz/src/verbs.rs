//! Targets of the generator and of `cargo xtask`: specs, recordings, documents.

use std::{collections::BTreeMap, path::PathBuf};

use generator::{Spec, diagnostic::Format};
use upstream::{Changes, Input};

const API: &str = "\
api: acme
crate: acme_api
docs: An API.
url: https://acme.example
environment: { token: ACME_TOKEN, url: ACME_URL }
services: { main: { docs: All of it., path: /v1, authentication: bearer } }
scopes: { things: Reads things. }
error_envelope: error
";

const THINGS: &str = "\
resource: things
docs: Things.
operations:
  list:
    docs: Lists.
    http: GET /things
    scopes: [things]
    takes: { size?: { type: integer, docs: Their size. }, kind?: Kind }
    returns: { things: [Thing], next: { type: string?, docs: The next. } }
    errors: [lost]
  update:
    docs: Changes.
    http: PATCH /things/{thing}
    takes: { thing: ThingLookup, name?: { type: string?, docs: Its name. } }
    returns: { thing: Thing }
    errors: [lost]
lookups:
  ThingLookup: { docs: Names one., by: { id: ThingId, name: { type: string, docs: Its name. } } }
ids:
  ThingId: { docs: Identifies one. }
schemas:
  Thing: { docs: A thing., fields: { id: ThingId, name: { type: string, docs: Its name. }, kind: Kind, parts: [Part], of: Of? } }
  Part: { docs: A part., fields: { weight?: { type: number, docs: In grams. }, at: { type: timestamp, docs: When. } } }
unions:
  Of: { docs: What it is of., options: { Thing: Part } }
enums:
  Kind: { docs: How it is., values: { good: Good., bad: Bad. } }
errors:
  lost: { status: 404, docs: It is lost., detail: { why: { type: string, docs: Why. } } }
";

/// Loads a spec, and emits the crate or renders the diagnostics. A line `=== NAME` begins a file; the text before the first
/// one is `things.yaml`. A default `api.yaml` is added if there is none.
pub fn load(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let mut files: Vec<(PathBuf, String)> = vec![("spec/things.yaml".into(), String::new())];
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("=== ") {
            Some(name) => files.push((PathBuf::from("spec").join(name.trim()), String::new())),
            None => files.last_mut().into_iter().for_each(|(_, text)| text.push_str(line)),
        }
    }
    files.retain(|(_, text)| !text.is_empty());
    if files.iter().all(|(path, _)| path.file_name().is_none_or(|name| name != "api.yaml")) {
        files.push(("spec/api.yaml".into(), API.to_owned()));
    }
    match generator::read_texts(files) {
        Ok(spec) => {
            let output = spec.emit();
            assert!(output.files().all(|(_, file)| file.text().starts_with("// @generated")));
            let _ = spec.warnings.render(Format::Human { colored: true });
        }
        Err(diagnostics) => {
            for format in [Format::Human { colored: false }, Format::Github, Format::Json] {
                assert!(!diagnostics.render(format).is_empty());
            }
            assert!(diagnostics.tally().mistakes > 0);
        }
    }
}

thread_local! {
    static SPEC: Spec = {
        let files = [("spec/api.yaml", API), ("spec/things.yaml", THINGS)];
        let files = files.map(|(path, text)| (path.into(), text.to_owned()));
        generator::read_texts(files).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
    };
}

/// Observes a HAR recording.
pub fn har(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    observe(format!("{{{}", text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t', '{'])));
}

/// Observes a go-vcr cassette.
pub fn cassettes(input: &[u8]) {
    observe(String::from_utf8_lossy(input).into_owned());
}

fn observe(text: String) {
    SPEC.with(|spec| {
        let report = upstream::observe::observe(spec, [Input::given("recording", Ok(text.into_bytes()))]);
        for format in [Format::Human { colored: false }, Format::Json] {
            assert!(!report.render(format).is_empty());
        }
        let coverage = upstream::observe::coverage(spec, []);
        assert_eq!(coverage.without_success, coverage.operations.len());
        written(spec, report.changes());
    });
}

/// Compares the spec with an OpenAPI document, in JSON or YAML.
pub fn document(input: &[u8]) {
    SPEC.with(|spec| {
        let report = upstream::drift::drift(spec, [Input::given("document", Ok(input.to_vec()))]);
        assert!(report.json().starts_with('{'));
        assert!(report.documents() == 1 || !report.unreadable().is_empty());
        written(spec, report.changes());
    });
}

/// Checks that the spec with the changes applied can be read.
fn written(spec: &Spec, changes: &Changes) {
    if changes.is_empty() || changes.problem().is_some() {
        return;
    }
    let mut files: BTreeMap<PathBuf, String> =
        spec.sources.iter().map(|(_, source)| (source.path.clone(), source.text.clone())).collect();
    files.extend(changes.files().map(|(path, text)| (path.to_owned(), text.to_owned())));
    if let Err(mistakes) = generator::read_texts(files) {
        panic!("{mistakes}");
    }
}
