//! JSON whose objects keep the order of their keys.

use std::borrow::Cow;

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

impl Json<'_> {
    /// Appends the value to `text`, which is indented by `depth` levels.
    pub(super) fn write(&self, text: &mut String, depth: usize) {
        match self {
            Self::Boolean(boolean) => text.push_str(if *boolean { "true" } else { "false" }),
            Self::Integer(integer) => text.push_str(&integer.to_string()),
            Self::Number(number) => text.push_str(&serde_json::Value::from(*number).to_string()),
            Self::Text(content) => string(content, text),
            Self::List(items) => list(['[', ']'], items, text, depth, |item, text| item.write(text, depth + 1)),
            Self::Object(Object(entries)) => list(['{', '}'], entries, text, depth, |(key, value), text| {
                string(key, text);
                text.push_str(": ");
                value.write(text, depth + 1);
            }),
        }
    }
}

/// Appends `items` on a line each.
fn list<T>([open, close]: [char; 2], items: &[T], text: &mut String, depth: usize, write: impl Fn(&T, &mut String)) {
    text.push(open);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        line(text, depth + 1);
        write(item, text);
    }
    if !items.is_empty() {
        line(text, depth);
    }
    text.push(close);
}

/// Begins a line that is indented by `depth` levels.
pub(super) fn line(text: &mut String, depth: usize) {
    text.push('\n');
    for _ in 0..depth {
        text.push_str("  ");
    }
}

/// Appends `content` as a string.
pub(super) fn string(content: &str, text: &mut String) {
    // Most strings need no escapes. This is several times as fast, where the generator is not optimized.
    if content.as_bytes().iter().any(|byte| matches!(byte, 0..=0x1f | b'"' | b'\\')) {
        text.push_str(&serde_json::Value::from(content).to_string());
    } else {
        text.extend(["\"", content, "\""]);
    }
}
