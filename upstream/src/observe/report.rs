//! What the spec does not say, as lists: what `--format json` prints, and from which people's report is written.

use std::collections::{BTreeMap, BTreeSet};

use generator::{diagnostic::Format, source::Spots};
use serde::Serialize;

use super::{
    calls::answers,
    human,
    seen::{At, Home, Object, Seen, Side, Unreadable, is_json, is_lookup},
    shape::Shape,
};
use crate::{
    Changes,
    places::{self, Location, Places},
};

/// What the spec does not say.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// How many files were given.
    pub files: usize,
    /// How many calls were in them.
    pub calls: usize,
    /// Operations that were called, by name.
    pub operations: BTreeMap<String, Operation>,
    /// Fields of responses that are not in the spec.
    pub unknown_fields: Vec<Unknown>,
    /// Fields that the spec calls always there, and that were not.
    pub missing_fields: Vec<Missing>,
    /// Nulls where the spec has none.
    pub unexpected_nulls: Vec<Missing>,
    /// Values of another type than the spec has.
    pub unexpected_types: Vec<WrongType>,
    /// Values of enums, and kinds of unions, that the spec does not list.
    pub unknown_enum_values: Vec<Value>,
    /// Statuses of no code that the operation can answer.
    pub undocumented_statuses: Vec<Status>,
    /// Error codes that the spec does not have, or not for the operation, or with another status.
    pub undocumented_error_codes: Vec<Code>,
    /// Arguments of requests that are not in the spec.
    pub unknown_arguments: Vec<Unknown>,
    /// Arguments that the spec calls required, and that accepted requests left out.
    pub missing_arguments: Vec<Missing>,
    /// Calls of no operation.
    pub unmatched: Vec<Unmatched>,
    /// What could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Fields that the spec calls optional, and that were always there, or never: no mistake, but worth a look.
    pub remarks: Vec<Remark>,
    /// How many calls went to other hosts than the API's.
    pub foreign: usize,
    /// What to add to the spec, and to change in it.
    pub yaml: String,
    #[serde(skip)]
    changes: Changes,
}

/// The calls of an operation.
#[derive(Debug, Serialize)]
pub struct Operation {
    /// How many.
    pub seen: usize,
    /// How often which status.
    pub statuses: BTreeMap<u16, usize>,
}

/// A field that is not in the spec.
#[derive(Debug, Serialize)]
pub struct Unknown {
    /// The operation.
    pub operation: String,
    /// Its place in the body.
    pub path: String,
    /// The type around it.
    pub schema: String,
    /// How often which JSON type.
    pub types: BTreeMap<&'static str, usize>,
    /// What it looks like.
    pub shape: String,
    /// A number or boolean that was seen; never text, which can be secret.
    pub example: Option<String>,
    /// How often it was there.
    pub count: usize,
    /// How often the object around it was there.
    pub of: usize,
    /// Where to edit the spec: file, line and column.
    pub place: Option<Location>,
}

/// A field that was not as the spec has it.
#[derive(Debug, Serialize)]
pub struct Missing {
    /// The operation.
    pub operation: String,
    /// Its place in the body.
    pub path: String,
    /// The type around it.
    pub schema: String,
    /// How often it was so.
    pub count: usize,
    /// Of how many; 0 where that was not counted, as for the items of lists.
    pub of: usize,
    /// Where to edit the spec: file, line and column.
    pub place: Option<Location>,
}

/// A value of another type.
#[derive(Debug, Serialize)]
pub struct WrongType {
    /// The operation.
    pub operation: String,
    /// `answer` or `request`.
    pub side: &'static str,
    /// Its place in the body.
    pub path: String,
    /// What the spec has.
    pub expected: String,
    /// What came, and how often.
    pub found: BTreeMap<&'static str, usize>,
    /// Where to edit the spec: file, line and column.
    pub place: Option<Location>,
}

/// A value that is not listed.
#[derive(Debug, Serialize)]
pub struct Value {
    /// The operation.
    pub operation: String,
    /// `answer` or `request`.
    pub side: &'static str,
    /// Its place in the body.
    pub path: String,
    /// The enum or union.
    #[serde(rename = "enum")]
    pub ty: String,
    /// The value, or `…` if it looks like a secret.
    pub value: String,
    /// How often.
    pub count: usize,
    /// Where to edit the spec: file, line and column.
    pub place: Option<Location>,
}

/// A status that the operation is not known to answer.
#[derive(Debug, Serialize)]
pub struct Status {
    /// The operation.
    pub operation: String,
    /// The status.
    pub status: u16,
    /// How often.
    pub count: usize,
    /// Where to edit the spec: file, line and column.
    pub place: Option<Location>,
}

/// An error code that the operation is not known to answer.
#[derive(Debug, Serialize)]
pub struct Code {
    /// The operation.
    pub operation: String,
    /// The code.
    pub code: String,
    /// The status that came with it.
    pub status: u16,
    /// The status that the spec has for it, if it declares the code.
    pub declared_status: Option<u16>,
    /// How often.
    pub count: usize,
    /// Where to edit the spec: file, line and column.
    pub place: Option<Location>,
}

/// Calls of no operation.
#[derive(Debug, Serialize)]
pub struct Unmatched {
    /// The method.
    pub method: String,
    /// The path, without what identifies an object.
    pub path: String,
    /// How often which status.
    pub statuses: BTreeMap<u16, usize>,
    /// How often.
    pub count: usize,
    /// How often with a status from 200 to 299, which shows that there is such an operation.
    pub successes: usize,
}

/// An optional field that was always there, or never.
#[derive(Debug, Serialize)]
pub struct Remark {
    /// The type around it.
    pub schema: String,
    /// The field.
    pub field: String,
    /// How often it was there.
    pub count: usize,
    /// Of how many.
    pub of: usize,
}

impl Report {
    /// What `seen` shows of the spec.
    pub(super) fn of(places: &Places<'_>, seen: &Seen<'_>) -> Self {
        let api = places.api();
        let mut report = Self { files: seen.files, calls: seen.calls, foreign: seen.foreign, ..Self::default() };
        let mut find = Find { places, spots: Spots::of(&places.spec.sources) };
        for (name, calls) in &seen.operations {
            let operation = Operation { seen: calls.statuses.values().sum(), statuses: calls.statuses.clone() };
            report.operations.insert((*name).to_owned(), operation);
            let known: BTreeSet<u16> =
                api.errors.iter().filter(|code| answers(api, calls.known, code)).map(|code| code.status).collect();
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

    /// Whether recordings show nothing that the spec does not say.
    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// How many things recordings show that the spec does not say. Calls that failed without a code tell nothing that a
    /// spec could say; nor does what is inside the envelope of errors.
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

    /// Takes in what to do about it.
    pub(super) fn settle(&mut self, yaml: String, changes: Changes) {
        self.yaml = yaml;
        self.changes = changes;
    }

    /// What there is to write.
    pub fn changes(&self) -> &Changes {
        &self.changes
    }

    /// The files that cannot be read; single calls that cannot are no reason to fail.
    pub fn unreadable_files(&self) -> Vec<crate::Unreadable> {
        let files = self.unreadable.iter().filter(|unreadable| unreadable.call.is_none());
        files.map(|one| crate::Unreadable { file: one.file.clone(), reason: one.reason.clone() }).collect()
    }

    /// The report in `format`.
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
            Side::Answer => self.unknown_fields.extend(unknown),
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
                    Side::Answer => self.missing_fields.push(faulty(wire, absent)),
                    Side::Request => self.missing_arguments.push(faulty(wire, absent)),
                }
            }
            if at.side == Side::Answer && seen.nulls > 0 && !presence.is_nullable() && !is_json(seen.field) {
                self.unexpected_nulls.push(faulty(wire, seen.nulls));
            }
        }
    }

    fn null_items(&mut self, seen: &Seen<'_>) {
        self.unexpected_nulls.extend(seen.null_items.iter().filter(|(at, _)| at.side == Side::Answer).map(
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

    /// The field `wire` of what is declared at `home`, or where its fields are.
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

/// Optional fields of responses that were always there, or never, by type.
fn remarks(seen: &Seen<'_>) -> Vec<Remark> {
    let mut counts: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    for (at, object) in seen.objects.iter().filter(|(at, _)| at.side == Side::Answer) {
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
            Self::Answer => "answer",
            Self::Request => "request",
        }
    }
}
