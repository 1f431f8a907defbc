//! What recorded traffic shows and the spec does not say.

mod additions;
mod body;
mod calls;
mod cassette;
mod guess;
mod har;
mod human;
mod limits;
mod mask;
mod paste;
mod recording;
mod report;
mod routes;
mod seen;
mod shape;
#[cfg(test)]
mod tests;

use std::io;

use generator::Spec;

pub use human::render;
pub use limits::HAR_BYTES as RECORDING_BYTES;
pub use report::Report;

use calls::Watch;
use routes::Routes;

/// Returns what the recordings in `files`, each a name and its text, show and `spec` does not say.
pub fn observe(spec: &Spec, files: impl IntoIterator<Item = (String, io::Result<String>)>) -> Report {
    let routes = Routes::of(&spec.api);
    let mut watch = Watch::of(&spec.api, &routes);
    for (file, text) in files {
        watch.file(&file, text);
    }
    let mut report = Report::of(&spec.api, &watch.seen);
    report.yaml = additions::yaml(spec, &watch.seen);
    report
}
