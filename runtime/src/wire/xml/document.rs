//! Documents: what an API declares to have a root element.

use super::{Content, Element, Xml, XmlError, write};
use crate::wire::Value;

/// Implements how a document is written and sent. It is for a type that is [`Content`](crate::Content), from the module
/// that declares it or one below.
#[macro_export]
macro_rules! document {
    ($name:path, $root:literal) => {
        impl $name {
            /// The document as XML. It shows the secrets in it.
            ///
            /// # Errors
            ///
            /// Where a text holds a character that XML has no way to say: most control characters.
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

/// The document with the root element `name` as text.
pub fn text(name: &'static str, content: impl Content) -> Result<String, XmlError> {
    write::document(&root(name, content))
}

/// The document with the root element `name` as an argument.
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
