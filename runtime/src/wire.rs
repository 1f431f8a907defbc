//! Bytes and values: JSON, query strings and XML, and the text in them. Nothing here knows HTTP.

pub(crate) mod brief;
mod json;
mod redaction;
mod secret;
#[cfg(feature = "serde")]
pub(crate) mod stored;
mod value;
pub(crate) mod xml;

pub(crate) use self::brief::Brief;
pub use self::json::{ContentType, Decode, DecodeError, Json, ListOrOne, Reader};
pub(crate) use self::redaction::Redaction;
pub use self::secret::Secret;
#[cfg(feature = "serde")]
pub use self::stored::WithSecrets;
pub(crate) use self::value::query;
pub use self::value::{Arguments, Value};
#[cfg(feature = "xml")]
pub use self::xml::{Content, Element};
pub use self::xml::{Xml, XmlError};
