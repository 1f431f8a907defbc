//! Compares the spec with recorded traffic.

mod additions;
mod body;
mod calls;
mod coverage;
mod guess;
mod human;
mod limits;
mod mask;
mod new;
mod report;
mod routes;
mod seen;
mod shape;
#[cfg(test)]
mod tests;

use generator::Spec;

pub use coverage::{Coverage, coverage};
pub use report::Report;

use crate::{Changes, Input, changes::Draft, edit::paste, places::Places};
use calls::{Collector, Recording};
use routes::Routes;

/// Returns the elements in the recordings among `inputs` that `spec` does not describe.
pub fn observe(spec: &Spec, inputs: impl IntoIterator<Item = Input>) -> Report {
    let recordings: Vec<Recording> = inputs.into_iter().filter_map(Recording::read).collect();
    let places = Places::of(spec);
    let routes = Routes::of(&spec.api);
    let mut collector = Collector::of(&spec.api, &routes);
    recordings.iter().for_each(|recording| collector.file(recording));
    let mut report = Report::of(&places, &collector.seen);
    if report.is_empty() {
        return report;
    }
    let edits = additions::edits(&places, &collector.seen);
    let mut draft = Draft::of(spec);
    let is_made = draft.edit(&edits);
    let left = if is_made { draft.read().map(|spec| left(&spec, &recordings)) } else { None };
    let changes: Changes = draft.changes(left.unwrap_or_default());
    report.suggest(paste(&edits), changes);
    report
}

/// Returns the number of elements in `recordings` that `spec` does not describe.
fn left(spec: &Spec, recordings: &[Recording]) -> usize {
    let places = Places::of(spec);
    let routes = Routes::of(&spec.api);
    let mut collector = Collector::of(&spec.api, &routes);
    recordings.iter().for_each(|recording| collector.file(recording));
    Report::of(&places, &collector.seen).count()
}
