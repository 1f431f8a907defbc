//! What `drift` and `observe` have in common: their arguments, how they end, and that they write.

use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
};

use generator::{Spec, diagnostic::Format};
use upstream::{Changes, Unreadable};

use crate::{Failed, stdio};

/// What both verbs are told.
#[derive(Debug, clap::Args)]
pub struct Common {
    /// For whom the report is written: human, github or json.
    #[arg(long, default_value = "human")]
    pub(crate) format: Format,
    /// Write the additions and changes into the files of the spec.
    #[arg(long)]
    pub(crate) write: bool,
    /// The folder of the spec.
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
}

/// The last lines of `--help`.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0  nothing to say, or everything written
  1  differences
  2  could not run, or could not read one of the files";

/// How a comparison ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// There is nothing to say, or all of it is written.
    Agreement,
    /// There are differences.
    Differences,
    /// A file could not be read.
    Incomplete,
}

impl Common {
    /// The spec that is compared.
    pub(crate) fn spec(&self) -> Result<Spec, Failed> {
        let dir = crate::folder(self.spec.as_ref(), "spec")?;
        generator::read(&dir).map_err(|mistakes| {
            let format = Format::Human { colored: std::io::stderr().is_terminal() };
            stdio::err(mistakes.render(format));
            Failed::Because("the spec has mistakes; nothing compared".to_owned())
        })
    }

    /// Writes `changes` if that is wanted, names what cannot be read, and says how it ended.
    pub(crate) fn end(&self, is_empty: bool, changes: &Changes, unreadable: &[Unreadable]) -> Result<Outcome, Failed> {
        for Unreadable { file, reason } in unreadable {
            stdio::err(format_args!("error: {file}: {reason}\n"));
        }
        let mut settled = is_empty;
        if self.write {
            let written = changes.write().map_err(|refused| Failed::Because(format!("nothing written: {refused}")))?;
            self.report(&written)?;
            settled = is_empty || !written.is_empty() && changes.left() == 0;
            if !settled {
                stdio::err("some differences are left, which only a person can settle\n");
            }
        }
        Ok(match (unreadable, settled) {
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
