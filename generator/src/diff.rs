//! Determines how a change of a spec affects users of the crate: [`changes`] compares two specs, and a
//! [`Report`] renders the result.
//!
//! Entries are matched by their names on the wire, or by all other properties if a name has changed. The comparison
//! covers the emitted Rust types, the requests on the wire, and the behaviour of the client. [`Kind`] is the table of
//! all kinds of changes.

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

/// Returns all changes between two APIs, in no particular order.
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

/// A comparison in progress.
struct Comparison<'a> {
    old: &'a Api,
    new: &'a Api,
    matching: Matching<'a>,
    changes: Vec<Change>,
    /// Changes of fields of schemas and their views, which are reported once for each schema.
    fields: Vec<FieldChange>,
    /// The items whose docs have changed. A field is reported once, and not for each view.
    documented: BTreeSet<String>,
}

impl Comparison<'_> {
    /// Records a change of `item`.
    fn add(&mut self, kind: Kind, item: impl Into<String>, at: At, seen: Seen) {
        self.changes.push(Change::new(kind, item.into(), at, seen));
    }

    /// Records whether `item` is newly deprecated or no longer deprecated.
    fn deprecation(&mut self, item: &str, at: &At, old: &Option<Line>, new: &Option<Line>) {
        if let Some((kind, seen)) = change::deprecation(old, new) {
            self.add(kind, item, at.clone(), seen);
        }
    }

    /// Records whether the docs of `item` have changed.
    fn docs(&mut self, item: impl Into<String>, at: impl FnOnce() -> At, old: &Docs, new: &Docs) {
        if old != new {
            let item = item.into();
            if self.documented.insert(item.clone()) {
                self.add(Kind::Docs, item, at(), Seen::new("docs changed", "has new docs"));
            }
        }
    }
}
