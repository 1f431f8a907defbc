//! Nodes as a serde deserializer, whose errors have a path and a reason instead of a text.

use std::{error::Error, fmt};

use serde::de::{
    self, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor,
    value::{MapDeserializer, StrDeserializer},
};

use super::{MapEntry, Node, NodeKind};
use crate::{
    source::PathStep,
    spec::{SECONDS, STATUS},
};

static HOLE: Node = Node { span: 0..0, kind: NodeKind::Hole };

/// Why nodes cannot be read as a struct.
#[derive(Debug)]
pub struct Wrong {
    /// From the innermost step outwards, while the error is propagated; see [`Wrong::path`].
    steps: Vec<PathStep>,
    /// The mistake.
    pub(crate) reason: Reason,
}

/// A mistake in a node.
#[derive(Debug)]
pub(crate) enum Reason {
    /// A map has an unknown key; these are the valid ones.
    UnknownKey(String, &'static [&'static str]),
    /// A map lacks a required key.
    MissingKey(&'static str),
    /// A value has another kind than the expected one.
    WrongKind(String),
    /// A word is not one of these.
    UnknownWord(&'static [&'static str]),
    /// The text contains invisible characters.
    Invisible,
    /// The text of this key contains them.
    InvisibleKey(String),
    /// Whatever else a type says about what it is made from.
    Other(String),
}

impl Reason {
    /// Whether text is expected.
    pub(crate) fn calls_for_text(&self) -> bool {
        let other = ["a list", "a map", "a number", "a boolean", SECONDS, STATUS];
        matches!(self, Self::WrongKind(expected) if !other.iter().any(|kind| expected.starts_with(kind)))
    }
}

impl Wrong {
    fn new(reason: Reason) -> Self {
        Self { steps: Vec::new(), reason }
    }

    fn within(mut self, step: PathStep) -> Self {
        self.steps.push(step);
        self
    }

    /// The path from the root to the node.
    pub(crate) fn path(&self) -> Vec<PathStep> {
        self.steps.iter().rev().cloned().collect()
    }
}

impl<'de> Deserializer<'de> for &'de Node {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match &self.kind {
            NodeKind::Text(text) => visitor.visit_borrowed_str(text),
            NodeKind::Plain(text) => match text.as_str() {
                text if is_nothing(text) => visitor.visit_unit(),
                "true" | "True" | "TRUE" => visitor.visit_bool(true),
                "false" | "False" | "FALSE" => visitor.visit_bool(false),
                text => plain(text, visitor),
            },
            NodeKind::List(items) => visitor.visit_seq(Items { rest: items.iter().enumerate() }),
            NodeKind::Map(entries) => visitor.visit_map(Pairs { rest: entries.iter(), value: None }),
            // Passed on as text by visitors that do not tell a hole from it.
            NodeKind::Hole => visitor.visit_char('_'),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match &self.kind {
            NodeKind::Hole => visitor.visit_none(),
            NodeKind::Plain(text) if is_nothing(text) => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        match &self.kind {
            NodeKind::Map(_) => self.deserialize_any(visitor),
            NodeKind::Hole => visitor.visit_map(MapDeserializer::new(fields.iter().map(|key| (*key, &HOLE)))),
            // serde's derived structs would accept a list of their fields in order.
            _ => Err(Wrong::new(Reason::WrongKind(keys(fields)))),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        let word = match &self.kind {
            NodeKind::Plain(text) | NodeKind::Text(text) => text,
            NodeKind::Hole => variants.first().copied().unwrap_or_default(),
            NodeKind::List(_) | NodeKind::Map(_) => return Err(Wrong::new(Reason::UnknownWord(variants))),
        };
        visitor.visit_enum(IntoDeserializer::<Wrong>::into_deserializer(word))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match &self.kind {
            NodeKind::Hole => visitor.visit_seq(Items { rest: [].iter().enumerate() }),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match &self.kind {
            NodeKind::Hole => visitor.visit_map(Pairs { rest: [].iter(), value: None }),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match &self.kind {
            NodeKind::Hole => visitor.visit_u16(0),
            _ => self.deserialize_any(visitor),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct tuple tuple_struct identifier ignored_any
    }
}

/// Whether a plain scalar is YAML's null.
pub(crate) fn is_nothing(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// A plain scalar that is neither null nor a boolean.
fn plain<'de, V: Visitor<'de>>(text: &'de str, visitor: V) -> Result<V::Value, Wrong> {
    // `inf` and `nan` are words to YAML, though not to Rust.
    let numeric = text.trim_start_matches(['+', '-', '.']).starts_with(|first: char| first.is_ascii_digit());
    match (text.parse::<u64>(), text.parse::<i64>(), text.parse::<f64>()) {
        (Ok(number), _, _) if numeric => visitor.visit_u64(number),
        (_, Ok(number), _) if numeric => visitor.visit_i64(number),
        (_, _, Ok(number)) if numeric => visitor.visit_f64(number),
        _ => visitor.visit_borrowed_str(text),
    }
}

fn keys(fields: &[&str]) -> String {
    let keys: Vec<_> = fields.iter().map(|key| format!("`{key}`")).collect();
    format!("a map with the keys {}", keys.join(", "))
}

impl<'de> IntoDeserializer<'de, Wrong> for &'de Node {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

struct Items<'de> {
    rest: std::iter::Enumerate<std::slice::Iter<'de, Node>>,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Wrong;

    fn next_element_seed<T: de::DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Wrong> {
        let Some((index, node)) = self.rest.next() else { return Ok(None) };
        seed.deserialize(node).map(Some).map_err(|wrong| wrong.within(PathStep::Index(index)))
    }
}

struct Pairs<'de> {
    rest: std::slice::Iter<'de, MapEntry>,
    value: Option<&'de MapEntry>,
}

impl<'de> MapAccess<'de> for Pairs<'de> {
    type Error = Wrong;

    fn next_key_seed<K: de::DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Wrong> {
        self.value = self.rest.next();
        match self.value {
            Some(MapEntry { key, .. }) => {
                seed.deserialize(StrDeserializer::new(key)).map(Some).map_err(|wrong: Wrong| {
                    let of_key = matches!(wrong.reason, Reason::Invisible);
                    if of_key { Wrong::new(Reason::InvisibleKey(key.clone())) } else { wrong }
                })
            }
            None => Ok(None),
        }
    }

    fn next_value_seed<V: de::DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Wrong> {
        match self.value.take() {
            Some(MapEntry { key, value, .. }) => {
                seed.deserialize(value).map_err(|wrong| wrong.within(PathStep::Key(key.clone())))
            }
            None => Err(de::Error::custom("a value is asked for before its key")),
        }
    }
}

impl de::Error for Wrong {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Reason::Other(message.to_string()))
    }

    fn invalid_type(_found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        // These are serde's words, for which YAML has others.
        Self::new(Reason::WrongKind(match expected.to_string().as_str() {
            "a string" => "text".to_owned(),
            "a sequence" => "a list".to_owned(),
            "u16" => "a number from 0 to 65535".to_owned(),
            other => other.to_owned(),
        }))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        match found {
            // Text is valid if all of it is visible.
            Unexpected::Str(_) => Self::new(Reason::Invisible),
            _ => Self::invalid_type(found, expected),
        }
    }

    fn unknown_variant(_found: &str, expected: &'static [&'static str]) -> Self {
        Self::new(Reason::UnknownWord(expected))
    }

    fn unknown_field(found: &str, expected: &'static [&'static str]) -> Self {
        Self::new(Reason::UnknownKey(found.to_owned(), expected))
    }

    fn missing_field(key: &'static str) -> Self {
        Self::new(Reason::MissingKey(key))
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.reason)
    }
}

impl Error for Wrong {}
