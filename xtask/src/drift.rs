//! `cargo xtask drift OPENAPI.json`: where the spec and the provider's own document do not say the same, fixups aside.

use std::{io::IsTerminal, path::PathBuf};

use clap::ValueEnum;
use generator::diagnostic;

use crate::{Failed, files, stdio};

/// What `drift` is told.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The provider's OpenAPI document of one service, which the path of its server URL tells.
    #[arg(value_name = "OPENAPI.json")]
    document: PathBuf,
    /// For whom the report is written.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// The folder of the spec.
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Text.
    Human,
    /// One JSON object, with a list for each kind of difference.
    Json,
}

/// Runs the verb.
pub fn run(arguments: &Arguments) -> Result<(), Failed> {
    let dir = crate::folder(arguments.spec.as_ref(), "spec")?;
    let spec = generator::read(&dir).map_err(|diagnostics| {
        stdio::err(diagnostics.render(diagnostic::Format::Human { colored: std::io::stderr().is_terminal() }));
        Failed::Reported
    })?;
    let wrong = |why: String| Failed::Because(format!("{}: {why}", arguments.document.display()));
    let text = files::read(&arguments.document, upstream::DOCUMENT_BYTES).map_err(|error| wrong(error.to_string()))?;
    let report = upstream::drift::drift(&spec, &text).map_err(wrong)?;
    match arguments.format {
        Format::Json => stdio::out(report.json())?,
        Format::Human if report.is_empty() => stdio::out(format_args!(
            "the spec says what {} says, {} operations, and departs from it only by the {} fixups\n",
            arguments.document.display(),
            report.operations(),
            spec.api.fixups.len()
        ))?,
        Format::Human => stdio::out(report.human())?,
    }
    if report.is_empty() { Ok(()) } else { Err(Failed::Reported) }
}
