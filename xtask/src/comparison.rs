//! The common parts of `drift` and `observe`: arguments, outcome and `--write`.

use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
};

use generator::{Spec, diagnostic::Format};
use upstream::{Changes, Unreadable};

use crate::{Failed, stdio};

/// The common arguments of both commands.
#[derive(Debug, clap::Args)]
pub struct Common {
    /// The format of the report: human, github or json.
    #[arg(long, default_value = "human")]
    pub(crate) format: Format,
    /// Apply the suggested changes to the files of the spec.
    #[arg(long)]
    pub(crate) write: bool,
    /// The folder of the spec.
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
}

/// The last lines of `--help`.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0  no differences, or all of them written
  1  differences
  2  the comparison failed, or a file could not be read";

/// The outcome of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// There are no differences, or all of them are written.
    Agreement,
    /// There are differences.
    Differences,
    /// A file could not be read.
    Incomplete,
}

impl Common {
    /// Reads the spec to compare.
    pub(crate) fn spec(&self) -> Result<Spec, Failed> {
        let dir = crate::folder(self.spec.as_ref(), "spec")?;
        generator::read(&dir).map_err(|mistakes| {
            let format = Format::Human { colored: std::io::stderr().is_terminal() };
            stdio::err(mistakes.render(format));
            Failed::Because("the spec is invalid; nothing compared".to_owned())
        })
    }

    /// Writes `changes` with `--write`, prints unreadable files, and returns the outcome.
    pub(crate) fn end(&self, is_empty: bool, changes: &Changes, unreadable: &[Unreadable]) -> Result<Outcome, Failed> {
        for Unreadable { file, reason } in unreadable {
            stdio::err(format_args!("error: {file}: {reason}\n"));
        }
        let mut is_resolved = is_empty;
        if self.write {
            let written = changes.write().map_err(|refused| Failed::Because(format!("nothing written: {refused}")))?;
            self.report(&written)?;
            is_resolved = is_empty || !written.is_empty() && changes.left() == 0;
            if !is_resolved {
                stdio::err("some differences remain, which have to be resolved manually\n");
            }
        }
        Ok(match (unreadable, is_resolved) {
            ([_, ..], _) => Outcome::Incomplete,
            ([], true) => Outcome::Agreement,
            ([], false) => Outcome::Differences,
        })
    }

    fn report(&self, written: &[&Path]) -> Result<(), Failed> {
        if let Format::Human { .. } = self.format {
            let lines: String = written.iter().map(|path| format!("wrote {}\n", path.display())).collect();
            stdio::out(lines)?;
        }
        Ok(())
    }
}
