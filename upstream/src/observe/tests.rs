#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)] // A panic fails the test.

use std::{collections::BTreeMap, io, path::PathBuf};

use generator::Spec;
use serde_json::{Value, json};

use super::{human, mask, observe, report::Report, routes::Routes};
use crate::input::{Body, Call, Content, Input};

const ID: &str = "book_CxR8lzTsvAYkJsEq";

const FILES: [(&str, &str); 3] = [
    ("api", include_str!("tests/api.yaml")),
    ("books", include_str!("tests/books.yaml")),
    ("open/stats", include_str!("tests/stats.yaml")),
];

/// The files of the spec, each with `edit` applied to its text.
fn texts(edit: impl Fn(&str) -> String) -> [(PathBuf, String); 3] {
    FILES.map(|(name, text)| (format!("spec/{name}.yaml").into(), edit(text)))
}

fn spec() -> Spec {
    generator::read_texts(texts(str::to_owned)).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn seen(spec: &Spec, text: &str) -> Report {
    observe(spec, [Input::given("traffic.har", Ok(text.into()))])
}

/// A HAR of calls: method and path, request, status, response.
fn har(calls: &[(&str, Value, u16, Value)]) -> String {
    let entries = calls.iter().map(|(line, sent, status, came)| {
        let (method, path) = line.split_once(' ').unwrap();
        let url = format!("https://library.test/at/desk/v1{path}");
        let sent = (!sent.is_null()).then(|| json!({ "mimeType": "application/json", "text": sent.to_string() }));
        json!({
            "request": { "method": method, "url": url, "postData": sent },
            "response": { "status": status, "content": { "mimeType": "application/json", "text": came.to_string() } },
        })
    });
    json!({ "log": { "entries": entries.collect::<Vec<_>>() } }).to_string()
}

fn book() -> Value {
    json!({ "id": ID, "title": "Emma", "state": "in", "pages": 474, "lent_at": null, "tags": [] })
}

fn got(change: impl FnOnce(&mut Value)) -> String {
    let mut came = json!({
        "book": book(),
        "holder": { "type": "Borrower", "value": { "name": "Ann" } },
        "shelf": { "id": "shelf_CxR8lzTsvAYkJsEq", "floor": 1, "dry": true },
    });
    change(&mut came);
    har(&[("GET /books/_?book[id]=book_CxR8lzTsvAYkJsEq", Value::Null, 200, came)])
}

#[test]
fn a_call_is_of_an_operation_however_its_path_names_the_object() {
    let spec = spec();
    let routes = Routes::of(&spec.api);
    let find = |method, path: &str| routes.find(method, &format!("/at{path}")).map(|known| known.name.as_str());
    for placeholder in ["_", "book", ":book", "%3Abook", "a%2Fb"] {
        assert_eq!(find("GET", &format!("/desk/v1/books/{placeholder}")), Some("books::get"));
    }
    assert_eq!(find("PATCH", "/desk/v1/books/b_1/"), Some("books::update"));
    assert_eq!(find("GET", "/desk/v1/books/newest/1815"), Some("books::newest"));
    assert_eq!(find("GET", "/open/v1/stats"), Some("open::stats::get"));
    for (method, path) in
        [("POST", "/desk/v1/books/_"), ("GET", "/desk/v2/books/_"), ("GET", "/desk/v1"), ("HEAD", "/open/v1/stats")]
    {
        assert_eq!(find(method, path), None, "{method} {path}");
    }
    assert!(routes.find("GET", "/desk/v1/books/_").is_none(), "without the path of the API's URL");
}

#[test]
fn every_form_of_a_cassette_is_read() {
    let read = |text: &str| match Input::given("", Ok(text.into())).read() {
        Ok(Content::Recording(calls)) => calls,
        _ => panic!("not a recording"),
    };
    let [lost, bare, broken] = &read(include_str!("tests/v1.yaml"))[..] else { panic!("not three calls") };
    let lost = lost.as_ref().unwrap();
    assert_eq!((lost.method.as_str(), lost.status), ("GET", 404));
    assert!(lost.response.is("application/json"));
    let expected = Call {
        method: "GET".to_owned(),
        url: "https://library.test/at/open/v1/stats".to_owned(),
        request: Body { content_type: String::new(), text: Ok(String::new()) },
        status: 200,
        response: Body { content_type: String::new(), text: Ok(r#"{"books": 7}"#.to_owned()) },
        date: None,
    };
    assert_eq!(bare.as_ref().unwrap(), &expected);
    assert_eq!(broken.as_ref().unwrap_err(), "the response has no status");
    let [refused] = &read(include_str!("tests/v3.yaml"))[..] else { panic!("not one call") };
    let refused = refused.as_ref().unwrap();
    assert_eq!((refused.method.as_str(), refused.status), ("PATCH", 422));
    assert!(refused.request.is("application/json") && refused.response.is("application/json"));
}

#[test]
fn what_the_spec_says_is_not_reported() {
    let files = [("1", include_str!("tests/v1.yaml")), ("3", include_str!("tests/v3.yaml")), ("har", &got(|_| {}))];
    let report = observe(&spec(), files.map(|(name, text)| Input::given(name, Ok(text.into()))));
    assert_eq!(report.yaml, "");
    assert_eq!(report.calls, 5);
    assert_eq!(report.unreadable.len(), 1, "{:?}", report.unreadable);
    assert_eq!(report.operations.keys().collect::<Vec<_>>(), ["books::get", "books::update", "open::stats::get"]);
    assert_eq!(report.operations["books::get"].statuses.iter().collect::<Vec<_>>(), [(&200, &1), (&404, &1)]);
}

/// One example of each difference in a response or a request.
fn strange() -> String {
    let mut strange = book();
    strange["state"] = json!("lost");
    strange["pages"] = json!("many");
    strange["title"] = Value::Null;
    strange["tags"] = json!(["old", null]);
    strange["secret"] = json!("hunter2");
    strange["weight"] = json!(1.5);
    strange["printed_at"] = json!(1_700_000_000);
    strange["first_shelf"] = json!({ "id": "shelf_CxR8lzTsvAYkJsEq", "floor": 2, "dry": true });
    strange["edition"] = json!({ "number": 2, "made_by": [{ "name": "Ann", "born": 1775 }] });
    strange.as_object_mut().unwrap().remove("lent_at");
    let shelf = json!({ "id": "shelf_CxR8lzTsvAYkJsEq", "floor": 1, "dry": true });
    har(&[
        ("GET /books/_?book[id]=x", Value::Null, 200, json!({ "book": strange, "holder": null, "shelf": [shelf] })),
        (
            "GET /books/book?book[id]=x",
            Value::Null,
            200,
            json!({ "book": book(), "holder": { "type": "Box", "value": { "size": 3 } }, "shelf": shelf }),
        ),
        (
            "GET /shelves/:shelf/books?shelf[id]=x&shelf[nr]=7&page=2&marks[][key]=k&marks[][deep]=true&all=yes",
            Value::Null,
            200,
            json!({ "books": [{ "id": ID, "title": "Emma", "state": "in", "size": "A5" }, { "id": ID }], "total": 2 }),
        ),
        (
            "PATCH /books/_",
            json!({ "book": { "id": ID }, "properties": { "title": "Emma", "state": "away", "shelf": { "id": "shelf_CxR8lzTsvAYkJsEq" } }, "notify": false }),
            200,
            json!({ "book": book() }),
        ),
        ("PATCH /books/book_CxR8lzTsvAYkJsEq", Value::Null, 200, json!({ "book": book() })),
        (
            "DELETE /books/_?book[id]=x",
            Value::Null,
            409,
            json!({ "error": { "code": "on_loan", "description": "Lent.", "detail": { "until": 1_700_000_000 } } }),
        ),
        (
            "DELETE /books/_?book[id]=x",
            Value::Null,
            418,
            json!({ "error": { "code": "teapot", "description": null, "detail": { "lid": "open" }, "hint": "x" } }),
        ),
        ("DELETE /books/_?book[id]=x", Value::Null, 500, json!("oops")),
        ("DELETE /books/_?book[id]=x", Value::Null, 200, json!({})),
        ("POST /books/book_CxR8lzTsvAYkJsEq/copies/d41d8cd98f00b204e980", Value::Null, 404, json!({})),
        ("POST /books/book_AAAAAAAAAAAAAAAA/copies/d41d8cd98f00b204e981", Value::Null, 404, json!({})),
    ])
}

#[test]
fn everything_that_the_spec_does_not_say() {
    insta::assert_snapshot!(human::render(&seen(&spec(), &strange())));
}

/// Returns the spec of `texts` after `report` is written, or its errors.
fn written(texts: [(PathBuf, String); 3], report: &Report) -> Spec {
    let mut files = BTreeMap::from(texts);
    files.extend(report.changes().files().map(|(path, text)| (path.to_owned(), text.to_owned())));
    generator::read_texts(files).unwrap_or_else(|mistakes| panic!("{mistakes}\n{}", report.yaml))
}

#[test]
fn what_is_written_leaves_only_what_a_spec_cannot_say() {
    let report = seen(&spec(), &strange());
    let again = seen(&written(texts(str::to_owned), &report), &strange());
    // A list cannot hold null, and `error.hint` is the runtime's.
    assert_eq!(again.yaml, "", "{}", human::render(&again));
    assert_eq!(report.changes().left(), again.unexpected_nulls.len());
    assert_eq!(again.unexpected_nulls.iter().map(|null| null.path.as_str()).collect::<Vec<_>>(), ["book.tags[]"]);
}

#[test]
fn a_scope_is_added_to_the_scopes_of_the_api_with_its_fixup() {
    let texts = texts(|text| {
        let text = text.replace("enums:\n", "enums:\n  Right: { docs: What a reader may do., values: scopes }\n");
        text.replace("tags: [string]\n", "tags: [string]\n      rights?: [Right]\n")
    });
    let spec = generator::read_texts(texts.clone()).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let traffic = got(|came| came["book"]["rights"] = json!(["books", "loans"]));
    let report = seen(&spec, &traffic);
    assert!(report.yaml.contains("at: scopes.loans"), "{}", report.yaml);

    let written = written(texts, &report);
    assert_eq!(seen(&written, &traffic).yaml, "");
    let scopes: Vec<_> = written.api.scopes.iter().map(|scope| scope.wire.as_str()).collect();
    assert_eq!(scopes, ["books", "loans"]);
}

#[test]
fn nothing_of_a_text_reaches_the_report() {
    let text = got(|came| {
        came["book"]["token"] = json!("hunter2");
        came["book"]["pin"] = json!(1234);
        came["book"]["state"] = json!("d41d8cd98f00b204e9800998ecf8427e");
        came["book"]["d41d8cd98f00b204e9800998ecf8427e"] = json!(1);
    });
    let report = seen(&spec(), &text);
    let shown = format!("{}{}", human::render(&report), serde_json::to_string(&report).unwrap());
    for secret in ["hunter2", "1234", "d41d8cd9"] {
        assert!(!shown.contains(secret), "{secret} is in {shown}");
    }
    assert!(report.yaml.contains("token?: { type: secret"), "{}", report.yaml);
    assert_eq!(mask::path("/x/vm_CxR8lzTsvAYkJsEq/available_ips/ipv4"), "/x/vm_…/available_ips/ipv4");
}

#[test]
fn what_cannot_be_read_is_said_and_hides_nothing() {
    let entry = |status: Value, content: Value| {
        let request = json!({ "method": "GET", "url": "/at/open/v1/stats" });
        json!({ "request": request, "response": { "status": status, "content": content } })
    };
    let har = json!({ "log": { "entries": [
        entry(json!("no number"), json!({})),
        entry(json!(0), json!({})),
        entry(json!(200), json!({ "text": "<html>" })),
        entry(json!(200), json!({ "text": "" })),
        entry(json!(200), json!({ "size": 12 })),
        entry(json!(200), json!({ "text": "eyJib29rcyI6N30=", "encoding": "base64" })),
    ] } });
    let files = [
        ("a.har", Ok(har.to_string().into())),
        ("b.har", Ok("{\"log\": ".into())),
        ("c.yaml", Ok("- 1".into())),
        ("d.yaml", Err(io::Error::from(io::ErrorKind::NotFound))),
    ];
    let report = observe(&spec(), files.map(|(name, bytes)| Input::given(name, bytes)));
    insta::assert_snapshot!(human::render(&report));
}
