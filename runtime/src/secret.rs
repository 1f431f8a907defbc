//! Text that must not show up where people look: passwords, keys, tokens.

use std::fmt;

use crate::{Decode, DecodeError, Reader};

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

/// A URL as `Debug` may show it: without user information, query and fragment, as each of them can hold a secret. It
/// need not be a valid URL.
pub(crate) struct PublicUrl<'u>(pub(crate) &'u str);

impl fmt::Debug for PublicUrl<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A password may contain any other delimiter, so everything before the last `@` counts as user information.
        let (user, rest) = self.0.rsplit_once('@').map_or((None, self.0), |(user, rest)| (Some(user), rest));
        let shown = &rest[..rest.find(['?', '#']).unwrap_or(rest.len())];
        match user {
            None => fmt::Debug::fmt(shown, f),
            // Unless that `@` is in a query.
            Some(user) if user.contains(['?', '#']) => f.write_str("[secret]"),
            Some(user) => {
                let scheme = ["https://", "http://"].into_iter().find(|scheme| user.starts_with(scheme));
                fmt::Debug::fmt(&format!("{}[secret]@{shown}", scheme.unwrap_or_default()), f)
            }
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}
