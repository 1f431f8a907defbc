//! Arguments that are XML: text as its author wrote it, or a document of the API's, written here.

#[cfg(feature = "xml")]
mod document;
#[cfg(feature = "xml")]
mod element;
#[cfg(feature = "xml")]
mod write;

use std::fmt;

use crate::wire::Value;

#[cfg(feature = "xml")]
pub use element::{Content, Element};

#[cfg(feature = "xml")]
#[doc(hidden)]
pub use document::{argument, text};

/// An XML document that a request carries.
///
/// Text becomes one as it is, and nobody looks into it. With feature `xml` so does every document that the API
/// declares; where it holds a character that XML has no way to say, the request is refused before it is sent.
///
/// `Debug` never shows the document, as it can hold passwords.
#[derive(Debug, Clone, PartialEq)]
pub struct Xml(Value);

impl From<String> for Xml {
    fn from(text: String) -> Self {
        Self(Value::Secret(text.into()))
    }
}

impl From<&String> for Xml {
    fn from(text: &String) -> Self {
        text.clone().into()
    }
}

impl From<&str> for Xml {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<Xml> for Value {
    fn from(xml: Xml) -> Self {
        xml.0
    }
}

/// A document that cannot be written: XML 1.0 has no way to say most control characters, not even escaped.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct XmlError {
    /// The elements on the way to the text, and the attribute if it is one, as in `Order/Gift/@note`.
    pub path: String,
    /// The first character that cannot stand there.
    pub character: char,
}

impl fmt::Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` holds U+{:04X}, which XML cannot say", self.path, u32::from(self.character))
    }
}

impl std::error::Error for XmlError {}
