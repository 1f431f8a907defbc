//! How many mistakes and warnings a spec has, for the last line of what people read.

use std::{collections::BTreeSet, fmt};

use super::{Diagnostics, Severity, locate};

/// How many mistakes and warnings there are, in how many files. Displays as `9 mistakes in 4 files`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// The mistakes, each as often as it is shown.
    pub mistakes: usize,
    /// The warnings, each as often as it is shown.
    pub warnings: usize,
    /// The files that they are in.
    pub files: usize,
}

impl Diagnostics {
    /// How many of them are shown, and in how many files they are.
    pub fn tally(&self) -> Tally {
        let found = locate::all(self);
        let files: BTreeSet<_> = found.iter().map(|one| one.spot.path.as_str()).collect();
        let warnings = found.iter().filter(|one| one.diagnostic.severity() == Severity::Warning).count();
        Tally { mistakes: found.len() - warnings, warnings, files: files.len() }
    }
}

impl Tally {
    /// Without the files, as in `1 mistake` or `2 mistakes and 1 warning`.
    pub fn count(self) -> String {
        match self {
            Self { mistakes: 0, warnings, .. } => count(warnings, "warning"),
            Self { mistakes, warnings: 0, .. } => count(mistakes, "mistake"),
            Self { mistakes, warnings, .. } => {
                format!("{} and {}", count(mistakes, "mistake"), count(warnings, "warning"))
            }
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}", self.count(), count(self.files, "file"))
    }
}

/// `1 file`, `2 files`.
fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
