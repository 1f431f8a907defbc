//! What a spec may cost: one that is made to be expensive is refused or read in a moment, and says what is wrong.

#![allow(clippy::unwrap_used, clippy::panic)] // A test that panics has failed, and that is what it is for.

use std::time::{Duration, Instant};

use generator::diagnostic::Format;

const API: &str = include_str!("err/api.yaml");

/// A spec of the resource `things` with this text behind its docs.
fn things(text: &str) -> String {
    format!("resource: things\ndocs: Things.\n{text}")
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

/// What is said about the spec, in which `message` has to be. It takes a second in a debug build at the most, and a busy
/// machine gets ten.
fn assert_said(text: String, message: &str) {
    let start = Instant::now();
    let files = [("spec/api.yaml".into(), API.to_owned()), ("spec/things.yaml".into(), text)];
    let said = match generator::read_texts(files) {
        Ok(spec) => format!("{} files\n{}", spec.emit().files().len(), spec.warnings),
        Err(diagnostics) => {
            let json: serde_json::Value = serde_json::from_str(&diagnostics.render(Format::Json)).unwrap();
            assert!(json.as_array().unwrap().len() <= 101);
            format!("{diagnostics}{}\n", diagnostics.tally())
        }
    };
    assert!(start.elapsed() < Duration::from_secs(10), "{message}: {:?}", start.elapsed());
    assert!(said.contains(message), "{message}: {}", &said[said.len().saturating_sub(2000)..]);
}

#[test]
fn nesting_without_end_is_refused() {
    for open in ["{a: ", "["] {
        assert_said(things(&format!("enums: {}", open.repeat(100_000))), "this is nested too deeply");
    }
}

#[test]
fn a_huge_file_is_refused() {
    let chain = lines(100_000, |n| format!("  T{n}: {{ docs: T., fields: {{ a: T{} }} }}\n", n + 1));
    assert_said(things(&format!("schemas:\n{chain}")), "this file is larger than 512 KiB");
    assert_said(format!("resource: things\ndocs: {}\n", "x ".repeat(1_000_000)), "this file is larger than 512 KiB");
}

#[test]
fn thousands_of_mistakes_are_counted_and_the_first_are_shown() {
    let unknown = lines(9000, |n| format!("      f{n}: Unknown{n}\n"));
    let spec = things(&format!("schemas:\n  T:\n    docs: T.\n    fields:\n{unknown}"));
    assert_said(spec, "error[S062]: 8900 more mistakes are not shown\n");
    let near = lines(6000, |n| format!("  Thing{n:05}: {{ docs: T., fields: {{ a: Thing{n:05}x }} }}\n"));
    assert_said(things(&format!("schemas:\n{near}")), "\n6000 mistakes ");
    let operations = lines(3000, |n| {
        format!("  o{n}: {{ docs: O., http: GET /x{n}, returns: {{ a: A{n} }}, errors: [e_{n}], scopes: [s{n}] }}\n")
    });
    assert_said(things(&format!("operations:\n{operations}")), "\n9000 mistakes ");
}

#[test]
fn keys_and_kinds_are_read_once_each() {
    assert_said(things(&lines(9000, |n| format!("key{n}: 1\n"))), "unknown key `key0`");
    let twice = "  E: { docs: E., values: [a] }\n".repeat(9000);
    assert_said(things(&format!("enums:\n{twice}")), "duplicate keys `E`, `E`");
    let numbers = lines(9000, |n| format!("      f{n}: {{ type: string, docs: 5 }}\n"));
    let spec = things(&format!("schemas:\n  T:\n    docs: T.\n    fields:\n{numbers}"));
    assert_said(spec, "expected text, found the number `5`");
}

#[test]
fn a_line_of_a_whole_file_is_not_shown() {
    let enums: Vec<_> = (0..9000).map(|n| format!("E{n}: {{ docs: E., values: [a] }}")).collect();
    assert_said(things(&format!("enums: {{ {} }}", enums.join(", "))), "\n--> spec/things.yaml:3:35\n");
}

#[test]
fn thousands_of_types_that_lead_to_each_other_are_generated() {
    let chain = lines(3000, |n| format!("  T{n}: {{ docs: T., fields: {{ a: T{} }} }}\n", n + 1));
    let spec = things(&format!("schemas:\n{chain}  T3000: {{ docs: T., fields: {{ a: integer }} }}\n"));
    assert_said(spec, "files\n");
    let values = lines(20_000, |n| format!("      v{n}: V.\n"));
    assert_said(things(&format!("enums:\n  E:\n    docs: E.\n    values:\n{values}")), "files\n");
}
