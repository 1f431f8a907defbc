//! The spec as its authors write it: one struct per kind of entry, strings left as strings.
//! Nothing here resolves, checks or knows Rust; `spec/README.md` explains every key, and the JSON Schema is made from these types.

mod entries;

pub use entries::Entries;

use schemars::JsonSchema;
use serde::Deserialize;

/// A whole spec: `api.yaml`, and the files of its resources in the order of their paths.
#[derive(Debug)]
pub struct Spec {
    /// What `api.yaml` says.
    pub api: Sourced<Api>,
    /// What every other file says.
    pub resources: Vec<Sourced<Resource>>,
}

/// What a file says, with the file.
#[derive(Debug)]
pub struct Sourced<T> {
    /// The file, for whoever reports on it.
    pub file: crate::source::FileId,
    /// Its content.
    pub content: T,
}

/// `api.yaml`: what is true of the API as a whole.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Api {
    /// The name of the API in snake case, as in `katapult`.
    pub api: String,
    /// The first page of the crate's documentation.
    pub docs: String,
    /// Where the API is served, without the path of a service.
    pub url: String,
    /// The environment variables from which a client can be made.
    pub environment: Environment,
    /// The parts of the API that differ in path or authentication; the first one is the default.
    pub services: Entries<Service>,
    /// What is particular to OAuth2.
    #[serde(default)]
    pub oauth2: Option<OAuth2>,
    /// Every scope that a token can have, with what it permits.
    #[serde(default)]
    pub scopes: Entries<String>,
    /// The key under which the server sends an error; without one, the error is the whole body.
    #[serde(default)]
    pub error_envelope: Option<String>,
    /// The response headers that every answer carries.
    #[serde(default)]
    pub headers: Headers,
    /// What the operations with `pages` take and return besides their own.
    #[serde(default)]
    pub pagination: Option<Pagination>,
    /// Error codes that belong to no resource.
    #[serde(default)]
    pub errors: Entries<ErrorCode>,
}

/// Environment variables.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Environment {
    /// The variable that holds the token.
    pub token: String,
    /// The variable that overrides `url`.
    pub url: String,
}

/// A part of the API under one path.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// What it is for.
    pub docs: String,
    /// The path before that of every operation, as in `/core/v1`.
    pub path: String,
    /// Who may call it.
    pub authentication: Authentication,
    /// The Rust module around its resources; without one they are at the root of the crate.
    #[serde(default)]
    pub module: Option<String>,
    /// The codes that every operation of it can answer.
    #[serde(default)]
    pub errors: Vec<String>,
}

/// How a request says who sends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Authentication {
    /// A token in `Authorization: Bearer`.
    Bearer,
    /// Nothing: anybody may call.
    None,
}

/// What is particular to OAuth2.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OAuth2 {
    /// What stands before a scope's name in OAuth2.
    pub scope_prefix: String,
    /// Where a user is sent to authorize.
    #[serde(default)]
    pub authorize_url: Option<String>,
    /// Where a code or refresh token is exchanged.
    #[serde(default)]
    pub token_url: Option<String>,
}

/// The names of response headers.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Headers {
    /// Identifies the request towards the provider.
    #[serde(default)]
    pub request_id: Option<String>,
    /// How many requests the current window permits.
    #[serde(default)]
    pub rate_limit_permitted: Option<String>,
    /// How many requests remain in the current window.
    #[serde(default)]
    pub rate_limit_remaining: Option<String>,
}

/// What the operations with `pages` share.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pagination {
    /// The arguments that choose a page.
    pub takes: Entries<Field>,
    /// The keys that describe the page.
    pub returns: Entries<Field>,
}

/// The file of a resource.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// The name of the resource in snake case and plural: its Rust module.
    pub resource: String,
    /// The service that serves it; the first of `api.yaml` if left out.
    #[serde(default)]
    pub service: Option<String>,
    /// What the resource is.
    pub docs: String,
    /// Its operations, each under the name of its Rust function.
    #[serde(default)]
    pub operations: Entries<Operation>,
    /// Types for the ids of objects.
    #[serde(default)]
    pub ids: Entries<Id>,
    /// The ways to name one object.
    #[serde(default)]
    pub lookups: Entries<Lookup>,
    /// Objects that requests carry.
    #[serde(default)]
    pub arguments: Entries<Schema>,
    /// Objects that responses carry.
    #[serde(default)]
    pub schemas: Entries<Schema>,
    /// Objects of which the wire says which kind they are.
    #[serde(default)]
    pub unions: Entries<Union>,
    /// Strings of which the provider lists the values.
    #[serde(default)]
    pub enums: Entries<StringEnum>,
    /// Error codes.
    #[serde(default)]
    pub errors: Entries<ErrorCode>,
}

/// An operation.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// What it does: a first sentence, and whatever more a caller should know.
    pub docs: String,
    /// Method and path, as in `GET /virtual_machines/{virtual_machine}`.
    pub http: String,
    /// Scopes of which the token needs any one; empty where every token will do.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Its arguments.
    #[serde(default)]
    pub takes: Entries<Field>,
    /// What it answers: an object's keys, the name of a schema, or `text`.
    pub returns: Returns,
    /// The key of the list that comes page by page.
    #[serde(default)]
    pub pages: Option<String>,
    /// The codes it can answer besides those of its service.
    #[serde(default)]
    pub errors: Vec<String>,
}

/// The answer of an operation.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Returns {
    /// The name of a schema, or `text` for `text/plain`.
    Named(String),
    /// The keys of an object.
    Object(Entries<Field>),
}

/// A field or an argument: a type expression, alone or with docs.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Field {
    /// Only the type.
    Type(TypeExpr),
    /// The type and what there is to say.
    Documented(DocumentedField),
}

/// A field with docs.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentedField {
    /// The type.
    #[serde(rename = "type")]
    pub ty: TypeExpr,
    /// What the field holds.
    #[serde(default)]
    pub docs: Option<String>,
    /// The name in Rust, where the one on the wire does not suit.
    #[serde(default)]
    pub name: Option<String>,
}

/// A type expression: `string`, `Tag`, `Tag?`, `[Tag]`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum TypeExpr {
    /// A name, with `?` behind it where the value can be null; a list too, where it is quoted.
    Text(String),
    /// A list, written as YAML's own list of one.
    List([String; 1]),
}

/// The type of an id.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Id {
    /// What it identifies.
    pub docs: String,
    /// An id as the documentation shows it.
    pub example: String,
}

/// The ways to name one object, of which a caller uses exactly one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lookup {
    /// What it finds.
    pub docs: String,
    /// Its members: the key on the wire, and the type.
    pub by: Entries<Field>,
}

/// An object.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Schema {
    /// What it is.
    pub docs: String,
    /// Its fields.
    pub fields: Entries<Field>,
    /// The selections of its fields that some operations return.
    #[serde(default)]
    pub views: Entries<View>,
}

/// A selection of a schema's fields.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// When it is returned; the schema's own docs if left out.
    #[serde(default)]
    pub docs: Option<String>,
    /// The fields, each as a name or with the view that stands in its place.
    pub fields: Vec<Selection>,
}

/// A field of a view.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Selection {
    /// The field as the schema has it, `?` behind it where this view can leave it out.
    Field(String),
    /// The field with another type: a view of the one that the schema gives it.
    Viewed(Entries<String>),
}

/// An object of which the wire says which kind it is: `{"type": ..., "value": ...}`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Union {
    /// What it is.
    pub docs: String,
    /// Its kinds: the `type` on the wire, and the schema of the `value`.
    pub options: Entries<String>,
}

/// A string of which the provider lists the values.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StringEnum {
    /// What it says.
    pub docs: String,
    /// Its values, in the order of the provider's page.
    pub values: Values,
}

/// The values of an enum.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Values {
    /// Only the values.
    List(Vec<String>),
    /// The values with what they mean.
    Documented(Entries<EnumValue>),
}

/// A value of an enum: its docs, alone or with a name.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum EnumValue {
    /// What it means.
    Docs(String),
    /// With the name in Rust, where the value cannot be one.
    Named(NamedValue),
}

/// A value of an enum that has a name of its own in Rust.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedValue {
    /// The variant, in upper camel case.
    pub name: String,
    /// What it means.
    #[serde(default)]
    pub docs: Option<String>,
}

/// An error code.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// The HTTP status that comes with it.
    pub status: u16,
    /// When the server answers it.
    pub docs: String,
    /// What its detail holds: an object's keys, or the name of a schema.
    #[serde(default)]
    pub detail: Option<Returns>,
}
