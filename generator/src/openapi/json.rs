//! JSON whose objects keep the order of their keys.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

/// A JSON value.
#[derive(Debug, Clone)]
pub(super) enum Json<'a> {
    Boolean(bool),
    Integer(i64),
    Number(f64),
    Text(Cow<'a, str>),
    List(Vec<Json<'a>>),
    Object(Object<'a>),
}

/// A JSON object.
#[derive(Debug, Clone, Default)]
pub(super) struct Object<'a>(Vec<(Cow<'a, str>, Json<'a>)>);

impl<'a> Object<'a> {
    /// Creates an empty object.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Returns the object with an additional entry. `key` must be new.
    pub(super) fn with(mut self, key: impl Into<Cow<'a, str>>, value: impl Into<Json<'a>>) -> Self {
        self.0.push((key.into(), value.into()));
        self
    }

    /// Adds an entry. `key` must be new.
    pub(super) fn push(&mut self, key: impl Into<Cow<'a, str>>, value: impl Into<Json<'a>>) {
        self.0.push((key.into(), value.into()));
    }

    /// Adds an entry if `value` is not `None`.
    pub(super) fn with_some(self, key: &'a str, value: Option<impl Into<Json<'a>>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Adds an entry if `condition` is true.
    pub(super) fn with_if(self, condition: bool, key: &'a str, value: impl Into<Json<'a>>) -> Self {
        if condition { self.with(key, value) } else { self }
    }

    /// Adds the entries of `other` whose keys are new.
    pub(super) fn and(mut self, other: Self) -> Self {
        for (key, value) in other.0 {
            if self.0.iter().all(|(known, _)| *known != key) {
                self.0.push((key, value));
            }
        }
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a, K: Into<Cow<'a, str>>, V: Into<Json<'a>>> FromIterator<(K, V)> for Object<'a> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        Self(entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

impl From<bool> for Json<'_> {
    fn from(boolean: bool) -> Self {
        Self::Boolean(boolean)
    }
}

impl From<u16> for Json<'_> {
    fn from(integer: u16) -> Self {
        Self::Integer(integer.into())
    }
}

impl From<u32> for Json<'_> {
    fn from(integer: u32) -> Self {
        Self::Integer(integer.into())
    }
}

impl From<i64> for Json<'_> {
    fn from(integer: i64) -> Self {
        Self::Integer(integer)
    }
}

impl From<f64> for Json<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl<'a> From<&'a str> for Json<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Json<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl<'a> From<Vec<Json<'a>>> for Json<'a> {
    fn from(items: Vec<Json<'a>>) -> Self {
        Self::List(items)
    }
}

impl<'a> From<Object<'a>> for Json<'a> {
    fn from(object: Object<'a>) -> Self {
        Self::Object(object)
    }
}

impl<'a> FromIterator<Json<'a>> for Json<'a> {
    fn from_iter<I: IntoIterator<Item = Json<'a>>>(items: I) -> Self {
        Self::List(items.into_iter().collect())
    }
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Boolean(boolean) => serializer.serialize_bool(*boolean),
            Self::Integer(integer) => serializer.serialize_i64(*integer),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(Object(entries)) => serializer.collect_map(entries.iter().map(|(key, value)| (key, value))),
        }
    }
}
