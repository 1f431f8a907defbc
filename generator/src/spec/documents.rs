//! Documents that requests send as XML, and the content of their elements.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Entries, Field, Prose, Text, TypeExpr, WORD, XML_NAME, XML_PATH};

/// A document, or the content of an element of one: attributes and text, attributes and elements, or a choice.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// What it is.
    pub docs: Prose,
    /// The root element; without one, this is the content of an element.
    #[serde(default)]
    #[schemars(extend("pattern" = XML_NAME))]
    pub root: Option<Text>,
    /// Constant attributes, each with its value.
    #[serde(default)]
    #[schemars(extend("propertyNames" = {"pattern": XML_NAME}))]
    pub fixed: Entries<Text>,
    /// Its attributes.
    #[serde(default)]
    pub attributes: Entries<Field>,
    /// Its text, if it holds text and no elements.
    #[serde(default)]
    pub text: Option<Field>,
    /// Its elements, in the order of the document.
    #[serde(default)]
    #[schemars(extend("propertyNames" = {"pattern": XML_PATH}))]
    pub elements: Entries<Element>,
    /// Its alternatives, of which a caller chooses one: each under the name of a Rust function.
    #[serde(default)]
    #[schemars(extend("propertyNames" = {"pattern": WORD}))]
    pub one_of: Entries<Alternative>,
}

/// An alternative of a choice. All of its parts are required.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Alternative {
    /// When to choose it.
    #[serde(default)]
    pub docs: Option<Prose>,
    /// Constant attributes, each with its value.
    #[serde(default)]
    #[schemars(extend("propertyNames" = {"pattern": XML_NAME}))]
    pub fixed: Entries<Text>,
    /// Its attributes.
    #[serde(default)]
    pub attributes: Entries<Field>,
    /// Its text, if it holds text and no elements.
    #[serde(default)]
    pub text: Option<Field>,
    /// Its elements, in the order of the document.
    #[serde(default)]
    #[schemars(extend("propertyNames" = {"pattern": XML_PATH}))]
    pub elements: Entries<Element>,
}

/// An element: its type, alone or with docs.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum Element {
    /// Only the type.
    Type(TypeExpr),
    /// The type, with docs and more.
    Documented(DocumentedElement),
}

/// An element with docs.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentedElement {
    /// The type of its content; each item of a list is an element.
    #[serde(rename = "type")]
    pub ty: TypeExpr,
    /// What the element says.
    #[serde(default)]
    pub docs: Option<Prose>,
    /// The name in Rust, where the first one of the path does not suit.
    #[serde(default)]
    pub name: Option<Text>,
    /// Constant attributes, each with its value.
    #[serde(default)]
    #[schemars(extend("propertyNames" = {"pattern": XML_NAME}))]
    pub fixed: Entries<Text>,
    /// Whether its content is inlined, without an element of its own; the key is then its name in Rust.
    #[serde(default)]
    pub inline: bool,
}

/// How the documents of the API are written.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Documents {
    /// The attribute that tells the members of a lookup apart; the first member has none.
    #[serde(default)]
    #[schemars(extend("pattern" = XML_NAME))]
    pub lookup_attribute: Option<Text>,
}
