//! How many mistakes a spec has, for the last line of what people read.

use std::{collections::BTreeSet, fmt};

use super::{Diagnostics, locate};

/// How many mistakes there are, in how many files. Displays as `9 mistakes in 4 files`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// The mistakes, each as often as it is shown.
    pub mistakes: usize,
    /// The files that they are in.
    pub files: usize,
}

impl Diagnostics {
    /// How many of them are shown, and in how many files they are.
    pub fn tally(&self) -> Tally {
        let found = locate::all(self);
        let files: BTreeSet<_> = found.iter().map(|one| one.spot.path.as_str()).collect();
        Tally { mistakes: found.len(), files: files.len() }
    }
}

impl Tally {
    /// The mistakes alone, as in `1 mistake`.
    pub fn mistakes(self) -> String {
        count(self.mistakes, "mistake")
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}", self.mistakes(), count(self.files, "file"))
    }
}

/// `1 file`, `2 files`.
fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
