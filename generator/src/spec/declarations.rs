//! The declarations of a resource: ids, lookups, objects, unions, enums and error codes.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Entries, ErrorStatus, Field, Names, Prose, Returns, TYPE_NAME, Text};

/// The type of an id.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Id {
    /// What it identifies.
    pub docs: Prose,
    /// An example of an id; omit it if none is known.
    #[serde(default)]
    pub example: Option<Text>,
}

/// The ways to identify one object, of which a caller uses exactly one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lookup {
    /// What it identifies.
    pub docs: Prose,
    /// Its members: the key on the wire, and the type.
    pub by: Entries<Field>,
    /// The error codes of every operation that takes it, wherever in its arguments.
    #[serde(default)]
    #[schemars(extend("items" = Names::Errors.item()))]
    pub errors: Vec<Text>,
}

/// An object.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Schema {
    /// What it is.
    pub docs: Prose,
    /// Its fields.
    pub fields: Entries<Field>,
    /// The selections of its fields that some operations return.
    #[serde(default)]
    #[schemars(extend("propertyNames" = {"pattern": TYPE_NAME}))]
    pub views: Entries<View>,
}

/// An object that requests carry: its fields, or the keys of which a caller chooses one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArgumentsObject {
    /// What it is.
    pub docs: Prose,
    /// Its fields.
    #[serde(default)]
    pub fields: Option<Entries<Field>>,
    /// In place of `fields`: the keys of which exactly one is sent, each with the type of its value.
    #[serde(default)]
    pub one_of: Option<Entries<Field>>,
}

/// A selection of a schema's fields.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// When it is returned; the schema's own docs if left out.
    #[serde(default)]
    pub docs: Option<Prose>,
    /// The fields, each as a name or with a view of its type.
    pub fields: Vec<Selection>,
}

/// A field of a view.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum Selection {
    /// The field as the schema has it, `?` behind it where this view can leave it out.
    Field(String),
    /// The field with another type: a view of the one that the schema gives it.
    #[schemars(extend("additionalProperties" = Names::Types.item()))]
    Viewed(Entries<Text>),
}

/// A tagged object: `{"type": ..., "value": ...}`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Union {
    /// What it is.
    pub docs: Prose,
    /// Its options: the `type` on the wire, and the schema of the `value`.
    #[schemars(extend("additionalProperties" = Names::Types.item()))]
    pub options: Entries<Text>,
}

/// A string with listed values.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StringEnum {
    /// What it says.
    pub docs: Prose,
    /// Its values, in the order of the provider's page.
    pub values: Values,
}

/// The values of an enum.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum Values {
    /// Only the values.
    List(Vec<Text>),
    /// The values with what they mean.
    Documented(Entries<EnumValue>),
    /// The names in another list of the spec.
    Of(Listed),
}

/// A list of the spec whose names are the values of an enum.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Listed {
    /// The scopes of `api.yaml`.
    Scopes,
}

/// A value of an enum: its docs, alone or with more.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum EnumValue {
    /// What it means.
    Docs(Prose),
    /// The docs and more.
    Full(FullValue),
}

/// A value of an enum with more than docs.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FullValue {
    /// What it means.
    #[serde(default)]
    pub docs: Option<Prose>,
    /// The variant in upper camel case, where the value cannot be one.
    #[serde(default)]
    pub name: Option<Text>,
    /// If it is deprecated: since when, and what to use instead.
    #[serde(default)]
    pub deprecated: Option<Prose>,
}

/// An error code.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// The HTTP status that comes with it.
    pub status: ErrorStatus,
    /// When the server returns it.
    pub docs: Prose,
    /// The type of its detail: the keys of an object, or the name of a schema.
    #[serde(default)]
    pub detail: Option<Returns>,
    /// Whether a client may retry after this error. The default is `true` for the statuses 429, 502, 503 and 504.
    #[serde(default)]
    pub retry: Option<bool>,
}
