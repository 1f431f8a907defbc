//! JSON that is kept as it came, because nothing says what it is.

use std::fmt;

use super::{Decode, DecodeError, Reader};

/// One JSON value, as the text that the server sent.
///
/// `Debug` shows only how long it is, as the text can hold secrets. Two are equal where their texts are.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Json(Box<str>);

impl Json {
    /// The JSON text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Decodes the text as a `T`.
    ///
    /// # Errors
    ///
    /// Where it is something else. The error's offset counts from the start of this text.
    pub fn parse<T: Decode>(&self) -> Result<T, DecodeError> {
        T::from_body(self.0.as_bytes())
    }

    #[cfg(feature = "serde")]
    pub(crate) fn from_valid(text: String) -> Self {
        Self(text.into())
    }
}

impl Decode for Json {
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        json.raw().map(|text| Self(text.into()))
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Json({} bytes)", self.0.len())
    }
}
