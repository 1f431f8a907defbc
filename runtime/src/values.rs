//! What the models of a generated crate are made of.

mod id;
mod lookup;
mod string_enum;
mod text;
mod timestamp;
mod union;

pub use self::string_enum::{UnknownValue, index_of};
pub use self::text::Text;
pub use self::timestamp::{Timestamp, TimestampError};
pub use self::union::UnrecognizedUnion;
