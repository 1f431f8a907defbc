//! The report as text and as GitHub annotations.

use std::{collections::BTreeMap, fmt::Write};

use super::{
    limits,
    report::{Missing, Report, Unknown, Unmatched},
};
use crate::{limits::thousands, places::Location};

/// Renders `report` as text.
pub fn render(report: &Report) -> String {
    let mut text = String::new();
    let out = &mut text;
    summary(out, report);
    let findings = findings(report);
    for (name, operation) in &report.operations {
        line(out, &format!("{name}: {} ({})", calls(operation.seen), statuses(&operation.statuses)));
        for Finding { what, about, .. } in findings.get(name.as_str()).into_iter().flatten() {
            line(out, &format!("  {what:<22} {about}"));
        }
    }
    section(
        out,
        "Calls that match no operation:",
        report.unmatched.iter().map(|unmatched| {
            format!(
                "{} {}: {} ({})",
                unmatched.method,
                unmatched.path,
                calls(unmatched.count),
                statuses(&unmatched.statuses)
            )
        }),
    );
    section(
        out,
        "Could not be read:",
        report.unreadable.iter().map(|unreadable| {
            let call = unreadable.call.map(|call| format!(", call {call}")).unwrap_or_default();
            let operation =
                unreadable.operation.as_ref().map(|operation| format!(" ({operation})")).unwrap_or_default();
            format!("{}{call}{operation}: {}", unreadable.file, unreadable.reason)
        }),
    );
    let always = report.remarks.iter().filter(|remark| remark.count > 0);
    section(
        out,
        "Optional in the spec, but always present (not an error):",
        always.map(|remark| format!("{}.{} ({} of {})", remark.schema, remark.field, remark.count, remark.of)),
    );
    let never = report.remarks.iter().filter(|remark| remark.count == 0);
    section(
        out,
        "Optional in the spec, but never present (not an error):",
        never.map(|remark| format!("{}.{} (0 of {})", remark.schema, remark.field, remark.of)),
    );
    if report.yaml.is_empty() {
        line(out, "\nNothing to add to the spec.");
    } else {
        line(out, "\nSuggested changes, which `--write` applies:\n");
        out.push_str(&report.yaml);
    }
    text
}

/// Renders `report` as workflow commands for GitHub annotations.
pub fn github(report: &Report) -> String {
    let mut text = String::new();
    for (operation, findings) in findings(report) {
        for Finding { what, about, place } in findings {
            if let Some(place) = place {
                text += &place.github("observe", &format!("{operation}: {what}: {about}"));
            }
        }
    }
    for unmatched in report.unmatched.iter().filter(|unmatched| unmatched.successes > 0) {
        let Unmatched { method, path, successes, .. } = unmatched;
        text += &format!("::error title=observe::no operation is {method} {path}, which succeeded {successes} times\n");
    }
    text
}

/// A difference between the recordings and the spec.
struct Finding<'r> {
    what: &'static str,
    about: String,
    place: Option<&'r Location>,
}

fn summary(out: &mut String, report: &Report) {
    let unmatched: usize = report.unmatched.iter().map(|unmatched| unmatched.count).sum();
    let matched: usize = report.operations.values().map(|operation| operation.seen).sum();
    let files = if report.files == 1 { "1 file".to_owned() } else { format!("{} files", report.files) };
    line(
        out,
        &format!(
            "{} in {files}: {matched} of {} operations, {unmatched} unmatched{}\n",
            calls(report.calls),
            report.operations.len(),
            if report.foreign > 0 { format!(", {} to other hosts", report.foreign) } else { String::new() },
        ),
    );
}

/// Returns the findings of each operation.
fn findings(report: &Report) -> BTreeMap<&str, Vec<Finding<'_>>> {
    let mut found: BTreeMap<&str, Vec<Finding<'_>>> = BTreeMap::new();
    let mut add =
        |operation, what, about, place| found.entry(operation).or_default().push(Finding { what, about, place });
    for field in &report.unknown_fields {
        add(&field.operation, "unknown field", unknown(field), field.place.as_ref());
    }
    for field in &report.missing_fields {
        add(&field.operation, "missing field", missing(field), field.place.as_ref());
    }
    for field in &report.unexpected_nulls {
        add(&field.operation, "unexpected null", missing(field), field.place.as_ref());
    }
    for wrong in &report.unexpected_types {
        let found: Vec<_> = wrong.found.iter().map(|(ty, count)| format!("{ty} ×{count}")).collect();
        let path = if wrong.path.is_empty() { "the whole body" } else { &wrong.path };
        let about = format!("{path} ({}): {} expected, {}", side(wrong.side), wrong.expected, found.join(", "));
        add(&wrong.operation, "unexpected type", about, wrong.place.as_ref());
    }
    for value in &report.unknown_enum_values {
        let about = format!("{} ({}): {} ×{} [{}]", value.path, side(value.side), value.value, value.count, value.ty);
        add(&value.operation, "unknown value", about, value.place.as_ref());
    }
    for status in &report.undocumented_statuses {
        add(
            &status.operation,
            "undocumented status",
            format!("{} ×{}", status.status, status.count),
            status.place.as_ref(),
        );
    }
    for code in &report.undocumented_error_codes {
        let why = match code.declared_status {
            None => "not declared".to_owned(),
            Some(status) if status == code.status => "not listed by the operation".to_owned(),
            Some(status) => format!("declared with {status}"),
        };
        let about = format!("{} with {} ×{}: {why}", code.code, code.status, code.count);
        add(&code.operation, "undocumented error", about, code.place.as_ref());
    }
    for argument in &report.unknown_arguments {
        add(&argument.operation, "unknown argument", unknown(argument), argument.place.as_ref());
    }
    for argument in &report.missing_arguments {
        add(&argument.operation, "missing argument", missing(argument), argument.place.as_ref());
    }
    found
}

/// Returns the name of a side in text. The JSON has `answer` for a response.
fn side(json: &str) -> &str {
    if json == "answer" { "response" } else { json }
}

fn unknown(field: &Unknown) -> String {
    let example = field.example.as_ref().map(|example| format!(", such as {example}")).unwrap_or_default();
    let of = if field.of > 0 { format!(" of {}", field.of) } else { String::new() };
    format!("{}: {}{example}, in {}{of} [{}]", field.path, field.shape, field.count, field.schema)
}

fn missing(field: &Missing) -> String {
    let of = if field.of > 0 { format!(" of {}", field.of) } else { String::new() };
    format!("{}: {}{of} [{}]", field.path, field.count, field.schema)
}

fn calls(count: usize) -> String {
    if count == 1 { "1 call".to_owned() } else { format!("{count} calls") }
}

fn statuses(statuses: &BTreeMap<u16, usize>) -> String {
    let each = statuses.iter().map(|(status, count)| format!("{status} ×{count}"));
    each.collect::<Vec<_>>().join(", ")
}

fn section(out: &mut String, title: &str, mut lines: impl Iterator<Item = String>) {
    for (index, text) in lines.by_ref().take(limits::LINES).enumerate() {
        if index == 0 {
            line(out, &format!("\n{title}"));
        }
        line(out, &format!("  {text}"));
    }
    let more = lines.count();
    if more > 0 {
        line(out, &format!("  and {} more", thousands(more)));
    }
}

fn line(out: &mut String, text: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{text}");
}
