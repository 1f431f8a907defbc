//! Where in a spec a change is.

use crate::source::{NodePart, PathStep, Place};

/// Which of the two specs a place is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The one from before: only where its file is gone.
    Old,
    /// The one that there is now.
    New,
}

/// A place: the first of these that is there, as a key can have a `?` behind it, and a value be in a list or a map.
#[derive(Debug, Clone)]
pub(super) struct At {
    pub(super) side: Side,
    pub(super) places: Vec<Place>,
}

impl At {
    /// The place of an entry of the new spec.
    pub(super) fn new(place: &Place) -> Self {
        Self { side: Side::New, places: vec![place.clone()] }
    }

    /// The place of an entry of the old spec.
    pub(super) fn old(place: &Place) -> Self {
        Self { side: Side::Old, places: vec![place.clone()] }
    }

    /// A key of the file of an entry of the new spec, from its root.
    pub(super) fn in_file(place: &Place, keys: &[&str]) -> Self {
        let root = Place { file: place.file, path: Vec::new(), part: NodePart::Key };
        keys.iter().fold(Self::new(&root), |at, key| at.key(key))
    }

    /// What is under `key` there.
    pub(super) fn key(mut self, key: &str) -> Self {
        for place in &mut self.places {
            place.path.push(PathStep::Key(key.to_owned()));
            place.part = NodePart::Key;
        }
        self
    }

    /// The field called `wire` there.
    pub(super) fn field(self, wire: &str) -> Self {
        let Self { side, places } = self.clone().key(wire);
        let optional = self.key(&format!("{wire}?"));
        Self { side, places: places.into_iter().chain(optional.places).collect() }
    }

    /// The entry called `wire` there, of a map or of a list in which it is the one at `index`.
    pub(super) fn item(self, wire: &str, index: usize) -> Self {
        let Self { side, places } = self.clone().key(wire);
        let indexed = self.places.into_iter().map(|mut place| {
            place.path.push(PathStep::Index(index));
            place.part = NodePart::Value;
            place
        });
        Self { side, places: places.into_iter().chain(indexed).collect() }
    }
}
