//! The OpenAPI document: what a small spec becomes, and that the document of this repository's own spec is whole.

use std::{collections::BTreeSet, fmt, fs, path::Path};

use generator::{Spec, ir::ResponseType, openapi};
use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Value, json};

/// A spec whose only resource is `books`, with this text behind its docs.
fn spec(books: &str) -> Spec {
    files([("books.yaml", format!("resource: books\ndocs: Books of the shop.\n{books}"))])
}

fn files<const N: usize>(resources: [(&str, String); N]) -> Spec {
    let api = ("spec/api.yaml".into(), include_str!("openapi/api.yaml").to_owned());
    let resources = resources.map(|(path, text)| (format!("spec/{path}").into(), text));
    generator::read_texts([api].into_iter().chain(resources)).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn json_of(spec: &Spec) -> Value {
    serde_json::from_str(&spec.openapi().text()).unwrap()
}

/// The document of such a spec.
fn document(books: &str) -> Value {
    json_of(&spec(books))
}

/// The value at `pointer`, in which `/` is written as `~1`.
#[track_caller]
fn at<'d>(document: &'d Value, pointer: &str) -> &'d Value {
    document.pointer(pointer).unwrap_or_else(|| panic!("nothing at {pointer}"))
}

fn schema<'d>(document: &'d Value, name: &str) -> &'d Value {
    at(document, &format!("/components/schemas/{name}"))
}

const ID: &str = "ids: { BookId: { docs: ID of a book., example: book_1 } }\n";
const LOOKUP: &str = "lookups:\n  BookLookup:\n    docs: Selects a book.\n    by: { id: BookId, isbn: { type: string, docs: ISBN. } }\n    errors: [book_not_found]\nerrors: { book_not_found: { status: 404, docs: There is no such book. } }\n";

#[test]
fn a_whole_document() {
    let text = spec(
        "operations:\n  count:\n    docs: Counts the books.\n    http: GET /books/count\n    scopes: [books]\n    returns: { count: { type: integer, docs: How many. } }\n",
    );
    insta::assert_snapshot!(text.openapi().text());
}

#[test]
fn a_field_has_its_example() {
    let document = document(
        "operations:\n  get:\n    docs: Fetches a book.\n    http: GET /book\n    returns: { book: Book }\nschemas:\n  Book:\n    docs: A book.\n    fields:\n      title: { type: string, docs: Title., example: Emma }\n      prices: { type: [number], docs: Prices., example: [2.5, 3] }\n      pages: { type: integer, docs: How many. }\n",
    );
    let properties = &schema(&document, "Book")["properties"];
    assert_eq!(properties["title"]["examples"], json!(["Emma"]));
    assert_eq!(properties["prices"]["examples"], json!([[2.5, 3.0]]));
    assert_eq!(properties["pages"].get("examples"), None);
}

#[test]
fn two_runs_make_the_same_bytes() {
    let text = || spec(&format!("{ID}{LOOKUP}")).openapi().text();
    assert_eq!(text(), text());
    assert!(text().starts_with("{\n  \"x-generated-by\": \"cargo xtask codegen\",\n"));
}

#[test]
fn a_spec_without_operations_has_no_paths() {
    let document = document("");
    assert_eq!((&document["paths"], &document["tags"]), (&json!({}), &json!([])));
}

#[test]
fn a_lookup_in_a_query_is_exactly_one_of_its_members() {
    let document = document(&format!(
        "operations:\n  get: {{ docs: Fetches a book., http: 'GET /books/{{book}}', takes: {{ book: BookLookup }}, returns: {{}} }}\n{ID}{LOOKUP}"
    ));
    let parameter = at(&document, "/paths/~1v1~1books~1book/get/parameters/0");
    let expected = json!({
        "name": "book", "in": "query", "required": true, "style": "deepObject", "explode": true,
        "schema": { "$ref": "#/components/schemas/BookLookup" },
    });
    assert_eq!(parameter, &expected);
    let one = |name: &str, schema: Value| {
        json!({
            "title": name, "type": "object", "properties": { name: schema }, "required": [name],
            "additionalProperties": false,
        })
    };
    let expected = json!([
        one("id", json!({ "$ref": "#/components/schemas/BookId" })),
        one("isbn", json!({ "description": "ISBN.", "type": "string" })),
    ]);
    assert_eq!(schema(&document, "BookLookup")["oneOf"], expected);
    let id = json!({ "description": "ID of a book.", "type": "string", "examples": ["book_1"], "x-id": true });
    assert_eq!(schema(&document, "BookId"), &id);
}

#[test]
fn a_lookup_nested_in_arguments_is_in_the_body() {
    let document = document(&format!(
        "operations:\n  lend: {{ docs: Lends a book., http: POST /loans, takes: {{ loan: LoanArguments }}, returns: {{}} }}\narguments:\n  LoanArguments:\n    docs: A loan.\n    fields:\n      book: BookLookup\n      days?: {{ type: integer, docs: How long. }}\n{ID}{LOOKUP}"
    ));
    let body = at(&document, "/paths/~1v1~1loans/post/requestBody");
    assert_eq!(body["required"], true);
    let expected = json!({
        "type": "object",
        "properties": { "loan": { "$ref": "#/components/schemas/LoanArguments" } },
        "required": ["loan"],
    });
    assert_eq!(body["content"]["application/json"]["schema"], expected);
    let arguments = schema(&document, "LoanArguments");
    assert_eq!(arguments["properties"]["book"], json!({ "$ref": "#/components/schemas/BookLookup" }));
    assert_eq!(arguments["required"], json!(["book"]));
    let responses = at(&document, "/paths/~1v1~1loans/post/responses");
    assert_eq!(responses["404"], json!({ "$ref": "#/components/responses/staff.404.book_not_found" }));
}

#[test]
fn null_and_left_out_are_two_things() {
    let document = document(
        "operations: { get: { docs: Fetches., http: GET /book, returns: { book: Book } } }\nschemas:\n  Book:\n    docs: A book.\n    fields:\n      a: { type: string, docs: A. }\n      b: { type: string?, docs: B. }\n      c?: { type: '[string]?', docs: C. }\n      d?: Author?\n      e?: { type: '[Author]', docs: E., or_one: true }\n  Author: { docs: An author., fields: { name: { type: string, docs: The name. } } }\n",
    );
    let author = json!({ "$ref": "#/components/schemas/Author" });
    let book = schema(&document, "Book");
    let expected = json!({
        "a": { "description": "A.", "type": "string" },
        "b": { "description": "B.", "type": ["string", "null"] },
        "c": { "description": "C.", "type": ["array", "null"], "items": { "type": "string" } },
        "d": { "oneOf": [author, { "type": "null" }] },
        "e": { "description": "E.", "oneOf": [{ "type": "array", "items": author }, author] },
    });
    assert_eq!(book["properties"], expected);
    assert_eq!(book["required"], json!(["a", "b"]));
}

#[test]
fn a_union_can_be_of_a_kind_that_is_not_listed() {
    let document = document(
        "operations: { get: { docs: Fetches., http: GET /owner, returns: { owner: Owner } } }\nschemas: { Person: { docs: A person., fields: {} } }\nunions: { Owner: { docs: Who owns it., options: { Person: Person } } }\n",
    );
    let expected = json!([
        {
            "title": "Person", "type": "object",
            "properties": {
                "type": { "type": "string", "const": "Person" },
                "value": { "$ref": "#/components/schemas/Person" },
            },
            "required": ["type", "value"],
        },
        {
            "title": "Unrecognized", "description": "A kind that is not listed here.", "type": "object",
            "properties": { "type": { "type": "string", "not": { "enum": ["Person"] } }, "value": {} },
            "required": ["type"],
        },
    ]);
    assert_eq!(schema(&document, "Owner")["oneOf"], expected);
}

#[test]
fn scalars_have_formats() {
    let document = document(
        "operations:\n  set:\n    docs: Sets.\n    http: PUT /all\n    takes:\n      i: { type: integer, docs: I. }\n      n: { type: number, docs: N. }\n      b: { type: boolean, docs: B. }\n      t: { type: timestamp, docs: T. }\n      s: { type: secret, docs: S. }\n      x: { type: xml, docs: X. }\n    returns: { any: { type: json, docs: Any value. } }\n",
    );
    let properties =
        at(&document, "/paths/~1v1~1all/put/requestBody/content/application~1json/schema/properties").as_object();
    let bare = |(name, schema): (&String, &Value)| {
        let mut schema = schema.clone();
        schema.as_object_mut().unwrap().remove("description");
        (name.clone(), schema)
    };
    let found: serde_json::Map<_, _> = properties.unwrap().iter().map(bare).collect();
    let expected = json!({
        "i": { "type": "integer", "format": "int64" },
        "n": { "type": "number", "format": "double" },
        "b": { "type": "boolean" },
        "t": { "type": "integer", "format": "unixtime" },
        "s": { "type": "string", "format": "password" },
        "x": { "type": "string", "contentMediaType": "application/xml" },
    });
    assert_eq!(Value::Object(found), expected);
    assert_eq!(schema(&document, "books.SetOutput")["properties"]["any"], json!({ "description": "Any value." }));
}

#[test]
fn a_document_is_the_object_that_becomes_xml() {
    let document = document(&format!(
        "operations: {{ place: {{ docs: Orders., http: POST /orders, takes: {{ order: {{ type: xml, docs: The order. }} }}, returns: {{}} }} }}\n{ID}{LOOKUP}documents:\n  Order:\n    docs: An order.\n    root: order\n    attributes: {{ currency?: {{ type: string, docs: The currency. }} }}\n    elements:\n      recipient: {{ type: Recipient, inline: true }}\n      Book: BookLookup\n      Gifts/Gift?: {{ type: '[Gift]', docs: Gifts. }}\n      Weight?: {{ type: integer, fixed: {{ unit: g }}, docs: The weight. }}\n  Gift: {{ docs: A gift., text: {{ type: string, docs: What it is. }} }}\n  Recipient: {{ docs: Who gets it., elements: {{ Name: {{ type: string, docs: The name. }} }} }}\n"
    ));
    let argument = at(
        &document,
        "/paths/~1v1~1orders/post/requestBody/content/application~1json/schema/properties/order/contentSchema",
    );
    assert_eq!(argument, &json!({ "$ref": "#/components/schemas/Order" }));
    let attribute = json!({ "attribute": true });
    let expected = json!({
        "description": "An order.", "type": "object", "xml": { "name": "order" },
        "allOf": [{ "$ref": "#/components/schemas/Recipient" }],
        "properties": {
            "currency": { "description": "The currency.", "type": "string", "xml": attribute },
            "Book": {
                "type": "object",
                "properties": {
                    "by": { "type": "string", "enum": ["isbn"], "xml": attribute },
                    "#text": { "type": "string" },
                },
                "required": ["#text"],
            },
            "Gifts": {
                "description": "Gifts.", "type": "array", "items": { "$ref": "#/components/schemas/Gift" },
                "xml": { "name": "Gifts", "wrapped": true, "x-item-name": "Gift" },
            },
            "Weight": {
                "description": "The weight.", "type": "integer", "format": "int64",
                "x-xml-attributes": { "unit": "g" },
            },
        },
        "required": ["Book"],
    });
    assert_eq!(schema(&document, "Order"), &expected);
    assert_eq!(schema(&document, "Gift")["type"], "string");
}

#[test]
fn a_response_can_be_text_or_empty() {
    let document = document(
        "operations:\n  label: { docs: Text., http: GET /text, returns: text }\n  empty: { docs: Nothing., http: DELETE /all, returns: {} }\n",
    );
    let content = at(&document, "/paths/~1v1~1text/get/responses/2XX/content");
    assert_eq!(content, &json!({ "text/plain": { "schema": { "type": "string" } } }));
    let content = at(&document, "/paths/~1v1~1all/delete/responses/2XX/content");
    assert_eq!(content["application/json"]["schema"], json!({ "$ref": "#/components/schemas/books.EmptyOutput" }));
    let expected = json!({ "description": "Response of `books.empty`.", "type": "object" });
    assert_eq!(schema(&document, "books.EmptyOutput"), &expected);
}

#[test]
fn pages_and_waiters_are_extensions_of_operations() {
    let document = document(
        "operations:\n  list:\n    docs: Lists books.\n    http: GET /books\n    pages: books\n    returns: { books: [Book] }\n  get:\n    docs: Fetches a book.\n    http: GET /books/{book}\n    takes: { book: BookId }\n    returns: { book: Book }\nwaiters:\n  until_bound:\n    docs: Waits until a book is bound.\n    polls: get\n    field: book.state\n    pending: [wet]\n    done: [bound]\n    failed: [torn]\n    tolerates: 5\n    deadline: 60\nids: { BookId: { docs: ID of a book. } }\nschemas: { Book: { docs: A book., fields: { state: BookState } } }\nenums: { BookState: { docs: State of a book., values: { wet: Wet., bound: Bound., torn: Torn. } } }\n",
    );
    let list = at(&document, "/paths/~1v1~1books/get");
    assert_eq!(list["x-pages"], json!({ "items": "books", "page": "page", "total_pages": "pages" }));
    assert_eq!(list["parameters"][0]["name"], "page");
    let get = at(&document, "/paths/~1v1~1books~1{book}/get");
    assert_eq!(
        get["parameters"][0],
        json!({
            "name": "book", "in": "path", "required": true, "schema": { "$ref": "#/components/schemas/BookId" },
        })
    );
    let expected = json!({ "until_bound": {
        "description": "Waits until a book is bound.", "field": "book.state", "done": ["bound"], "failed": ["torn"],
        "tolerates_seconds": 5, "deadline_seconds": 60,
    } });
    assert_eq!(get["x-waiters"], expected);
    assert_eq!((&list["x-idempotent"], &get["x-idempotent"]), (&json!(true), &json!(true)));
    let limit = json!({ "window_seconds": 60, "permitted_header": "X-Limit", "remaining_header": "X-Left" });
    assert_eq!(document["x-rate-limit"], limit);
}

#[test]
fn deprecations_say_what_to_use_instead() {
    let document = document(
        "operations:\n  get:\n    docs: Fetches.\n    deprecated: Since 2025; use `list`.\n    http: GET /book\n    takes: { kind?: { type: Kind, docs: The kind., deprecated: Since 2024. } }\n    returns: {}\nenums: { Kind: { docs: A kind., values: { old: { docs: Old., deprecated: Since 2023. }, new: New. } } }\n",
    );
    let operation = at(&document, "/paths/~1v1~1book/get");
    assert_eq!(operation["deprecated"], true);
    assert_eq!(operation["summary"], "Fetches");
    assert_eq!(operation["description"], "**Deprecated.** Since 2025; use `list`.");
    let parameter = &operation["parameters"][0];
    assert_eq!(parameter["deprecated"], true);
    assert_eq!(parameter["description"], "The kind.\n\n**Deprecated.** Since 2024.");
    let kind = schema(&document, "Kind");
    assert_eq!(kind["enum"], json!(["old", "new"]));
    assert_eq!(kind["x-enumDescriptions"], json!({ "old": "Old.", "new": "New." }));
    assert_eq!(kind["x-deprecated-values"], json!({ "old": "Since 2023." }));
}

#[test]
fn a_service_has_its_path_and_who_may_call() {
    let list = |name: &str| {
        format!(
            "resource: {name}\ndocs: Shown.\noperations: {{ list: {{ docs: Lists., http: GET /books, returns: {{}} }} }}\n"
        )
    };
    let document = json_of(&files([("books.yaml", list("books")), ("window/books.yaml", list("books"))]));
    assert_eq!(document["servers"], json!([{ "url": "https://shop.example" }]));
    assert_eq!(document["security"], json!([{ "token": [] }, { "oauth2": [] }]));
    let (staff, window) = (at(&document, "/paths/~1v1~1books/get"), at(&document, "/paths/~1window~1books/get"));
    assert_eq!((&staff["operationId"], &window["operationId"]), (&json!("books.list"), &json!("window.books.list")));
    assert_eq!((staff.get("security"), &window["security"]), (None, &json!([])));
    let groups = json!([{ "name": "staff", "tags": ["books"] }, { "name": "window", "tags": ["window/books"] }]);
    assert_eq!(document["x-tagGroups"], groups);
}

#[test]
fn any_one_of_the_scopes_is_enough() {
    let document = document(
        "operations: { get: { docs: Fetches., http: GET /book, scopes: [books, 'books:read'], returns: {} } }\n",
    );
    let expected = json!([
        { "token": ["books"] }, { "token": ["books:read"] },
        { "oauth2": ["shop/books"] }, { "oauth2": ["shop/books:read"] },
    ]);
    assert_eq!(at(&document, "/paths/~1v1~1book/get/security"), &expected);
    let flow = at(&document, "/components/securitySchemes/oauth2/flows/authorizationCode");
    assert_eq!(flow["scopes"]["shop/books:read"], "Reads books.");
}

#[test]
fn errors_are_in_the_envelope_by_status() {
    let document = document(
        "operations:\n  get: { docs: Fetches., http: GET /book, returns: {}, errors: [book_lost, book_hidden] }\nerrors:\n  book_lost: { status: 404, docs: It is lost. }\n  book_hidden: { status: 403, docs: It is hidden., retry: true }\n",
    );
    let responses = at(&document, "/paths/~1v1~1book/get/responses").as_object().unwrap();
    assert_eq!(responses.keys().collect::<Vec<_>>(), ["2XX", "403", "404", "429", "default"]);
    let error = |name: &str| at(&document, &format!("/components/responses/{name}/content/application~1json/schema"));
    let reference = |code: &str| format!("#/components/schemas/Error.{code}");
    let hidden = &error("staff.403.book_hidden")["properties"]["error"];
    assert_eq!(hidden["oneOf"], json!([{ "$ref": reference("BookHidden") }, { "$ref": reference("BadToken") }]));
    assert_eq!(hidden["discriminator"]["mapping"]["bad_token"], reference("BadToken"));
    assert_eq!(error("staff.404.book_lost")["properties"]["error"], json!({ "$ref": reference("BookLost") }));
    assert_eq!(error("default")["required"], json!(["error"]));
    let expected = json!({
        "description": "Too many requests.", "type": "object",
        "properties": {
            "code": { "type": "string", "const": "too_many_requests" },
            "description": { "type": ["string", "null"] },
            "detail": {
                "type": "object",
                "properties": { "permitted": { "description": "Per minute.", "type": "integer", "format": "int64" } },
                "required": ["permitted"],
            },
        },
        "required": ["code", "detail"],
    });
    assert_eq!(schema(&document, "Error.TooManyRequests"), &expected);
    assert_eq!(schema(&document, "Error.BookHidden")["x-retryable"], true);
}

#[test]
fn lists_in_a_query_have_brackets() {
    let document = document(
        "operations:\n  list:\n    docs: Lists.\n    http: GET /books\n    takes:\n      names?: { type: '[string]', docs: Names. }\n      marks?: { type: '[Mark]', docs: Marks. }\n    returns: {}\narguments: { Mark: { docs: A mark., fields: { key: { type: string, docs: The key. }, value?: { type: string, docs: The value. } } } }\n",
    );
    let parameters = at(&document, "/paths/~1v1~1books/get/parameters").as_array().unwrap();
    let names: Vec<_> = parameters.iter().map(|parameter| parameter["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["names[]", "marks[][key]", "marks[][value]"]);
    assert_eq!(parameters[0]["schema"], json!({ "type": "array", "items": { "type": "string" } }));
    assert_eq!(parameters[1]["schema"], json!({ "type": "string" }));
    assert_eq!(parameters[1]["x-item-of"]["name"], "marks");
}

#[test]
fn paths_that_differ_by_names_alone_are_one() {
    let document = document(
        "operations:\n  get: { docs: Fetches., http: 'GET /books/{book}', takes: { book: BookId }, returns: {} }\n  buy: { docs: Buys., http: 'POST /books/{id}', takes: { id: BookId }, returns: {} }\nids: { BookId: { docs: ID of a book. } }\n",
    );
    let path = at(&document, "/paths/~1v1~1books~1{book}");
    assert_eq!(path["post"]["parameters"][0]["name"], "book");
    assert_eq!(path["post"].get("requestBody"), None);
}

#[test]
fn a_view_says_of_which_schema() {
    let document = document(
        "operations: { get: { docs: Fetches., http: GET /book, returns: { book: Book, last: BookTitle } } }\nschemas:\n  Book:\n    docs: A book.\n    fields: { title: { type: string, docs: The title. }, pages: { type: integer, docs: How many. } }\n    views: { BookTitle: { fields: [title] } }\n",
    );
    assert_eq!(schema(&document, "BookTitle")["x-view-of"], "Book");
    assert_eq!(schema(&document, "BookTitle")["required"], json!(["title"]));
}

/// Every `$ref` and every target of a mapping in `value`.
fn references<'d>(value: &'d Value, found: &mut BTreeSet<&'d str>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                match value.as_str() {
                    Some(text) if key == "$ref" || text.starts_with("#/components/") => _ = found.insert(text),
                    _ => references(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

/// JSON of which no object has a key twice.
struct Unique;

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Unique)
    }
}

impl<'de> Visitor<'de> for Unique {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(Self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(Self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(Self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(Self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(Self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while items.next_element::<Self>()?.is_some() {}
        Ok(Self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self, A::Error> {
        let mut keys = BTreeSet::new();
        while let Some((key, Self)) = entries.next_entry::<String, Self>()? {
            if !keys.insert(key.clone()) {
                return Err(A::Error::custom(format!("the key `{key}` is there twice")));
            }
        }
        Ok(Self)
    }
}

#[test]
fn no_key_is_there_twice() {
    for dir in ["tests/ok", "../spec"] {
        let spec = generator::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(dir)).unwrap();
        let Unique = serde_json::from_str(&spec.openapi().text()).unwrap_or_else(|error| panic!("{dir}: {error}"));
    }
}

#[test]
fn the_checked_in_document_is_whole() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let spec = generator::read(&root.join("spec")).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let text = fs::read_to_string(root.join("generated").join(openapi::NAME)).unwrap();
    assert!(text == spec.openapi().text(), "run `cargo xtask codegen` and commit the result");
    let document: Value = serde_json::from_str(&text).unwrap();
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(found.len() > 500, "{}", found.len());
    for reference in found {
        at(&document, &reference[1..]);
    }
    let operations =
        document["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap().values());
    let ids: BTreeSet<_> = operations.map(|operation| operation["operationId"].as_str().unwrap().to_owned()).collect();
    let mut expected = BTreeSet::new();
    for resource in &spec.api.resources {
        let module = resource.module.file().replace('/', ".");
        for operation in &resource.operations {
            expected.insert(format!("{module}.{}", operation.function.wire));
            if let ResponseType::Own(id) = operation.output {
                schema(&document, &format!("{module}.{}", spec.api.ty(id).name.plain()));
            }
        }
        for ty in resource.types.iter().map(|id| spec.api.ty(*id)) {
            schema(&document, &ty.name.wire);
        }
    }
    assert_eq!(ids, expected);
}

#[test]
fn arguments_can_be_exactly_one_of_their_keys() {
    let document = document(
        "operations: { set: { docs: Sets., http: PUT /cover, takes: { cover: Cover }, returns: {} } }\narguments:\n  Cover:\n    docs: A cover.\n    one_of:\n      color: { type: string, docs: A color. }\n      picture: { type: integer, docs: A picture. }\n",
    );
    let cover = schema(&document, "Cover");
    assert_eq!(cover["oneOf"][1]["required"], json!(["picture"]));
    assert_eq!(cover.get("x-lookup"), None);
}
