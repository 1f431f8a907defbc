//! The table of operations in the documentation.

use std::collections::BTreeMap;
use std::fmt::Write;

use katapult_fake::derived::{Coverage, coverage};
use katapult_fake::spec::spec;

/// The table, by resource.
fn table() -> String {
    let mut resources: BTreeMap<&str, [Vec<&str>; 3]> = BTreeMap::new();
    let mut counts = [0; 3];
    for operation in spec().operations() {
        let column = match coverage(operation) {
            Coverage::Behavior => 0,
            Coverage::Derived => 1,
            Coverage::Sample => 2,
        };
        counts[column] += 1;
        resources.entry(operation.resource()).or_default()[column].push(operation.function());
    }
    let mut text = String::from("| resource | behavior | derived | sample |\n|---|---|---|---|\n");
    for (resource, columns) in resources {
        let columns = columns.map(|functions| functions.join(", "));
        writeln!(text, "| `{resource}` | {} |", columns.join(" | ")).expect("a string");
    }
    let [behavior, derived, sample] = counts;
    writeln!(text, "| all | {behavior} | {derived} | {sample} |").expect("a string");
    text.replace(" |  |", " | |").replace(" |  |", " | |")
}

#[test]
fn the_documentation_has_every_operation() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/OPERATIONS.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, table()).expect("a file");
    }
    let written = std::fs::read_to_string(path).expect("a file");
    let hint = "run `UPDATE=1 cargo test -p katapult-fake --test all table` and commit the result";
    assert!(written == table(), "fake/OPERATIONS.md is not up to date: {hint}");
}
