//! What `drift` found, for people and for programs.

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
    /// Files that cannot be compared.
    unreadable: Vec<Unreadable>,
    /// What to add to the spec, and to change in it.
    yaml: String,
    /// How many documents were compared.
    #[serde(skip)]
    documents: usize,
    /// How many operations they have.
    #[serde(skip)]
    operations: usize,
    /// The commands by which GitHub shows the report.
    #[serde(skip)]
    github: String,
    #[serde(skip)]
    changes: Changes,
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
    /// Where to edit the spec: file, line and column.
    place: Location,
    /// Whether a new argument is required.
    #[serde(skip_serializing_if = "Option::is_none")]
    required: Option<bool>,
}

/// A fixup that explains nothing.
#[derive(Debug, Serialize)]
struct Stale {
    at: String,
    what: &'static str,
    why: String,
    /// Its file and line.
    place: Location,
}

impl Report {
    /// The report on what is left after the fixups.
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
            report.github += &place.github("drift", &said(&at, what, &document, &spec));
            report.list(list).push(Entry { at, what, document, spec, operations, place, required });
        }
        for fixup in found.iter().flat_map(|one| &one.stale) {
            let place = Location::find(&mut spots, &fixup.place);
            let message = format!("the fixup `{}` of {} explains nothing any more", fixup.what.as_str(), fixup.at);
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

    /// Takes in what to do about it.
    pub(super) fn settle(&mut self, yaml: String, changes: Changes) {
        self.yaml = yaml;
        self.changes = changes;
    }

    /// What there is to write.
    pub fn changes(&self) -> &Changes {
        &self.changes
    }

    /// The files that could not be compared.
    pub fn unreadable(&self) -> &[Unreadable] {
        &self.unreadable
    }

    /// How many documents were compared.
    pub fn documents(&self) -> usize {
        self.documents
    }

    /// The report in `format`.
    pub fn render(&self, format: Format) -> String {
        match format {
            Format::Human { .. } => self.human(),
            Format::Github => self.github.clone(),
            Format::Json => self.json(),
        }
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
                let Entry { at, what, document, spec, operations, place, .. } = entry;
                let _ = writeln!(text, "  {place}: {}", said(at, what, document, spec));
                if !operations.is_empty() && operations.iter().all(|operation| !at.starts_with(operation.as_str())) {
                    let _ = writeln!(text, "    in {}", abridged(operations));
                }
            }
        }
        if !self.fixups_stale.is_empty() {
            let _ = writeln!(text, "fixups that explain nothing any more: {}", self.fixups_stale.len());
        }
        for Stale { at, what, why, place } in &self.fixups_stale {
            let _ = writeln!(text, "  {place}: {at} ({what}): {why}");
        }
        if !self.yaml.is_empty() {
            let _ = write!(text, "\nto add to the spec, or to write into it with `--write`:\n\n{}", self.yaml);
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

/// A difference of a view as that of its schema, where both differ in the same way: its place is that of the schema.
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

/// A difference in words.
fn said(at: &str, what: &str, document: &str, spec: &str) -> String {
    format!("{at} ({what}): the document has {document}; the spec, {spec}")
}

/// Whether an argument that the spec lacks is required.
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

/// Where to edit the spec: what differs, or else what it is missing from.
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

/// The item `text` of the list at `at`, or the list.
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

/// The operations of the file in which a new one belongs, as far as there is one.
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

/// The first few of `names`.
fn abridged(names: &[String]) -> String {
    let shown = names.iter().take(4).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > 4 { format!("{shown} and {} more", names.len() - 4) } else { shown }
}
