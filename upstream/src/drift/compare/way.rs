//! The way from an operation to what differs, which says where a difference is, and what a fixup of it is about.

use std::collections::{BTreeMap, HashMap, HashSet};

use generator::ir::{self, Api, Departure, Subject, TypeId};

use crate::drift::{
    difference::{Difference, Part, Target, Theirs},
    document::Document,
};

/// A place on the way from an operation to what differs.
#[derive(Debug, Clone)]
pub(super) struct Place<'a> {
    pub(super) at: String,
    pub(super) subjects: Vec<Subject>,
    pub(super) target: Option<Target<'a>>,
    pub(super) theirs: Theirs<'a>,
}

impl<'a> Place<'a> {
    /// A place of which there is nothing to say but this.
    pub(super) fn of(at: String, subjects: Vec<Subject>, target: Target<'a>) -> Self {
        Self { at, subjects, target: Some(target), theirs: Theirs::Name }
    }

    /// The same, with what the document has there.
    pub(super) fn with(self, theirs: Theirs<'a>) -> Self {
        Self { theirs, ..self }
    }
}

/// How often types and their members were compared, so that what differs everywhere is told from what differs somewhere.
#[derive(Debug, Default)]
pub struct Visits {
    /// Each object by the document's.
    pub types: HashMap<TypeId, usize>,
    /// Each field that both have.
    pub members: HashMap<(TypeId, String), usize>,
}

/// The walk through both.
pub(super) struct Comparison<'a> {
    pub(super) api: &'a Api,
    pub(super) document: &'a Document,
    /// The types that have a name in the spec, by which a fixup can say what it is about.
    pub(super) declared: HashSet<TypeId>,
    pub(super) operation: Option<(String, &'a ir::Operation)>,
    pub(super) way: Vec<Place<'a>>,
    pub(super) visits: Visits,
    /// The types with which each schema of the document was compared.
    pub(super) pairs: BTreeMap<&'a str, Vec<TypeId>>,
    /// The names that the document has for scopes of the spec.
    pub(super) renamed_scopes: Vec<(String, String)>,
    /// The types on the way, each with the document's schema, so that a recursive one ends.
    pub(super) within: Vec<(TypeId, &'a str)>,
    pub(super) found: Vec<Difference<'a>>,
}

impl<'a> Comparison<'a> {
    /// Does something one step further on the way.
    pub(super) fn at(&mut self, place: Place<'a>, go: impl FnOnce(&mut Self)) {
        self.way.push(place);
        go(self);
        self.way.pop();
    }

    /// Takes note of a difference at the end of the way.
    pub(super) fn differ(&mut self, what: Departure, part: Part, document: &str, spec: &str) {
        let Some((here, around)) = self.way.split_last() else { return };
        let Some(target) = here.target.clone() else { return };
        self.found.push(Difference {
            at: here.at.clone(),
            what,
            part,
            operation: self.operation.as_ref().map(|(name, _)| name.clone()),
            document: document.to_owned(),
            spec: spec.to_owned(),
            subjects: here.subjects.clone(),
            around: around
                .iter()
                .flat_map(|place| place.subjects.iter().cloned())
                .chain(here.subjects.clone())
                .collect(),
            target,
            theirs: here.theirs,
        });
    }

    /// The place `name` within the current one.
    pub(super) fn place(&self, name: &str) -> Place<'a> {
        let Some(current) = self.way.last() else {
            return Place { at: name.to_owned(), subjects: Vec::new(), target: None, theirs: Theirs::Name };
        };
        let join = |way: &str| if way.is_empty() { name.to_owned() } else { format!("{way}.{name}") };
        let subjects = current.subjects.iter().filter_map(|subject| match subject {
            Subject::Operation { method, path, within } => {
                Some(Subject::Operation { method: *method, path: path.clone(), within: join(within) })
            }
            Subject::Error { code, within } => Some(Subject::Error { code: code.clone(), within: join(within) }),
            Subject::Member { .. } | Subject::Scope(_) | Subject::ErrorEnvelope => None,
        });
        let at = format!("{}.{name}", current.at);
        Place { at, subjects: subjects.collect(), target: None, theirs: current.theirs }
    }

    /// The place of something that `owner` declares, if it has a name by which to say so.
    pub(super) fn member(&self, owner: Option<TypeId>, wire: &str) -> Place<'a> {
        let mut place = self.place(wire);
        place.target = match (owner, &self.operation) {
            (Some(owner), _) => Some(Target::Member(owner, wire.to_owned())),
            (None, Some((_, operation))) => Some(Target::Argument(operation, wire.to_owned())),
            (None, None) => None,
        };
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
        place: impl Fn(&str) -> Place<'a>,
    ) {
        self.names_within(theirs, ours, part, what, |_, name| place(name));
    }

    pub(super) fn names_within(
        &mut self,
        theirs: &[&str],
        ours: &[&str],
        part: Part,
        what: &str,
        place: impl Fn(&Self, &str) -> Place<'a>,
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
