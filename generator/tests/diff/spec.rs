//! The small spec that every case changes, a line for each thing that can be changed.

/// `api.yaml`.
pub const API: &str = "\
api: shop
crate: shop_api
docs: A shop.
url: https://shop.example
environment:
  token: SHOP_TOKEN
  url: SHOP_URL
services:
  main: { docs: All of it., path: /v1, authentication: bearer, errors: [too_many_requests] }
  open: { docs: For everybody., path: /open, authentication: none, module: open }
  plain: { docs: No resources., path: /plain, authentication: none }
scopes:
  things: Reads things.
  all: Changes things.
error_envelope: error
headers:
  request_id: x-request-id
documents:
  lookup_attribute: by
rate_limit_window: 60
oauth2: { scope_prefix: shop }
pagination:
  takes: { page?: integer }
  returns: { pagination: Pagination }
  page: page
  total_pages: pagination.total
errors:
  too_many_requests: { status: 429, docs: Too many. }
fixups:
  - { at: scopes.all, what: added, why: Undocumented., evidence: Tokens have it. }
";

/// `things.yaml`.
pub const THINGS: &str = "\
resource: things
docs: Things of a shop.
operations:
  get:
    docs: Fetches a thing.
    http: GET /things/{thing}
    scopes: [things]
    takes:
      thing: ThingLookup
    returns:
      thing: Thing
    errors: [thing_not_found, thing_gone]
  list:
    docs: Lists things.
    http: GET /things
    takes:
      zone?: { type: string, docs: Where. }
    returns:
      things: [ThingName]
  list_all:
    docs: Lists all things.
    http: GET /all_things
    pages: things
    returns:
      things: [ThingName]
      others: [ThingName]
      thing_lists: [Label]
  create:
    docs: Creates a thing.
    http: POST /things
    takes:
      name: { type: string, docs: Its name. }
      alias: { type: string, docs: Its alias. }
      size: { type: integer, docs: Its size. }
      note?: { type: string, docs: A note. }
      color?: { type: string?, docs: A color. }
      label: Label
      properties: ThingArguments
    returns: Thing
  move:
    docs: Moves a thing.
    http: PUT /things/{number}/move
    takes:
      number: { type: integer, docs: Its number. }
    returns: {}
  fetch_owner:
    docs: Fetches an owner.
    http: GET /owner
    takes:
      order: { type: xml, docs: An order. }
      nick: NickLookup
      kind?: { type: KindArguments, tag: kind_name, docs: Its kind. }
    returns:
      owner: Owner
    errors: [thing_locked]
waiters:
  until_on:
    docs: Waits until it is on.
    polls: get
    field: thing.state
    pending: [starting]
    done: [on]
    failed: [off]
    deadline: 60
    of: [Thing]
  until_gone:
    docs: Waits until it is gone.
    polls: get
    gone: thing_not_found
    deadline: 60
ids:
  ThingId: { docs: Identifies a thing., example: thing_1 }
  NickId: { docs: Identifies a nick. }
lookups:
  ThingLookup:
    docs: Names a thing.
    by:
      id: ThingId
      title: string
  NickLookup:
    docs: Names a nick.
    by:
      nick: NickId
      name: string
arguments:
  ThingArguments:
    docs: What a thing is.
    fields:
      first: { type: string, docs: The first. }
      second: { type: string, docs: The second. }
      weight: { type: integer, docs: The weight. }
      hint?: { type: string, docs: A hint. }
      mark?: { type: string?, docs: A mark. }
  WheelArguments: { docs: A wheel., fields: { teeth: { type: integer, docs: How many. } } }
  LampArguments: { docs: A lamp., fields: { watts: { type: integer, docs: How many. } } }
  KindArguments:
    docs: One of several kinds.
    one_of:
      Wheel: WheelArguments
      Lamp: LampArguments
schemas:
  Thing:
    docs: A thing.
    fields:
      id: ThingId
      name: { type: string, docs: The name. }
      size: { type: integer, docs: The size. }
      extra?: { type: string, docs: More. }
      state: State
      part?: Part
      tags: { type: [string], docs: Tags. }
    views:
      ThingName:
        docs: A thing with its name.
        fields: [id, name]
  Part:
    docs: A part.
    fields:
      serial: { type: string, docs: A serial. }
  Label:
    docs: A label.
    fields:
      key: { type: string, docs: The key. }
      value: { type: string, docs: The value. }
      rank: { type: integer, docs: The rank. }
  Pagination:
    docs: Where a list is.
    fields:
      total: { type: integer, docs: How many pages. }
unions:
  Owner:
    docs: Who has it.
    options:
      Thing: Thing
      Part: Part
enums:
  State:
    docs: How it is.
    values:
      starting: It starts.
      on: It is on.
      off: It is off.
documents:
  Order:
    docs: An order.
    root: order
    attributes: { currency?: { type: string, docs: A currency. } }
    elements:
      Buyer: { type: string, docs: Who buys. }
      Payer: { type: string, docs: Who pays. }
      Count: { type: integer, docs: How many. }
      Hint?: { type: string, docs: A hint. }
      Place: Place
      Nick: NickLookup
  Place:
    docs: Where it goes.
    one_of:
      street: { docs: A street., elements: { Street: { type: string, docs: A street. } } }
      box: { docs: A box., elements: { Number: { type: integer, docs: A number. } } }
      nowhere: { docs: Nowhere., fixed: { kept: \"yes\" } }
errors:
  thing_not_found: { status: 404, docs: There is none. }
  thing_locked: { status: 409, docs: It is locked., detail: { why: { type: string, docs: Why. } } }
  thing_gone: { status: 410, docs: It is gone. }
";

/// `open/notes.yaml`.
pub const NOTES: &str = "\
resource: notes
docs: Notes.
operations:
  read:
    docs: Reads a note.
    http: GET /note
    returns: Note
schemas:
  Note:
    docs: A note.
    fields:
      text: { type: string, docs: The text. }
";
