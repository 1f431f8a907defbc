//! The way from an operation to what differs, which says where a difference is, and what a fixup of it is about.

use std::collections::HashSet;

use generator::ir::{Api, Departure, Subject, TypeId};

use crate::drift::{
    difference::{Difference, Part},
    document::Document,
};

/// A place on the way from an operation to what differs.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) at: String,
    pub(super) subjects: Vec<Subject>,
}

/// The walk through both.
pub(super) struct Comparison<'a> {
    pub(super) api: &'a Api,
    pub(super) document: &'a Document,
    /// The types that have a name in the spec, by which a fixup can say what it is about.
    pub(super) declared: HashSet<TypeId>,
    pub(super) operation: Option<String>,
    pub(super) way: Vec<Place>,
    /// The types on the way, each with the document's schema, so that a recursive one ends.
    pub(super) within: Vec<(TypeId, &'a str)>,
    pub(super) found: Vec<Difference>,
}

impl Comparison<'_> {
    /// Does something one step further on the way.
    pub(super) fn at(&mut self, place: Place, go: impl FnOnce(&mut Self)) {
        self.way.push(place);
        go(self);
        self.way.pop();
    }

    /// Takes note of a difference at the end of the way.
    pub(super) fn differ(&mut self, what: Departure, part: Part, document: &str, spec: &str) {
        let Some((here, around)) = self.way.split_last() else { return };
        self.found.push(Difference {
            at: here.at.clone(),
            what,
            part,
            operation: self.operation.clone(),
            document: document.to_owned(),
            spec: spec.to_owned(),
            subjects: here.subjects.clone(),
            around: around
                .iter()
                .flat_map(|place| place.subjects.iter().cloned())
                .chain(here.subjects.clone())
                .collect(),
        });
    }

    /// The place `name` within the current one.
    pub(super) fn place(&self, name: &str) -> Place {
        let Some(current) = self.way.last() else { return Place { at: name.to_owned(), subjects: Vec::new() } };
        let join = |way: &str| if way.is_empty() { name.to_owned() } else { format!("{way}.{name}") };
        let subjects = current.subjects.iter().filter_map(|subject| match subject {
            Subject::Operation { method, path, within } => {
                Some(Subject::Operation { method: *method, path: path.clone(), within: join(within) })
            }
            Subject::Error { code, within } => Some(Subject::Error { code: code.clone(), within: join(within) }),
            Subject::Member { .. } | Subject::Scope(_) | Subject::ErrorEnvelope => None,
        });
        Place { at: format!("{}.{name}", current.at), subjects: subjects.collect() }
    }

    /// The place of something that `owner` declares, if it has a name by which to say so.
    pub(super) fn member(&self, owner: Option<TypeId>, wire: &str) -> Place {
        let mut place = self.place(wire);
        if let Some(ty) = owner.filter(|owner| self.declared.contains(owner)) {
            place.at = format!("{}.{wire}", self.api.ty(ty).name.wire);
            place.subjects.push(Subject::Member { ty, wire: wire.to_owned() });
        }
        place
    }

    /// Which names only one side has.
    pub(super) fn names(
        &mut self,
        theirs: &[&str],
        ours: &[&str],
        part: Part,
        what: &str,
        place: impl Fn(&str) -> Place,
    ) {
        self.names_within(theirs, ours, part, what, |_, name| place(name));
    }

    pub(super) fn names_within(
        &mut self,
        theirs: &[&str],
        ours: &[&str],
        part: Part,
        what: &str,
        place: impl Fn(&Self, &str) -> Place,
    ) {
        for name in theirs.iter().filter(|name| !ours.contains(name)) {
            let place = place(self, name);
            self.at(place, |this| this.differ(Departure::LeftOut, part, what, "nothing"));
        }
        for name in ours.iter().filter(|name| !theirs.contains(name)) {
            let place = place(self, name);
            self.at(place, |this| this.differ(Departure::Added, part, "nothing", what));
        }
    }
}
