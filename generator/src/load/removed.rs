//! The parts of a spec that the loader left out, so that they are not reported as missing.

use std::collections::{HashMap, HashSet};

use crate::{
    diagnostic::{Code, Diagnostic},
    source::{FileId, PathStep, Place},
};

/// Every word of what was left out, names of types, codes and fields among them. To miss one of these, or to find it
/// unused, only follows from a mistake that is already reported.
#[derive(Debug, Default)]
pub struct Removed {
    words: HashSet<String>,
    of_files: HashMap<FileId, HashSet<String>>,
    /// The values that were left out or replaced.
    values: HashSet<(FileId, Vec<PathStep>)>,
    /// Everything around such a value.
    around: HashSet<(FileId, Vec<PathStep>)>,
}

impl Removed {
    /// Records every name that `text` of that file may have declared.
    pub(super) fn add(&mut self, file: FileId, text: &str) {
        for word in words(text) {
            self.words.insert(word.to_owned());
            self.of_files.entry(file).or_default().insert(word.to_owned());
        }
    }

    /// Records that the value at `path` of that file was left out or replaced.
    pub(super) fn add_value(&mut self, file: FileId, path: Vec<PathStep>) {
        for end in 0..path.len() {
            self.around.insert((file, path[..end].to_vec()));
        }
        self.values.insert((file, path));
    }

    /// Adds what was left out of another file.
    pub(super) fn extend(&mut self, other: Self) {
        self.words.extend(other.words);
        self.of_files.extend(other.of_files);
        self.values.extend(other.values);
        self.around.extend(other.around);
    }

    /// Whether a value was left out of what is at `place`, or replaced in it.
    pub fn is_inside(&self, place: &Place) -> bool {
        let at = (place.file, place.path.clone());
        self.values.contains(&at) || self.around.contains(&at)
    }

    /// Whether `diagnostic` is only about what the loader replaced: the value itself, or the name that it would give.
    pub fn explains(&self, diagnostic: &Diagnostic) -> bool {
        let lacks_its_name = |place: &Place| {
            let name = PathStep::Key("name".to_owned());
            self.values.contains(&(place.file, place.path.iter().cloned().chain([name]).collect()))
        };
        let Place { file, path, .. } = &diagnostic.place;
        let is_replaced = |end| self.values.contains(&(*file, path[..end].to_vec()));
        !self.values.is_empty()
            && ((1..=path.len()).any(is_replaced)
                || matches!(diagnostic.code, Code::BadName | Code::NameCollision)
                    && (lacks_its_name(&diagnostic.place)
                        || diagnostic.also.as_ref().is_some_and(|(place, _)| lacks_its_name(place))))
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
