//! Diagnostics with their places found, in the order in which people read them.

use super::{Code, Diagnostic, Diagnostics};
use crate::source::{Spot, Spots};

/// The maximum number of places of one diagnostic.
const MAX_OTHERS: usize = 100;

/// A diagnostic with its lines and columns.
pub(super) struct Located<'a> {
    pub(super) diagnostic: &'a Diagnostic,
    pub(super) spot: Spot<'a>,
    pub(super) also: Option<(Spot<'a>, &'a str)>,
    /// The other places with the same cause, behind `spot` in the order of the files.
    pub(super) others: Vec<Spot<'a>>,
    /// The number of places that are left out of `others`.
    pub(super) more: usize,
}

/// Every diagnostic with its places, by path and then by position, without duplicates.
pub(super) fn all(diagnostics: &Diagnostics) -> Vec<Located<'_>> {
    let mut spots = Spots::of(&diagnostics.sources);
    let mut found: Vec<_> = diagnostics.list.iter().map(|diagnostic| locate(&mut spots, diagnostic)).collect();
    let is_last = |one: &Located<'_>| one.diagnostic.code == Code::TooMany;
    found.sort_by(|a, b| (is_last(a), a.order()).cmp(&(is_last(b), b.order())));
    found.dedup_by(|a, b| a.order() == b.order());
    found
}

fn locate<'a>(spots: &mut Spots<'a>, diagnostic: &'a Diagnostic) -> Located<'a> {
    let also = diagnostic.also.as_ref().map(|(place, label)| (spots.find(place), label.as_str()));
    let spot = spots.find(&diagnostic.place);
    let mut places = vec![spot];
    places.extend(diagnostic.others.iter().take(MAX_OTHERS).map(|place| spots.find(place)));
    places.sort_by(|a, b| order(a).cmp(&order(b)));
    places.dedup_by(|a, b| order(a) == order(b));
    let spot = places.remove(0);
    let more = diagnostic.others.len().saturating_sub(MAX_OTHERS);
    Located { diagnostic, spot, also, others: places, more }
}

fn order<'s>(spot: &'s Spot<'_>) -> (&'s str, Option<usize>) {
    (&spot.path, spot.bytes.as_ref().map(|bytes| bytes.start))
}

impl Located<'_> {
    fn order(&self) -> impl Ord {
        (order(&self.spot), self.diagnostic.code, &self.diagnostic.message)
    }

    /// Where else it is, in a sentence for people: the first few places, and how many there are.
    pub(super) fn elsewhere(&self) -> Option<String> {
        let shown: Vec<_> = self.others.iter().take(3).map(ToString::to_string).collect();
        let rest = self.others.len() - shown.len() + self.more;
        match (shown.as_slice(), rest) {
            ([], _) => None,
            (_, 0) => Some(format!("the same at {}", shown.join(", "))),
            (_, 1) => Some(format!("the same at {} and 1 other place", shown.join(", "))),
            (_, rest) => Some(format!("the same at {} and {rest} other places", shown.join(", "))),
        }
    }
}
