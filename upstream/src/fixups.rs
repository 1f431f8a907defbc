//! Adds fixups for intended differences, and removes stale ones.

use std::collections::BTreeMap;

use generator::{
    ir::{Departure, Fixup, Subject},
    source::{FileId, PathStep},
};

use crate::{
    edit::{Change, Edit, Yaml, keys},
    places::Places,
};

/// Fixups to add, each with its subjects.
#[derive(Debug, Default)]
pub(crate) struct Fixups {
    list: BTreeMap<(FileId, &'static str, String, String), Vec<String>>,
}

impl Fixups {
    /// Adds a fixup. Returns whether the spec language can express one of its subjects.
    pub(crate) fn add(
        &mut self,
        places: &Places<'_>,
        subjects: &[Subject],
        what: Departure,
        why: &str,
        evidence: &str,
    ) -> bool {
        let Some((file, at)) = subject(places, subjects) else { return false };
        self.add_at(file, at, what, why, evidence);
        true
    }

    /// Adds a fixup of the subject `at` to `file`.
    pub(crate) fn add_at(&mut self, file: FileId, at: String, what: Departure, why: &str, evidence: &str) {
        let about = self.list.entry((file, what.as_str(), why.to_owned(), evidence.to_owned())).or_default();
        if !about.contains(&at) {
            about.push(at);
        }
    }

    /// Returns the edits that add the fixups.
    pub(crate) fn edits(&self, places: &Places<'_>) -> Vec<Edit> {
        let list = self.list.iter().map(|((file, what, why, evidence), about)| {
            let at = match &about[..] {
                [one] => Yaml::text(one),
                several => Yaml::List(several.iter().map(Yaml::text).collect()),
            };
            let item = Yaml::map([
                ("at", at),
                ("what", Yaml::raw(*what)),
                ("why", Yaml::text(why)),
                ("evidence", Yaml::text(evidence)),
            ]);
            Edit::new(&places.file(*file), &keys(["fixups"]), Change::Item(item))
        });
        list.collect()
    }
}

/// Returns the file for a fixup of one of `subjects`, and its `at`.
fn subject(places: &Places<'_>, subjects: &[Subject]) -> Option<(FileId, String)> {
    let api = places.api();
    let rank = |subject: &&Subject| match subject {
        Subject::Member { .. } => 0,
        Subject::Operation { .. } => 1,
        Subject::Error { .. } => 2,
        Subject::Scope(_) | Subject::ErrorEnvelope => 3,
    };
    let mut subjects: Vec<&Subject> = subjects.iter().collect();
    subjects.sort_by_key(rank);
    subjects.into_iter().find_map(|subject| match subject {
        Subject::Member { ty, wire } => {
            let ty = api.ty(*ty);
            Some((ty.place.file, format!("{}.{wire}", ty.name.wire)))
        }
        Subject::Operation { method, path, within } => {
            let mut all = api.resources.iter().flat_map(|resource| &resource.operations);
            let found = all.find(|operation| operation.method == *method && operation.path == *path);
            match found {
                Some(operation) => {
                    let dot = if within.is_empty() { "" } else { "." };
                    Some((operation.place.file, format!("{}{dot}{within}", operation.function.wire)))
                }
                None => Some((api.place.file, format!("{} {path}", method.as_str()))),
            }
        }
        Subject::Error { code, within } => {
            let error = api.errors.iter().find(|error| error.name.wire == *code)?;
            let dot = if within.is_empty() { "" } else { "." };
            Some((error.place.file, format!("errors.{code}{dot}{within}")))
        }
        Subject::Scope(scope) => Some((api.place.file, format!("scopes.{scope}"))),
        Subject::ErrorEnvelope => Some((api.place.file, "error_envelope".to_owned())),
    })
}

/// A subject of a fixup: its index, if `at` is a list, and its text.
type Stale<'f> = (Option<usize>, &'f str);

/// Returns the edits that remove `stale` fixups.
pub(crate) fn removals(places: &Places<'_>, stale: &[&Fixup]) -> Vec<Edit> {
    // The stale subjects, by file and entry.
    let mut entries: BTreeMap<(FileId, usize), Vec<Stale<'_>>> = BTreeMap::new();
    for fixup in stale {
        let [_, PathStep::Index(index), PathStep::Key(_), rest @ ..] = &fixup.place.path[..] else { continue };
        let of = match rest {
            [PathStep::Index(subject)] => Some(*subject),
            _ => None,
        };
        entries.entry((fixup.place.file, *index)).or_default().push((of, &fixup.at));
    }
    let mut edits = Vec::new();
    // In reverse order, because a removal changes the following indices.
    for ((file, index), mut subjects) in entries.into_iter().rev() {
        let at = [PathStep::Key("fixups".to_owned()), PathStep::Index(index)];
        let name = places.file(file);
        let is_of = |fixup: &&Fixup| fixup.place.file == file && fixup.place.path.starts_with(&at);
        let all = places.api().fixups.iter().filter(is_of).count();
        let was = subjects.iter().map(|(_, at)| *at).collect::<Vec<_>>().join(", ");
        if subjects.len() == all {
            edits.push(Edit::new(&name, &at, Change::Remove).instead_of(was));
            continue;
        }
        subjects.sort();
        for (subject, text) in subjects.into_iter().rev() {
            let Some(subject) = subject else { continue };
            let mut at = at.to_vec();
            at.extend([PathStep::Key("at".to_owned()), PathStep::Index(subject)]);
            edits.push(Edit::new(&name, &at, Change::Remove).instead_of(text));
        }
    }
    edits
}
