//! Documents that requests carry as XML: the content of each element, in the order of the document.

use proc_macro2::Ident;

use super::{Docs, Field};
use crate::name::Name;

/// A document, or the content of an element of one.
#[derive(Debug)]
pub struct Document {
    /// Its root element; without one, it is the content of an element of a document.
    pub root: Option<String>,
    /// What it holds.
    pub body: Body,
}

impl Document {
    /// The fields of everything that it can hold.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        let contents = match &self.body {
            Body::Content(content) => vec![content],
            Body::OneOf(alternatives) => alternatives.iter().map(|alternative| &alternative.content).collect(),
        };
        contents.into_iter().flat_map(|content| content.parts.iter().map(|part| &part.field))
    }
}

/// What a document or element holds.
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
    /// Attributes that always stand there, each with its value.
    pub fixed: Vec<(String, String)>,
    /// Attributes, text and elements, in the order of the document.
    pub parts: Vec<DocumentPart>,
}

/// A part of the content of an element.
#[derive(Debug)]
pub struct DocumentPart {
    /// Its name, docs and type; the name on the wire is the attribute's, or the path of the element.
    pub field: Field,
    /// Where it stands.
    pub position: Position,
}

/// Where a part of an element stands.
#[derive(Debug)]
pub enum Position {
    /// In an attribute.
    Attribute,
    /// In the element, as its text.
    Text,
    /// In the element, as what its type says.
    Inline,
    /// In an element of its own, at which these attributes always stand.
    Element(Vec<(String, String)>),
}

/// One of several things that can stand in an element.
#[derive(Debug)]
pub struct Alternative {
    /// Its constructor.
    pub name: Name,
    /// Its variant.
    pub variant: Ident,
    /// What choosing it says.
    pub docs: Docs,
    /// What it puts there.
    pub content: Content,
}
