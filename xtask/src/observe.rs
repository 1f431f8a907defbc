//! `cargo xtask observe`: what recorded traffic shows and the spec does not say.

use std::path::PathBuf;

use crate::{Failed, files, stdio};

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
        arguments.files.iter().map(|path| (path.display().to_string(), files::read(path, upstream::RECORDING_BYTES)));
    let report = upstream::observe::observe(&spec, files);
    match arguments.format {
        Format::Human => stdio::out(upstream::observe::render(&report)),
        Format::Json => stdio::out(report.json()),
    }
}
