//! The numbers of mistakes and warnings, for the last line of the human format.

use std::{borrow::Borrow, collections::HashSet, fmt};

use super::{Code, Diagnostic, Diagnostics, Severity, locate};

/// How many mistakes and warnings there are, in how many files. Displays as `9 mistakes in 4 files`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// The mistakes, each as often as it is shown.
    pub mistakes: usize,
    /// The warnings, each as often as it is shown.
    pub warnings: usize,
    /// The files that they are in.
    pub files: usize,
}

impl Diagnostics {
    /// How many there are, and in how many files. Those that are not shown count, and their files do not.
    pub fn tally(&self) -> Tally {
        let found = locate::all(self);
        let shown = found.iter().filter(|one| one.diagnostic.code != Code::TooMany);
        let Tally { mistakes, warnings, files } = Tally::of(shown.map(|one| one.diagnostic));
        let Tally { mistakes: more, warnings: more_warnings, .. } = self.left_out;
        Tally { mistakes: mistakes + more, warnings: warnings + more_warnings, files }
    }
}

impl Tally {
    pub(super) fn of(diagnostics: impl IntoIterator<Item = impl Borrow<Diagnostic>>) -> Self {
        let mut tally = Self::default();
        let mut files = HashSet::new();
        for diagnostic in diagnostics {
            let diagnostic = diagnostic.borrow();
            match diagnostic.severity() {
                Severity::Error => tally.mistakes += 1,
                Severity::Warning => tally.warnings += 1,
            }
            files.insert(diagnostic.place.file);
        }
        Self { files: files.len(), ..tally }
    }

    /// As in `1 more mistake is` or `2 more mistakes and 1 warning are`.
    pub(super) fn count_more(self) -> String {
        let verb = if self.mistakes + self.warnings == 1 { "is" } else { "are" };
        let count = self.count();
        let (number, rest) = count.split_once(' ').unwrap_or((&count, ""));
        format!("{number} more {rest} {verb}")
    }

    /// As in `1 other mistake`.
    pub(super) fn count_others(self) -> String {
        let count = self.count();
        let (number, rest) = count.split_once(' ').unwrap_or((&count, ""));
        format!("{number} other {rest}")
    }

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
