//! Counts how often each operation was recorded, to find operations that are only documented.

use std::fmt::Write;

use generator::{Spec, diagnostic::Format, source::Spots};
use serde::Serialize;

use super::{
    calls::{Collector, Recording},
    routes::Routes,
};
use crate::{Input, Unreadable, places::Location};

/// How often each operation was recorded. The names of the fields are the keys of the JSON.
#[derive(Debug, Serialize)]
pub struct Coverage {
    /// All operations, those with the fewest successes first.
    pub operations: Vec<Operation>,
    /// The number of operations without a recorded success.
    pub without_success: usize,
    /// Files that cannot be read.
    pub unreadable: Vec<Unreadable>,
}

/// How often an operation was recorded.
#[derive(Debug, Serialize)]
pub struct Operation {
    /// Its name.
    pub operation: String,
    /// The number of responses with a status from 200 to 299.
    pub successes: usize,
    /// The number of responses with another status.
    pub errors: usize,
    /// The day of the last call, such as `2024-08-12`, if it is recorded.
    pub last: Option<String>,
    /// Its place in the spec.
    pub place: Location,
}

/// Returns how often the operations of `spec` were recorded in `inputs`.
pub fn coverage(spec: &Spec, inputs: impl IntoIterator<Item = Input>) -> Coverage {
    let routes = Routes::of(&spec.api);
    let mut collector = Collector::of(&spec.api, &routes);
    inputs.into_iter().filter_map(Recording::read).for_each(|recording| collector.file(&recording));
    let mut spots = Spots::of(&spec.sources);
    let mut operations: Vec<Operation> = routes
        .all()
        .map(|known| {
            let calls = collector.seen.operations.get(known.name.as_str());
            let count = |success: bool| {
                let statuses = calls.into_iter().flat_map(|calls| &calls.statuses);
                statuses.filter(|(status, _)| (200..300).contains(*status) == success).map(|(_, count)| count).sum()
            };
            Operation {
                operation: known.name.clone(),
                successes: count(true),
                errors: count(false),
                last: calls.and_then(|calls| calls.last.clone()),
                place: Location::find(&mut spots, &known.operation.place),
            }
        })
        .collect();
    // A stable sort, so that operations with the same counts keep the order of the spec.
    operations.sort_by_key(|operation| (operation.successes, operation.errors));
    let without_success = operations.iter().filter(|operation| operation.successes == 0).count();
    let files = collector.seen.unreadable.into_iter().filter(|unreadable| unreadable.call.is_none());
    let unreadable = files.map(|unreadable| Unreadable { file: unreadable.file, reason: unreadable.reason });
    Coverage { operations, without_success, unreadable: unreadable.collect() }
}

impl Coverage {
    /// Files that cannot be read.
    pub fn unreadable(&self) -> &[Unreadable] {
        &self.unreadable
    }

    /// Renders the list in `format`. GitHub annotations show the operations without a success.
    pub fn render(&self, format: Format) -> String {
        match format {
            Format::Human { .. } => self.human(),
            Format::Github => self.github(),
            Format::Json => format!("{:#}\n", serde_json::json!(self)),
        }
    }

    fn human(&self) -> String {
        let all = self.operations.len();
        let mut text = format!("{} of {all} operations have no recorded success\n\n", self.without_success);
        // Writing to a string cannot fail.
        let _ = writeln!(text, "successes  errors  last        operation");
        for Operation { operation, successes, errors, last, .. } in &self.operations {
            let last = last.as_deref().unwrap_or("-");
            let _ = writeln!(text, "{successes:>9}  {errors:>6}  {last:<10}  {operation}");
        }
        text
    }

    fn github(&self) -> String {
        let silent = self.operations.iter().filter(|operation| operation.successes == 0);
        let line = |one: &Operation| one.place.note("coverage", &format!("{} has no recorded success", one.operation));
        silent.map(line).collect()
    }
}
