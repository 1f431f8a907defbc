//! How secrets are serialized: redacted, unless the caller asks for them.

use std::cell::Cell;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::wire::{Decode, DecodeError, Json, Reader, Secret};

/// A value that is serialized with its secrets.
///
/// A value on its own is serialized with [`Secret::REDACTED`] in place of each secret, so that none reaches a log or a
/// file by accident. Deserializing that text as a secret is an error: a client must not send it as a password. To store
/// a value and load it again, serialize it in this wrapper:
///
/// ```
/// use api_client_runtime::{Secret, WithSecrets};
///
/// let token = Secret::new("4711");
/// assert_eq!(serde_json::to_string(&token)?, r#""[secret]""#);
///
/// let stored = serde_json::to_string(&WithSecrets(&token))?;
/// assert_eq!(stored, r#""4711""#);
/// assert_eq!(serde_json::from_str::<Secret>(&stored)?, token);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// It is deserialized like its content, so that it can be the type of a field of a struct that a program stores.
///
/// Values whose type the client does not know, such as those of [`UnrecognizedUnion`](crate::UnrecognizedUnion), are
/// [`Json`] and are always serialized as the server sent them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(transparent)]
pub struct WithSecrets<T>(pub T);

thread_local! {
    /// Whether a [`WithSecrets`] is being serialized on this thread. Serde has no other way to tell a value about what
    /// contains it.
    static EXPOSED: Cell<bool> = const { Cell::new(false) };
}

impl<T: Serialize> Serialize for WithSecrets<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let _exposed = Exposed { before: EXPOSED.replace(true) };
        self.0.serialize(serializer)
    }
}

/// Secrets are serialized until it is dropped, which a panic does too.
struct Exposed {
    before: bool,
}

impl Drop for Exposed {
    fn drop(&mut self) {
        EXPOSED.set(self.before);
    }
}

/// Serializes [`REDACTED`](Secret::REDACTED), or the secret inside [`WithSecrets`].
impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(if EXPOSED.get() { self.expose() } else { Self::REDACTED })
    }
}

/// Fails if the text is [`REDACTED`](Secret::REDACTED).
impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == Self::REDACTED { Err(de::Error::custom(DecodeError::redacted(0))) } else { Ok(Self::new(text)) }
    }
}

/// Deserializes a value that decodes itself, such as a union.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let json = Json::deserialize(deserializer)?;
    let mut reader = Reader::stored(json.as_str().as_bytes());
    T::decode(&mut reader).map_err(de::Error::custom)
}
