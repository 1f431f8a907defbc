//! JSON as a client reads it: one concrete reader, and the types that decode themselves from it.

mod containers;
mod decode;
mod error;
mod lexer;
mod memory;
mod path;
mod raw;
mod reader;
#[cfg(feature = "serde")]
mod serde;

pub use containers::ListOrOne;
pub use decode::{ContentType, Decode};
pub use error::DecodeError;
pub use raw::Json;
pub use reader::Reader;
