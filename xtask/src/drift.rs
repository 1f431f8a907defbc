//! `cargo xtask drift`: compares the spec with the provider's OpenAPI documents.

use std::path::PathBuf;

use generator::diagnostic::Format;

use crate::{
    Failed,
    comparison::{Common, EXIT_CODES, Outcome},
    files, stdio,
};

/// Arguments of `drift`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub struct Arguments {
    /// The provider's OpenAPI documents, or folders that contain them. The path of the server URL selects the service.
    #[arg(required = true, value_name = "OPENAPI")]
    documents: Vec<PathBuf>,
    #[command(flatten)]
    common: Common,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failed> {
    let Arguments { documents, common } = arguments;
    let spec = common.spec()?;
    let report = upstream::drift::drift(&spec, files::inputs(documents));
    if report.documents() == 0 && report.unreadable().is_empty() {
        return Err(Failed::Because("no OpenAPI document found in these folders".to_owned()));
    }
    match common.format {
        Format::Human { .. } if report.documents() == 0 => {}
        Format::Human { .. } if report.is_empty() => {
            let names: Vec<_> = documents.iter().map(|path| path.display().to_string()).collect();
            stdio::out(format_args!(
                "the spec matches {}: {} operations compared, {} fixups\n",
                names.join(", "),
                report.operations(),
                spec.api.fixups.len()
            ))?;
        }
        format => stdio::out(report.render(format))?,
    }
    common.end(report.is_empty(), report.changes(), report.unreadable())
}
