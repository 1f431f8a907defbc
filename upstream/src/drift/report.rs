//! The report of `drift`, as text, as JSON and as GitHub annotations.

use std::{collections::BTreeMap, fmt::Write};

use generator::{
    diagnostic::Format,
    ir::{Departure, Shape as Made},
    source::{Place, Spots},
};
use serde::Serialize;

use super::{
    Found,
    difference::{Difference, Part, Target, Theirs},
};
use crate::{
    Changes, Unreadable,
    homes::Homes,
    places::{At, Location, Places},
};

/// The report of `drift`. The names of the fields are the keys of the JSON.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// Operations that are only in the document.
    operations_missing: Vec<Entry>,
    /// Operations that are only in the spec.
    operations_extra: Vec<Entry>,
    fields_missing: Vec<Entry>,
    enum_values_missing: Vec<Entry>,
    error_codes_missing: Vec<Entry>,
    scopes_missing: Vec<Entry>,
    /// All other differences.
    differences: Vec<Entry>,
    fixups_stale: Vec<Stale>,
    /// Files that cannot be compared.
    unreadable: Vec<Unreadable>,
    /// The suggested additions and changes.
    yaml: String,
    /// The number of documents that were compared.
    #[serde(skip)]
    documents: usize,
    /// The number of their operations.
    #[serde(skip)]
    operations: usize,
    /// The workflow commands for GitHub annotations.
    #[serde(skip)]
    github: String,
    #[serde(skip)]
    changes: Changes,
}

/// A difference, with all operations in which it was found.
#[derive(Debug, Serialize)]
struct Entry {
    /// The subject, as a fixup names it in `at`.
    at: String,
    /// The kind of departure, as a fixup names it in `what`.
    what: &'static str,
    document: String,
    spec: String,
    /// The operations in which it was found.
    operations: Vec<String>,
    /// The place in the spec to edit.
    place: Location,
    /// Whether a new argument is required.
    #[serde(skip_serializing_if = "Option::is_none")]
    required: Option<bool>,
}

/// A fixup that explains no difference.
#[derive(Debug, Serialize)]
struct Stale {
    at: String,
    what: &'static str,
    why: String,
    /// The place in the spec.
    place: Location,
}

impl Report {
    /// Creates the report of the differences that no fixup explains.
    pub(super) fn new(places: &Places<'_>, found: &[Found<'_>], unreadable: Vec<Unreadable>) -> Self {
        let sources = &places.spec.sources;
        let mut spots = Spots::of(sources);
        let operations = found.iter().map(|one| one.document.operations.len()).sum();
        let mut report = Self { unreadable, documents: found.len(), operations, ..Self::default() };
        let mut same: BTreeMap<_, (Vec<String>, Place, Option<bool>)> = BTreeMap::new();
        for difference in found.iter().flat_map(|one| &one.rest) {
            let difference = &of_schema(places, found, difference);
            let Difference { at, what, part, operation, document, spec, .. } = difference;
            let key = (list(*part, *what), at.clone(), what.as_str(), document.clone(), spec.clone());
            let new = || (Vec::new(), place(places, difference), required(places, difference));
            let (operations, ..) = same.entry(key).or_insert_with(new);
            operations.extend(operation.clone().filter(|operation| !operations.contains(operation)));
        }
        for ((list, at, what, document, spec), (operations, place, required)) in same {
            let place = Location::find(&mut spots, &place);
            report.github += &place.github("drift", &message(&at, what, &document, &spec));
            report.list(list).push(Entry { at, what, document, spec, operations, place, required });
        }
        for fixup in found.iter().flat_map(|one| &one.stale) {
            let place = Location::find(&mut spots, &fixup.place);
            let message =
                format!("the fixup `{}` of {} no longer explains a difference", fixup.what.as_str(), fixup.at);
            report.github += &place.github("drift", &message);
            report.fixups_stale.push(Stale {
                at: fixup.at.clone(),
                what: fixup.what.as_str(),
                why: fixup.why.clone(),
                place,
            });
        }
        report
    }

    /// Adds the suggested YAML and the changes.
    pub(super) fn suggest(&mut self, yaml: String, changes: Changes) {
        self.yaml = yaml;
        self.changes = changes;
    }

    /// The changes to write.
    pub fn changes(&self) -> &Changes {
        &self.changes
    }

    /// The files that could not be compared.
    pub fn unreadable(&self) -> &[Unreadable] {
        &self.unreadable
    }

    /// The number of documents that were compared.
    pub fn documents(&self) -> usize {
        self.documents
    }

    /// Renders the report in `format`.
    pub fn render(&self, format: Format) -> String {
        match format {
            Format::Human { .. } => self.human(),
            Format::Github => self.github.clone(),
            Format::Json => self.json(),
        }
    }

    /// Whether there are no differences and no stale fixups.
    pub fn is_empty(&self) -> bool {
        self.lists().iter().all(|(_, entries)| entries.is_empty()) && self.fixups_stale.is_empty()
    }

    /// The number of operations in the documents.
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
                let Entry { at, what, document, spec, operations, place, .. } = entry;
                let _ = writeln!(text, "  {place}: {}", message(at, what, document, spec));
                if !operations.is_empty() && operations.iter().all(|operation| !at.starts_with(operation.as_str())) {
                    let _ = writeln!(text, "    in {}", abridged(operations));
                }
            }
        }
        if !self.fixups_stale.is_empty() {
            let _ = writeln!(text, "fixups that no longer explain a difference: {}", self.fixups_stale.len());
        }
        for Stale { at, what, why, place } in &self.fixups_stale {
            let _ = writeln!(text, "  {place}: {at} ({what}): {why}");
        }
        if !self.yaml.is_empty() {
            let _ = write!(text, "\nsuggested changes, which `--write` applies:\n\n{}", self.yaml);
        }
        text
    }

    fn lists(&self) -> [(&'static str, &[Entry]); 7] {
        [
            ("operations missing in the spec", &self.operations_missing),
            ("operations only in the spec", &self.operations_extra),
            ("fields missing in the spec", &self.fields_missing),
            ("values missing in the spec", &self.enum_values_missing),
            ("error codes missing in the spec", &self.error_codes_missing),
            ("scopes missing in the spec", &self.scopes_missing),
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

/// Returns the list for a kind of difference.
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

/// Returns the difference of the schema in place of that of its view, if both differ in the same way.
fn of_schema<'a>(places: &Places<'_>, found: &[Found<'a>], difference: &Difference<'a>) -> Difference<'a> {
    let same = || {
        let Target::Member(id, wire) = &difference.target else { return None };
        let (schema, _) = places.schema_of(places.api().ty(*id))?;
        found.iter().flat_map(|one| &one.rest).find(|other| {
            matches!(&other.target, Target::Member(of, name) if *of == schema && name == wire)
                && (other.what, &other.document, &other.spec)
                    == (difference.what, &difference.document, &difference.spec)
        })
    };
    match same() {
        Some(other) => Difference { operation: difference.operation.clone(), ..other.clone() },
        None => difference.clone(),
    }
}

/// Returns the message of a difference.
fn message(at: &str, what: &str, document: &str, spec: &str) -> String {
    format!("{at} ({what}): {document} in the document, {spec} in the spec")
}

/// Whether a missing argument is required.
fn required(places: &Places<'_>, difference: &Difference<'_>) -> Option<bool> {
    let is_argument = match &difference.target {
        Target::Argument(..) => true,
        Target::Member(ty, _) => matches!(places.api().ty(*ty).shape, Made::Arguments(_)),
        _ => false,
    };
    match difference.theirs {
        Theirs::Property(property) if is_argument && difference.what == Departure::LeftOut => {
            Some(property.required.unwrap_or(false))
        }
        _ => None,
    }
}

/// Returns the place to edit: the differing element, or the element from which it is missing.
fn place(places: &Places<'_>, difference: &Difference<'_>) -> Place {
    let api = places.api();
    let at = match &difference.target {
        Target::Authentication(id) => places.root(["services", api.service(*id).wire.as_str(), "authentication"]),
        Target::Envelope => places.root(["error_envelope"]),
        Target::Scope(scope) => places.root(["scopes", scope]),
        Target::NewOperation => new_operation(places, difference),
        Target::Operation(ours) if difference.what == Departure::Retyped => places.operation(&ours.place, Some("http")),
        Target::Operation(ours) => places.operation(&ours.place, None),
        Target::OperationScope(ours, scope) => item(places, places.operation(&ours.place, Some("scopes")), scope),
        Target::OperationError(ours, code) => item(places, places.operation(&ours.place, Some("errors")), code),
        Target::ServiceError(id, code) => {
            item(places, places.root(["services", api.service(*id).wire.as_str(), "errors"]), code)
        }
        Target::Status(error) => At { file: error.place.file, path: crate::edit::below(&error.place.path, "status") },
        Target::Detail(error) => At { file: error.place.file, path: crate::edit::below(&error.place.path, "detail") },
        Target::Argument(ours, wire) => {
            let takes = places.operation(&ours.place, Some("takes"));
            let of_pages = || places.field(&places.root(["pagination", "takes"]), wire);
            places.field(&takes, wire).or_else(of_pages).unwrap_or(takes)
        }
        Target::Output(ours) => places.operation(&ours.place, Some("returns")),
        Target::Member(id, wire) => {
            let ty = api.ty(*id);
            match places.member(ty, wire) {
                Some(member) => member.at().clone(),
                None => places.members(ty),
            }
        }
    };
    places.place(&at)
}

/// Returns the item `text` of the list at `at`, or the list.
fn item(places: &Places<'_>, at: At, text: &str) -> At {
    use generator::{source::PathStep, yaml::NodeKind as Kind};
    let Some(Kind::List(items)) = places.node(&at).map(|node| &node.kind) else { return at };
    let is = |kind: &Kind| matches!(kind, Kind::Plain(word) | Kind::Text(word) if word == text);
    match items.iter().position(|item| is(&item.kind)) {
        Some(index) => {
            let mut path = at.path;
            path.push(PathStep::Index(index));
            At { file: at.file, path }
        }
        None => at,
    }
}

/// Returns the operations of the file for a new operation, or `api.yaml` without one.
fn new_operation(places: &Places<'_>, difference: &Difference<'_>) -> At {
    let api = places.api();
    let of_api = At { file: api.place.file, path: Vec::new() };
    let Theirs::Operation(theirs) = difference.theirs else { return of_api };
    let is_served = |id: &generator::ir::ServiceId| theirs.path.starts_with(&api.service(*id).path);
    let Some(service) = api.service_ids().filter(is_served).max_by_key(|id| api.service(*id).path.len()) else {
        return of_api;
    };
    let file =
        Homes::of(places).home(service, &theirs.segments(&api.service(service).path), |word| theirs.names(word)).file;
    let found = places.spec.sources.iter().find(|(id, _)| places.file(*id) == file);
    found.map_or(of_api, |(file, _)| At { file, path: crate::edit::keys(["operations"]) })
}

/// Joins `names`, of which only the first ones are shown.
fn abridged(names: &[String]) -> String {
    let shown = names.iter().take(4).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > 4 { format!("{shown} and {} more", names.len() - 4) } else { shown }
}
