//! Edits of the spec's files: rendered as YAML to paste, or applied to the text of a file without changing any other
//! byte.

mod apply;
mod paste;
mod yaml;

use generator::source::PathStep;

pub(crate) use apply::{apply, key_of, span};
pub(crate) use paste::paste;
pub(crate) use yaml::Yaml;

/// An edit of one file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Edit {
    /// The file, as messages show it.
    pub(crate) file: String,
    /// The path of the node that changes.
    pub(crate) at: Vec<PathStep>,
    /// The change of the node.
    pub(crate) change: Change,
    /// The current text, shown as a comment in the YAML to paste.
    pub(crate) was: Option<String>,
    /// The value of a key that changes, shown in the YAML to paste.
    value: Option<String>,
}

/// A change of a node.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Change {
    /// Creates the file with this text. It is the first change of its file.
    Create(String),
    /// Adds an entry to the map, which is created if it is missing.
    Entry(String, Yaml),
    /// Adds an item to the list, which is created if it is missing.
    Item(Yaml),
    /// Replaces the value of the node.
    Value(Yaml),
    /// Renames the key of the node.
    Key(String),
    /// Removes the node with its key, and the collection around it if that becomes empty.
    Remove,
}

impl Edit {
    /// Creates an edit of the node at `at` of `file`.
    pub(crate) fn new(file: &str, at: &[PathStep], change: Change) -> Self {
        Self { file: file.to_owned(), at: at.to_vec(), change, was: None, value: None }
    }

    /// Sets the current text.
    pub(crate) fn instead_of(self, was: impl Into<String>) -> Self {
        Self { was: Some(was.into()), ..self }
    }

    /// Sets the value of the key, if it is on one line.
    pub(crate) fn with_value(self, value: Option<&str>) -> Self {
        Self { value: value.filter(|value| !value.contains('\n')).map(str::to_owned), ..self }
    }
}

/// Creates a path of keys.
pub(crate) fn keys<'k>(keys: impl IntoIterator<Item = &'k str>) -> Vec<PathStep> {
    keys.into_iter().map(|key| PathStep::Key(key.to_owned())).collect()
}

/// Appends `key` to the path `at`.
pub(crate) fn below(at: &[PathStep], key: &str) -> Vec<PathStep> {
    let mut path = at.to_vec();
    path.push(PathStep::Key(key.to_owned()));
    path
}
