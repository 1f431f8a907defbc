//! A YAML file as nodes that know their bytes: for the loader, and for the lines of places.

mod decode;
mod parse;

pub(crate) use decode::{Reason, Wrong, is_nothing};
pub(crate) use parse::{Flaw, parse};

use std::ops::Range;

use crate::source::PathStep;

/// The nodes of `text`; nothing where it is not YAML, or has nothing in it.
pub fn nodes(text: &str) -> Option<Node> {
    parse(text).0
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Its bytes in the file.
    pub span: Range<usize>,
    /// What it is.
    pub kind: NodeKind,
}

/// The kind of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    /// A plain scalar, which can be a number, a boolean or null.
    Plain(String),
    /// A quoted or block scalar, which is text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the file.
    Map(Vec<MapEntry>),
    /// Replaces a wrong or missing value, and is accepted as any kind of value.
    Hole,
}

/// An entry of a map.
#[derive(Debug, Clone, PartialEq)]
pub struct MapEntry {
    /// The key.
    pub key: String,
    /// The bytes of the key.
    pub key_span: Range<usize>,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The entry under `key`.
    pub fn entry(&self, key: &str) -> Option<&MapEntry> {
        match &self.kind {
            NodeKind::Map(entries) => entries.iter().find(|entry| entry.key == key),
            _ => None,
        }
    }

    /// The item at `index`.
    pub fn item(&self, index: usize) -> Option<&Node> {
        match &self.kind {
            NodeKind::List(items) => items.get(index),
            _ => None,
        }
    }

    /// The node at the end of `path`.
    pub fn at(&self, path: &[PathStep]) -> Option<&Node> {
        path.iter().try_fold(self, |node, step| match step {
            PathStep::Key(key) => node.entry(key).map(|entry| &entry.value),
            PathStep::Index(index) => node.item(*index),
        })
    }

    /// The node at the end of `path`, to be changed.
    pub(crate) fn at_mut(&mut self, path: &[PathStep]) -> Option<&mut Node> {
        path.iter().try_fold(self, |node, step| match (&mut node.kind, step) {
            (NodeKind::Map(entries), PathStep::Key(key)) => {
                entries.iter_mut().find(|entry| entry.key == *key).map(|entry| &mut entry.value)
            }
            (NodeKind::List(items), PathStep::Index(index)) => items.get_mut(*index),
            _ => None,
        })
    }

    /// The bytes of the node at the end of `path` (or, with `of_key`, of its key), or of the
    /// nearest key around it that is there. Nothing where the file has no key at all.
    pub fn span_of(&self, path: &[PathStep], of_key: bool) -> Option<Range<usize>> {
        let first_key = match &self.kind {
            NodeKind::Map(entries) => entries.first().map(|entry| entry.key_span.clone()),
            _ => Some(self.span.clone()),
        };
        let mut around = first_key.filter(|span| !span.is_empty());
        let mut node = self;
        for step in path {
            match step {
                PathStep::Key(key) => {
                    let Some(entry) = node.entry(key) else { return around };
                    around = Some(entry.key_span.clone());
                    node = &entry.value;
                }
                PathStep::Index(index) => {
                    let Some(item) = node.item(*index) else { return around };
                    around = Some(item.span.clone());
                    node = item;
                }
            }
        }
        if of_key || node.span.is_empty() || path.is_empty() { around } else { Some(node.span.clone()) }
    }
}
