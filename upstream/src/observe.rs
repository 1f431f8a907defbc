//! What recorded traffic shows and the spec does not say.

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
use calls::{Recording, Watch};
use routes::Routes;

/// Returns what the recordings among `inputs` show and `spec` does not say.
pub fn observe(spec: &Spec, inputs: impl IntoIterator<Item = Input>) -> Report {
    let recordings: Vec<Recording> = inputs.into_iter().filter_map(Recording::read).collect();
    let places = Places::of(spec);
    let routes = Routes::of(&spec.api);
    let mut watch = Watch::of(&spec.api, &routes);
    recordings.iter().for_each(|recording| watch.file(recording));
    let mut report = Report::of(&places, &watch.seen);
    if report.is_empty() {
        return report;
    }
    let edits = additions::edits(&places, &watch.seen);
    let mut draft = Draft::of(spec);
    let is_made = draft.edit(&edits);
    let left = if is_made { draft.read().map(|spec| left(&spec, &recordings)) } else { None };
    let changes: Changes = draft.changes(left.unwrap_or_default());
    report.settle(paste(&edits), changes);
    report
}

/// How much `recordings` still show that `spec` does not say.
fn left(spec: &Spec, recordings: &[Recording]) -> usize {
    let places = Places::of(spec);
    let routes = Routes::of(&spec.api);
    let mut watch = Watch::of(&spec.api, &routes);
    recordings.iter().for_each(|recording| watch.file(recording));
    Report::of(&places, &watch.seen).count()
}
