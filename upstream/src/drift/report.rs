//! What `drift` found, for people and for programs.

use std::{collections::BTreeMap, fmt::Write};

use generator::{
    ir::{Departure, Fixup},
    source::Sources,
};
use serde::Serialize;

use super::difference::{Difference, Part};

/// What `drift` found. The keys are those of the JSON.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// What the document has and the spec does not.
    operations_missing: Vec<Entry>,
    /// What the spec has and the document does not.
    operations_extra: Vec<Entry>,
    fields_missing: Vec<Entry>,
    enum_values_missing: Vec<Entry>,
    error_codes_missing: Vec<Entry>,
    scopes_missing: Vec<Entry>,
    /// Everything else.
    differences: Vec<Entry>,
    fixups_stale: Vec<Stale>,
    /// How many operations the document has.
    #[serde(skip)]
    operations: usize,
}

/// The same difference, wherever it shows.
#[derive(Debug, Serialize)]
struct Entry {
    /// Where it is, as a fixup would say it.
    at: String,
    /// How the spec departs, as a fixup would say it.
    what: &'static str,
    document: String,
    spec: String,
    /// The operations in which it shows.
    operations: Vec<String>,
}

/// A fixup that explains nothing.
#[derive(Debug, Serialize)]
struct Stale {
    at: String,
    what: &'static str,
    why: String,
    /// Its file and line.
    place: String,
}

impl Report {
    /// The report on what is left after the fixups.
    pub(super) fn new(differences: Vec<Difference>, stale: &[&Fixup], sources: &Sources, operations: usize) -> Self {
        let mut report = Self { operations, ..Self::default() };
        let mut same: BTreeMap<_, Vec<String>> = BTreeMap::new();
        for difference in differences {
            let Difference { at, what, part, operation, document, spec, .. } = difference;
            let operations = same.entry((list(part, what), at, what.as_str(), document, spec)).or_default();
            operations.extend(operation.filter(|operation| !operations.contains(operation)));
        }
        for ((list, at, what, document, spec), operations) in same {
            report.list(list).push(Entry { at, what, document, spec, operations });
        }
        let stale = stale.iter().map(|fixup| Stale {
            at: fixup.at.clone(),
            what: fixup.what.as_str(),
            why: fixup.why.clone(),
            place: sources.position(&fixup.place).to_string(),
        });
        report.fixups_stale = stale.collect();
        report
    }

    /// Whether spec and document agree.
    pub fn is_empty(&self) -> bool {
        self.lists().iter().all(|(_, entries)| entries.is_empty()) && self.fixups_stale.is_empty()
    }

    /// How many operations the document has.
    pub fn operations(&self) -> usize {
        self.operations
    }

    /// The report as one JSON object.
    pub fn json(&self) -> String {
        format!("{:#}\n", serde_json::json!(self))
    }

    /// The report as text.
    pub fn human(&self) -> String {
        let mut text = String::new();
        for (title, entries) in self.lists().into_iter().filter(|(_, entries)| !entries.is_empty()) {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{title}: {}", entries.len());
            for entry in entries {
                let Entry { at, what, document, spec, operations } = entry;
                let _ = writeln!(text, "  {at} ({what}): the document has {document}; the spec, {spec}");
                if !operations.is_empty() && operations.iter().all(|operation| !at.starts_with(operation.as_str())) {
                    let _ = writeln!(text, "    in {}", abridged(operations));
                }
            }
        }
        if !self.fixups_stale.is_empty() {
            let _ = writeln!(text, "fixups that explain nothing any more: {}", self.fixups_stale.len());
        }
        for Stale { at, what, why, place } in &self.fixups_stale {
            let _ = writeln!(text, "  {at} ({what}), {place}: {why}");
        }
        text
    }

    fn lists(&self) -> [(&'static str, &[Entry]); 7] {
        [
            ("operations that the spec lacks", &self.operations_missing),
            ("operations that only the spec has", &self.operations_extra),
            ("fields that the spec lacks", &self.fields_missing),
            ("values that the spec lacks", &self.enum_values_missing),
            ("error codes that the spec lacks", &self.error_codes_missing),
            ("scopes that the spec lacks", &self.scopes_missing),
            ("other differences", &self.differences),
        ]
    }

    fn list(&mut self, list: List) -> &mut Vec<Entry> {
        match list {
            List::OperationsMissing => &mut self.operations_missing,
            List::OperationsExtra => &mut self.operations_extra,
            List::FieldsMissing => &mut self.fields_missing,
            List::EnumValuesMissing => &mut self.enum_values_missing,
            List::ErrorCodesMissing => &mut self.error_codes_missing,
            List::ScopesMissing => &mut self.scopes_missing,
            List::Differences => &mut self.differences,
        }
    }
}

/// The lists of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum List {
    OperationsMissing,
    OperationsExtra,
    FieldsMissing,
    EnumValuesMissing,
    ErrorCodesMissing,
    ScopesMissing,
    Differences,
}

/// The list in which such a difference stands.
fn list(part: Part, what: Departure) -> List {
    match (part, what) {
        (Part::Operation, Departure::LeftOut) => List::OperationsMissing,
        (Part::Operation, Departure::Added) => List::OperationsExtra,
        (Part::Field, Departure::LeftOut) => List::FieldsMissing,
        (Part::EnumValue, Departure::LeftOut) => List::EnumValuesMissing,
        (Part::ErrorCode, Departure::LeftOut) => List::ErrorCodesMissing,
        (Part::Scope, Departure::LeftOut) => List::ScopesMissing,
        _ => List::Differences,
    }
}

/// The first few of `names`.
fn abridged(names: &[String]) -> String {
    let shown = names.iter().take(4).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > 4 { format!("{shown} and {} more", names.len() - 4) } else { shown }
}
