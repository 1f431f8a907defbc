//! `cargo xtask observe`: what recorded traffic shows and the spec does not say.

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

use std::{io, path::PathBuf};

use generator::Spec;

use crate::{Failed, stdio};
pub use human::render;
pub use report::Report;

use calls::Watch;
use routes::Routes;

/// What `observe` is told.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Recordings: HAR files, and YAML cassettes of go-vcr.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// For whom the report is written.
    #[arg(long, default_value = "human")]
    format: Format,
    /// The folder of the spec.
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
}

/// For whom a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// People.
    Human,
    /// Programs: one object.
    Json,
}

/// Runs the verb.
pub fn run(arguments: &Arguments) -> Result<(), Failed> {
    let dir = crate::folder(arguments.spec.as_ref(), "spec")?;
    let spec = generator::read(&dir).map_err(|diagnostics| {
        stdio::err(diagnostics);
        Failed::Reported
    })?;
    let files =
        arguments.files.iter().map(|path| (path.display().to_string(), crate::limits::read(path, limits::HAR_BYTES)));
    let report = observe(&spec, files);
    match arguments.format {
        Format::Human => stdio::out(render(&report))?,
        Format::Json => {
            let text = serde_json::to_string_pretty(&report).map_err(|error| Failed::Because(error.to_string()))?;
            stdio::out(format_args!("{text}\n"))?;
        }
    }
    Ok(())
}

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
