//! `cargo xtask observe`: what recorded traffic shows and the spec does not say.

use std::path::PathBuf;

use crate::{
    Failed,
    comparison::{Common, EXIT_CODES, Outcome},
    files, stdio,
};

/// What `observe` is told.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub struct Arguments {
    /// Recordings: HAR files, cassettes of go-vcr and VCR, or folders with some.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// List the operations by how often they were recorded, and compare nothing.
    #[arg(long, conflicts_with = "write")]
    coverage: bool,
    #[command(flatten)]
    common: Common,
}

/// Runs the verb.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failed> {
    let Arguments { files, coverage, common } = arguments;
    let spec = common.spec()?;
    let inputs = files::inputs(files);
    if *coverage {
        let coverage = upstream::observe::coverage(&spec, inputs);
        stdio::out(coverage.render(common.format))?;
        return common.end(true, &upstream::Changes::default(), coverage.unreadable());
    }
    let report = upstream::observe::observe(&spec, inputs);
    stdio::out(report.render(common.format))?;
    common.end(report.is_empty(), report.changes(), &report.unreadable_files())
}
