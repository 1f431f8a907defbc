//! Compares the spec of a small library with the provider's document.

use generator::Spec;
use serde_json::{Value, json};
use upstream::{
    Input,
    drift::{Report, drift},
};

/// The files of the spec, and the provider's document.
struct Library {
    books: String,
    document: Value,
}

const LISTS: [&str; 8] = [
    "operations_missing",
    "operations_extra",
    "fields_missing",
    "enum_values_missing",
    "error_codes_missing",
    "scopes_missing",
    "differences",
    "fixups_stale",
];

impl Library {
    fn new() -> Self {
        let document = serde_json::from_str(include_str!("drift/openapi.json")).unwrap();
        Self { books: include_str!("drift/spec/books.yaml").to_owned(), document }
    }

    fn spec(&self) -> Spec {
        let files = [("spec/api.yaml", include_str!("drift/spec/api.yaml")), ("spec/books.yaml", &self.books)];
        let files = files.map(|(path, text)| (path.into(), text.to_owned()));
        generator::read_texts(files).unwrap_or_else(|mistakes| panic!("{mistakes}"))
    }

    /// The value at `pointer` in the document, to be changed.
    fn at(&mut self, pointer: &str) -> &mut Value {
        self.document.pointer_mut(pointer).unwrap()
    }

    fn insert(&mut self, pointer: &str, key: &str, value: Value) {
        self.at(pointer).as_object_mut().unwrap().insert(key.to_owned(), value);
    }

    fn remove(&mut self, pointer: &str, key: &str) {
        self.at(pointer).as_object_mut().unwrap().remove(key).unwrap();
    }

    fn drift(&self) -> Report {
        drift(&self.spec(), [Input::given("openapi.json", Ok(self.document.to_string().into()))])
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.drift().json()).unwrap()
    }

    /// Asserts that `list` has exactly the `expected` entries, and that all other lists are empty.
    #[track_caller]
    fn assert_only(&self, list: &str, expected: &[(&str, &str)]) {
        let found = self.json();
        for name in LISTS {
            let entries = found[name].as_array().unwrap();
            let entries: Vec<_> =
                entries.iter().map(|entry| (entry["at"].as_str().unwrap(), entry["what"].as_str().unwrap())).collect();
            assert_eq!(entries, if name == list { expected } else { &[] }, "{name} in {found:#}");
        }
    }
}

#[test]
fn spec_and_document_agree() {
    let found = Library::new().json();
    assert!(Library::new().drift().is_empty(), "{found:#}");
    for list in LISTS {
        assert_eq!(found[list], json!([]), "{list}");
    }
}

#[test]
fn an_operation_is_new() {
    let mut library = Library::new();
    let operation = library.at("/paths/~1books~1book/get").clone();
    library.insert("/paths", "/books", json!({ "get": operation }));
    library.assert_only("operations_missing", &[("GET /v1/books", "left_out")]);
}

#[test]
fn an_operation_is_gone() {
    let mut library = Library::new();
    library.remove("/paths", "/books/book/lend");
    library.assert_only("operations_extra", &[("books.lend", "added")]);
}

#[test]
fn a_field_is_new() {
    let mut library = Library::new();
    library.insert("/components/schemas/Shelf/properties", "room", json!({ "type": "string", "nullable": true }));
    library.assert_only("fields_missing", &[("Shelf.room", "left_out")]);
}

#[test]
fn an_argument_is_new() {
    let mut library = Library::new();
    let body = "/paths/~1books~1book~1lend/post/requestBody/content/application~1json/schema/properties";
    library.insert(body, "until", json!({ "type": "integer" }));
    library.assert_only("fields_missing", &[("books.lend.takes.until", "left_out")]);
}

const LEND: &str = "/paths/~1books~1book~1lend/post/requestBody/content/application~1json/schema";

#[test]
fn a_value_of_a_tag_is_new() {
    let mut library = Library::new();
    library.at(&format!("{LEND}/properties/kind/enum")).as_array_mut().unwrap().push(json!("boat"));
    library.assert_only("enum_values_missing", &[("CarrierArguments.boat", "left_out")]);
}

#[test]
fn a_tag_is_required() {
    let mut library = Library::new();
    library.at(&format!("{LEND}/required")).as_array_mut().unwrap().push(json!("kind"));
    library.assert_only("differences", &[("books.lend.takes.kind", "optional")]);
}

#[test]
fn a_key_of_one_of_is_gone() {
    let mut library = Library::new();
    library.remove(&format!("{LEND}/properties/carrier/properties"), "van");
    library.assert_only("differences", &[("CarrierArguments.van", "added")]);
}

#[test]
fn a_member_of_a_lookup_is_new() {
    let mut library = Library::new();
    let parameter = json!({ "in": "query", "name": "book[title]", "schema": { "type": "string" } });
    library.at("/paths/~1books~1book/get/parameters").as_array_mut().unwrap().push(parameter);
    library.assert_only("fields_missing", &[("BookLookup.title", "left_out")]);
}

#[test]
fn a_kind_of_a_union_is_new() {
    let mut library = Library::new();
    library.insert("/components/schemas", "Museum", json!({ "type": "object", "properties": {} }));
    let kinds = library.at("/components/schemas/Holder/properties/holder/oneOf").as_array_mut().unwrap();
    kinds.push(json!({ "$ref": "#/components/schemas/Museum" }));
    library.assert_only("fields_missing", &[("Holder.Museum", "left_out")]);
}

#[test]
fn a_field_is_gone() {
    let mut library = Library::new();
    library.remove("/components/schemas/Book/properties", "subtitle");
    library.assert_only("differences", &[("Book.subtitle", "added")]);
}

#[test]
fn a_value_of_an_enum_is_new() {
    let mut library = Library::new();
    library.at("/components/schemas/BindingEnum/enum").as_array_mut().unwrap().push(json!("none"));
    library.assert_only("enum_values_missing", &[("Binding.none", "left_out")]);
}

#[test]
fn an_error_code_is_new() {
    let mut library = Library::new();
    library.at("/components/schemas/BookNotFoundEnum/enum").as_array_mut().unwrap().push(json!("book_lost"));
    let expected = [("books.get.errors.book_lost", "left_out"), ("books.lend.errors.book_lost", "left_out")];
    library.assert_only("error_codes_missing", &expected);
}

/// The document lists the errors of a lookup that is an argument, and not those of `desk.shelf`.
#[test]
fn an_error_of_a_lookup_is_gone() {
    let mut library = Library::new();
    *library.at("/components/schemas/BookNotFoundEnum/enum") = json!([]);
    let expected = [("books.get.errors.book_not_found", "added"), ("books.lend.errors.book_not_found", "added")];
    library.assert_only("differences", &expected);
}

#[test]
fn an_operation_documents_an_error_that_it_excepts() {
    let mut library = Library::new();
    library.books = library.books.replacen(
        "takes: { book: BookLookup }",
        "takes: { book: BookLookup }\n    without_errors: [book_not_found]",
        1,
    );
    library.assert_only("error_codes_missing", &[("books.get.errors.book_not_found", "left_out")]);
}

#[test]
fn the_errors_of_a_nested_lookup_may_be_documented() {
    let mut library = Library::new();
    library.at("/components/schemas/BookNotFoundEnum/enum").as_array_mut().unwrap().push(json!("shelf_not_found"));
    library.assert_only("error_codes_missing", &[("books.get.errors.shelf_not_found", "left_out")]);
}

#[test]
fn an_error_code_has_another_status() {
    let mut library = Library::new();
    let responses = library.at("/paths/~1books~1book/get/responses").as_object_mut().unwrap();
    let response = responses.remove("404").unwrap();
    responses.insert("406".to_owned(), response);
    library.assert_only("differences", &[("errors.book_not_found.status", "retyped")]);
}

#[test]
fn an_error_code_has_another_detail() {
    let mut library = Library::new();
    library.at("/components/schemas/InvalidToken/properties/details")["nullable"] = json!(false);
    library.assert_only("differences", &[("errors.invalid_token.detail.details", "nullable")]);
}

#[test]
fn a_scope_is_new() {
    let mut library = Library::new();
    let scopes = "/components/securitySchemes/OAuth2/flows/authorizationCode/scopes";
    library.insert(scopes, "library.example/shelves", json!("Shelves"));
    library.assert_only("scopes_missing", &[("scopes.shelves", "left_out")]);
}

#[test]
fn an_operation_permits_another_scope() {
    let mut library = Library::new();
    let security = "/paths/~1books~1book~1lend/post/security/0/Token";
    library.at(security).as_array_mut().unwrap().push(json!("books:read"));
    library.assert_only("scopes_missing", &[("books.lend.scopes.books:read", "left_out")]);
}

#[test]
fn types_differ() {
    let mut library = Library::new();
    *library.at("/components/schemas/Shelf/properties/name") = json!({ "type": "integer" });
    *library.at("/components/schemas/School/properties/title") = json!({ "type": "array", "items": {} });
    library.assert_only("differences", &[("School.title", "retyped"), ("Shelf.name", "retyped")]);
}

#[test]
fn null_differs() {
    let mut library = Library::new();
    library.at("/components/schemas/Book/properties/subtitle")["nullable"] = json!(false);
    library.at("/components/schemas/Shelf/properties/name")["nullable"] = json!(true);
    library.assert_only("differences", &[("Book.subtitle", "nullable"), ("Shelf.name", "never_null")]);
}

#[test]
fn null_of_a_list_differs() {
    let mut library = Library::new();
    library.insert("/components/schemas/Shelf/properties/books", "nullable", json!(true));
    library.assert_only("differences", &[("Shelf.books", "never_null")]);
}

#[test]
fn null_of_an_argument_differs() {
    let mut library = Library::new();
    let lend = "/paths/~1books~1book~1lend/post/requestBody/content/application~1json/schema/properties/days";
    library.insert(lend, "nullable", json!(true));
    library.assert_only("differences", &[("books.lend.takes.days", "never_null")]);
    library.books = library.books.replace("days?: integer", "days?: integer?");
    assert!(library.drift().is_empty());
    library.remove(lend, "nullable");
    library.assert_only("differences", &[("books.lend.takes.days", "nullable")]);
}

#[test]
fn a_deprecation_is_new() {
    let mut library = Library::new();
    library.insert("/paths/~1books~1book~1lend/post", "deprecated", json!(true));
    library.insert("/components/schemas/Book/properties/subtitle", "deprecated", json!(true));
    library.insert("/paths/~1books~1book/get/parameters/1", "deprecated", json!(true));
    let expected =
        [("Book.subtitle", "not_deprecated"), ("BookLookup.isbn", "not_deprecated"), ("books.lend", "not_deprecated")];
    library.assert_only("differences", &expected);
}

#[test]
fn a_deprecation_is_gone() {
    let mut library = Library::new();
    library.books = library.books.replace("subtitle: string?", "subtitle: { type: string?, deprecated: Since 2025. }");
    library.assert_only("differences", &[("Book.subtitle", "deprecated")]);
    library.books += "  - { at: Book.subtitle, what: deprecated, why: It is never sent., evidence: A letter. }\n";
    assert!(library.drift().is_empty(), "{:#}", library.json());
}

#[test]
fn what_is_required_differs() {
    let mut library = Library::new();
    *library.at("/paths/~1books~1book~1lend/post/requestBody/content/application~1json/schema/required") =
        json!(["days"]);
    let expected = [("books.lend.takes.book", "required"), ("books.lend.takes.days", "optional")];
    library.assert_only("differences", &expected);
}

#[test]
fn a_fixup_is_stale() {
    let mut library = Library::new();
    library.insert("/components/schemas/Book/properties", "weight", json!({ "type": "integer" }));
    library.insert("/components/schemas/LastBook/properties", "weight", json!({ "type": "integer" }));
    library.assert_only("fixups_stale", &[("Book.weight", "added")]);
}

#[test]
fn the_document_shows_the_envelope_at_last() {
    let mut library = Library::new();
    for pointer in [
        "/components/schemas/OneOfForbidden/oneOf/0",
        "/components/responses/NotFound/content/application~1json/schema",
    ] {
        let bare = library.at(pointer).take();
        *library.at(pointer) = json!({ "properties": { "error": bare } });
    }
    library.assert_only("fixups_stale", &[("error_envelope", "added")]);
}

#[test]
fn another_type_explains_what_is_in_it() {
    let mut library = Library::new();
    library.insert("/components/schemas/Shelf/properties", "room", json!({ "type": "string" }));
    library.books += "  - { at: Book.shelf, what: retyped, why: Only a part is sent., evidence: Recorded. }\n";
    assert!(library.drift().is_empty(), "{:#}", library.json());
}

#[test]
fn people_read_where_and_why() {
    let mut library = Library::new();
    library.insert("/components/schemas/Book/properties", "pages", json!({ "type": "integer" }));
    library.at("/paths/~1books~1book/get/responses/200/content/application~1json/schema/required")[1].take();
    insta::assert_snapshot!(library.drift().human(), @r"
    fields missing in the spec: 1
      spec/books.yaml:40:5: Book.pages (left_out): integer in the document, nothing in the spec
        in books.get
    fixups that no longer explain a difference: 1
      spec/books.yaml:66:11: get.returns.notes (optional): Younger than the recordings.

    suggested changes, which `--write` applies:

    # spec/books.yaml, fixups
    # remove: get.returns.notes

    # spec/books.yaml, schemas.Book.fields
    pages: { type: integer, docs: TODO }
    ");
}

#[test]
fn a_document_of_another_service_is_refused() {
    let mut library = Library::new();
    *library.at("/servers/0/url") = json!("https://library.example/v2");
    let report = library.drift();
    let [unreadable] = report.unreadable() else { panic!("{:#}", library.json()) };
    assert_eq!(unreadable.reason, "the document describes `/v2`, but the services of the spec are at `/v1`");
}
