//! Errors and warnings of a spec, with their places and helps.

mod annotate;
mod code;
pub(crate) mod github;
mod group;
mod human;
mod json;
mod list;
mod locate;
mod nearest;
mod tally;

pub use annotate::Annotate;
pub use code::{Code, Severity};
pub use github::command;
pub use list::list;
pub use nearest::nearest;
pub use tally::Tally;

use std::{
    error::Error,
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

use crate::source::{Place, Sources};

/// One error or warning.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// Its stable code.
    pub code: Code,
    /// The message, in one line.
    pub message: String,
    /// Where.
    pub place: Place,
    /// The label at that place.
    pub label: String,
    /// A related place, with its label.
    pub also: Option<(Place, String)>,
    /// Other places with the same cause, such as other uses of an undeclared name.
    pub others: Vec<Place>,
    /// What to write instead.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic at `place`; [`Annotate`] adds its label and help.
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { code, message, place, label: String::new(), also: None, others: Vec::new(), help: None }
    }

    /// Whether it is an error or a warning.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// The maximum number of diagnostics to show.
const MAX_SHOWN: usize = 100;

/// The errors and warnings of a spec, with the files that show them.
#[derive(Debug, Default)]
pub struct Diagnostics {
    /// The files.
    pub sources: Sources,
    /// The errors and warnings, in the order in which they were found, and the first hundred if there are more.
    pub list: Vec<Diagnostic>,
    /// The number of diagnostics that are not in `list`.
    left_out: Tally,
}

/// For whom diagnostics are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// People, with the lines of the spec.
    Human {
        /// Whether a terminal shows it that understands colours.
        colored: bool,
    },
    /// GitHub, which shows them beside the lines of a pull request.
    Github,
    /// Programs.
    Json,
}

impl Diagnostics {
    /// The diagnostics in `list`, which point into `sources`; those with one cause become one.
    pub fn new(sources: Sources, list: Vec<Diagnostic>) -> Self {
        let mut list = group::by_cause(list);
        let mut left_out = Tally::default();
        if list.len() > MAX_SHOWN {
            // Errors before warnings, because they have to be fixed first.
            list.sort_by_key(|one| one.severity() == Severity::Warning);
            left_out = Tally::of(list.drain(MAX_SHOWN..));
            let place = Place::file(list[MAX_SHOWN - 1].place.file);
            let message = format!("{} not shown", left_out.count_more());
            list.push(Diagnostic::new(Code::TooMany, place, message));
        }
        Self { sources, list, left_out }
    }

    /// The same, with the paths that `rename` makes of those of the files.
    #[must_use]
    pub fn with_paths(&self, rename: impl Fn(&Path) -> PathBuf) -> Self {
        Self { sources: self.sources.renamed(rename), list: self.list.clone(), left_out: self.left_out }
    }

    /// The first error with its place, and how many more mistakes there are.
    pub fn in_one_line(&self) -> String {
        let error = self.list.iter().find(|one| one.severity() == Severity::Error);
        let Some(error) = error else { return "no mistakes".to_owned() };
        let first = format!("{}: {}", self.sources.position(&error.place), error.message);
        match self.tally().mistakes.saturating_sub(1) {
            0 => first,
            more => format!("{first}, and {}", Tally { mistakes: more, ..Tally::default() }.count_others()),
        }
    }

    /// Whether one of them is an error, so that nothing can be generated.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|one| one.severity() == Severity::Error)
    }

    /// The text of all of them, by file and then by place.
    pub fn render(&self, format: Format) -> String {
        let found = locate::all(self);
        match format {
            Format::Human { colored } => human::render(&found, colored),
            Format::Github => github::render(&found),
            Format::Json => json::render(&found),
        }
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Format::Human { colored: false }))
    }
}

impl Error for Diagnostics {}

impl Format {
    /// The error in this format if there are no diagnostics; people read it after `error: `.
    pub fn failure(self, message: &str) -> String {
        match self {
            Self::Human { .. } => format!("error: {message}\n"),
            Self::Github => github::failure(message),
            Self::Json => json::failure(message),
        }
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "human" => Ok(Self::Human { colored: false }),
            "github" => Ok(Self::Github),
            "json" => Ok(Self::Json),
            _ => Err(UnknownFormat),
        }
    }
}

/// A text that is not the name of a [`Format`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownFormat;

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a format is `human`, `github` or `json`")
    }
}

impl Error for UnknownFormat {}
