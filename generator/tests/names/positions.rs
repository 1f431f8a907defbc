//! Where a name can stand in a spec: small specs with `@` in the place of one name.

use std::path::{Path, PathBuf};

/// A spec: `api.yaml`, and a file beside it.
pub struct Position {
    /// What is named.
    pub of: &'static str,
    pub api: &'static str,
    pub path: &'static str,
    pub text: &'static str,
}

impl Position {
    /// The spec with this name.
    pub fn files(&self, name: &str) -> Vec<(PathBuf, String)> {
        let put = |text: &str| text.replace('@', name);
        let (api, text) = (put(self.api), put(self.text));
        let is_missing = api.contains("Pagination") && !text.contains("Pagination:");
        let mut files = vec![("spec/api.yaml".into(), api), (Path::new("spec").join(put(self.path)), text)];
        files.extend(is_missing.then(|| ("spec/paginations.yaml".into(), PAGINATION.to_owned())));
        files
    }
}

pub const API: &str = r#"
api: acme
crate: acme
docs: An API.
url: https://acme.example
environment: { token: ACME_TOKEN, url: ACME_URL }
services: { main: { docs: All of it., path: /v1, authentication: bearer } }
scopes: { things: Reads things. }
documents: { lookup_attribute: by }
pagination:
  takes: { page?: integer }
  returns: { pagination: { type: Pagination, docs: Where it is. } }
  page: page
  total_pages: pagination.total
"#;

/// A type that `pagination` in [`API`] returns.
pub const PAGINATION: &str = "\
resource: paginations
docs: Where lists are.
schemas: { Pagination: { docs: Where it is., fields: { total: integer } } }
";

macro_rules! positions {
    ($($of:literal $api:expr, $path:literal, $text:literal;)+) => {
        pub const POSITIONS: &[Position] = &[$(Position { of: $of, api: $api, path: $path, text: $text },)+];
    };
}

positions! {
    "resource" API, "@.yaml", r#"
resource: "@"
docs: Things.
operations:
  get:
    docs: Gets.
    http: GET /things/{thing}
    takes: { thing: ThingLookup, size?: string }
    returns: { thing: Thing }
lookups: { ThingLookup: { docs: Names one., by: { id: ThingId } } }
ids: { ThingId: { docs: Identifies. } }
schemas: { Thing: { docs: One., fields: { id: ThingId, on?: boolean, n: integer, state: State, at: timestamp, s: secret } } }
enums: { State: { docs: How., values: [on, off] } }
documents:
  Slip: { docs: A slip., root: slip, elements: { A: string } }
errors: { no_thing: { status: 404, docs: None., detail: { why: string } } }
"#;
    "service module" SERVICES, "@/things.yaml", r#"
resource: things
service: other
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things/{thing}", takes: { thing: ThingLookup }, returns: { thing: Thing } }
lookups: { ThingLookup: { docs: Names one., by: { id: ThingId } } }
ids: { ThingId: { docs: Identifies. } }
schemas: { Thing: { docs: One., fields: { id: ThingId, on?: boolean } } }
"#;
    "resource of a module" MODULE, "other/@.yaml", r#"
resource: "@"
service: other
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things/{thing}", takes: { thing: ThingLookup }, returns: { thing: Thing } }
lookups: { ThingLookup: { docs: Names one., by: { id: ThingId } } }
ids: { ThingId: { docs: Identifies. } }
schemas: { Thing: { docs: One., fields: { id: ThingId, on?: boolean, state: State } } }
enums: { State: { docs: How., values: [on, off] } }
documents:
  Slip: { docs: A slip., root: slip, elements: { A: string } }
"#;
    "api" NAMED, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things", takes: { size?: string }, returns: { size: string } }
errors: { no_thing: { status: 404, docs: None., detail: { why: string } } }
"#;
    "crate" CRATE, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things", takes: { size?: string }, returns: { size: string } }
"#;
    "service" SERVICE, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things", takes: { size?: string }, returns: { size: string } }
"#;
    "scope" SCOPE, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things", scopes: ["@"], returns: { size: string } }
"#;
    "operation" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  "@":
    docs: Gets.
    http: GET /things/{thing}
    takes: { thing: ThingLookup, size?: string?, kinds: [string], n?: integer }
    returns: { thing: Thing, why: string, more?: [Thing] }
    errors: [no_thing]
waiters:
  until_on: { docs: Waits., polls: "@", field: thing.state, done: [on], pending: [off], deadline: 60 }
  until_gone: { docs: Waits., polls: "@", gone: no_thing, deadline: 60 }
lookups: { ThingLookup: { docs: Names one., by: { id: ThingId } } }
ids: { ThingId: { docs: Identifies. } }
schemas: { Thing: { docs: One., fields: { id: ThingId, state: State } } }
enums: { State: { docs: How., values: [on, off] } }
documents:
  Slip: { docs: A slip., root: slip, elements: { A: string } }
errors: { no_thing: { status: 404, docs: None., detail: { why: string } } }
"#;
    "operation with pages" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  "@": { docs: Lists., http: "POST /things", takes: { size?: string }, returns: { things: [Thing] }, pages: things }
schemas:
  Thing: { docs: One., fields: { name: string } }
  Pagination: { docs: Where it is., fields: { total: integer } }
"#;
    "list with pages" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  list: { docs: Lists., http: "GET /things", takes: { size?: string }, returns: { "@": [Thing] }, pages: "@" }
schemas:
  Thing: { docs: One., fields: { name: string } }
  Pagination: { docs: Where it is., fields: { total: integer } }
"#;
    "argument with pages" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  list: { docs: Lists., http: "GET /things", takes: { "@?": string? }, returns: { things: [Thing] }, pages: things }
schemas:
  Thing: { docs: One., fields: { name: string } }
  Pagination: { docs: Where it is., fields: { total: integer } }
"#;
    "answer with pages" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  list: { docs: Lists., http: "GET /things", returns: { things: [Thing], "@": string }, pages: things }
schemas:
  Thing: { docs: One., fields: { name: string } }
  Pagination: { docs: Where it is., fields: { total: integer } }
"#;
    "argument" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things", takes: { "@": string }, returns: {} }
  get_one: { docs: Gets., http: "GET /things/one/{@}", takes: { "@": string }, returns: {} }
  get_id: { docs: Gets., http: "GET /things/id/{@}", takes: { "@": ThingId }, returns: {} }
  get_lookup: { docs: Gets., http: "GET /things/lookup/{@}", takes: { "@": ThingLookup }, returns: {} }
  get_list: { docs: Gets., http: "GET /things/list", takes: { "@": [string] }, returns: {} }
  get_nullable: { docs: Gets., http: "POST /things/nullable", takes: { "@": string? }, returns: {} }
  get_nullable_list: { docs: Gets., http: "POST /things/nullable_list", takes: { "@": "[string]?" }, returns: {} }
  get_number: { docs: Gets., http: "GET /things/number", takes: { "@": integer, size?: string }, returns: {} }
lookups: { ThingLookup: { docs: Names one., by: { id: ThingId } } }
ids: { ThingId: { docs: Identifies. } }
"#;
    "polled argument" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things", takes: { "@": ThingLookup }, returns: { thing: Thing }, errors: [no_thing] }
waiters:
  until_on: { docs: Waits., polls: get, field: thing.state, done: [on], pending: [off], deadline: 60, of: [Thing] }
  until_gone: { docs: Waits., polls: get, gone: no_thing, deadline: 60 }
lookups: { ThingLookup: { docs: Names one., by: { id: ThingId } } }
ids: { ThingId: { docs: Identifies. } }
schemas: { Thing: { docs: One., fields: { id: ThingId, state: State } } }
enums: { State: { docs: How., values: [on, off] } }
errors: { no_thing: { status: 404, docs: None. } }
"#;
    "optional argument" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things", takes: { "@?": string }, returns: {} }
  get_list: { docs: Gets., http: "GET /things/list", takes: { "@?": [string], size: string }, returns: {} }
  get_nullable: { docs: Gets., http: "POST /things/nullable", takes: { "@?": string? }, returns: {} }
  get_nullable_list: { docs: Gets., http: "POST /things/nullable_list", takes: { "@?": "[string]?" }, returns: {} }
  get_number: { docs: Gets., http: "GET /things/number", takes: { "@?": integer }, returns: {} }
"#;
    "renamed argument" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things", takes: { a: { type: string, name: "@" } }, returns: { a: { type: string, name: "@" } } }
  get_nullable: { docs: Gets., http: "POST /things", takes: { a?: { type: string?, name: "@" } }, returns: {} }
"#;
    "argument object" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  create: { docs: Creates., http: "POST /things", takes: { thing: "@", more?: ["@"] }, returns: {} }
arguments: { "@": { docs: One., fields: { name: string, part?: "@?" } } }
"#;
    "field of arguments" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  create: { docs: Creates., http: "POST /things", takes: { thing: ThingArguments }, returns: {} }
arguments: { ThingArguments: { docs: One., fields: { "@": string, size?: string } } }
"#;
    "optional field of arguments" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  create: { docs: Creates., http: "POST /things", takes: { thing: ThingArguments, other: OtherArguments }, returns: {} }
arguments:
  ThingArguments: { docs: One., fields: { size: string, "@?": string } }
  OtherArguments: { docs: One., fields: { size: string, "@?": integer? } }
  ListArguments: { docs: One., fields: { size: string, "@?": "[integer]?" } }
"#;
    "only field of arguments" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  create: { docs: Creates., http: "POST /things", takes: { thing: ThingArguments, other: OtherArguments }, returns: {} }
arguments:
  ThingArguments: { docs: One., fields: { "@?": string } }
  OtherArguments: { docs: One., fields: { "@?": integer? } }
"#;
    "schema" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things", returns: { thing: "@", things: ["@"] } }
  one: { docs: Gets., http: "GET /things/one", returns: "@" }
waiters:
  until_on: { docs: Waits., polls: one, field: state, done: [on], pending: [off], deadline: 60 }
schemas: { "@": { docs: One., fields: { name: string, at?: timestamp?, part?: "@?", state: State } } }
enums: { State: { docs: How., values: [on, off] } }
unions: { Any: { docs: Any., options: { One: "@" } } }
errors: { no_thing: { status: 404, docs: None., detail: "@" } }
"#;
    "sent schema" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  put: { docs: Puts., http: "PUT /things", takes: { thing: "@", things?: ["@"] }, returns: { thing: "@" } }
schemas: { "@": { docs: One., fields: { name: string, at: timestamp, parts: ["@"] } } }
"#;
    "schema elsewhere" ELSEWHERE, "things.yaml", r#"
resource: things
docs: Things.
schemas: { "@": { docs: One., fields: { name: string, at?: timestamp? } } }
"#;
    "field of a schema" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things", returns: { thing: Thing, one: One, list: List, sent: Sent } }
  put: { docs: Puts., http: "PUT /things", takes: { sent: Sent, sent_list: SentList, n: SentNumber }, returns: {} }
schemas:
  Thing: { docs: One., fields: { "@": string, size: string } }
  One: { docs: One., fields: { "@": string } }
  Many: { docs: One., fields: { "@?": Thing?, many: "[Many]" } }
  List: { docs: One., fields: { "@": { type: [string], or_one: true } }, views: { ListView: { fields: ["@?"] } } }
  Sent: { docs: One., fields: { "@": string, size: string } }
  SentList: { docs: One., fields: { "@": [string], size: string } }
  SentNumber: { docs: One., fields: { "@": integer, size: string } }
"#;
    "field of an answer" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things", returns: { "@": string, size: string } }
  get_two: { docs: Gets., http: "GET /things/two", returns: { "@?": "[string]?" } }
"#;
    "field that is polled" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things", takes: { thing: ThingLookup }, returns: { "@?": Thing? } }
waiters:
  until_on: { docs: Waits., polls: get, field: "@.@", progress: "@.n", done: [on], pending: [off], deadline: 60 }
lookups: { ThingLookup: { docs: Names one., by: { id: string } } }
schemas: { Thing: { docs: One., fields: { "@?": State, n?: integer? } } }
enums: { State: { docs: How., values: [on, off] } }
"#;
    "view" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things", returns: { thing: "@", holder: Holder } }
schemas:
  Thing: { docs: One., fields: { name: string, at: timestamp }, views: { "@": { fields: [name] } } }
  Holder: { docs: One., fields: { thing: "@" } }
"#;
    "union" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things", returns: { thing: "@", more: ["@"] } }
schemas: { Thing: { docs: One., fields: { name: string, what?: "@" } } }
unions: { "@": { docs: Any., options: { Thing: Thing } } }
"#;
    "option of a union" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things", returns: { thing: Any } }
schemas: { Thing: { docs: One., fields: { name: string } } }
unions: { Any: { docs: Any., options: { "@": Thing } } }
"#;
    "enum" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things", takes: { state: "@" }, returns: { state: "@" } }
enums: { "@": { docs: How., values: [on, off] } }
"#;
    "value of an enum" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things", takes: { state: State }, returns: { state: State } }
waiters:
  until_on: { docs: Waits., polls: get, field: state, done: ["@"], deadline: 60 }
enums:
  State: { docs: How., values: ["@"] }
  Other: { docs: How., values: { a: { name: "@" } } }
"#;
    "id" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things/{id}", takes: { id: "@", ids?: ["@"] }, returns: { id: "@" } }
ids: { "@": { docs: Identifies. } }
lookups: { ThingLookup: { docs: Names one., by: { id: "@" } } }
"#;
    "lookup" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things/{thing}", takes: { thing: "@", more?: ["@"] }, returns: { thing: Thing } }
waiters:
  until_on: { docs: Waits., polls: get, field: thing.state, done: [on], pending: [off], deadline: 60, of: [Thing] }
lookups: { "@": { docs: Names one., by: { id: ThingId, name: string } } }
ids: { ThingId: { docs: Identifies. } }
schemas: { Thing: { docs: One., fields: { id: ThingId, state: State } } }
enums: { State: { docs: How., values: [on, off] } }
"#;
    "member of a lookup" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things/{thing}", takes: { thing: ThingLookup, other: Other }, returns: { thing: Thing } }
  one: { docs: Gets., http: "GET /one/{thing}", takes: { thing: ThingLookup }, returns: { thing: Thing } }
waiters:
  until_on: { docs: Waits., polls: one, field: thing.state, done: [on], pending: [off], deadline: 60, of: [Thing] }
lookups:
  ThingLookup: { docs: Names one., by: { "@": ThingId } }
  Other: { docs: Names one., by: { "@": string, id_of_it: ThingId } }
ids: { ThingId: { docs: Identifies. } }
schemas: { Thing: { docs: One., fields: { "@": ThingId, state: State } } }
enums: { State: { docs: How., values: [on, off] } }
documents:
  Slip: { docs: A slip., root: slip, elements: { A: ThingLookup } }
"#;
    "error code" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things", returns: { thing: Thing }, errors: ["@"] }
waiters:
  until_gone: { docs: Waits., polls: get, gone: "@", deadline: 60 }
schemas: { Thing: { docs: One., fields: { name: string } } }
errors: { "@": { status: 404, docs: None. } }
"#;
    "error code with a detail" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things", returns: { thing: Thing }, errors: ["@"] }
schemas: { Thing: { docs: One., fields: { name: string } } }
errors: { "@": { status: 404, docs: None., detail: { thing: Thing } } }
"#;
    "error code with a schema" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things", returns: { thing: Thing }, errors: ["@"] }
schemas: { Thing: { docs: One., fields: { name: string } } }
errors: { "@": { status: 404, docs: None., detail: Thing } }
"#;
    "field of a detail" API, "things.yaml", r#"
resource: things
docs: Things.
errors: { no_thing: { status: 404, docs: None., detail: { "@": string, size: integer } } }
"#;
    "document" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  send: { docs: Sends., http: "POST /things", takes: { slip: xml }, returns: {} }
documents:
  "@": { docs: A slip., root: slip, attributes: { a: string }, elements: { C: string, "B?": [string] } }
"#;
    "part of a document" API, "things.yaml", r#"
resource: things
docs: Things.
documents:
  Slip: { docs: A slip., root: slip, elements: { it: { type: "@", inline: true }, More?: ["@"], One: "@" } }
  "@": { docs: A part., attributes: { a: string }, text: string }
"#;
    "choice of a document" API, "things.yaml", r#"
resource: things
docs: Things.
documents:
  Slip: { docs: A slip., root: slip, elements: { it: { type: "@", inline: true }, More?: ["@"], One: "@" } }
  "@": { docs: A part., one_of: { a: { elements: { A: string } }, b: { fixed: { b: "1" } } } }
"#;
    "attribute" API, "things.yaml", r#"
resource: things
docs: Things.
documents:
  Slip: { docs: A slip., root: slip, attributes: { "@": string } }
  Other: { docs: A slip., root: slip, attributes: { "@?": integer } }
  More: { docs: A slip., root: slip, attributes: { "@?": string, size: string } }
"#;
    "element" API, "things.yaml", r#"
resource: things
docs: Things.
documents:
  Slip: { docs: A slip., root: slip, elements: { "@": string } }
  Other: { docs: A slip., root: slip, elements: { "@?": [integer] } }
  More: { docs: A slip., root: slip, elements: { "@/A?": Slop, size: [string] } }
  Slop: { docs: A slip., elements: { "@?": Slop } }
"#;
    "inline element" API, "things.yaml", r#"
resource: things
docs: Things.
documents:
  Slip: { docs: A slip., root: slip, elements: { "@": { type: Part, inline: true } } }
  Other: { docs: A slip., root: slip, elements: { "@?": { type: Part, inline: true } } }
  Part: { docs: A slip., elements: { a: string } }
"#;
    "text of a document" API, "things.yaml", r#"
resource: things
docs: Things.
documents:
  Slip: { docs: A slip., root: "@", text: { type: string, name: "@" }, fixed: { "@": x } }
"#;
    "alternative" API, "things.yaml", r#"
resource: things
docs: Things.
documents:
  Slip: { docs: A slip., root: slip, one_of: { "@": { elements: { A: string } } } }
  Other: { docs: A slip., root: slip, one_of: { "@": { fixed: { a: b } }, other: { elements: { A: string } } } }
"#;
    "part of an alternative" API, "things.yaml", r#"
resource: things
docs: Things.
documents:
  Slip: { docs: A slip., root: slip, one_of: { a: { elements: { "@": string } } } }
  More: { docs: A slip., root: slip, one_of: { a: { elements: { "@": { type: string, fixed: { a: b } } } } } }
  Other: { docs: A slip., root: slip, one_of: { a: { attributes: { "@": integer } }, b: { elements: { "@": Part, x: string } } } }
  Looks: { docs: A slip., root: slip, one_of: { a: { elements: { "@": Lookup } }, b: { elements: { "@": [Part] } } } }
  Part: { docs: A slip., one_of: { a: { text: { type: string, name: "@" } }, b: { elements: { "@": [string] } } } }
lookups: { Lookup: { docs: Names one., by: { id: string, name: string } } }
"#;
    "waiter" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things", takes: { thing: ThingLookup }, returns: { thing: Thing }, errors: [no_thing] }
waiters:
  "@": { docs: Waits., polls: get, field: thing.state, done: [on], pending: [off], deadline: 60, of: [Thing] }
lookups: { ThingLookup: { docs: Names one., by: { id: ThingId } } }
ids: { ThingId: { docs: Identifies. } }
schemas: { Thing: { docs: One., fields: { id: ThingId, state: State } } }
enums: { State: { docs: How., values: [on, off] } }
errors: { no_thing: { status: 404, docs: None. } }
"#;
    "waiter until it is gone" API, "things.yaml", r#"
resource: things
docs: Things.
operations:
  get: { docs: Gets., http: "GET /things", takes: { thing: ThingLookup }, returns: { thing: Thing }, errors: [no_thing] }
waiters:
  "@": { docs: Waits., polls: get, gone: no_thing, deadline: 60, of: [Thing] }
lookups: { ThingLookup: { docs: Names one., by: { id: ThingId } } }
ids: { ThingId: { docs: Identifies. } }
schemas: { Thing: { docs: One., fields: { id: ThingId } } }
errors: { no_thing: { status: 404, docs: None. } }
"#;
    "argument of pagination" PAGINATED, "things.yaml", r#"
resource: things
docs: Things.
operations:
  list: { docs: Lists., http: "GET /things", takes: { size?: string }, returns: { things: [Thing] }, pages: things }
schemas:
  Thing: { docs: One., fields: { name: string } }
  Pagination: { docs: Where it is., fields: { "@": integer } }
"#;
}

const ELSEWHERE: &str = r#"
api: acme
crate: acme
docs: An API.
url: https://acme.example
environment: { token: ACME_TOKEN, url: ACME_URL }
services: { main: { docs: All of it., path: /v1, authentication: bearer } }
"#;

const SERVICES: &str = r#"
api: acme
crate: acme
docs: An API.
url: https://acme.example
environment: { token: ACME_TOKEN, url: ACME_URL }
services:
  main: { docs: All of it., path: /v1, authentication: bearer }
  other: { docs: All of it., path: /v2, authentication: none, module: "@" }
"#;

const MODULE: &str = r#"
api: acme
crate: acme
docs: An API.
url: https://acme.example
environment: { token: ACME_TOKEN, url: ACME_URL }
services:
  main: { docs: All of it., path: /v1, authentication: bearer }
  other: { docs: All of it., path: /v2, authentication: none, module: other }
"#;

const NAMED: &str = r#"
api: "@"
crate: acme
docs: An API.
url: https://acme.example
environment: { token: ACME_TOKEN, url: ACME_URL }
services: { main: { docs: All of it., path: /v1, authentication: bearer } }
"#;

const CRATE: &str = r#"
api: acme
crate: "@"
docs: An API.
url: https://acme.example
environment: { token: ACME_TOKEN, url: ACME_URL }
services: { main: { docs: All of it., path: /v1, authentication: bearer } }
"#;

const SERVICE: &str = r#"
api: acme
crate: acme
docs: An API.
url: https://acme.example
environment: { token: ACME_TOKEN, url: ACME_URL }
services: { "@": { docs: All of it., path: /v1, authentication: bearer } }
"#;

const SCOPE: &str = r#"
api: acme
crate: acme
docs: An API.
url: https://acme.example
environment: { token: ACME_TOKEN, url: ACME_URL }
services: { main: { docs: All of it., path: /v1, authentication: bearer } }
scopes: { "@": Reads things. }
"#;

const PAGINATED: &str = r#"
api: acme
crate: acme
docs: An API.
url: https://acme.example
environment: { token: ACME_TOKEN, url: ACME_URL }
services: { main: { docs: All of it., path: /v1, authentication: bearer } }
pagination:
  takes: { "@?": integer }
  returns: { "@": { type: Pagination, docs: Where it is. } }
  page: "@"
  total_pages: "@.@"
"#;
