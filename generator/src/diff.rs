//! What a change of a spec means to those who depend on the crate: [`changes`] compares the meaning of two specs, and a
//! [`Report`] says for people and programs what it found.
//!
//! Entries are matched by their names on the wire, and by everything else where a name has changed. What is compared is
//! what a caller sees: the Rust type as it is emitted, the request on the wire, and what a client does by itself.
//! [`Kind`] is the table of what such a change means.

mod api;
mod change;
mod documents;
mod errors;
mod fields;
mod kind;
mod matching;
mod operations;
mod paired;
mod parameters;
mod place;
mod report;
mod spell;
mod types;
mod waiters;

pub use change::{Change, Level, Verdict};
pub use kind::Kind;
pub use report::{Format, Report};

use std::collections::BTreeSet;

use crate::ir::{Api, Docs, Line};
use change::Seen;
use fields::FieldChange;
use matching::Matching;
use place::At;

/// Everything that differs between two APIs, in no particular order.
pub fn changes(old: &Api, new: &Api) -> Vec<Change> {
    let mut comparison = Comparison {
        matching: Matching::of(old, new),
        old,
        new,
        changes: Vec::new(),
        fields: Vec::new(),
        documented: BTreeSet::new(),
    };
    comparison.api();
    comparison.resources();
    comparison.operations();
    comparison.waiters();
    comparison.types();
    comparison.errors();
    comparison.collect_fields();
    comparison.changes
}

/// A comparison under way.
struct Comparison<'a> {
    old: &'a Api,
    new: &'a Api,
    matching: Matching<'a>,
    changes: Vec<Change>,
    /// Changes of fields of schemas and their views, which are said once for each schema.
    fields: Vec<FieldChange>,
    /// The items of which the docs have changed, as a field has them in each view.
    documented: BTreeSet<String>,
}

impl Comparison<'_> {
    /// Takes note of a change of `item`.
    fn add(&mut self, kind: Kind, item: impl Into<String>, at: At, seen: Seen) {
        self.changes.push(Change::new(kind, item.into(), at, seen));
    }

    /// Takes note of it if `item` is deprecated now, or is not any more.
    fn deprecation(&mut self, item: &str, at: &At, old: &Option<Line>, new: &Option<Line>) {
        if let Some((kind, seen)) = change::deprecation(old, new) {
            self.add(kind, item, at.clone(), seen);
        }
    }

    /// Takes note of it if the docs of `item` are others.
    fn docs(&mut self, item: impl Into<String>, at: impl FnOnce() -> At, old: &Docs, new: &Docs) {
        if old != new {
            let item = item.into();
            if self.documented.insert(item.clone()) {
                self.add(Kind::Docs, item, at(), Seen::new("docs changed", "has other docs"));
            }
        }
    }
}
