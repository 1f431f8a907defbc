//! Diagnostics with their places found, in the order in which people read them.

use super::{Diagnostic, Diagnostics};
use crate::source::{Spot, Spots};

/// A diagnostic whose places are found.
pub(super) struct Located<'a> {
    pub(super) diagnostic: &'a Diagnostic,
    pub(super) spot: Spot<'a>,
    pub(super) also: Option<(Spot<'a>, &'a str)>,
}

/// Every diagnostic with its places, by path and then by position; twins are left out.
pub(super) fn all(diagnostics: &Diagnostics) -> Vec<Located<'_>> {
    let mut spots = Spots::of(&diagnostics.sources);
    let mut found: Vec<_> = diagnostics
        .list
        .iter()
        .map(|diagnostic| Located {
            diagnostic,
            spot: spots.find(&diagnostic.place),
            also: diagnostic.also.as_ref().map(|(place, label)| (spots.find(place), label.as_str())),
        })
        .collect();
    found.sort_by(|a, b| a.order().cmp(&b.order()));
    found.dedup_by(|a, b| a.order() == b.order());
    found
}

impl Located<'_> {
    fn order(&self) -> impl Ord {
        let start = self.spot.bytes.as_ref().map(|bytes| bytes.start);
        (&self.spot.path, start, self.diagnostic.code, &self.diagnostic.message)
    }
}
