//! Text that must not be printed: passwords, keys, tokens.

use std::fmt;

use crate::wire::{Decode, DecodeError, Reader};

/// A secret text. `Debug` prints `[secret]` and there is no `Display`; only [`expose`](Self::expose) returns the text.
///
/// With feature `serde`, a secret is serialized as [`REDACTED`](Self::REDACTED), which is not deserialized again. Inside
/// `WithSecrets`, it is serialized as its text.
///
/// # Example
///
/// ```
/// use api_client_runtime::Secret;
///
/// let token = Secret::new("4711");
/// assert_eq!(format!("{token:?}"), "[secret]");
/// assert_eq!(token.expose(), "4711");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret(String);

impl Secret {
    /// What is printed and serialized instead of a secret.
    pub const REDACTED: &str = "[secret]";

    /// Creates a secret from its text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the text.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<&String> for Secret {
    fn from(text: &String) -> Self {
        Self(text.clone())
    }
}

impl From<&Secret> for Secret {
    fn from(secret: &Secret) -> Self {
        secret.clone()
    }
}

impl Decode for Secret {
    fn placeholder() -> Self {
        Self(String::new())
    }

    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        self.0 = json.secret()?;
        Ok(())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::REDACTED)
    }
}
