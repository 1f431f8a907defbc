//! Why a request cannot be sent.

use std::fmt;

use crate::wire::XmlError;

/// A request that cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestError {
    /// The operation's path has a place for the argument `name`, and there is none.
    MissingArgument {
        /// The argument's name.
        name: &'static str,
    },
    /// The argument `name` cannot stand in a path: it is empty, `.`, `..`, null or a list.
    PathArgument {
        /// The argument's name.
        name: &'static str,
    },
    /// An argument is a document that cannot be written as XML.
    Xml(XmlError),
    /// URL and arguments make no URI that could be sent, most likely because they are too long.
    Uri,
    /// The operation wants a token, and the client has none.
    NoToken,
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingArgument { name } => write!(f, "the path needs the argument `{name}`"),
            Self::PathArgument { name } => {
                write!(f, "the argument `{name}` cannot stand in a path")
            }
            Self::Xml(error) => error.fmt(f),
            Self::Uri => f.write_str("the arguments are too long for a URI"),
            Self::NoToken => f.write_str("the operation needs a token, and the client has none"),
        }
    }
}

impl std::error::Error for RequestError {}
