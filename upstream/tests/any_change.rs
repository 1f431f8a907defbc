//! Random changes of documents and recordings never panic, and the written spec describes them.

use std::{collections::BTreeMap, path::PathBuf};

use fastrand::Rng;
use generator::Spec;
use serde_json::{Value, json};
use upstream::{Changes, Input, drift, observe};

type Files = BTreeMap<PathBuf, String>;

fn files() -> Files {
    let files = [
        ("spec/api.yaml", include_str!("drift/spec/api.yaml")),
        ("spec/books.yaml", include_str!("drift/spec/books.yaml")),
    ];
    files.map(|(path, text)| (path.into(), text.to_owned())).into()
}

fn read(files: &Files) -> Spec {
    generator::read_texts(files.clone()).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// Returns the files after `changes`; `None` if they are refused.
fn written(files: &Files, changes: &Changes) -> Option<Files> {
    if changes.problem().is_some() {
        return None;
    }
    let mut files = files.clone();
    files.extend(changes.files().map(|(path, text)| (path.to_owned(), text.to_owned())));
    Some(files)
}

fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                let key = key.replace('~', "~0").replace('/', "~1");
                pointers(value, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| pointers(item, &format!("{at}/{index}"), found));
        }
        _ => {}
    }
}

/// Changes something of `root`.
fn change(root: &mut Value, rng: &mut Rng) {
    const WORDS: &[&str] = &["", "a", "new_field", "TODO: x", "é #", "type", "id", "string", "integer", "9", "null"];
    let mut found = Vec::new();
    pointers(root, "", &mut found);
    let other = root.pointer(rng.choice(&found).unwrap()).unwrap().clone();
    let word = *rng.choice(WORDS).unwrap();
    let target = root.pointer_mut(rng.choice(&found).unwrap()).unwrap();
    match (rng.u8(0..6), target) {
        (0, Value::Object(object)) if !object.is_empty() => {
            let key = object.keys().nth(rng.usize(0..object.len())).unwrap().clone();
            object.remove(&key);
        }
        (1, Value::Object(object)) => drop(object.insert(word.to_owned(), other)),
        (2, Value::Object(object)) => drop(object.insert("nullable".to_owned(), json!(rng.bool()))),
        (3, Value::Object(object)) if !object.is_empty() => {
            let key = object.keys().nth(rng.usize(0..object.len())).unwrap().clone();
            let value = object.remove(&key).unwrap();
            object.insert(format!("{key}{word}"), value);
        }
        (4, Value::Array(items)) => items.push(other),
        (_, Value::String(text)) => *text = word.to_owned(),
        (_, target) => *target = if rng.bool() { json!(null) } else { other },
    }
}

#[test]
fn drift_settles_any_change_of_a_document() {
    let (files, document) = (files(), include_str!("drift/openapi.json"));
    let document: Value = serde_json::from_str(document).unwrap();
    let spec = read(&files);
    let (mut settled, mut refused) = (0, 0);
    for seed in 0..40 {
        let mut rng = Rng::with_seed(seed);
        let mut document = document.clone();
        for _ in 0..rng.usize(1..6) {
            change(&mut document, &mut rng);
        }
        let input = || [Input::given("openapi.json", Ok(document.to_string().into()))];
        let report = drift::drift(&spec, input());
        if report.documents() == 0 || report.is_empty() {
            continue;
        }
        let Some(after) = written(&files, report.changes()) else {
            refused += 1;

            continue;
        };
        let again = drift::drift(&read(&after), input());
        if report.changes().left() == 0 {
            assert!(again.is_empty(), "{seed}: {}", again.human());
            settled += 1;
        }
    }
    assert!(settled > 15 && refused < 6, "{settled} settled, {refused} refused");
}

#[test]
fn observe_settles_any_change_of_a_recording() {
    let files = files();
    let spec = read(&files);
    let shelf = json!({ "name": "B", "books": [] });
    let book = json!({ "id": "1", "binding": "hard", "bought_at": 1, "subtitle": null, "shelf": shelf, "weight": 3 });
    let bodies = [
        ("GET", "/books/_?book[id]=1", 200, json!({ "book": book, "notes": ["a"] })),
        (
            "POST",
            "/books/_/lend",
            200,
            json!({ "holder": { "type": "Person", "value": { "name": "A", "last": null } } }),
        ),
        ("POST", "/books/_/lend", 404, json!({ "error": { "code": "book_not_found", "detail": {} } })),
        ("GET", "/shelves/_/books/1", 200, json!({ "book": book, "shelf": shelf })),
    ];
    let (mut settled, mut refused) = (0, 0);
    for seed in 0..40 {
        let mut rng = Rng::with_seed(seed);
        let entries = bodies.clone().map(|(method, path, status, mut body)| {
            for _ in 0..rng.usize(0..4) {
                change(&mut body, &mut rng);
            }
            json!({
                "request": { "method": method, "url": format!("https://library.example/v1{path}") },
                "response": { "status": status, "content": { "mimeType": "application/json", "text": body.to_string() } },
            })
        });
        let har = json!({ "log": { "entries": entries } }).to_string();
        let input = || [Input::given("traffic.har", Ok(har.clone().into()))];
        let report = observe::observe(&spec, input());
        let Some(after) = written(&files, report.changes()) else {
            refused += 1;

            continue;
        };
        let again = observe::observe(&read(&after), input());
        if report.changes().left() == 0 {
            assert!(again.is_empty(), "{seed}: {}", again.json());
            settled += 1;
        }
    }
    assert!(settled > 8 && refused < 5, "{settled} settled, {refused} refused");
}
