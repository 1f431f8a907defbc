//! Malicious recordings and documents are rejected or read quickly.

#![allow(clippy::unwrap_used, clippy::panic)] // A panic fails the test.

use std::time::{Duration, Instant};

use generator::Spec;
use serde_json::json;
use upstream::Input;

const API: &str = include_str!("../../generator/tests/err/api.yaml");

const THINGS: &str = "\
resource: things
docs: Things.
operations:
  list:
    docs: Lists.
    http: GET /things
    takes: { size?: { type: integer, docs: Their size. } }
    returns: { thing: Thing }
schemas:
  Thing: { docs: A thing., fields: { name: { type: string, docs: Its name. } } }
";

fn spec() -> Spec {
    let files = [("spec/api.yaml", API), ("spec/things.yaml", THINGS)];
    let files = files.map(|(path, text)| (path.into(), text.to_owned()));
    generator::read_texts(files).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

/// A HAR of one call, with this query and this body of the response.
fn har(query: &str, body: &str) -> String {
    let request = json!({ "method": "GET", "url": format!("https://acme.example/v1/things{query}") });
    let content = json!({ "mimeType": "application/json", "text": body });
    json!({ "log": { "entries": [{ "request": request, "response": { "status": 200, "content": content } }] } })
        .to_string()
}

/// Returns the report on `text`, and asserts that it takes less than ten seconds. A debug build takes about one.
fn observed(text: String) -> String {
    let (spec, start) = (spec(), Instant::now());
    let report = upstream::observe::observe(&spec, [Input::given("recording", Ok(text.into()))]);
    let said = report.render(generator::diagnostic::Format::Human { colored: false });
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    said
}

#[test]
fn aliases_of_a_cassette_are_not_expanded() {
    let mut text = "a0: &a0 [x, x]\n".to_owned();
    text.extend((1..60).map(|n| format!("a{n}: &a{n} [*a{0}, *a{0}, *a{0}, *a{0}]\n", n - 1)));
    text.push_str("interactions:\n- request: { url: /v1/things }\n  response: { code: 200, body: *a59 }\n");
    let said = observed(text);
    assert!(said.contains("more than 1,000,000 YAML nodes"), "{said}");
    let many = format!("interactions: [{}]", "1, ".repeat(300_000));
    assert!(observed(many).contains("more than 200,000 YAML nodes"));
}

#[test]
fn unknown_fields_beyond_a_hundred_are_one() {
    let fields: Vec<_> = (0..50_000).map(|n| format!("\"key{n}\": {n}")).collect();
    let said = observed(har("", &format!("{{\"thing\": {{\"name\": \"a\", \"more\": {{{}}}}}}}", fields.join(", "))));
    assert!(said.contains("key99") && !said.contains("key101"), "{said}");
}

#[test]
fn thousands_of_arguments_are_refused() {
    let query: Vec<_> = (0..20_000).map(|n| format!("key{n}={n}")).collect();
    let said = observed(har(&format!("?{}", query.join("&")), "{\"thing\": {\"name\": \"a\"}}"));
    assert!(said.contains("more than 1,000 arguments"), "{said}");
}

#[test]
fn nesting_and_unions_in_unions_end() {
    let deep = format!("{}1{}", "[".repeat(50_000), "]".repeat(50_000));
    let said = observed(har("", &format!("{{\"thing\": {deep}}}")));
    assert!(said.contains("nested deeper than 64 levels"), "{said}");
    let union = "{\"type\": \"A\", \"value\": ".repeat(60);
    observed(har("", &format!("{{\"thing\": {{\"name\": \"a\", \"new\": {union}1{}}}}}", "}".repeat(60))));
    observed("[".repeat(400_000));
    observed("{\"log\": ".repeat(100_000));
}

#[test]
fn many_calls_of_no_operation_are_counted() {
    let entry = |n: usize| {
        let request = json!({ "method": "GET", "url": format!("https://acme.example/v1/nothing/{n}/at/all{n}") });
        json!({ "request": request, "response": { "status": 200, "content": { "text": "{}" } } })
    };
    let entries: Vec<_> = (0..5_000).map(entry).collect();
    let said = observed(json!({ "log": { "entries": entries } }).to_string());
    assert!(said.contains(" more\n") && said.lines().count() < 600, "{said}");
}

#[test]
fn a_document_that_refers_to_itself_or_nests_without_end_is_refused_or_compared() {
    let (spec, start) = (spec(), Instant::now());
    let schemas: serde_json::Map<_, _> = (0..2_000)
        .map(|n| (format!("S{n}"), json!({ "$ref": format!("#/components/schemas/S{}", (n + 1) % 2_000) })))
        .collect();
    let content = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/S0" } } });
    let get = json!({ "responses": { "200": { "content": content } } });
    let document = json!({
        "openapi": "3.0.0", "servers": [{ "url": "https://acme.example/v1" }], "paths": { "/things": { "get": get } },
        "components": { "schemas": schemas },
    });
    let given = |text: String| Input::given("openapi.json", Ok(text.into()));
    let _ = upstream::drift::drift(&spec, [given(document.to_string())]);
    let deep = format!("{{\"openapi\": {}1{}}}", "{\"a\": ".repeat(100_000), "}".repeat(100_000));
    let report = upstream::drift::drift(&spec, [given(deep)]);
    assert!(report.unreadable()[0].reason.contains("nested deeper than 64 levels"), "{:?}", report.unreadable());
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}
