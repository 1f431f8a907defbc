//! Numbers that have to be in a range.

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};

/// A number of seconds, from 1 to `MAX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seconds<const MAX: u32>(u32);

impl<const MAX: u32> Seconds<MAX> {
    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }
}

/// The HTTP status of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorStatus(u16);

impl ErrorStatus {
    /// The number.
    pub fn get(self) -> u16 {
        self.0
    }
}

/// How messages describe a number of seconds; the largest number is added where it matters.
pub(crate) const SECONDS: &str = "seconds, an integer of at least 1";

/// How messages describe the status of an error.
pub(crate) const STATUS: &str = "a status from 400 to 599";

/// A visitor of numbers in a range, which is called `$expecting`.
macro_rules! visitor {
    ($expecting:expr, $range:expr) => {{
        struct InRange;

        impl Visitor<'_> for InRange {
            type Value = u32;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($expecting)
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<u32, E> {
                let in_range = u32::try_from(number).ok().filter(|number| $range.contains(number));
                in_range.ok_or_else(|| E::invalid_value(Unexpected::Unsigned(number), &self))
            }
        }

        InRange
    }};
}

impl<'de, const MAX: u32> Deserialize<'de> for Seconds<MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let seconds = deserializer.deserialize_u32(visitor!(SECONDS, (1..=u32::MAX)))?;
        if seconds > MAX {
            let expected = format!("{SECONDS} and at most {MAX}");
            return Err(D::Error::invalid_value(Unexpected::Unsigned(seconds.into()), &expected.as_str()));
        }
        Ok(Self(seconds))
    }
}

impl<'de> Deserialize<'de> for ErrorStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let status = deserializer.deserialize_u32(visitor!(STATUS, (400..=599)))?;
        u16::try_from(status).map(Self).map_err(D::Error::custom)
    }
}

impl<const MAX: u32> JsonSchema for Seconds<MAX> {
    fn schema_name() -> Cow<'static, str> {
        format!("Seconds_to_{MAX}").into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({ "type": "integer", "minimum": 1, "maximum": MAX })
    }
}

impl JsonSchema for ErrorStatus {
    fn schema_name() -> Cow<'static, str> {
        "ErrorStatus".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({ "type": "integer", "minimum": 400, "maximum": 599 })
    }
}
