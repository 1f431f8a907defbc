//! Why a request cannot be sent.

use std::fmt;

use crate::wire::XmlError;

/// The error of a request that cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestError {
    /// The argument `name` of the path is not set.
    MissingArgument {
        /// The name of the argument.
        name: &'static str,
    },
    /// The argument `name` cannot be in a path: it is empty, `.`, `..`, null or a list.
    PathArgument {
        /// The name of the argument.
        name: &'static str,
    },
    /// An argument is a document that XML cannot represent.
    Xml(XmlError),
    /// The URL with its arguments is not a valid URI. The most likely reason is that it is too long.
    Uri,
    /// The operation requires a token, and the client has none.
    NoToken,
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingArgument { name } => write!(f, "missing argument `{name}` of the path"),
            Self::PathArgument { name } => {
                write!(f, "invalid argument `{name}` of the path: it is empty, `.`, `..`, null or a list")
            }
            Self::Xml(error) => error.fmt(f),
            Self::Uri => f.write_str("the URL with its arguments is not a valid URI or too long"),
            Self::NoToken => f.write_str("the operation requires a token, and the client has none"),
        }
    }
}

impl std::error::Error for RequestError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Xml(error) => Some(error),
            _ => None,
        }
    }
}
