//! Each type in each place where a type can be: it is refused, or its Rust compiles.

use generator::ir::Scalar;

use crate::batch::Batch;
use crate::thorough;

const API: &str = "\
api: acme
crate: acme
docs: An API.
url: https://acme.example
environment: { token: ACME_TOKEN, url: ACME_URL }
services: { main: { docs: All of it., path: /v1, authentication: bearer } }
documents: { lookup_attribute: by }
";

/// One type of each kind, and some that hold others.
const TYPES: &str = "\
ids: { ThingId: { docs: Identifies. } }
lookups: { ThingLookup: { docs: Names one., by: { id: ThingId, name: string } } }
arguments:
  ThingArguments: { docs: One., fields: { name: string, size?: integer? } }
  Nothing: { docs: Nothing., fields: {} }
schemas:
  Thing:
    docs: One.
    fields: { name: string, at?: timestamp?, part?: Thing }
    views: { ThingName: { fields: [name] } }
  Plain: { docs: Sent and received., fields: { name: string, n: number, state: State, id: ThingId, at: timestamp } }
  Holder: { docs: Holds one that can be left out., fields: { things: [Thing] } }
  Empty: { docs: Nothing., fields: {} }
  HoldsJson: { docs: Holds JSON., fields: { data: json } }
  HoldsUnion: { docs: Holds a union., fields: { any: Any } }
  HoldsView: { docs: Holds a view., fields: { name: ThingName } }
  Ring: { docs: Holds others., fields: { rings: [Ring], secret: secret } }
unions: { Any: { docs: Any., options: { Thing: Thing, Plain: Plain } } }
enums: { State: { docs: How., values: [on, off] } }
documents:
  Slip: { docs: A slip., root: slip, elements: { A: string } }
  Part: { docs: A part., text: string }
  Choice: { docs: A choice., one_of: { a: { elements: { A: string } }, b: { fixed: { b: c } } } }
";

/// The types of that spec.
const NAMES: &[&str] = &[
    "ThingId",
    "ThingLookup",
    "ThingArguments",
    "Nothing",
    "Thing",
    "ThingName",
    "Plain",
    "Holder",
    "Empty",
    "HoldsJson",
    "HoldsUnion",
    "HoldsView",
    "Ring",
    "Any",
    "State",
    "Slip",
    "Part",
    "Choice",
];

/// A section with `@` in the place of a type, and `K` in that of a key that may have a `?`.
const PLACES: &[(&str, &str)] = &[
    ("query", "operations: { get: { docs: Gets., http: GET /things, takes: { \"K\": @, b: string }, returns: {} } }"),
    ("body", "operations: { put: { docs: Puts., http: PUT /things, takes: { \"K\": @ }, returns: {} } }"),
    ("path", "operations: { get: { docs: Gets., http: \"GET /things/{a}\", takes: { \"K\": @ }, returns: {} } }"),
    (
        "answer",
        "operations: { get: { docs: Gets., http: GET /things, returns: { \"K\": @ } } }
waiters: { until_on: { docs: Waits., polls: get, field: a, done: [on], pending: [off], deadline: 9 } }",
    ),
    ("field of an answer", "operations: { get: { docs: Gets., http: GET /things, returns: { \"K\": @, b: string } } }"),
    ("whole answer", "operations: { get: { docs: Gets., http: GET /things, returns: @ } }"),
    (
        "one or a list",
        "operations: { get: { docs: Gets., http: GET /a, returns: { \"K\": { type: @, or_one: true } } } }",
    ),
    ("arguments", "arguments: { Outer: { docs: Outer., fields: { \"K\": @, other: string } } }"),
    (
        "sent schema",
        "operations: { put: { docs: Puts., http: PUT /a, takes: { outer: Outer }, returns: {} } }
schemas: { Outer: { docs: Outer., fields: { \"K\": @, b: string } } }",
    ),
    ("schema", "schemas: { Outer: { docs: Outer., fields: { \"K\": @ }, views: { View: { fields: [\"a?\"] } } } }"),
    ("lookup", "lookups: { Outer: { docs: Outer., by: { \"K\": @, b: string } } }"),
    ("union", "unions: { Outer: { docs: Outer., options: { \"K\": @ } } }"),
    ("detail", "errors: { lost: { status: 404, docs: Lost., detail: { \"K\": @ } } }"),
    ("whole detail", "errors: { lost: { status: 404, docs: Lost., detail: @ } }"),
    ("attribute", "documents: { Outer: { docs: Outer., root: o, attributes: { \"K\": @ } } }"),
    ("text", "documents: { Outer: { docs: Outer., root: o, text: @ } }"),
    ("element", "documents: { Outer: { docs: Outer., root: o, elements: { \"K\": @, b: string } } }"),
    ("fixed element", "documents: { Outer: { docs: Outer., elements: { \"K\": { type: @, fixed: { x: z } } } } }"),
    ("inline element", "documents: { Outer: { docs: Outer., elements: { \"K\": { type: @, inline: true } } } }"),
    (
        "alternative",
        "documents: { Outer: { docs: Outer., one_of: { it: { elements: { \"K\": @ } }, b: { text: string } } } }",
    ),
    (
        "attribute of a choice",
        "documents: { Outer: { docs: Outer., root: o, one_of: { it: { attributes: { \"K\": @ } } } } }",
    ),
    (
        "text of a choice",
        "documents: { Outer: { docs: Outer., root: o, one_of: { it: { text: @ }, b: { fixed: { a: b } } } } }",
    ),
    (
        "inline choice",
        "documents: { Outer: { docs: Outer., one_of: { it: { elements: { \"K\": { type: @, inline: true } } } } } }",
    ),
];

/// Every `TYPES`th of all types in all places; `TYPES=1` in the environment takes minutes.
#[test]
fn a_type_is_rejected_or_compiles_in_every_position() {
    let step = thorough::number("TYPES", 97, 11);
    let forms = |name: &str| [name.to_owned(), format!("{name}?"), format!("[{name}]"), format!("[{name}]?")];
    let scalars = Scalar::ALL.iter().map(|scalar| scalar.as_str());
    let types: Vec<String> = scalars.chain(NAMES.iter().copied()).flat_map(forms).collect();
    let keys = |section: &str| if section.contains('K') { ["a", "a?"].as_slice() } else { &["a"] };
    let all = PLACES.iter().flat_map(|(place, section)| {
        let types = types.iter().flat_map(move |ty| keys(section).iter().map(move |key| (ty, *key)));
        types.map(move |(ty, key)| (*place, *section, ty, key))
    });
    let mut batch = Batch::default();
    let (mut tried, mut refused) = (0, 0);
    for (place, section, ty, key) in all.step_by(step) {
        tried += 1;
        let section = section.replace('@', &format!("\"{ty}\"")).replace('K', key);
        let files = [
            ("spec/api.yaml".into(), API.to_owned()),
            ("spec/things.yaml".into(), format!("resource: things\ndocs: Things.\n{TYPES}")),
            ("spec/others.yaml".into(), format!("resource: others\ndocs: Others.\n{section}\n")),
        ];
        match generator::read_texts(files) {
            Ok(spec) => batch.add(format!("{place}: {key}: {ty}"), spec.emit()),
            Err(_) => refused += 1,
        }
    }
    let (compiled, failed) = batch.finish();
    println!("{tried} tried, {refused} refused, {compiled} compiled, {} do not", failed.len());
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(compiled * 5 > tried, "most of these specs are refused, so that this test says little");
}
