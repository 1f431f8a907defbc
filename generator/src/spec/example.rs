//! Example values of arguments.

use std::fmt;

use schemars::JsonSchema;
use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

use super::text::visible;

/// A value of an argument in examples: text, a number, a boolean or a list of these.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(untagged)]
pub enum Example {
    /// Text, of a `string`, an id or an enum.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Any number.
    Number(f64),
    /// A boolean; of an object, that examples build it.
    Boolean(bool),
    /// The items of a list.
    List(Vec<Example>),
}

impl<'de> Deserialize<'de> for Example {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyExample;

        impl<'de> Visitor<'de> for AnyExample {
            type Value = Example;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text, a number, a boolean or a list of these")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Example, E> {
                Ok(Example::Text(visible::<E>(text)?.to_owned()))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Example, E> {
                Ok(Example::Integer(number))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Example, E> {
                i64::try_from(number).map(Example::Integer).map_err(E::custom)
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Example, E> {
                Ok(Example::Number(number))
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Example, E> {
                Ok(Example::Boolean(value))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Example, A::Error> {
                let mut examples = Vec::new();
                while let Some(item) = items.next_element()? {
                    examples.push(item);
                }
                Ok(Example::List(examples))
            }
        }

        deserializer.deserialize_any(AnyExample)
    }
}
