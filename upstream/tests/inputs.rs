//! Reads documents and recordings in all supported formats, and reports one error for each other file.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use generator::Spec;
use serde_json::{Value, json};
use upstream::{Input, drift, observe};

fn spec() -> Spec {
    let files = [
        ("spec/api.yaml", include_str!("drift/spec/api.yaml")),
        ("spec/books.yaml", include_str!("drift/spec/books.yaml")),
    ];
    generator::read_texts(files.map(|(path, text)| (path.into(), text.to_owned()))).unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[track_caller]
fn assert_agrees(document: impl Into<Vec<u8>>) {
    let report = drift::drift(&spec(), [Input::given("document", Ok(document.into()))]);
    assert!(report.is_empty() && report.documents() == 1, "{}", report.json());
}

/// The document in OpenAPI 3.1.
fn version_3_1(value: &mut Value) {
    if let Value::Object(object) = value {
        let nullable = object.remove("nullable") == Some(json!(true));
        match (nullable, object.get("type").cloned()) {
            (true, Some(ty)) => drop(object.insert("type".to_owned(), json!([ty, "null"]))),
            (true, None) => {
                let inner = std::mem::take(object).remove("allOf").map(|list| list[0].clone()).unwrap();
                object.insert("anyOf".to_owned(), json!([inner, { "type": "null" }]));
            }
            _ => {}
        }
        if let Some([only]) = object.get("enum").and_then(Value::as_array).map(Vec::as_slice) {
            let only = only.clone();
            object.remove("enum");
            object.insert("const".to_owned(), only);
        }
        object.values_mut().for_each(version_3_1);
    } else if let Value::Array(items) = value {
        items.iter_mut().for_each(version_3_1);
    }
}

#[test]
fn documents_of_every_form_say_the_same() {
    let text = include_str!("drift/openapi.json");
    let root: Value = serde_json::from_str(text).unwrap();
    assert_agrees(text);
    assert_agrees(format!("\u{feff}\n{text}"));
    assert_agrees(gzip(text.as_bytes()));
    let yaml = serde_yaml::to_string(&root).unwrap();
    assert!(yaml.contains("'200':"), "{yaml}");
    assert_agrees(yaml.replace("'200':", "200:"));
    assert_agrees(gzip(yaml.as_bytes()));
    let mut newer = root.clone();
    version_3_1(&mut newer);
    assert_ne!(newer, root);
    assert_agrees(newer.to_string());
}

#[test]
fn yaml_documents_may_have_anchors() {
    let text = include_str!("drift/openapi.json");
    let string = "{ \"type\": \"string\" }";
    let text = text.replacen(string, "&text { \"type\": \"string\" }", 1);
    let (head, tail) = text.split_at(text.find("&text").unwrap() + 30);
    let text = format!("# YAML\n{head}{}", tail.replace(string, "*text"));
    assert!(text.matches("*text").count() > 3);
    assert_agrees(text);
}

const COUNT: &str = "https://library.example/v1/books/count";

/// Asserts that `observe` finds one GET of `COUNT` with the response `{"count": 7}`.
#[track_caller]
fn assert_one_call(recording: impl Into<Vec<u8>>) {
    let report = observe::observe(&spec(), [Input::given("recording", Ok(recording.into()))]);
    assert!(report.unreadable.is_empty(), "{:?}", report.unreadable);
    assert_eq!(report.operations.keys().collect::<Vec<_>>(), ["books::count"]);
    assert!(report.is_empty(), "{}", report.json());
}

#[test]
fn recordings_of_every_form_are_read() {
    let har = |entry: Value| {
        json!({ "log": { "version": "1.2", "creator": {}, "pages": [], "entries": [entry] } }).to_string()
    };
    let request = json!({ "method": "GET", "url": COUNT });
    let body = json!({ "mimeType": "application/json", "text": "{\"count\": 7}" });
    // Chrome and Firefox, with fields of their own and comments.
    let chrome = har(json!({
        "_initiator": {}, "comment": "", "startedDateTime": "2026-08-12T11:27:38.123+02:00", "time": 1.5,
        "request": request, "response": { "status": 200, "content": body, "_transferSize": 12, "comment": "x" },
    }));
    assert_one_call(chrome.clone());
    assert_one_call(gzip(chrome.as_bytes()));
    // mitmproxy and Charles: base64, with line breaks; a fraction for the size; a status that is text.
    for (status, text) in [
        (json!(200), "eyJjb3VudCI6IDd9"),
        (json!(200.0), "eyJjb3Vu\r\ndCI6IDd9\r\n"),
        (json!("200"), "eyJjb3VudCI6IDd9"),
    ] {
        let content = json!({ "mimeType": null, "encoding": "base64", "text": text, "size": 12.0 });
        assert_one_call(har(json!({ "request": request, "response": { "status": status, "content": content } })));
    }
    let vcr = format!(
        "---\nhttp_interactions:\n- request:\n    method: get\n    uri: {COUNT}\n    body:\n      encoding: US-ASCII\n      \
         string: ''\n    headers: {{}}\n  response:\n    status:\n      code: 200\n      message: OK\n    headers:\n      \
         Content-Type:\n      - application/json\n    body:\n      encoding: UTF-8\n      string: '{{\"count\": 7}}'\n    \
         http_version: null\n  recorded_at: Wed, 12 Aug 2026 09:27:38 GMT\nrecorded_with: VCR 6.2.0\n"
    );
    assert_one_call(vcr.clone());
    let compressed = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, gzip(b"{\"count\": 7}"));
    assert_one_call(vcr.replace("string: '{\"count\": 7}'", &format!("string: !binary |-\n        {compressed}")));
    assert_one_call(vcr.replace("string: '{\"count\": 7}'", "base64_string: eyJjb3VudCI6IDd9"));
    let root: Value = serde_yaml::from_str(&vcr).unwrap();
    assert_one_call(root.to_string());
    for (status, version) in
        [("status: 200 OK\n    code: 200", 1), ("status: 200 OK\n    code: 200\n    duration: 61ms", 2)]
    {
        assert_one_call(format!(
            "---\nversion: {version}\ninteractions:\n- id: 0\n  request:\n    body: ''\n    form: {{}}\n    headers: {{}}\n    \
             url: {COUNT}\n    method: GET\n  response:\n    body: '{{\"count\": 7}}'\n    headers:\n      Content-Type:\n      \
             - application/json\n    {status}\n"
        ));
    }
}

#[test]
fn what_is_none_of_these_is_one_error_and_the_others_are_read() {
    let har = |entries: Value| json!({ "log": { "entries": entries } }).to_string().into_bytes();
    let entry = json!({ "request": { "method": "GET", "url": COUNT }, "response": { "status": 200, "content": { "text": "{\"count\": 7}" } } });
    let broken = json!({ "request": { "method": "GET", "url": COUNT }, "response": null });
    let elsewhere = json!({ "request": { "method": "GET", "url": "https://cdn.example/a.png" }, "response": { "status": 200, "content": { "encoding": "base64", "text": "iVBORw0KGgo=" } } });
    let found = |name: &str, text: &str| Input { name: name.to_owned(), bytes: Ok(text.into()), found: true };
    let inputs = || {
        [
            Input::given("ok.har", Ok(har(json!([entry, broken, elsewhere])))),
            Input::given("notes.md", Ok("# Notes".into())),
            Input::given("image.png", Ok(b"\x89PNG\xff\xfe".to_vec())),
            Input::given("cut.gz", Ok(gzip(b"{}")[..12].to_vec())),
            Input::given("swagger.json", Ok("{\"swagger\": \"2.0\"}".into())),
            Input::given("list.json", Ok("[1]".into())),
            Input::given("gone.har", Err(std::io::ErrorKind::NotFound.into())),
            Input::given("openapi.json", Ok(include_str!("drift/openapi.json").into())),
            found("folder/openapi.json", include_str!("drift/openapi.json")),
        ]
    };
    let report = observe::observe(&spec(), inputs());
    let messages: Vec<String> =
        report.unreadable_files().iter().map(|one| format!("{}: {}", one.file, one.reason)).collect();
    insta::assert_snapshot!(messages.join("\n"), @r"
    cut.gz: invalid gzip data: incomplete deflate stream
    gone.har: entity not found
    image.png: not UTF-8 text or gzip data
    list.json: not an OpenAPI document, a HAR or a cassette: it has none of the keys `openapi`, `log`, `interactions` and `http_interactions`
    notes.md: not an OpenAPI document, a HAR or a cassette: it has none of the keys `openapi`, `log`, `interactions` and `http_interactions`
    openapi.json: not a recording but an OpenAPI document; use `drift`
    swagger.json: Swagger 2.0 is not supported; convert the document to OpenAPI 3
    ");
    assert_eq!((report.operations["books::count"].seen, report.foreign), (1, 1));
    let report = drift::drift(&spec(), inputs());
    let messages: Vec<String> = report.unreadable().iter().map(|one| format!("{}: {}", one.file, one.reason)).collect();
    insta::assert_snapshot!(messages.join("\n"), @r"
    ok.har: not an OpenAPI document but a recording; use `observe`
    notes.md: not an OpenAPI document, a HAR or a cassette: it has none of the keys `openapi`, `log`, `interactions` and `http_interactions`
    image.png: not UTF-8 text or gzip data
    cut.gz: invalid gzip data: incomplete deflate stream
    swagger.json: Swagger 2.0 is not supported; convert the document to OpenAPI 3
    list.json: not an OpenAPI document, a HAR or a cassette: it has none of the keys `openapi`, `log`, `interactions` and `http_interactions`
    gone.har: entity not found
    folder/openapi.json: the document describes `/v1`, which openapi.json also describes
    ");
}

#[test]
fn a_bomb_is_refused() {
    let bomb = gzip(&vec![b' '; 65 << 20]);
    let report = observe::observe(&spec(), [Input::given("bomb.gz", Ok(bomb))]);
    assert_eq!(report.unreadable_files()[0].reason, "larger than 64 MB; split it");
    let deep: String = (1..200).map(|n| format!("a{n}: &a{n} [*a{}]\n", n - 1)).collect();
    let report = drift::drift(&spec(), [Input::given("deep.yaml", Ok(format!("a0: &a0 [x]\n{deep}").into()))]);
    assert_eq!(report.unreadable()[0].reason, "nested deeper than 64 levels");
}

#[test]
fn coverage_counts_successes_errors_and_the_last_day() {
    let entry = |status: u16, day: &str| {
        json!({
            "startedDateTime": format!("{day}T23:27:38Z"),
            "request": { "method": "GET", "url": COUNT },
            "response": { "status": status, "content": { "text": "{\"count\": 7}" } },
        })
    };
    let entries = [entry(200, "2024-08-12"), entry(200, "2026-01-02"), entry(403, "2025-01-02")];
    let har = json!({ "log": { "entries": entries } }).to_string();
    let coverage = observe::coverage(&spec(), [Input::given("traffic.har", Ok(har.into()))]);
    insta::assert_snapshot!(coverage.render(generator::diagnostic::Format::Human { colored: false }), @r"
    2 of 3 operations have no recorded success

    successes  errors  last        operation
            0       0  -           books::get
            0       0  -           books::lend
            2       1  2026-01-02  books::count
    ");
    let json: Value = serde_json::from_str(&coverage.render(generator::diagnostic::Format::Json)).unwrap();
    assert_eq!(
        json["operations"][2],
        json!({
            "operation": "books::count", "successes": 2, "errors": 1, "last": "2026-01-02", "place": "spec/books.yaml:18:3",
        })
    );
    assert_eq!(json["without_success"], 2);
}
