//! Documentation as Markdown for rustdoc. Text of a spec becomes a [`Line`] only through [`prose`], [`code`] and the other
//! functions here, which escape it.

mod invisible;
mod prose;
mod words;
mod wrap;

use std::fmt;

use crate::{
    ir::{ModulePath, Resource},
    name::{Ident, Name},
};

pub(crate) use invisible::is_invisible;
pub(crate) use wrap::{BREAK, first_sentence, wrap};

/// A line of Markdown that contains no line break, and no markup that the generator did not put there.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line(String);

/// The documentation of an entry: its lines, with a blank one between paragraphs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Docs(Vec<Line>);

impl Docs {
    /// The lines.
    pub fn lines(&self) -> &[Line] {
        &self.0
    }

    /// The first sentence of the first paragraph, in one line.
    pub(crate) fn summary(&self) -> Line {
        let paragraph: Vec<_> = self.0.iter().take_while(|line| !line.is_empty()).collect();
        first_sentence(&Line::join(paragraph, " "))
    }
}

impl From<Line> for Docs {
    fn from(line: Line) -> Self {
        Self(vec![line])
    }
}

/// The documentation that an author wrote as `text`: prose, code spans, lists with `- `, and addresses that begin with
/// `https://` or `http://`.
pub(crate) fn lower(text: &str) -> Docs {
    let mut lines: Vec<Line> = Vec::new();
    for line in text.trim().lines() {
        let line = prose(line);
        // Several blank lines are one; the first line is never blank, because `text` is trimmed.
        if !(line.is_empty() && lines.last().is_some_and(Line::is_empty)) {
            lines.push(line);
        }
    }
    Docs(lines)
}

/// The prose that an author wrote as `text`, on one line.
pub(crate) fn note(text: &str) -> Line {
    let Docs(lines) = lower(text);
    Line::join(lines.iter().filter(|line| !line.is_empty()), " ")
}

/// A line of an author's prose.
pub(crate) fn prose(text: &str) -> Line {
    Line(prose::line(text))
}

/// `text` as a code span.
pub(crate) fn code(text: &str) -> Line {
    Line(prose::code(text))
}

/// The letters and digits of `text` that every heading and its anchor can have.
pub(crate) fn letters(text: &str) -> Line {
    let plain: String = text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    Line(plain.trim().to_owned())
}

/// `text` as a string in the Rust of an example: without the characters that would have to be escaped.
pub(crate) fn literal(text: &str) -> Line {
    let plain: String = text.chars().filter(|c| c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '`')).collect();
    Line(format!("\"{}\"", if plain.is_empty() { "text" } else { &plain }))
}

/// A Rust literal of `text`, whatever is in it.
pub(crate) fn quoted(text: &str) -> Line {
    Line(format!("{text:?}"))
}

/// A Rust literal of a number or boolean.
pub(crate) fn number(value: impl std::fmt::Debug) -> Line {
    Line(format!("{value:?}"))
}

/// The words of `name` in a sentence, as in `IP address` for `IpAddress`.
pub(crate) fn words(name: &Name) -> Line {
    Line(words::of(&name.plain()))
}

/// `name` as Rust prints it, without `r#`.
pub(crate) fn plain(name: &Name) -> Line {
    Line(name.plain())
}

/// The path of a module as Rust prints it, without `r#`.
pub(crate) fn module(resource: &Resource) -> Line {
    Line(resource.module.to_string())
}

/// The file of a module without an ending, whose name is that of a module.
pub(crate) fn file(resource: &Resource) -> Line {
    Line(resource.module.file())
}

impl Line {
    /// The Markdown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the line is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The line with a capital letter at its start.
    pub(crate) fn capitalized(&self) -> Self {
        let mut rest = self.0.chars();
        Self(rest.next().into_iter().flat_map(char::to_uppercase).chain(rest).collect())
    }

    /// The line without `suffix`, if it ends in it.
    pub(crate) fn without(&self, suffix: &str) -> Option<Self> {
        self.0.strip_suffix(suffix).map(|rest| Self(rest.to_owned()))
    }

    /// Adds `piece` at the end.
    pub(crate) fn push(&mut self, piece: impl Into<Line>) {
        self.0.push_str(&piece.into().0);
    }

    /// `lines` as one, separated by `between`.
    pub(crate) fn join<'l>(lines: impl IntoIterator<Item = &'l Line>, between: &'static str) -> Self {
        let mut joined = Self::default();
        for (index, line) in lines.into_iter().enumerate() {
            if index > 0 {
                joined.push(between);
            }
            joined.push(line);
        }
        joined
    }

    /// The line as a cell of a table, whose cells end at a `|`.
    pub(crate) fn cell(&self) -> Self {
        Self(self.0.replace('|', "\\|"))
    }

    /// The anchor that rustdoc gives to a heading of [`letters`].
    pub(crate) fn anchor(&self) -> Self {
        Self(self.0.to_lowercase().replace(' ', "-"))
    }
}

/// Markdown of the generator itself. A literal is `'static`, and text of a spec is not.
impl From<&'static str> for Line {
    fn from(literal: &'static str) -> Self {
        Self(literal.to_owned())
    }
}

impl From<&Line> for Line {
    fn from(line: &Line) -> Self {
        line.clone()
    }
}

/// An identifier as code has it, `r#` included.
impl From<&Ident> for Line {
    fn from(ident: &Ident) -> Self {
        Self(ident.to_string())
    }
}

/// The path of a module as code has it, `r#` included.
impl From<&ModulePath> for Line {
    fn from(path: &ModulePath) -> Self {
        match path.is_at_root() {
            true => Self(path.name().ident.to_string()),
            false => Self(format!("{}::{}", path.outermost().ident, path.name().ident)),
        }
    }
}

impl From<u32> for Line {
    fn from(number: u32) -> Self {
        Self(number.to_string())
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A [`Line`] of these pieces.
macro_rules! line {
    ($($piece:expr),* $(,)?) => {{
        let mut line = $crate::docs::Line::default();
        $(line.push($piece);)*
        line
    }};
}

pub(crate) use line;
