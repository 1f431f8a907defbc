//! Sample values.

use std::any::type_name;
use std::fmt;

use serde_json::Value;

use super::Encode;
use crate::values::{Text, Timestamp};
use crate::wire::{Decode, Json, Secret};

/// A type with a sample value for tests.
///
/// A generated crate implements it for its models, unions, enums, ids, responses and details of errors. The value is
/// valid, complete, and the same in every run: optional fields are set, and lists have one item, unless the type would
/// contain itself. Fields are public, so that a test sets what it is about.
pub trait Sample: Sized {
    /// Returns the sample value.
    fn sample() -> Self;

    /// Returns the sample value with changes from a JSON object, such as `{"name": "web-2"}`. Objects in it change
    /// single fields as well; other values and lists replace those of the sample.
    ///
    /// # Errors
    ///
    /// If `changes` is not JSON, has a field that the type does not have, or a value that the field cannot have. The
    /// error names the type and the path of the field.
    fn sample_with(changes: &str) -> Result<Self, SampleError>
    where
        Self: Encode + Decode,
    {
        let problem = |path: &str, reason: String| SampleError::new::<Self>(path, reason);
        let changes: Value = serde_json::from_str(changes).map_err(|error| problem("", error.to_string()))?;
        let sample: Value =
            serde_json::from_str(&Self::sample().to_json()).map_err(|error| problem("", error.to_string()))?;
        let merged = merged(sample, changes.clone()).to_string();
        let value = Self::from_json(&merged).map_err(|mut error| {
            // The offset is one in the whole value, which the caller has not written.
            let end = error.reason.find(" at byte ").unwrap_or(error.reason.len());
            error.reason.truncate(end);
            error
        })?;
        // What the type does not have is not in what it encodes to.
        let known: Value = serde_json::from_str(&value.to_json()).map_err(|error| problem("", error.to_string()))?;
        match unknown(&changes, &known) {
            Some(path) => Err(problem(&path, "there is no such field".to_owned())),
            None => Ok(value),
        }
    }

    /// Decodes a value from JSON as a server sends it.
    ///
    /// # Errors
    ///
    /// If `json` is not a value of this type. The error names the type and the path of the field.
    fn from_json(json: &str) -> Result<Self, SampleError>
    where
        Self: Decode,
    {
        Self::from_body(json.as_bytes())
            .map_err(|error| SampleError::new::<Self>(&error.path(json.as_bytes()), error.to_string()))
    }
}

/// `changes` over `value`.
fn merged(value: Value, changes: Value) -> Value {
    match (value, changes) {
        (Value::Object(mut fields), Value::Object(changes)) => {
            for (name, change) in changes {
                let old = fields.remove(&name).unwrap_or(Value::Null);
                fields.insert(name, merged(old, change));
            }
            Value::Object(fields)
        }
        (_, changes) => changes,
    }
}

/// The path of the first field of `changes` that `known` lacks. A field that is null can be left out.
fn unknown(changes: &Value, known: &Value) -> Option<String> {
    match (changes, known) {
        (Value::Object(changes), Value::Object(known)) => {
            changes.iter().find_map(|(name, change)| match known.get(name) {
                Some(known) => unknown(change, known).map(|path| join(name, &path)),
                None if change.is_null() => None,
                None => Some(name.clone()),
            })
        }
        (Value::Array(changes), Value::Array(known)) => {
            changes.iter().zip(known).enumerate().find_map(|(index, (change, known))| {
                unknown(change, known).map(|path| join(&format!("[{index}]"), &path))
            })
        }
        _ => None,
    }
}

fn join(first: &str, rest: &str) -> String {
    if rest.starts_with('[') { format!("{first}{rest}") } else { format!("{first}.{rest}") }
}

/// The error of JSON that is not a value of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleError {
    type_name: &'static str,
    path: String,
    reason: String,
}

impl SampleError {
    fn new<T>(path: &str, reason: String) -> Self {
        Self { type_name: type_name::<T>(), path: path.to_owned(), reason }
    }

    /// Returns the path of the value, such as `virtual_machine.disks[2].size`; empty if it is the whole.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for SampleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { type_name, path, reason } = self;
        match path.as_str() {
            "" => write!(f, "not a `{type_name}`: {reason}"),
            path => write!(f, "not a `{type_name}` at `{path}`: {reason}"),
        }
    }
}

impl std::error::Error for SampleError {}

impl<T: Sample> Sample for Option<T> {
    fn sample() -> Self {
        Some(T::sample())
    }
}

impl<T: Sample> Sample for Vec<T> {
    fn sample() -> Self {
        vec![T::sample()]
    }
}

impl<T: Sample> Sample for Box<T> {
    fn sample() -> Self {
        Self::new(T::sample())
    }
}

/// 2026-01-01 00:00:00 UTC.
impl Sample for Timestamp {
    fn sample() -> Self {
        Self::from_unix_seconds(1_767_225_600)
    }
}

impl Sample for Secret {
    fn sample() -> Self {
        Self::new("secret")
    }
}

/// An empty object.
impl Sample for Json {
    fn sample() -> Self {
        Self::empty_object()
    }
}

impl Sample for Text {
    fn sample() -> Self {
        Self("text\n".to_owned())
    }
}
