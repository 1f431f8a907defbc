//! The place of a change in a spec.

use crate::source::{NodePart, PathStep, Place};

/// The spec that contains a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The old spec, only for a removed file.
    Old,
    /// The new spec.
    New,
}

/// A place: the first existing path of several, because a key can end in `?`, and a value can be in a list or a map.
#[derive(Debug, Clone)]
pub(super) struct At {
    pub(super) side: Side,
    pub(super) places: Vec<Place>,
}

impl At {
    /// Returns the place of an entry of the new spec.
    pub(super) fn new(place: &Place) -> Self {
        Self { side: Side::New, places: vec![place.clone()] }
    }

    /// Returns the place of an entry of the old spec.
    pub(super) fn old(place: &Place) -> Self {
        Self { side: Side::Old, places: vec![place.clone()] }
    }

    /// Returns the place of a top-level key in the file of an entry of the new spec.
    pub(super) fn in_file(place: &Place, keys: &[&str]) -> Self {
        let root = Place { file: place.file, path: Vec::new(), part: NodePart::Key };
        keys.iter().fold(Self::new(&root), |at, key| at.key(key))
    }

    /// Returns the place of `key` in this place.
    pub(super) fn key(mut self, key: &str) -> Self {
        for place in &mut self.places {
            place.path.push(PathStep::Key(key.to_owned()));
            place.part = NodePart::Key;
        }
        self
    }

    /// Returns the place of the field `wire` in this place.
    pub(super) fn field(self, wire: &str) -> Self {
        let Self { side, places } = self.clone().key(wire);
        let optional = self.key(&format!("{wire}?"));
        Self { side, places: places.into_iter().chain(optional.places).collect() }
    }

    /// Returns the place of the entry `wire` of a map, or of the item at `index` of a list.
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
