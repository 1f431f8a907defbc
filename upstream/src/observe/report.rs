//! What the spec does not say, as lists: what `--format json` prints, and from which people's report is written.

use std::collections::{BTreeMap, BTreeSet};

use generator::ir::Api;
use serde::Serialize;

use super::{
    calls::answers,
    mask,
    seen::{At, Object, Seen, Side, Unreadable, is_json, is_lookup},
    shape::Shape,
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
    /// Fields of answers that are not in the spec.
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
    /// What to add to the spec.
    pub yaml: String,
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
    /// What `seen` shows of `api`.
    pub(super) fn of(api: &Api, seen: &Seen<'_>) -> Self {
        let mut report = Self { files: seen.files, calls: seen.calls, ..Self::default() };
        for (name, calls) in &seen.operations {
            let operation = Operation { seen: calls.statuses.values().sum(), statuses: calls.statuses.clone() };
            report.operations.insert((*name).to_owned(), operation);
            let known: BTreeSet<u16> =
                api.errors.iter().filter(|code| answers(api, calls.known, code)).map(|code| code.status).collect();
            let strange =
                calls.statuses.iter().filter(|(status, _)| !(200..300).contains(*status) && !known.contains(status));
            report.undocumented_statuses.extend(strange.map(|(status, count)| Status {
                operation: (*name).to_owned(),
                status: *status,
                count: *count,
            }));
        }
        for (at, object) in &seen.objects {
            report.object(at, object);
        }
        report.null_items(seen);
        report.values(seen);
        report.errors(seen);
        report.unmatched = seen
            .unmatched
            .iter()
            .map(|((method, path), statuses)| Unmatched {
                method: method.clone(),
                path: path.clone(),
                statuses: statuses.clone(),
                count: statuses.values().sum(),
            })
            .collect();
        report.unreadable = seen.unreadable.clone();
        report.unreadable.sort();
        report.remarks = remarks(seen);
        report
    }

    /// The report as one JSON object.
    pub fn json(&self) -> String {
        format!("{:#}\n", serde_json::json!(self))
    }

    fn object(&mut self, at: &At<'_>, object: &Object<'_>) {
        let unknown = object.unknown.iter().map(|(key, shape)| unknown(at, key, shape, object.count));
        match at.side {
            Side::Answer => self.unknown_fields.extend(unknown),
            Side::Request => self.unknown_arguments.extend(unknown),
        }
        let faulty = |wire: &str, count| Missing {
            operation: at.operation.to_owned(),
            path: joined(&at.path, wire),
            schema: at.ty.to_owned(),
            count,
            of: object.count,
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
            },
        ));
    }

    fn values(&mut self, seen: &Seen<'_>) {
        self.unexpected_types = seen
            .mismatches
            .iter()
            .map(|(at, mismatch)| WrongType {
                operation: at.operation.to_owned(),
                side: at.side.as_str(),
                path: at.path.clone(),
                expected: mismatch.expected.clone(),
                found: mismatch.found.types(),
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
            })
            .collect();
    }

    fn errors(&mut self, seen: &Seen<'_>) {
        self.undocumented_error_codes = seen
            .errors
            .iter()
            .map(|((operation, code, status), failure)| Code {
                operation: (*operation).to_owned(),
                code: code.clone(),
                status: *status,
                declared_status: failure.declared.map(|code| code.status),
                count: failure.count,
            })
            .collect();
    }
}

fn unknown(at: &At<'_>, key: &str, shape: &Shape, of: usize) -> Unknown {
    Unknown {
        operation: at.operation.to_owned(),
        path: joined(&at.path, key),
        schema: at.ty.to_owned(),
        types: shape.types(),
        shape: shape.to_string(),
        example: shape.example.clone().filter(|_| !mask::is_secret(key)),
        count: shape.count,
        of,
    }
}

/// Optional fields of answers that were always there, or never, by type.
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
