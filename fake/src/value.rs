//! Values: what objects, arguments and responses consist of.

use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock};

use crate::store::Handle;

/// A value of an object, an argument or a response.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// `null`.
    #[default]
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A number with a fraction.
    Number(f64),
    /// A string.
    Text(Box<str>),
    /// A list.
    List(Vec<Value>),
    /// An object that is part of another one and has no identity, such as an annotation.
    Map(Map),
    /// An object of the store. A response shows the fields of it that the operation returns.
    Ref(Handle),
}

/// `null`, for fields that are not set.
pub(crate) static NULL: Value = Value::Null;

impl Value {
    /// Returns whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Returns the string.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the integer.
    pub fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(integer) => Some(*integer),
            _ => None,
        }
    }

    /// Returns the boolean.
    pub fn boolean(&self) -> Option<bool> {
        match self {
            Self::Bool(boolean) => Some(*boolean),
            _ => None,
        }
    }

    /// Returns the object of the store.
    pub fn reference(&self) -> Option<Handle> {
        match self {
            Self::Ref(handle) => Some(*handle),
            _ => None,
        }
    }

    /// Returns the items of a list; nothing for any other value.
    pub fn items(&self) -> &[Value] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// Returns the fields of a map.
    pub fn map(&self) -> Option<&Map> {
        match self {
            Self::Map(map) => Some(map),
            _ => None,
        }
    }

    /// Returns the field `name` of a map; `null` if it is not set, or if this is not a map.
    pub fn field(&self, name: &str) -> &Value {
        self.map().map_or(&NULL, |map| map.get(name))
    }
}

/// Named values, in the order in which they were set.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Map(Vec<(Name, Value)>);

/// A name in half the size of a `&str`, because objects consist of names.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Name(&'static &'static str);

impl Name {
    /// Returns the only `Name` of `text`.
    fn of(text: &'static str) -> Self {
        static NAMES: LazyLock<RwLock<HashMap<&'static str, Name>>> = LazyLock::new(RwLock::default);
        if let Some(known) = NAMES.read().unwrap_or_else(PoisonError::into_inner).get(text) {
            return *known;
        }
        let mut names = NAMES.write().unwrap_or_else(PoisonError::into_inner);
        *names.entry(text).or_insert_with(|| Self(Box::leak(Box::new(text))))
    }
}

impl Map {
    /// Creates an empty map.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Returns the value of `name`; `null` if it is not set.
    pub fn get(&self, name: &str) -> &Value {
        self.find(name).unwrap_or(&NULL)
    }

    /// Returns the value of `name`, if it is set, to `null` or to anything else.
    pub fn find(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| *known.0 == name).map(|(_, value)| value)
    }

    /// Sets `name`, and returns its value before.
    pub fn set(&mut self, name: &'static str, value: impl Into<Value>) -> Option<Value> {
        let value = value.into();
        match self.0.iter_mut().find(|(known, _)| *known.0 == name) {
            Some((_, old)) => Some(std::mem::replace(old, value)),
            None => {
                // Objects are many, and few of them grow.
                self.0.reserve_exact(1);
                self.0.push((Name::of(name), value));
                None
            }
        }
    }

    /// Sets `name`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.set(name, value);
        self
    }

    /// Removes `name`, and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let at = self.0.iter().position(|(known, _)| *known.0 == name)?;
        Some(self.0.remove(at).1)
    }

    /// Returns all names with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.0.iter().map(|(name, value)| (*name.0, value))
    }

    /// Returns whether nothing is set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(&'static str, Value)> for Map {
    fn from_iter<I: IntoIterator<Item = (&'static str, Value)>>(values: I) -> Self {
        Self(values.into_iter().map(|(name, value)| (Name::of(name), value)).collect())
    }
}

/// The names and values of a [`Map`].
#[derive(Debug)]
pub struct Entries(std::vec::IntoIter<(Name, Value)>);

impl Iterator for Entries {
    type Item = (&'static str, Value);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(name, value)| (*name.0, value))
    }
}

impl IntoIterator for Map {
    type Item = (&'static str, Value);
    type IntoIter = Entries;

    fn into_iter(self) -> Self::IntoIter {
        Entries(self.0.into_iter())
    }
}

/// Creates a [`Map`](crate::Map): `map! { "name" => "web-1", "memory_in_gb" => 3 }`.
#[macro_export]
macro_rules! map {
    ($($name:literal => $value:expr),* $(,)?) => {
        $crate::Map::new()$(.with($name, $value))*
    };
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<bool> for Value {
    fn from(boolean: bool) -> Self {
        Self::Bool(boolean)
    }
}

impl From<i64> for Value {
    fn from(integer: i64) -> Self {
        Self::Integer(integer)
    }
}

impl From<i32> for Value {
    fn from(integer: i32) -> Self {
        Self::Integer(integer.into())
    }
}

impl From<usize> for Value {
    fn from(integer: usize) -> Self {
        Self::Integer(i64::try_from(integer).unwrap_or(i64::MAX))
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<Handle> for Value {
    fn from(handle: Handle) -> Self {
        Self::Ref(handle)
    }
}

impl From<Map> for Value {
    fn from(map: Map) -> Self {
        Self::Map(map)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
