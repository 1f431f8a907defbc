//! Arguments that are XML: text, or a document of the API.

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

/// An XML document as an argument of a request.
///
/// It is created from text, which is sent unchanged and unchecked, or with feature `xml` from a document type of the
/// API. A document with a character that XML cannot represent fails the request before it is sent.
///
/// `Debug` does not print the document, as it can contain passwords.
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

/// The error of a document that cannot be written: XML 1.0 cannot represent most control characters, not even escaped.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct XmlError {
    /// The path of the text: elements, and an attribute if it is one, such as `Order/Gift/@note`.
    pub path: String,
    /// The first character that is not allowed.
    pub character: char,
}

impl fmt::Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` contains U+{:04X}, which XML cannot represent", self.path, u32::from(self.character))
    }
}

impl std::error::Error for XmlError {}
