//! The arguments of a request, which are sent as JSON or as a query.

mod convert;
mod json;
pub(crate) mod query;

use std::borrow::Cow;
use std::fmt;

use crate::wire::{Secret, XmlError};

/// The arguments of a request by name, in the order in which they were first set.
///
/// # Example
///
/// ```
/// use api_client_runtime::Arguments;
///
/// let mut arguments = Arguments::new();
/// arguments.set("name", "Kettle");
/// arguments.set("parts", vec![1, 2]);
/// assert_eq!(arguments.to_json(), r#"{"name":"Kettle","parts":[1,2]}"#);
/// assert_eq!(arguments.to_query(), "name=Kettle&parts%5B%5D=1&parts%5B%5D=2");
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Arguments(Vec<(Cow<'static, str>, Value)>);

impl Arguments {
    /// Creates an empty list of arguments.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Sets the argument `name`, replacing an earlier value.
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Value>) {
        self.insert(name.into(), value.into());
    }

    /// Returns the arguments with `name` set to a `T`.
    #[must_use]
    pub fn argument<T: Into<Value>>(mut self, name: &'static str, value: impl Into<T>) -> Self {
        self.insert(Cow::Borrowed(name), value.into().into());
        self
    }

    /// Returns the arguments with `name` set to a list of `T`.
    #[must_use]
    pub fn list<T: Into<Value>>(mut self, name: &'static str, items: impl IntoIterator<Item = impl Into<T>>) -> Self {
        let items = items.into_iter().map(|item| item.into().into()).collect();
        self.insert(Cow::Borrowed(name), Value::List(items));
        self
    }

    /// Returns the arguments with `name` set to an object with one key, and `tag` to that key.
    #[must_use]
    pub fn tagged<T: Into<Value>>(mut self, tag: &'static str, name: &'static str, value: impl Into<T>) -> Self {
        let value: Value = value.into().into();
        if let Value::Object(Self(object)) = &value
            && let [(key, _)] = object.as_slice()
        {
            self.insert(Cow::Borrowed(tag), Value::Text(key.to_string()));
        }
        self.insert(Cow::Borrowed(name), value);
        self
    }

    /// Returns the arguments with `name` set to null.
    #[must_use]
    pub fn null(mut self, name: &'static str) -> Self {
        self.insert(Cow::Borrowed(name), Value::Null);
        self
    }

    /// Returns the value of the argument `name`; `None` if it is not set.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.iter().find_map(|(known, value)| (known == name).then_some(value))
    }

    /// Returns whether there are no arguments.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns an iterator over the arguments, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value))
    }

    /// Returns the arguments as a JSON object. It contains the secrets among them.
    pub fn to_json(&self) -> String {
        json::object(self.iter())
    }

    /// Returns the arguments as a query with brackets, such as `a=1&b%5Bc%5D=2&d%5B%5D=3`. It contains the secrets
    /// among them.
    ///
    /// A query cannot represent everything: empty lists and objects are left out, and the server separates the objects
    /// of a list only by keys that repeat.
    pub fn to_query(&self) -> String {
        let mut query = String::new();
        self.append_query(&mut query);
        query
    }

    /// Appends the query to `url`, which ends with `?`.
    pub(crate) fn append_query(&self, url: &mut String) {
        query::append(url, self.iter());
    }

    /// The arguments without those named in `used`.
    pub(crate) fn without(&self, used: &[&str]) -> Self {
        Self(self.0.iter().filter(|(name, _)| !used.contains(&name.as_ref())).cloned().collect())
    }

    /// The error of an argument that cannot be sent, if there is one.
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

/// The value of an argument. `Debug` prints it like JSON, with `[secret]` in place of secrets.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// Null, which is not the same as an argument that is not set.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// A number. Infinity and NaN are sent as null, as JSON does not have them.
    Number(f64),
    /// A string.
    Text(String),
    /// A string that `Debug` does not print.
    Secret(Secret),
    /// A list.
    List(Vec<Value>),
    /// An object.
    Object(Arguments),
    /// A document that cannot be written as XML. A request with such a value fails before it is sent.
    Refused(Box<XmlError>),
}

impl Value {
    /// Creates a list.
    pub fn list(items: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }

    /// Creates an object.
    pub fn object(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Self {
        let fields = fields.into_iter();
        let mut object = Arguments(Vec::with_capacity(fields.size_hint().0));
        for (name, value) in fields {
            object.insert(Cow::Borrowed(name), value);
        }
        Self::Object(object)
    }

    /// The value as JSON.
    #[cfg(feature = "test-support")]
    pub(crate) fn to_json(&self) -> String {
        json::value(self)
    }

    fn refusal(&self) -> Option<&XmlError> {
        match self {
            Self::Refused(error) => Some(error),
            Self::Object(fields) => fields.refusal(),
            Self::List(items) => items.iter().find_map(Self::refusal),
            _ => None,
        }
    }

    /// The text of a scalar in a path or query, before percent-encoding; `None` for other values.
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
