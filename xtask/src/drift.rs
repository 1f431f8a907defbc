//! `cargo xtask drift OPENAPI.json`: where the spec and the provider's own document do not say the same, fixups aside.

mod compare;
mod difference;
mod document;
mod reach;
mod report;

use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
};

use clap::ValueEnum;
use generator::{Spec, diagnostic};

use crate::limits::{self, DEPTH, Size};
use crate::{Failed, stdio};
pub use report::Report;

use document::Document;

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

/// The size of a document; those of the provider have some 3 MB.
const DOCUMENT_BYTES: usize = 64 << 20;

/// The number of values in a document.
const DOCUMENT_VALUES: usize = 4_000_000;

/// Runs the verb.
pub fn run(arguments: &Arguments) -> Result<(), Failed> {
    let dir = crate::folder(arguments.spec.as_ref(), "spec")?;
    let spec = generator::read(&dir).map_err(|diagnostics| {
        stdio::err(diagnostics.render(diagnostic::Format::Human { colored: std::io::stderr().is_terminal() }));
        Failed::Reported
    })?;
    let wrong = |why: String| Failed::Because(format!("{}: {why}", arguments.document.display()));
    let text = limits::read(&arguments.document, DOCUMENT_BYTES).map_err(|error| wrong(error.to_string()))?;
    let (report, operations) = compared(&spec, &text).map_err(wrong)?;
    match arguments.format {
        Format::Json => stdio::out(report.json())?,
        Format::Human if report.is_empty() => {
            stdio::out(format_args!("{}\n", agreement(&spec, operations, &arguments.document)))?;
        }
        Format::Human => stdio::out(report.human())?,
    }
    if report.is_empty() { Ok(()) } else { Err(Failed::Reported) }
}

/// Returns what differs between `spec` and the OpenAPI document in `text`, less the fixups.
///
/// # Errors
///
/// Why `text` cannot be compared: it is not an OpenAPI document, or describes a service that the spec does not have.
pub fn drift(spec: &Spec, text: &str) -> Result<Report, String> {
    compared(spec, text).map(|(report, _)| report)
}

/// What differs, and how many operations the document has.
fn compared(spec: &Spec, text: &str) -> Result<(Report, usize), String> {
    if text.len() > DOCUMENT_BYTES {
        return Err(format!("the document is {}", limits::too_large(DOCUMENT_BYTES)));
    }
    let Size { values, depth } = limits::json_size(text);
    if depth > DEPTH || values > DOCUMENT_VALUES {
        return Err(format!("the document is nested deeper than {DEPTH} levels, or has too many values"));
    }
    let document = Document::read(text)?;
    let api = &spec.api;
    let service = api.service_ids().find(|id| api.service(*id).path == document.base).ok_or_else(|| {
        let paths: Vec<&str> = api.services.iter().map(|service| service.path.as_str()).collect();
        format!("it describes `{}`, and the services of the spec are at `{}`", document.base, paths.join("`, `"))
    })?;
    let differences = compare::service(api, service, &document);
    let (rest, stale) = difference::less_fixups(api, service, differences);
    Ok((Report::new(rest, &stale, &spec.sources), document.operations.len()))
}

fn agreement(spec: &Spec, operations: usize, path: &Path) -> String {
    format!(
        "the spec says what {} says, {operations} operations, and departs from it only by the {} fixups",
        path.display(),
        spec.api.fixups.len()
    )
}
