//! Pairs the items of two lists.

use std::{collections::HashMap, hash::Hash};

/// The paired items of two lists, and the items of each that have no counterpart.
#[derive(Debug)]
pub(super) struct Paired<T> {
    /// In the order of the new list.
    pub(super) pairs: Vec<(T, T)>,
    pub(super) removed: Vec<T>,
    pub(super) added: Vec<T>,
}

impl<T: Copy> Paired<T> {
    /// Pairs the items with the same key, which is unique in each list.
    pub(super) fn by<K: Hash + Eq>(
        old: impl IntoIterator<Item = T>,
        new: impl IntoIterator<Item = T>,
        old_key: impl Fn(T) -> K,
        new_key: impl Fn(T) -> K,
    ) -> Self {
        let mut paired =
            Self { pairs: Vec::new(), removed: old.into_iter().collect(), added: new.into_iter().collect() };
        paired.then(|item| Some(old_key(item)), |item| Some(new_key(item)));
        paired
    }

    /// Pairs the remaining items whose key is unique in both lists.
    pub(super) fn then<K: Hash + Eq>(
        &mut self,
        old_key: impl Fn(T) -> Option<K>,
        new_key: impl Fn(T) -> Option<K>,
    ) -> usize {
        if self.removed.is_empty() || self.added.is_empty() {
            return 0;
        }
        let before = self.pairs.len();
        let by_old = unique(&self.removed, old_key);
        let by_new = unique(&self.added, new_key);
        let (mut old_taken, mut new_taken) = (vec![false; self.removed.len()], vec![false; self.added.len()]);
        let mut found: Vec<_> =
            by_new.into_iter().filter_map(|(key, new)| Some((new?, (*by_old.get(&key)?)?))).collect();
        found.sort_unstable();
        for (new, old) in found {
            self.pairs.push((self.removed[old], self.added[new]));
            (old_taken[old], new_taken[new]) = (true, true);
        }
        retain_others(&mut self.removed, &old_taken);
        retain_others(&mut self.added, &new_taken);
        self.pairs.len() - before
    }
}

/// Returns the index of the item for each key; `None` for a key of several items.
fn unique<T: Copy, K: Hash + Eq>(items: &[T], key: impl Fn(T) -> Option<K>) -> HashMap<K, Option<usize>> {
    let mut found = HashMap::new();
    for (index, item) in items.iter().enumerate() {
        if let Some(key) = key(*item) {
            found.entry(key).and_modify(|index| *index = None).or_insert(Some(index));
        }
    }
    found
}

fn retain_others<T>(items: &mut Vec<T>, taken: &[bool]) {
    let mut taken = taken.iter();
    items.retain(|_| !taken.next().copied().unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::Paired;

    #[test]
    fn pairs_what_has_one_counterpart() {
        let mut paired = Paired::by(["a", "bb", "cc", "d"], ["a", "ee", "f", "g"], |item| item, |item| item);
        assert_eq!(paired.pairs, [("a", "a")]);
        assert_eq!(paired.then(|item| Some(item.len()), |item| Some(item.len())), 0);
        assert_eq!(paired.then(|item| (item != "cc").then_some(item.len()), |item| Some(item.len())), 1);
        assert_eq!((paired.pairs[1], paired.removed, paired.added), (("bb", "ee"), vec!["cc", "d"], vec!["f", "g"]));
    }
}
