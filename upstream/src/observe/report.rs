//! The report of `observe`, which is serialized for `--format json` and rendered for the other formats.

use std::collections::{BTreeMap, BTreeSet};

use generator::{diagnostic::Format, source::Spots};
use serde::Serialize;

use super::{
    calls::lists,
    human,
    seen::{At, Home, Object, Seen, Side, Unreadable, is_json, is_lookup},
    shape::Shape,
};
use crate::{
    Changes,
    places::{self, Location, Places},
};

/// The differences between recordings and the spec.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// The number of files.
    pub files: usize,
    /// The number of calls in the files.
    pub calls: usize,
    /// The recorded operations, by name.
    pub operations: BTreeMap<String, Operation>,
    /// Fields of responses that are missing in the spec.
    pub unknown_fields: Vec<Unknown>,
    /// Required fields of responses that were missing.
    pub missing_fields: Vec<Missing>,
    /// Nulls in fields that are not nullable.
    pub unexpected_nulls: Vec<Missing>,
    /// Values of another type than declared.
    pub unexpected_types: Vec<WrongType>,
    /// Values of enums, and kinds of unions, that the spec does not list.
    pub unknown_enum_values: Vec<Value>,
    /// Statuses that no error code of the operation has.
    pub undocumented_statuses: Vec<Status>,
    /// Error codes that are not declared, not listed for the operation, or declared with another status.
    pub undocumented_error_codes: Vec<Code>,
    /// Arguments of requests that are missing in the spec.
    pub unknown_arguments: Vec<Unknown>,
    /// Required arguments that were missing in accepted requests.
    pub missing_arguments: Vec<Missing>,
    /// Calls without a matching operation.
    pub unmatched: Vec<Unmatched>,
    /// Files and calls that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Optional fields that were always or never present. These are not errors.
    pub remarks: Vec<Remark>,
    /// The number of calls to other hosts.
    pub foreign: usize,
    /// The suggested additions and changes.
    pub yaml: String,
    #[serde(skip)]
    changes: Changes,
}

/// The calls of an operation.
#[derive(Debug, Serialize)]
pub struct Operation {
    /// The number of calls.
    pub seen: usize,
    /// The counts by status.
    pub statuses: BTreeMap<u16, usize>,
}

/// A field that is missing in the spec.
#[derive(Debug, Serialize)]
pub struct Unknown {
    /// The operation.
    pub operation: String,
    /// The path in the body.
    pub path: String,
    /// The enclosing type.
    pub schema: String,
    /// The counts by JSON type.
    pub types: BTreeMap<&'static str, usize>,
    /// The recorded shape.
    pub shape: String,
    /// A recorded number or boolean; never text, which can be secret.
    pub example: Option<String>,
    /// The number of occurrences.
    pub count: usize,
    /// The number of enclosing objects.
    pub of: usize,
    /// The place in the spec to edit.
    pub place: Option<Location>,
}

/// A field that was missing or null.
#[derive(Debug, Serialize)]
pub struct Missing {
    /// The operation.
    pub operation: String,
    /// The path in the body.
    pub path: String,
    /// The enclosing type.
    pub schema: String,
    /// The number of occurrences.
    pub count: usize,
    /// The total number, or 0 if it is not counted, as for the items of lists.
    pub of: usize,
    /// The place in the spec to edit.
    pub place: Option<Location>,
}

/// A value of another type than declared.
#[derive(Debug, Serialize)]
pub struct WrongType {
    /// The operation.
    pub operation: String,
    /// `answer` or `request`.
    pub side: &'static str,
    /// The path in the body.
    pub path: String,
    /// The declared type.
    pub expected: String,
    /// The counts by recorded type.
    pub found: BTreeMap<&'static str, usize>,
    /// The place in the spec to edit.
    pub place: Option<Location>,
}

/// A value that is not listed.
#[derive(Debug, Serialize)]
pub struct Value {
    /// The operation.
    pub operation: String,
    /// `answer` or `request`.
    pub side: &'static str,
    /// The path in the body.
    pub path: String,
    /// The enum or union.
    #[serde(rename = "enum")]
    pub ty: String,
    /// The value, or `…` if it looks like a secret.
    pub value: String,
    /// The number of occurrences.
    pub count: usize,
    /// The place in the spec to edit.
    pub place: Option<Location>,
}

/// A status that no error code of the operation has.
#[derive(Debug, Serialize)]
pub struct Status {
    /// The operation.
    pub operation: String,
    /// The status.
    pub status: u16,
    /// The number of occurrences.
    pub count: usize,
    /// The place in the spec to edit.
    pub place: Option<Location>,
}

/// An error code that is not listed for the operation.
#[derive(Debug, Serialize)]
pub struct Code {
    /// The operation.
    pub operation: String,
    /// The code.
    pub code: String,
    /// The recorded status.
    pub status: u16,
    /// The status in the spec, if the code is declared.
    pub declared_status: Option<u16>,
    /// The number of occurrences.
    pub count: usize,
    /// The place in the spec to edit.
    pub place: Option<Location>,
}

/// Calls without a matching operation.
#[derive(Debug, Serialize)]
pub struct Unmatched {
    /// The method.
    pub method: String,
    /// The path, without identifiers.
    pub path: String,
    /// The counts by status.
    pub statuses: BTreeMap<u16, usize>,
    /// The number of occurrences.
    pub count: usize,
    /// The number of calls with a status from 200 to 299, which show that the operation exists.
    pub successes: usize,
}

/// An optional field that was always or never present.
#[derive(Debug, Serialize)]
pub struct Remark {
    /// The enclosing type.
    pub schema: String,
    /// The field.
    pub field: String,
    /// The number of occurrences.
    pub count: usize,
    /// The total number.
    pub of: usize,
}

impl Report {
    /// Creates the report of `seen`.
    pub(super) fn of(places: &Places<'_>, seen: &Seen<'_>) -> Self {
        let api = places.api();
        let mut report = Self { files: seen.files, calls: seen.calls, foreign: seen.foreign, ..Self::default() };
        let mut find = Find { places, spots: Spots::of(&places.spec.sources) };
        for (name, calls) in &seen.operations {
            let operation = Operation { seen: calls.statuses.values().sum(), statuses: calls.statuses.clone() };
            report.operations.insert((*name).to_owned(), operation);
            let known: BTreeSet<u16> =
                api.errors.iter().filter(|code| lists(api, calls.known, code)).map(|code| code.status).collect();
            let strange =
                calls.statuses.iter().filter(|(status, _)| !(200..300).contains(*status) && !known.contains(status));
            for (status, count) in strange {
                report.undocumented_statuses.push(Status {
                    operation: (*name).to_owned(),
                    status: *status,
                    count: *count,
                    place: find.at(&places.operation(&calls.known.operation.place, Some("errors"))),
                });
            }
        }
        for (at, object) in &seen.objects {
            report.object(&mut find, at, object);
        }
        report.null_items(seen);
        report.values(&mut find, seen);
        report.errors(&mut find, seen);
        let successes = |statuses: &BTreeMap<u16, usize>| {
            statuses.iter().filter(|(status, _)| (200..300).contains(*status)).map(|(_, count)| count).sum()
        };
        report.unmatched = seen
            .unmatched
            .iter()
            .map(|((method, path), statuses)| Unmatched {
                method: method.clone(),
                path: path.clone(),
                statuses: statuses.clone(),
                count: statuses.values().sum(),
                successes: successes(statuses),
            })
            .collect();
        report.unreadable = seen.unreadable.clone();
        report.unreadable.sort();
        report.remarks = remarks(seen);
        report
    }

    /// Whether there are no differences.
    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// Returns the number of differences. Failed calls without an error code are not counted, because they cannot be
    /// described in a spec; neither are differences in the error envelope.
    pub(super) fn count(&self) -> usize {
        let of_envelope = self.unknown_fields.iter().filter(|field| field.place.is_none()).count();
        let new = self.unmatched.iter().filter(|unmatched| unmatched.successes > 0).count();
        let failures = self.unexpected_types.iter().filter(|wrong| wrong.place.is_none()).count();
        self.unknown_fields.len() - of_envelope
            + self.missing_fields.len()
            + self.unexpected_nulls.len()
            + self.unexpected_types.len()
            - failures
            + self.unknown_enum_values.len()
            + self.undocumented_error_codes.len()
            + self.unknown_arguments.len()
            + self.missing_arguments.len()
            + new
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

    /// The files that could not be read, without single calls.
    pub fn unreadable_files(&self) -> Vec<crate::Unreadable> {
        let files = self.unreadable.iter().filter(|unreadable| unreadable.call.is_none());
        files.map(|one| crate::Unreadable { file: one.file.clone(), reason: one.reason.clone() }).collect()
    }

    /// Renders the report in `format`.
    pub fn render(&self, format: Format) -> String {
        match format {
            Format::Human { .. } => human::render(self),
            Format::Github => human::github(self),
            Format::Json => self.json(),
        }
    }

    /// The report as one JSON object.
    pub fn json(&self) -> String {
        format!("{:#}\n", serde_json::json!(self))
    }

    fn object(&mut self, find: &mut Find<'_>, at: &At<'_>, object: &Object<'_>) {
        let around = find.home(object.home, None);
        let unknown = object.unknown.iter().map(|(key, shape)| unknown(at, key, shape, object.count, around.clone()));
        match at.side {
            Side::Response => self.unknown_fields.extend(unknown),
            Side::Request => self.unknown_arguments.extend(unknown),
        }
        let mut faulty = |wire: &str, count| Missing {
            operation: at.operation.to_owned(),
            path: joined(&at.path, wire),
            schema: at.ty.to_owned(),
            count,
            of: object.count,
            place: find.home(object.home, Some(wire)),
        };
        for seen in &object.fields {
            let (wire, presence) = (&seen.field.name.wire, seen.field.presence);
            let absent = object.count.saturating_sub(seen.present);
            if absent > 0 && !presence.is_optional() && !is_lookup(object.home) {
                match at.side {
                    Side::Response => self.missing_fields.push(faulty(wire, absent)),
                    Side::Request => self.missing_arguments.push(faulty(wire, absent)),
                }
            }
            if at.side == Side::Response && seen.nulls > 0 && !presence.is_nullable() && !is_json(seen.field) {
                self.unexpected_nulls.push(faulty(wire, seen.nulls));
            }
        }
    }

    fn null_items(&mut self, seen: &Seen<'_>) {
        self.unexpected_nulls.extend(seen.null_items.iter().filter(|(at, _)| at.side == Side::Response).map(
            |(at, count)| Missing {
                operation: at.operation.to_owned(),
                path: at.path.clone(),
                schema: at.ty.to_owned(),
                count: *count,
                of: 0,
                place: None,
            },
        ));
    }

    fn values(&mut self, find: &mut Find<'_>, seen: &Seen<'_>) {
        self.unexpected_types = seen
            .mismatches
            .iter()
            .map(|(at, mismatch)| WrongType {
                operation: at.operation.to_owned(),
                side: at.side.as_str(),
                path: at.path.clone(),
                expected: mismatch.expected.clone(),
                found: mismatch.found.types(),
                place: mismatch.of.and_then(|(home, field)| find.home(home, Some(&field.name.wire))),
            })
            .collect();
        self.unknown_enum_values = seen
            .values
            .iter()
            .map(|((at, text), value)| Value {
                operation: at.operation.to_owned(),
                side: at.side.as_str(),
                path: at.path.clone(),
                ty: at.ty.to_owned(),
                value: text.clone(),
                count: value.count,
                place: find.at(&find.places.members(value.ty)),
            })
            .collect();
    }

    fn errors(&mut self, find: &mut Find<'_>, seen: &Seen<'_>) {
        self.undocumented_error_codes = seen
            .errors
            .iter()
            .map(|((operation, code, status), failure)| Code {
                operation: (*operation).to_owned(),
                code: code.clone(),
                status: *status,
                declared_status: failure.declared.map(|code| code.status),
                count: failure.count,
                place: find.at(&find.places.operation(&failure.known.operation.place, Some("errors"))),
            })
            .collect();
    }
}

/// Finds places in the spec.
struct Find<'a> {
    places: &'a Places<'a>,
    spots: Spots<'a>,
}

impl Find<'_> {
    fn at(&mut self, at: &places::At) -> Option<Location> {
        Some(Location::find(&mut self.spots, &self.places.place(at)))
    }

    /// Returns the place of the field `wire` of `home`, or of its fields.
    fn home(&mut self, home: Home<'_>, wire: Option<&str>) -> Option<Location> {
        let at = home.at(self.places, wire)?;
        self.at(&at)
    }
}

fn unknown(at: &At<'_>, key: &str, shape: &Shape, of: usize, place: Option<Location>) -> Unknown {
    Unknown {
        operation: at.operation.to_owned(),
        path: joined(&at.path, key),
        schema: at.ty.to_owned(),
        types: shape.types(),
        shape: shape.to_string(),
        example: shape.example.clone().filter(|_| !crate::names::is_secret(key)),
        count: shape.count,
        of,
        place,
    }
}

/// Returns the optional fields of responses that were always or never present, by type.
fn remarks(seen: &Seen<'_>) -> Vec<Remark> {
    let mut counts: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    for (at, object) in seen.objects.iter().filter(|(at, _)| at.side == Side::Response) {
        let owner = if at.ty == "returns" { at.operation } else { at.ty };
        for field in object.fields.iter().filter(|seen| seen.field.presence.is_optional()) {
            let (count, of) = counts.entry((owner, &field.field.name.wire)).or_default();
            *count += field.present;
            *of += object.count;
        }
    }
    let told = counts.into_iter().filter(|(_, (count, of))| *of > 0 && (*count == 0 || count == of));
    told.map(|((schema, field), (count, of))| Remark { schema: schema.to_owned(), field: field.to_owned(), count, of })
        .collect()
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

impl Side {
    fn as_str(self) -> &'static str {
        match self {
            Self::Response => "answer",
            Self::Request => "request",
        }
    }
}
