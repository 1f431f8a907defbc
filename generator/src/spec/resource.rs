//! The file of a resource, its operations, and what they take and return.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::ir::Scalar;

use super::{
    ArgumentsObject, Document, Entries, ErrorCode, Example, Fixup, HTTP, Id, Lookup, Names, Prose, Schema, StringEnum,
    TYPE, TYPE_NAME, Text, Union, WORD, Waiter,
};

/// The file of a resource.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// The name of the resource in snake case and plural: its Rust module.
    #[schemars(extend("pattern" = WORD))]
    pub resource: Text,
    /// Its service; if omitted, the first of `api.yaml` whose `module` is the folder of this file.
    #[serde(default)]
    #[schemars(extend("anyOf" = Names::Services.proposed()))]
    pub service: Option<Text>,
    /// What the resource is.
    pub docs: Prose,
    /// Its operations, each under the name of its Rust function.
    #[serde(default)]
    #[schemars(extend("propertyNames" = {"pattern": WORD}))]
    pub operations: Entries<Operation>,
    /// Its waiters, each under the name of its Rust function.
    #[serde(default)]
    #[schemars(extend("propertyNames" = {"pattern": WORD}))]
    pub waiters: Entries<Waiter>,
    /// Types for the ids of objects.
    #[serde(default)]
    #[schemars(extend("propertyNames" = {"pattern": TYPE_NAME}))]
    pub ids: Entries<Id>,
    /// The ways to identify one object.
    #[serde(default)]
    #[schemars(extend("propertyNames" = {"pattern": TYPE_NAME}))]
    pub lookups: Entries<Lookup>,
    /// Objects of requests.
    #[serde(default)]
    #[schemars(extend("propertyNames" = {"pattern": TYPE_NAME}))]
    pub arguments: Entries<ArgumentsObject>,
    /// Objects of responses.
    #[serde(default)]
    #[schemars(extend("propertyNames" = {"pattern": TYPE_NAME}))]
    pub schemas: Entries<Schema>,
    /// Tagged objects: `{"type": ..., "value": ...}`.
    #[serde(default)]
    #[schemars(extend("propertyNames" = {"pattern": TYPE_NAME}))]
    pub unions: Entries<Union>,
    /// Strings with listed values.
    #[serde(default)]
    #[schemars(extend("propertyNames" = {"pattern": TYPE_NAME}))]
    pub enums: Entries<StringEnum>,
    /// Documents that requests send as XML, and the content of their elements.
    #[serde(default)]
    #[schemars(extend("propertyNames" = {"pattern": TYPE_NAME}))]
    pub documents: Entries<Document>,
    /// Error codes.
    #[serde(default)]
    #[schemars(extend("propertyNames" = {"pattern": WORD}))]
    pub errors: Entries<ErrorCode>,
    /// Where this file departs from the provider's documents on purpose.
    #[serde(default)]
    pub fixups: Vec<Fixup>,
}

/// An operation.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// What it does: a summary sentence, then details.
    pub docs: Prose,
    /// If it is deprecated: since when, and what to use instead.
    #[serde(default)]
    pub deprecated: Option<Prose>,
    /// Method and path, as in `GET /virtual_machines/{virtual_machine}`.
    #[schemars(extend("pattern" = HTTP))]
    pub http: Text,
    /// Scopes, any one of which the token needs; empty if every token is accepted.
    #[serde(default)]
    #[schemars(extend("items" = Names::Scopes.item()))]
    pub scopes: Vec<Text>,
    /// Its arguments.
    #[serde(default)]
    pub takes: Entries<Field>,
    /// Its response: the keys of an object, the name of a schema, or `text`.
    pub returns: Returns,
    /// The key of the paginated list.
    #[serde(default)]
    pub pages: Option<Text>,
    /// Whether a GET or DELETE sends its arguments as a JSON body all the same.
    #[serde(default)]
    pub body: bool,
    /// Whether carrying it out twice has the same effect as once, so that a client may retry it. The default is `true` for
    /// GET, PUT and DELETE.
    #[serde(default)]
    pub idempotent: Option<bool>,
    /// Its error codes, besides those of its service and of the lookups that it takes.
    #[serde(default)]
    #[schemars(extend("items" = Names::Errors.item()))]
    pub errors: Vec<Text>,
    /// Error codes of the lookups that it takes, and that it never returns.
    #[serde(default)]
    #[schemars(extend("items" = Names::Errors.item()))]
    pub without_errors: Vec<Text>,
}

/// The response of an operation.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum Returns {
    /// The name of a schema, or `text` for `text/plain`.
    #[schemars(extend("anyOf" = Names::Types.proposed()))]
    Named(String),
    /// The keys of an object.
    Object(Entries<Field>),
}

/// A field or an argument: a type expression, alone or with docs.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum Field {
    /// Only the type.
    Type(TypeExpr),
    /// The type, with docs and more.
    Documented(DocumentedField),
}

impl Field {
    /// Its type.
    pub fn ty(&self) -> &TypeExpr {
        match self {
            Self::Type(ty) | Self::Documented(DocumentedField { ty, .. }) => ty,
        }
    }
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
    pub docs: Option<Prose>,
    /// The name in Rust, if it differs from the wire name.
    #[serde(default)]
    pub name: Option<Text>,
    /// If it is deprecated: since when, and what to use instead.
    #[serde(default)]
    pub deprecated: Option<Prose>,
    /// Whether the server sends a list of one as its only item, without the list.
    #[serde(default)]
    pub or_one: bool,
    /// Of an argument that is an object with `one_of`: the key beside it under which the chosen key is sent too.
    #[serde(default)]
    pub tag: Option<Text>,
    /// A value in examples, which also set an optional argument that has one; of an object, `true`.
    #[serde(default)]
    pub example: Option<Example>,
}

/// A type expression: `string`, `Tag`, `Tag?`, `[Tag]`.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum TypeExpr {
    /// A name, with `?` behind it where the value can be null; a list too, where it is quoted.
    #[schemars(extend("pattern" = TYPE, "anyOf" = Names::Types.proposed(), "examples" = Scalar::ALL.iter().map(|scalar| scalar.as_str()).collect::<Vec<_>>()))]
    Text(String),
    /// A list, written as YAML's own list of one.
    #[schemars(extend("items" = Names::Types.item()))]
    List([String; 1]),
}

/// A type expression, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypeParts<'s> {
    /// The name of a type, if the expression is valid.
    pub name: &'s str,
    /// Whether it is a list of that.
    pub list: bool,
    /// Whether `?` is behind it, or behind the item of YAML's own list.
    pub nullable: bool,
}

impl TypeExpr {
    /// Its parts.
    pub fn parts(&self) -> TypeParts<'_> {
        let (text, own_list) = match self {
            Self::Text(text) => (text.as_str(), false),
            Self::List([item]) => (item.as_str(), true),
        };
        let (inner, nullable) = optional(text);
        match inner.strip_prefix('[').and_then(|item| item.strip_suffix(']')) {
            Some(name) if !own_list => TypeParts { name, list: true, nullable },
            _ => TypeParts { name: inner, list: own_list, nullable },
        }
    }

    /// Whether it is a list that is never null.
    pub fn is_list(&self) -> bool {
        let TypeParts { list, nullable, .. } = self.parts();
        list && (!nullable || matches!(self, Self::List(_)))
    }

    /// Whether a value can be null.
    pub fn is_nullable(&self) -> bool {
        matches!(self, Self::Text(_)) && self.parts().nullable
    }
}

/// `text` without the `?` behind it, and whether there is one.
pub fn optional(text: &str) -> (&str, bool) {
    match text.strip_suffix('?') {
        Some(text) => (text, true),
        None => (text, false),
    }
}

/// Whether a type can be called `name`, as far as its characters go.
pub fn is_type_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

impl fmt::Display for TypeExpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::List([item]) => write!(f, "[{item}]"),
        }
    }
}
