//! JSON that keeps the order of the fields, which is the order of the spec.

use std::borrow::Cow;
use std::fmt;
use std::ops::Index;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A JSON value. Numbers are left out, because nothing reads them.
#[derive(Debug)]
pub(super) enum Node<'d> {
    Other,
    Bool(bool),
    Text(Cow<'d, str>),
    List(Vec<Node<'d>>),
    Object(Vec<(Cow<'d, str>, Node<'d>)>),
}

static OTHER: Node<'static> = Node::Other;

impl<'d> Node<'d> {
    /// Reads `text`; a text that is not JSON has no fields.
    pub(super) fn read(text: &'d str) -> Self {
        serde_json::from_str(text).unwrap_or(Self::Other)
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn is(&self, expected: &str) -> bool {
        self.text() == Some(expected)
    }

    pub(super) fn is_true(&self) -> bool {
        matches!(self, Self::Bool(true))
    }

    pub(super) fn items(&self) -> &[Node<'d>] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// Returns the strings of a list.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.items().iter().filter_map(Self::text)
    }

    /// Returns the fields of an object.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&str, &Node<'d>)> {
        let entries: &[_] = match self {
            Self::Object(entries) => entries,
            _ => &[],
        };
        entries.iter().map(|(name, node)| (name.as_ref(), node))
    }

    pub(super) fn get(&self, name: &str) -> Option<&Node<'d>> {
        self.entries().find(|(known, _)| *known == name).map(|(_, node)| node)
    }
}

impl<'d> Index<&str> for Node<'d> {
    type Output = Node<'d>;

    fn index(&self, name: &str) -> &Node<'d> {
        self.get(name).unwrap_or(&OTHER)
    }
}

impl<'de> Deserialize<'de> for Node<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node<'de>, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Node<'de>, E> {
        Ok(Node::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Node<'de>, E> {
        Ok(Node::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Node<'de>, E> {
        Ok(Node::Other)
    }

    fn visit_unit<E>(self) -> Result<Node<'de>, E> {
        Ok(Node::Other)
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Node<'de>, E> {
        Ok(Node::Text(text.into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node<'de>, E> {
        Ok(Node::Text(text.to_owned().into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node<'de>, A::Error> {
        let mut object = Vec::new();
        while let Some(entry) = entries.next_entry::<Key<'de>, Node<'de>>()? {
            object.push((entry.0.0, entry.1));
        }
        Ok(Node::Object(object))
    }
}

/// A name, borrowed from the document if it has no escapes.
#[derive(serde::Deserialize)]
struct Key<'d>(#[serde(borrow)] Cow<'d, str>);
