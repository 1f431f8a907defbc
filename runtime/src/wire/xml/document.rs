//! Documents: types with a root element.

use super::{Content, Element, Xml, XmlError, write};
use crate::wire::Value;

/// Implements the conversions of a document, a type that implements [`Content`](crate::Content). The macro has to be
/// called in the module that declares the type or one below.
#[macro_export]
macro_rules! document {
    ($name:path, $root:literal) => {
        impl $name {
            /// Returns the document as XML. It contains the secrets of the document.
            ///
            /// # Errors
            ///
            /// If a text contains a character that XML cannot represent, such as most control characters.
            pub fn to_xml(&self) -> ::std::result::Result<::std::string::String, $crate::XmlError> {
                $crate::__private::xml::text($root, ::std::clone::Clone::clone(self))
            }
        }

        impl ::std::convert::From<$name> for $crate::Xml {
            fn from(document: $name) -> Self {
                $crate::__private::xml::argument($root, document)
            }
        }

        impl ::std::convert::From<&$name> for $crate::Xml {
            fn from(document: &$name) -> Self {
                $crate::__private::xml::argument($root, ::std::clone::Clone::clone(document))
            }
        }
    };
}

/// Writes the document with the root element `name`.
pub fn text(name: &'static str, content: impl Content) -> Result<String, XmlError> {
    write::document(&root(name, content))
}

/// Converts the document with the root element `name` into an argument.
pub fn argument(name: &'static str, content: impl Content) -> Xml {
    match text(name, content) {
        Ok(text) => text.into(),
        Err(error) => Xml(Value::Refused(error.into())),
    }
}

fn root(name: &'static str, content: impl Content) -> Element {
    let mut root = Element::new(name);
    content.fill(&mut root);
    root
}
