//! `cargo xtask drift`: where the spec and the provider's own documents do not say the same, fixups aside.

use std::path::PathBuf;

use generator::diagnostic::Format;

use crate::{
    Failed,
    comparison::{Common, EXIT_CODES, Outcome},
    files, stdio,
};

/// What `drift` is told.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub struct Arguments {
    /// The provider's OpenAPI documents, each of one service, which the path of its server URL tells; or folders with some.
    #[arg(required = true, value_name = "OPENAPI")]
    documents: Vec<PathBuf>,
    #[command(flatten)]
    common: Common,
}

/// Runs the verb.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failed> {
    let Arguments { documents, common } = arguments;
    let spec = common.spec()?;
    let report = upstream::drift::drift(&spec, files::inputs(documents));
    if report.documents() == 0 && report.unreadable().is_empty() {
        return Err(Failed::Because("there is no OpenAPI document in these folders".to_owned()));
    }
    match common.format {
        Format::Human { .. } if report.documents() == 0 => {}
        Format::Human { .. } if report.is_empty() => {
            let names: Vec<_> = documents.iter().map(|path| path.display().to_string()).collect();
            stdio::out(format_args!(
                "the spec says what {} says, {} operations, and departs from it only by the {} fixups\n",
                names.join(", "),
                report.operations(),
                spec.api.fixups.len()
            ))?;
        }
        format => stdio::out(report.render(format))?,
    }
    common.end(report.is_empty(), report.changes(), report.unreadable())
}
