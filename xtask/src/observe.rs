//! `cargo xtask observe`: compares the spec with recorded traffic.

use std::path::PathBuf;

use crate::{
    Failed,
    comparison::{Common, EXIT_CODES, Outcome},
    files, stdio,
};

/// Arguments of `observe`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub struct Arguments {
    /// Recordings: HAR files, cassettes of go-vcr and VCR, or folders that contain them.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// List how often each operation was recorded instead of comparing.
    #[arg(long, conflicts_with = "write")]
    coverage: bool,
    #[command(flatten)]
    common: Common,
}

/// Runs the command.
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
