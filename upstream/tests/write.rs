//! Tests of `--write`: after it, neither comparison finds a difference, and nothing else has changed.

use std::{collections::BTreeMap, fs, io::Write, path::PathBuf};

use generator::Spec;
use serde_json::{Value, json};
use upstream::{Changes, Input, drift, observe};

const API: &str = include_str!("drift/spec/api.yaml");
const BOOKS: &str = include_str!("drift/spec/books.yaml");

type Files = BTreeMap<PathBuf, String>;

fn files() -> Files {
    [("spec/api.yaml", API), ("spec/books.yaml", BOOKS)].map(|(path, text)| (path.into(), text.to_owned())).into()
}

fn read(files: &Files) -> Spec {
    generator::read_texts(files.clone()).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn written(files: &Files, changes: &Changes) -> Files {
    assert_eq!(changes.problem(), None);
    let mut files = files.clone();
    files.extend(changes.files().map(|(path, text)| (path.to_owned(), text.to_owned())));
    files
}

fn document() -> Value {
    serde_json::from_str(include_str!("drift/openapi.json")).unwrap()
}

fn drifted(files: &Files, document: &Value) -> drift::Report {
    drift::drift(&read(files), [Input::given("openapi.json", Ok(document.to_string().into()))])
}

/// The document after twelve changes that are not in the spec.
fn twelve() -> Value {
    let mut document = document();
    let paths = document["paths"].as_object_mut().unwrap();
    // A path is renamed.
    let lend = paths.remove("/books/book/lend").unwrap();
    paths.insert("/books/book/loans".to_owned(), lend);
    // An operation is gone.
    paths.remove("/books/count").unwrap();
    // An operation is new, with types of its own.
    paths.insert(
        "/shelves/shelf/polish".to_owned(),
        json!({ "post": {
            "description": "Polishes a shelf\nAnd more.",
            "security": [{ "Token": ["volumes"] }],
            "requestBody": { "content": { "application/json": { "schema": {
                "properties": {
                    "shelf": { "type": "object", "properties": { "name": { "type": "string" } } },
                    "wax": { "$ref": "#/components/schemas/Wax" },
                },
                "required": ["shelf"],
            } } } },
            "responses": { "200": { "content": { "application/json": { "schema": {
                "properties": { "shelf": { "$ref": "#/components/schemas/Shelf" }, "gloss": { "type": "integer" } },
                "required": ["shelf", "gloss"],
            } } } }, "403": { "$ref": "#/components/responses/Forbidden" } },
        } }),
    );
    let at = |document: &mut Value, pointer: &str, change: &dyn Fn(&mut Value)| {
        change(document.pointer_mut(pointer).unwrap())
    };
    let schemas = document["components"]["schemas"].as_object_mut().unwrap();
    schemas.insert(
        "Wax".to_owned(),
        json!({ "type": "object", "properties": { "kind": { "$ref": "#/components/schemas/WaxKindEnum" } } }),
    );
    schemas.insert("WaxKindEnum".to_owned(), json!({ "type": "string", "enum": ["bees", "palm"] }));
    // A field is new, one is gone, one can be null, and one is of another type.
    let fields = "/components/schemas/Book/properties";
    at(&mut document, fields, &|fields| {
        fields["pages"] = json!({ "type": "integer", "description": "How long it is." })
    });
    at(&mut document, fields, &|fields| drop(fields.as_object_mut().unwrap().remove("subtitle")));
    at(&mut document, fields, &|fields| fields["bought_at"]["nullable"] = json!(true));
    at(&mut document, "/components/schemas/School/properties/title", &|title| *title = json!({ "type": "integer" }));
    // One is deprecated.
    let binding = json!({ "allOf": [{ "$ref": "#/components/schemas/BindingEnum" }], "deprecated": true });
    at(&mut document, fields, &|fields| fields["binding"] = binding.clone());
    // A value of an enum and an error code are new.
    at(&mut document, "/components/schemas/BindingEnum/enum", &|list| list.as_array_mut().unwrap().push(json!("none")));
    at(&mut document, "/paths/~1books~1book~1loans/post/responses", &|responses| {
        responses["409"] = json!({ "content": { "application/json": { "schema": { "properties": {
            "code": { "enum": ["book_lent"] }, "detail": { "properties": { "until": { "type": "integer" } } },
        } } } } });
    });
    // A scope is renamed, wherever it is permitted.
    let text = document.to_string().replace("library.example/books\"", "library.example/volumes\"");
    let mut document: Value = serde_json::from_str(&text.replace("[\"books\"", "[\"volumes\"")).unwrap();
    // An argument is required.
    at(
        &mut document,
        "/paths/~1books~1book~1loans/post/requestBody/content/application~1json/schema/required",
        &|list| {
            list.as_array_mut().unwrap().push(json!("days"));
        },
    );
    document
}

#[test]
fn twelve_edits_of_a_document_are_as_many_reports_and_none_after_writing() {
    let (files, document) = (files(), twelve());
    let report = drifted(&files, &document);
    insta::assert_snapshot!("twelve", report.human());
    let after = written(&files, report.changes());
    insta::assert_snapshot!("twelve_written", after[&PathBuf::from("spec/books.yaml")]);
    let again = drifted(&after, &document);
    assert!(again.is_empty(), "{}", again.human());
    assert_eq!(report.changes().left(), 0);
}

#[test]
fn a_document_that_agrees_changes_nothing() {
    let report = drifted(&files(), &document());
    assert!(report.is_empty() && report.changes().is_empty(), "{}", report.human());
}

/// A field that only some of the document's objects have cannot be required, and departs from the others.
#[test]
fn a_field_of_some_objects_is_optional() {
    let mut document = document();
    // `count` returns a book without the fields of all others.
    let book = document["components"]["schemas"]["Book"].clone();
    document["components"]["schemas"]["CountedBook"] = book;
    document["components"]["schemas"]["Book"]["properties"]["pages"] = json!({ "type": "integer" });
    let count = "/paths/~1books~1count/get/responses/200/content/application~1json/schema";
    let counted = json!({
        "properties": { "count": { "type": "integer" }, "book": { "$ref": "#/components/schemas/CountedBook" } },
        "required": ["count", "book"],
    });
    *document.pointer_mut(count).unwrap() = counted;
    let mut files = files();
    let books = files.get_mut(&PathBuf::from("spec/books.yaml")).unwrap();
    *books = books.replace("returns: { count: integer }", "returns: { count: integer, book: Book }");
    let report = drifted(&files, &document);
    let after = written(&files, report.changes());
    let books = &after[&PathBuf::from("spec/books.yaml")];
    assert!(books.contains("      pages?: { type: integer, docs: TODO }\n"), "{books}");
    assert!(books.contains("- at: Book.pages\n    what: added\n"), "{books}");
    let again = drifted(&after, &document);
    assert!(again.is_empty(), "{}", again.human());
}

/// A recording of calls: method and path, request, status, response.
fn har(calls: &[(&str, Value, u16, Value)]) -> String {
    let entries = calls.iter().map(|(line, sent, status, came)| {
        let (method, path) = line.split_once(' ').unwrap();
        let sent = (!sent.is_null()).then(|| json!({ "mimeType": "application/json", "text": sent.to_string() }));
        json!({
            "startedDateTime": "2026-08-12T11:27:38Z",
            "request": { "method": method, "url": format!("https://library.example/v1{path}"), "postData": sent },
            "response": { "status": status, "content": { "mimeType": "application/json", "text": came.to_string() } },
        })
    });
    json!({ "log": { "entries": entries.collect::<Vec<_>>() } }).to_string()
}

/// A recording with a new field, a value that is not listed, a null, an error code and an operation.
fn five() -> String {
    let shelf = json!({ "name": "B", "books": [] });
    let book = json!({
        "id": "1", "binding": "none", "bought_at": null, "subtitle": null, "shelf": shelf, "weight": 3, "pages": 474,
    });
    har(&[
        ("GET /books/_?book[id]=1", Value::Null, 200, json!({ "book": book })),
        (
            "POST /books/_/lend",
            json!({ "book": { "id": "1" } }),
            409,
            json!({ "error": { "code": "book_lent", "description": "Lent.", "detail": { "until": 1_700_000_000 } } }),
        ),
        ("POST /shelves/_/polish", json!({ "shelf": { "name": "B" }, "wax": "bees" }), 200, json!({ "shelf": shelf })),
    ])
}

fn observed(files: &Files, recording: &str) -> observe::Report {
    observe::observe(&read(files), [Input::given("traffic.har", Ok(recording.into()))])
}

#[test]
fn five_findings_of_a_recording_are_none_after_writing() {
    let (files, recording) = (files(), five());
    let report = observed(&files, &recording);
    insta::assert_snapshot!("five", report.render(generator::diagnostic::Format::Human { colored: false }));
    insta::assert_snapshot!("five_github", report.render(generator::diagnostic::Format::Github));
    let after = written(&files, report.changes());
    let again = observed(&after, &recording);
    assert!(again.is_empty() && again.yaml.is_empty(), "{}", again.json());
    assert_eq!(report.changes().left(), 0);
    // The fixups explain all of it to the document, too.
    let drift = drifted(&after, &document());
    assert!(drift.is_empty(), "{}", drift.human());
}

#[test]
fn a_fixup_that_recordings_disprove_is_removed() {
    let mut files = files();
    let books = files.get_mut(&PathBuf::from("spec/books.yaml")).unwrap();
    books.push_str("  - { at: Book.bought_at, what: never_null, why: It is bought., evidence: A page. }\n");
    let after = written(&files, observed(&files, &five()).changes());
    let books = &after[&PathBuf::from("spec/books.yaml")];
    assert!(!books.contains("Book.bought_at"), "{books}");
    assert!(books.contains("bought_at: timestamp?\n"), "{books}");
}

#[test]
fn comments_and_layout_stay() {
    let mut files = files();
    let path = PathBuf::from("spec/books.yaml");
    let text =
        BOOKS.replace("      weight: integer\n", "      weight: integer # in grams\n      # the end of the fields\n");
    let text = text.replace("values: [hard, soft] }", "values: [hard, soft] } # {]").replace('\n', "\r\n");
    files.insert(path.clone(), text.trim_end().to_owned());
    let after = written(&files, drifted(&files, &twelve()).changes());
    let (before, after) = (&files[&path], &after[&path]);
    assert!(!after.replace("\r\n", "").contains('\n'), "every line ends as it did");
    assert!(!after.ends_with('\n'));
    for line in ["      weight: integer # in grams\r\n      pages: {", "      # the end of the fields\r\n    views:"] {
        assert!(after.contains(line), "{line} in {after}");
    }
    let gone: Vec<&str> = before.lines().filter(|line| !after.contains(*line)).collect();
    // Only the reported lines have changed.
    let changed = [
        "scopes: [books",
        "http: POST /books/{book}/lend",
        "days?:",
        "bought_at: timestamp",
        "School: {",
        "Binding: {",
        "binding: Binding",
    ];
    assert!(gone.iter().all(|line| changed.iter().any(|word| line.contains(word))), "{gone:#?}");
}

#[test]
fn writes_nothing_where_a_file_changed_meanwhile() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name);
    fs::write(path("api.yaml"), API).unwrap();
    fs::write(path("books.yaml"), BOOKS).unwrap();
    let spec = generator::read(dir.path()).unwrap();
    let report = drift::drift(&spec, [Input::given("openapi.json", Ok(twelve().to_string().into()))]);
    fs::OpenOptions::new().append(true).open(path("books.yaml")).unwrap().write_all(b"# mine\n").unwrap();
    let refused = report.changes().write().unwrap_err();
    assert!(refused.to_string().contains("books.yaml has changed since it was read"), "{refused}");
    assert_eq!(fs::read_to_string(path("api.yaml")).unwrap(), API, "nothing is written");
    fs::write(path("books.yaml"), BOOKS).unwrap();
    assert_eq!(report.changes().write().unwrap().len(), 3);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 3, "no temporary file is left");
    let again = generator::read(dir.path()).unwrap();
    assert!(drift::drift(&again, [Input::given("openapi.json", Ok(twelve().to_string().into()))]).is_empty());
}

#[test]
fn a_new_resource_gets_a_file() {
    let mut document = document();
    document["paths"]["/readers"] = json!({ "get": {
        "security": [{ "Token": ["books"] }],
        "responses": { "200": { "content": { "application/json": { "schema": {
            "properties": { "readers": { "type": "array", "items": { "$ref": "#/components/schemas/Reader" } } },
            "required": ["readers"],
        } } } }, "403": { "$ref": "#/components/responses/Forbidden" } },
    } });
    document["components"]["schemas"]["Reader"] =
        json!({ "type": "object", "properties": { "id": { "type": "string" }, "pin": { "type": "string" } } });
    let files = files();
    let after = written(&files, drifted(&files, &document).changes());
    insta::assert_snapshot!(after[&PathBuf::from("spec/readers.yaml")], @r"
    # yaml-language-server: $schema=./schema/resource.schema.json
    resource: readers
    docs: TODO

    operations:
      list:
        docs: TODO
        http: GET /readers
        scopes: [books]
        returns: { readers: [Reader] }

    ids:
      ReaderId: { docs: TODO }

    schemas:
      Reader:
        docs: TODO
        fields:
          id: ReaderId
          pin: { type: secret, docs: TODO }
    ");
    assert!(drifted(&after, &document).is_empty());
}

/// A view repeats fields of its schema, so that one of them is one report.
#[test]
fn a_field_of_a_schema_and_its_views_is_one_report() {
    let mut document = document();
    for schema in ["Book", "LastBook"] {
        document["components"]["schemas"][schema]["properties"]["id"]["nullable"] = json!(true);
    }
    let report: Value = serde_json::from_str(&drifted(&files(), &document).json()).unwrap();
    let [only] = &report["differences"].as_array().unwrap()[..] else { panic!("{report:#}") };
    assert_eq!((only["at"].as_str(), only["operations"].as_array().unwrap().len()), (Some("Book.id"), 2));
}
