//! Text that must not show up where people look: passwords, keys, tokens.

use std::fmt;

use crate::wire::{Decode, DecodeError, Reader};

/// A secret text. `Debug` never shows it, and there is no `Display`: only [`expose`](Self::expose) gives it away.
///
/// With feature `serde` it is serialized as what it is, as that feature is there for storing.
#[derive(Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct Secret(String);

impl Secret {
    /// Makes a secret of `text`.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret itself.
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

impl From<&Secret> for Secret {
    fn from(secret: &Secret) -> Self {
        secret.clone()
    }
}

impl Decode for Secret {
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        json.string().map(Self)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}
