//! Text that an author wrote as text: of one line, or prose.

use std::{borrow::Cow, fmt, ops::Deref};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};

use crate::docs::is_invisible;

/// Text of which a reader sees every character, on one line: a name, a path, an address. A number, a boolean or nothing at
/// all is no text, although YAML would pass each of them off as some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(String);

/// The error of empty documentation.
pub(crate) const EMPTY_PROSE: &str = "documentation cannot be empty";

/// Text that is documentation, which can have several lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose(String);

/// Returns `text`, or an error if it has invisible characters.
pub(super) fn visible<E: Error>(text: &str) -> Result<&str, E> {
    if text.chars().any(is_invisible) {
        return Err(E::invalid_value(Unexpected::Str(text), &"text without invisible characters"));
    }
    Ok(text)
}

/// Implements what both have in common; `$accept` returns the text or an error.
macro_rules! text {
    ($name:ident, $accept:expr) => {
        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct OnlyText;

                impl Visitor<'_> for OnlyText {
                    type Value = $name;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("text")
                    }

                    fn visit_str<E: Error>(self, text: &str) -> Result<$name, E> {
                        let accept: fn(&str) -> Result<&str, E> = $accept;
                        Ok($name(accept(text)?.to_owned()))
                    }
                }

                deserializer.deserialize_any(OnlyText)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                String::json_schema(generator)
            }
        }
    };
}

text!(Text, visible);
text!(Prose, |text| match text.trim().is_empty() {
    true => Err(E::custom(EMPTY_PROSE)),
    false => Ok(text),
});
