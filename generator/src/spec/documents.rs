//! Documents that requests carry as XML, and what stands in their elements.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Entries, Field, Prose, Text, TypeExpr, WORD, XML_NAME, XML_PATH};

/// A document, or what stands in an element of one: attributes and text, attributes and elements, or one of several.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// What it is.
    pub docs: Prose,
    /// The outermost element; without one, this stands in an element of a document.
    #[serde(default)]
    #[schemars(extend("pattern" = XML_NAME))]
    pub root: Option<Text>,
    /// Attributes that always stand there, each with its value.
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
    /// What it can be, of which a caller chooses one: each under the name of a Rust function.
    #[serde(default)]
    #[schemars(extend("propertyNames" = {"pattern": WORD}))]
    pub one_of: Entries<Alternative>,
}

/// One of several things that can stand in an element. All of it has to be there.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Alternative {
    /// What choosing it says.
    #[serde(default)]
    pub docs: Option<Prose>,
    /// Attributes that always stand there, each with its value.
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

/// An element: the type of what stands in it, alone or with docs.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum Element {
    /// Only the type.
    Type(TypeExpr),
    /// The type and what there is to say.
    Documented(DocumentedElement),
}

/// An element with docs.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentedElement {
    /// The type of what stands in it; of a list, each item is an element.
    #[serde(rename = "type")]
    pub ty: TypeExpr,
    /// What the element says.
    #[serde(default)]
    pub docs: Option<Prose>,
    /// The name in Rust, where the first one of the path does not suit.
    #[serde(default)]
    pub name: Option<Text>,
    /// Attributes that always stand at it, each with its value.
    #[serde(default)]
    #[schemars(extend("propertyNames" = {"pattern": XML_NAME}))]
    pub fixed: Entries<Text>,
    /// Whether what stands in it stands here, without an element around it; the key is then its name in Rust.
    #[serde(default)]
    pub inline: bool,
}

/// How the documents of the API are written.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Documents {
    /// The attribute that says by which member a lookup names its object; the first member goes without.
    #[serde(default)]
    #[schemars(extend("pattern" = XML_NAME))]
    pub lookup_attribute: Option<Text>,
}
