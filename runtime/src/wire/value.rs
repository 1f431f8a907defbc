//! What a caller passes to an operation: one small tree, written as a JSON body or as a query.

mod convert;
mod json;
pub(crate) mod query;

use std::borrow::Cow;
use std::fmt;

use crate::wire::{Secret, XmlError};

/// Arguments by name, in the order in which they were first set.
#[derive(Clone, Default, PartialEq)]
pub struct Arguments(Vec<(Cow<'static, str>, Value)>);

impl Arguments {
    /// No arguments.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Sets the argument `name`, in place of an earlier value.
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Value>) {
        self.insert(name.into(), value.into());
    }

    /// With the argument `name`, which is a `T`.
    #[must_use]
    pub fn argument<T: Into<Value>>(mut self, name: &'static str, value: impl Into<T>) -> Self {
        self.insert(Cow::Borrowed(name), value.into().into());
        self
    }

    /// With the argument `name`, which is a list of `T`.
    #[must_use]
    pub fn list<T: Into<Value>>(mut self, name: &'static str, items: impl IntoIterator<Item = impl Into<T>>) -> Self {
        let items = items.into_iter().map(|item| item.into().into()).collect();
        self.insert(Cow::Borrowed(name), Value::List(items));
        self
    }

    /// With the argument `name`, which is null.
    #[must_use]
    pub fn null(mut self, name: &'static str) -> Self {
        self.insert(Cow::Borrowed(name), Value::Null);
        self
    }

    /// The value of the argument `name`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.iter().find_map(|(known, value)| (known == name).then_some(value))
    }

    /// Whether there is no argument at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All arguments in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value))
    }

    /// Writes the arguments as a JSON object.
    pub fn to_json(&self) -> String {
        json::object(self.iter())
    }

    /// Writes the arguments as a query: `a=1&b%5Bc%5D=2&d%5B%5D=3`.
    ///
    /// A query cannot say everything: an empty list or object leaves no trace, and neighbours in a list of objects are
    /// told apart only by a name that repeats.
    pub fn to_query(&self) -> String {
        let mut query = String::new();
        self.append_query(&mut query);
        query
    }

    /// Writes the same behind `url`, which ends in a `?`.
    pub(crate) fn append_query(&self, url: &mut String) {
        query::append(url, self.iter());
    }

    /// The arguments but for those of the names `used`.
    pub(crate) fn without(&self, used: &[&str]) -> Self {
        Self(self.0.iter().filter(|(name, _)| !used.contains(&name.as_ref())).cloned().collect())
    }

    /// Why the arguments cannot be sent, if one of them cannot.
    pub(crate) fn refusal(&self) -> Option<&XmlError> {
        self.0.iter().find_map(|(_, value)| value.refusal())
    }

    fn insert(&mut self, name: Cow<'static, str>, value: Value) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, earlier)) => *earlier = value,
            None => self.0.push((name, value)),
        }
    }
}

impl fmt::Debug for Arguments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// The value of an argument. `Debug` shows it as JSON would, and shows no secret.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// Given, and nothing: not the same as an argument that is not given.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Any number. JSON has none that is infinite or not a number: those are sent as null.
    Number(f64),
    /// Text.
    Text(String),
    /// Text that `Debug` does not show.
    Secret(Secret),
    /// Values in a row.
    List(Vec<Value>),
    /// Values by name.
    Object(Arguments),
    /// What cannot be sent, and why: a request that carries it is refused.
    Refused(Box<XmlError>),
}

impl Value {
    /// A list of `items`.
    pub fn list(items: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }

    /// An object with `fields`.
    pub fn object(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Self {
        let fields = fields.into_iter();
        let mut object = Arguments(Vec::with_capacity(fields.size_hint().0));
        for (name, value) in fields {
            object.insert(Cow::Borrowed(name), value);
        }
        Self::Object(object)
    }

    fn refusal(&self) -> Option<&XmlError> {
        match self {
            Self::Refused(error) => Some(error),
            Self::Object(fields) => fields.refusal(),
            Self::List(items) => items.iter().find_map(Self::refusal),
            _ => None,
        }
    }

    /// The value as a path or a query writes it, before percent-encoding; `None` where it is no scalar.
    pub(crate) fn scalar(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Boolean(boolean) => Some(Cow::Borrowed(if *boolean { "true" } else { "false" })),
            Self::Integer(integer) => Some(Cow::Owned(integer.to_string())),
            Self::Number(number) if number.is_finite() => Some(Cow::Owned(json::number(*number))),
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Secret(secret) => Some(Cow::Borrowed(secret.expose())),
            Self::Number(_) | Self::Null | Self::List(_) | Self::Object(_) | Self::Refused(_) => None,
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(boolean) => boolean.fmt(f),
            Self::Integer(integer) => integer.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
            Self::Secret(secret) => secret.fmt(f),
            Self::List(items) => items.fmt(f),
            Self::Object(fields) => fields.fmt(f),
            Self::Refused(error) => error.fmt(f),
        }
    }
}
