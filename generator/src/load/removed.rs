//! What the loader left out of a spec, so that nobody reports it as missing.

use std::collections::{HashMap, HashSet};

use crate::source::FileId;

/// Every word of what was left out, names of types, codes and fields among them. To miss one of these, or to find it
/// unused, only follows from a mistake that is already reported.
#[derive(Debug, Default)]
pub struct Removed {
    words: HashSet<String>,
    of_files: HashMap<FileId, HashSet<String>>,
}

impl Removed {
    /// Keeps in mind every name that `text` of that file may have declared.
    pub(super) fn add(&mut self, file: FileId, text: &str) {
        for word in words(text) {
            self.words.insert(word.to_owned());
            self.of_files.entry(file).or_default().insert(word.to_owned());
        }
    }

    /// Whether nothing was left out.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether `name` may be declared in what was left out.
    pub fn contains(&self, name: &str) -> bool {
        has(&self.words, name)
    }

    /// Whether nothing of that file was left out.
    pub fn is_whole(&self, file: FileId) -> bool {
        !self.of_files.contains_key(&file)
    }

    /// Whether `name` may be declared in what was left out of that file.
    pub fn contains_in(&self, file: FileId, name: &str) -> bool {
        self.of_files.get(&file).is_some_and(|known| has(known, name))
    }
}

/// Whether all words of `name` are known, of which it has to have one.
fn has(known: &HashSet<String>, name: &str) -> bool {
    let mut words = words(name).peekable();
    words.peek().is_some() && words.all(|word| known.contains(word))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|of: char| !of.is_alphanumeric() && of != '_').filter(|word| !word.is_empty())
}
