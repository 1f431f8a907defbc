//! Documents that requests send as XML: the content of each element, in the order of the document.

use super::{Docs, Field};
use crate::name::{Ident, Name};

/// A document, or the content of an element of one.
#[derive(Debug)]
pub struct Document {
    /// Its root element; without one, it is the content of an element of a document.
    pub root: Option<String>,
    /// Its content.
    pub body: Body,
}

impl Document {
    /// The fields of all its content.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        let contents = match &self.body {
            Body::Content(content) => vec![content],
            Body::OneOf(alternatives) => alternatives.iter().map(|alternative| &alternative.content).collect(),
        };
        contents.into_iter().flat_map(|content| content.parts.iter().map(|part| &part.field))
    }
}

/// The content of a document or element.
#[derive(Debug)]
pub enum Body {
    /// All of this.
    Content(Content),
    /// One of these.
    OneOf(Vec<Alternative>),
}

/// The content of an element.
#[derive(Debug)]
pub struct Content {
    /// Constant attributes, each with its value.
    pub fixed: Vec<(String, String)>,
    /// Attributes, text and elements, in the order of the document.
    pub parts: Vec<DocumentPart>,
}

/// A part of the content of an element.
#[derive(Debug)]
pub struct DocumentPart {
    /// Its name, docs and type; the wire name is that of the attribute, or the path of the element.
    pub field: Field,
    /// Its position.
    pub position: Position,
}

/// The position of a part of an element.
#[derive(Debug)]
pub enum Position {
    /// In an attribute.
    Attribute,
    /// In the element, as its text.
    Text,
    /// In the element itself, as the content of its type.
    Inline,
    /// In its own element, with these constant attributes.
    Element(Vec<(String, String)>),
}

/// An alternative of a choice.
#[derive(Debug)]
pub struct Alternative {
    /// Its constructor.
    pub name: Name,
    /// Its variant.
    pub variant: Ident,
    /// When to choose it.
    pub docs: Docs,
    /// Its content.
    pub content: Content,
}
