//! Objects by the texts of their fields, without a second copy of each text.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};

use crate::store::Handle;

/// Objects by the hash of a text. Whether an object has the text is up to the caller, as different texts can have the
/// same hash.
#[derive(Debug, Default)]
pub(super) struct Texts {
    hasher: RandomState,
    first: HashMap<u64, Handle>,
    /// Those whose hash is that of another object, in the order in which they were added.
    others: HashMap<u64, Vec<Handle>>,
}

impl Texts {
    /// Adds an object.
    pub(super) fn add(&mut self, key: impl Hash, handle: Handle) {
        let hash = self.hasher.hash_one(key);
        let first = *self.first.entry(hash).or_insert(handle);
        if first != handle {
            self.others.entry(hash).or_default().push(handle);
        }
    }

    /// Removes an object.
    pub(super) fn remove(&mut self, key: impl Hash, handle: Handle) {
        let hash = self.hasher.hash_one(key);
        if let Some(others) = self.others.get_mut(&hash) {
            others.retain(|other| *other != handle);
        }
        if self.first.get(&hash) == Some(&handle) {
            let next = self.others.get_mut(&hash).filter(|others| !others.is_empty()).map(|others| others.remove(0));
            match next {
                Some(next) => self.first.insert(hash, next),
                None => self.first.remove(&hash),
            };
        }
        if self.others.get(&hash).is_some_and(Vec::is_empty) {
            self.others.remove(&hash);
        }
    }

    /// Finds the first of the objects that were added with `key`, and that `matches` confirms.
    pub(super) fn find(&self, key: impl Hash, matches: impl Fn(Handle) -> bool) -> Option<Handle> {
        let hash = self.hasher.hash_one(key);
        let others = self.others.get(&hash).map_or(&[][..], Vec::as_slice);
        self.first.get(&hash).into_iter().chain(others).copied().find(|handle| matches(*handle))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_object_takes_the_place_of_a_removed_one() {
        let mut texts = Texts::default();
        let all = [0, 1, 2].map(Handle);
        all.into_iter().for_each(|handle| texts.add("a", handle));
        assert_eq!(texts.find("a", |_| true), Some(Handle(0)));
        assert_eq!(texts.find("a", |handle| handle == Handle(2)), Some(Handle(2)));
        assert_eq!(texts.find("b", |_| true), None);
        texts.remove("a", Handle(1));
        texts.remove("a", Handle(0));
        assert_eq!(texts.find("a", |_| true), Some(Handle(2)));
        texts.remove("a", Handle(2));
        assert_eq!(texts.find("a", |_| true), None);
        assert!(texts.first.is_empty() && texts.others.is_empty());
    }
}
