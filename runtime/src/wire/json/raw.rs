//! JSON that is kept as text, because its type is not known.

use std::fmt;

use super::{Decode, DecodeError, Reader};

/// A JSON value as the text that the server sent.
///
/// `Debug` shows only the length, as the text can contain secrets. Two values are equal if their texts are.
///
/// # Example
///
/// ```
/// use api_client_runtime::{Decode, Json};
///
/// let json = Json::from_body(br#"[1, 2]"#)?;
/// assert_eq!(json.as_str(), "[1, 2]");
/// assert_eq!(json.parse::<Vec<i64>>()?, [1, 2]);
/// # Ok::<(), api_client_runtime::DecodeError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Json(Box<str>);

impl Json {
    /// Returns the JSON text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Decodes the text as a `T`.
    ///
    /// # Errors
    ///
    /// If the value is not a `T`. The offset in the error counts from the start of this text.
    pub fn parse<T: Decode>(&self) -> Result<T, DecodeError> {
        T::from_body(self.0.as_bytes())
    }

    #[cfg(feature = "test-support")]
    pub(crate) fn empty_object() -> Self {
        Self("{}".into())
    }

    #[cfg(feature = "serde")]
    pub(crate) fn from_valid(text: String) -> Self {
        Self(text.into())
    }
}

impl Decode for Json {
    fn placeholder() -> Self {
        Self(Box::default())
    }

    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        self.0 = json.raw()?.into();
        Ok(())
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Json({} bytes)", self.0.len())
    }
}
