//! Text of a spec never becomes Rust: hostile text in every place of a spec that uses the whole language is refused, or
//! leads to the same items as harmless text.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use generator::Output;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use saphyr_parser::{Event, Parser};

use crate::thorough;

/// A spec in which every key of the language stands.
const API: &str = r#"
api: shop
crate: shop_api
docs: A shop.
url: https://shop.example
environment: { token: SHOP_TOKEN, url: SHOP_URL }
services:
  staff: { docs: For staff., path: /v1, authentication: bearer, errors: [shut] }
  window: { docs: For all., path: /window, authentication: none, module: window }
oauth2: { scope_prefix: "shop:", authorize_url: "https://shop.example/in", token_url: "https://shop.example/token" }
scopes: { books: Changes books. }
error_envelope: error
headers: { request_id: X-Request, rate_limit_permitted: X-Limit, rate_limit_remaining: X-Left }
rate_limit_window: 60
pagination:
  takes: { page?: integer }
  returns: { page: Page }
  page: page
  per_page: page.size
  total_pages: page.of
documents: { lookup_attribute: by }
examples: { authors: [Ada], room: Hall }
guide: { call: books.find, list: books.list, wait: books.lend }
errors: { shut: { status: 503, docs: The shop is shut., retry: false } }
fixups: [{ at: scopes.books, what: added, why: Missing., evidence: Seen. }]
"#;

const BOOKS: &str = r#"
resource: books
service: staff
docs: The books.
operations:
  list:
    docs: Lists books.
    http: GET /books
    scopes: [books]
    takes: { kind?: { type: Kind, docs: Of that kind. } }
    returns: { books: [BookSummary] }
    pages: books
    body: true
    idempotent: false
    errors: [lost]
  get: { docs: Fetches., http: "GET /books/{book}", takes: { book: BookId }, returns: Book }
  find: { docs: Finds., http: GET /books/find, takes: { book: BookLookup }, returns: { book: Book } }
  lend: { docs: Lends., http: POST /lend, returns: { book: BookSummary } }
  print: { docs: Prints., http: POST /print, takes: { order: xml, label: Label }, returns: text, deprecated: Long ago. }
  bind: { docs: Binds., http: POST /bind, takes: { cover: { type: Cover, tag: kind } }, returns: {}, errors: [lost] }
  read: { docs: Reads., http: POST /read, takes: { book: BookLookup }, returns: text, without_errors: [torn] }
waiters:
  until_sold:
    docs: Waits.
    polls: find
    field: book.kind
    pending: [on_loan]
    done: [for_sale]
    failed: [burnt]
    tolerates: 5
    progress: book.pages
    deadline: 600
    of: [BookSummary]
  until_lost: { docs: Waits., polls: list, gone: lost, deadline: 60 }
  until_long: { docs: Waits., polls: find, field: book.pages, equals: pages, deadline: 60 }
  until_printed: { docs: Waits., polls: bind, safe: true, pending_errors: [lost], deadline: 60 }
ids: { BookId: { docs: Identifies a book., example: book_1 } }
lookups: { BookLookup: { docs: Names a book., by: { id: BookId, title: string }, errors: [torn] } }
arguments: { Label: { docs: A label., fields: { text: string, colour?: { type: string?, docs: Its colour., deprecated: Of late. } } }, Cover: { docs: A cover., one_of: { soft: Label, words: { type: string, example: Old } } } }
schemas:
  Book:
    docs: A book.
    fields:
      id: BookId
      kind: Kind
      pages: integer
      type: { type: string, name: sort, docs: Its sort. }
      authors: { type: "[string]", or_one: true }
      place?: Place?
    views: { BookSummary: { docs: In lists., fields: [id, "kind?", place: PlaceSummary] } }
  Place: { docs: A place., fields: { name: string, room: string }, views: { PlaceSummary: { fields: [name] } } }
  Page: { docs: A page., fields: { size: integer, of: integer } }
unions: { Thing: { docs: Any., options: { Book: BookSummary } } }
enums:
  Kind: { docs: A kind., values: { on_loan: On loan., for_sale: { name: OnSale, docs: For sale., deprecated: A while ago. }, burnt: Burnt. } }
  Size: { docs: A size., values: [small, big] }
documents:
  Order:
    docs: An order.
    root: order
    fixed: { version: one }
    attributes: { note?: { type: string, docs: A note. } }
    elements:
      Lines/Line: [string]
      Weight?: { type: integer, fixed: { unit: g }, docs: With paper., name: grams }
      to: { type: To, inline: true }
  Gift: { docs: A gift., attributes: { id: BookId }, text: { type: string, name: wish, docs: A wish. } }
  To:
    docs: To whom.
    one_of:
      person: { docs: A person., elements: { Name: string } }
      nobody: { fixed: { keep: yes_ }, attributes: { why: string } }
      text: { text: string }
errors:
  lost: { status: 404, docs: It is lost., detail: { since: string } }
  torn: { status: 409, docs: It is torn. }
fixups:
  - { at: [Book.kind, list.returns.books], what: retyped, why: Wrong., evidence: Seen. }
"#;

const CLOCK: &str = "
resource: clock
service: window
docs: The clock.
operations:
  get: { docs: Fetches., http: GET /clock, returns: { time: timestamp } }
";

const FILES: [(&str, &str); 3] =
    [("spec/api.yaml", API), ("spec/books.yaml", BOOKS), ("spec/window/clock.yaml", CLOCK)];

/// What would become Rust, or end what stands around it, with `~` for the text in whose place it stands.
const HOSTILE: &[&str] = &[
    "~\n\npub fn injected() {}\n//",
    "~\r\u{85}\u{2028}pub fn injected() {}",
    "\u{0}\u{202e}injected",
    "~*/ \"]\"#; }} pub fn injected() {} /* \"",
    "``` `{injected}](injected) <script> #![injected] 'r#injected\\",
];

/// The scalars of `text`, keys and values, with their bytes.
fn scalars(text: &str) -> Vec<(String, Range<usize>)> {
    assert!(text.is_ascii(), "the parser counts characters");
    let events = Parser::new_from_str(text).map(|event| event.unwrap());
    let scalars = events.filter_map(|(event, span)| match event {
        Event::Scalar(value, ..) => Some((value.into_owned(), span.start.index()..span.end.index())),
        _ => None,
    });
    scalars.collect()
}

/// `text` as YAML has it in quotes.
fn quoted(text: &str) -> String {
    let escaped = text.chars().map(|character| match character {
        '"' | '\\' => format!("\\{character}"),
        ' '..='~' => character.to_string(),
        _ => format!("\\U{:08X}", u32::from(character)),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

/// Some scalars of the spec: the number of the file, and the bytes in it.
type Places = Vec<(usize, Range<usize>)>;

/// The crate of the spec with `text` at all of `places`, or nothing if that is refused.
fn with(places: &Places, text: &str) -> Option<Output> {
    let mut files = FILES.map(|(path, text)| (path.into(), text.to_owned()));
    for (file, bytes) in places.iter().rev() {
        files[*file].1.replace_range(bytes.clone(), &quoted(text));
    }
    generator::read_texts(files).ok().map(|spec| spec.emit())
}

/// The words of the Rust of every file: all but documentation, what stands in strings, and the punctuation, of which long
/// lines get more.
fn words(output: &Output) -> BTreeMap<String, Vec<String>> {
    let files = output.files().map(|(path, file)| {
        let parsed = syn::parse_file(&file.text()).unwrap_or_else(|error| panic!("{error}\n{}", file.text()));
        let mut words = Vec::new();
        add_words(parsed.into_token_stream(), &mut words);
        (path.display().to_string(), words)
    });
    files.collect()
}

fn add_words(tokens: TokenStream, words: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.stream().to_string().starts_with("doc =") => {}
            TokenTree::Group(group) => add_words(group.stream(), words),
            TokenTree::Literal(literal) if literal.to_string().starts_with('"') => words.push("a string".to_owned()),
            TokenTree::Ident(_) | TokenTree::Literal(_) => words.push(token.to_string()),
            TokenTree::Punct(_) => {}
        }
    }
}

#[test]
fn the_spec_uses_the_whole_language() {
    fn keys(schema: &serde_json::Value, found: &mut BTreeSet<String>) {
        let children = match schema {
            serde_json::Value::Object(object) => {
                let properties = object.get("properties").and_then(serde_json::Value::as_object);
                found.extend(properties.into_iter().flatten().map(|(key, _)| key.clone()));
                object.values().collect()
            }
            serde_json::Value::Array(items) => items.iter().collect(),
            _ => Vec::new(),
        };
        children.into_iter().for_each(|child| keys(child, found));
    }
    let mut unused = BTreeSet::new();
    generator::schema::files().iter().for_each(|(_, text)| keys(&serde_json::from_str(text).unwrap(), &mut unused));
    for (_, text) in FILES {
        for (scalar, _) in scalars(text) {
            unused.remove(&scalar);
        }
    }
    assert!(unused.is_empty(), "{unused:?}");
    let spec = generator::read_texts(FILES.map(|(path, text)| (path.into(), text.to_owned())));
    spec.unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
}

/// In every `HOSTILE`th place, all of them with `HOSTILE=1` in the environment.
#[test]
fn hostile_text_is_rejected_or_stays_text() {
    let mut places: Vec<(String, Places)> = Vec::new();
    let mut of_text: BTreeMap<String, Places> = BTreeMap::new();
    for (file, (_, text)) in FILES.iter().enumerate() {
        for (scalar, bytes) in scalars(text) {
            of_text.entry(scalar.clone()).or_default().push((file, bytes.clone()));
            places.push((scalar, vec![(file, bytes)]));
        }
    }
    // A name that is replaced wherever it stands is not only an unknown one.
    places.extend(of_text.into_iter().filter(|(_, places)| places.len() > 1));
    // Sorted, so that every step finds its share of words, which are names, and of sentences.
    places.sort_by_key(|(scalar, _)| scalar.len());
    let step = thorough::number("HOSTILE", 23, 1);
    let mut accepted = 0;
    for (scalar, places) in places.iter().step_by(step) {
        for hostile in HOSTILE {
            let text = hostile.replace('~', scalar);
            let Some(output) = with(places, &text) else { continue };
            accepted += 1;
            let keep = |c: char| c.is_alphanumeric() || c == '/' || scalar.contains(c);
            let harmless = text.replace(|c| !keep(c), " ");
            let expected = with(places, &harmless);
            let expected = expected.unwrap_or_else(|| panic!("{text:?} is accepted, and {harmless:?} is not"));
            let (found, expected) = (words(&output), words(&expected));
            for (path, words) in &found {
                assert_eq!(Some(words), expected.get(path), "{text:?} in place of {scalar:?}, in {path}");
            }
            assert_eq!(found.len(), expected.len(), "{text:?} in place of {scalar:?}");
        }
    }
    // Most of these are documentation, names on the wire and addresses. Few places are an estimate.
    let least = if step == 1 { 280 } else { 140 };
    assert!(accepted * step > least, "{accepted}");
}
