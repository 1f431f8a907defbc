//! Responses that are plain text.

use crate::wire::{ContentType, Decode, DecodeError, Reader};

/// The body of a `text/plain` response.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct Text(pub String);

impl Text {
    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Decode for Text {
    fn placeholder() -> Self {
        Self(String::new())
    }

    fn expects() -> ContentType {
        ContentType::Text
    }

    /// Decodes a JSON string.
    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        self.0.decode_into(json)
    }

    fn from_body(body: &[u8]) -> Result<Self, DecodeError> {
        match std::str::from_utf8(body) {
            Ok(text) => Ok(Self(text.to_owned())),
            Err(bad) => Err(DecodeError::not_utf8(bad.valid_up_to())),
        }
    }
}
