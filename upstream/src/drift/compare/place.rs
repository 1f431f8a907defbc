//! The path from an operation to a difference, which determines its place and the subjects of its fixup.

use std::collections::{BTreeMap, HashMap, HashSet};

use generator::ir::{self, Api, Departure, Subject, TypeId};

use crate::drift::{
    difference::{Difference, Part, Target, Theirs},
    document::Document,
};

/// A place on the path from an operation to a difference.
#[derive(Debug, Clone)]
pub(super) struct Place<'a> {
    pub(super) at: String,
    pub(super) subjects: Vec<Subject>,
    pub(super) target: Option<Target<'a>>,
    pub(super) theirs: Theirs<'a>,
}

impl<'a> Place<'a> {
    /// Creates a place without a counterpart in the document.
    pub(super) fn of(at: String, subjects: Vec<Subject>, target: Target<'a>) -> Self {
        Self { at, subjects, target: Some(target), theirs: Theirs::Name }
    }

    /// Sets the counterpart in the document.
    pub(super) fn with(self, theirs: Theirs<'a>) -> Self {
        Self { theirs, ..self }
    }
}

/// How often types and their members were compared, to distinguish differences in all places from those in some.
#[derive(Debug, Default)]
pub struct Visits {
    /// The number of objects that were compared with a type.
    pub types: HashMap<TypeId, usize>,
    /// The number of fields on both sides that were compared with a member.
    pub members: HashMap<(TypeId, String), usize>,
}

/// A comparison of a service with its document.
pub(super) struct Comparison<'a> {
    pub(super) api: &'a Api,
    pub(super) document: &'a Document,
    /// The types that have a name in the spec, to which fixups can refer.
    pub(super) declared: HashSet<TypeId>,
    pub(super) operation: Option<(String, &'a ir::Operation)>,
    pub(super) path: Vec<Place<'a>>,
    pub(super) visits: Visits,
    /// The types with which each schema of the document was compared.
    pub(super) pairs: BTreeMap<&'a str, Vec<TypeId>>,
    /// The renamed scopes: the name in the spec and that in the document.
    pub(super) renamed_scopes: Vec<(String, String)>,
    /// The types on the path, each with its schema, so that recursive types terminate.
    pub(super) within: Vec<(TypeId, &'a str)>,
    pub(super) found: Vec<Difference<'a>>,
}

impl<'a> Comparison<'a> {
    /// Calls `go` with `place` at the end of the path.
    pub(super) fn at(&mut self, place: Place<'a>, go: impl FnOnce(&mut Self)) {
        self.path.push(place);
        go(self);
        self.path.pop();
    }

    /// Records a difference at the end of the path.
    pub(super) fn differ(&mut self, what: Departure, part: Part, document: &str, spec: &str) {
        let Some((here, around)) = self.path.split_last() else { return };
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

    /// Returns the place `name` within the current one.
    pub(super) fn place(&self, name: &str) -> Place<'a> {
        let Some(current) = self.path.last() else {
            return Place { at: name.to_owned(), subjects: Vec::new(), target: None, theirs: Theirs::Name };
        };
        let join = |path: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
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

    /// Returns the place of a member of `owner`.
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

    /// Records the names that are only on one side.
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
