//! Changes of the spec's files: as YAML that a person pastes, and applied to the text of a file, of which every other
//! byte stays as it is.

mod apply;
mod paste;
mod yaml;

use generator::source::PathStep;

pub(crate) use apply::{apply, key_of, span};
pub(crate) use paste::paste;
pub(crate) use yaml::Yaml;

/// A change of one file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Edit {
    /// The file, as messages show it.
    pub(crate) file: String,
    /// The way to the node that changes.
    pub(crate) at: Vec<PathStep>,
    /// How it changes.
    pub(crate) change: Change,
    /// What the file has there now, for those who read the change.
    pub(crate) was: Option<String>,
    /// The value under a key that changes, for those who paste it.
    value: Option<String>,
}

/// How a node changes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Change {
    /// The file is new, and begins with this text. It is the first change of its file.
    Create(String),
    /// The map, which may not be there yet, gets an entry.
    Entry(String, Yaml),
    /// The list, which may not be there yet, gets an item.
    Item(Yaml),
    /// Another value is put in the place of the node.
    Value(Yaml),
    /// The node gets another key.
    Key(String),
    /// The node goes, with its key, and with the collection around it where it is the last one in that.
    Remove,
}

impl Edit {
    /// A change at `at` of `file`.
    pub(crate) fn new(file: &str, at: &[PathStep], change: Change) -> Self {
        Self { file: file.to_owned(), at: at.to_vec(), change, was: None, value: None }
    }

    /// The same, with what stands there now.
    pub(crate) fn instead_of(self, was: impl Into<String>) -> Self {
        Self { was: Some(was.into()), ..self }
    }

    /// The same, with the value under the key, if it stands on one line.
    pub(crate) fn with_value(self, value: Option<&str>) -> Self {
        Self { value: value.filter(|value| !value.contains('\n')).map(str::to_owned), ..self }
    }
}

/// A way of keys.
pub(crate) fn keys<'k>(keys: impl IntoIterator<Item = &'k str>) -> Vec<PathStep> {
    keys.into_iter().map(|key| PathStep::Key(key.to_owned())).collect()
}

/// `at` with one more key.
pub(crate) fn below(at: &[PathStep], key: &str) -> Vec<PathStep> {
    let mut path = at.to_vec();
    path.push(PathStep::Key(key.to_owned()));
    path
}
