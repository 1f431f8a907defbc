//! A change, how much it weighs, and the words for it.

use std::fmt;

use super::{Kind, place::At};
use crate::ir::Line;

/// How a change reaches those who depend on the crate. The order is that of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// There are callers that do not compile any more, or that compile and are wrong.
    Breaking,
    /// Callers compile, and another request is sent or another response understood.
    Wire,
    /// Callers compile, and a client acts differently by itself.
    Behaviour,
    /// There is more to call or to match on.
    Minor,
    /// Nothing that a caller depends on.
    Patch,
}

impl Level {
    /// Every level, in the order of a report.
    pub const ALL: [Self; 5] = [Self::Breaking, Self::Wire, Self::Behaviour, Self::Minor, Self::Patch];

    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Wire => "wire",
            Self::Behaviour => "behaviour",
            Self::Minor => "minor",
            Self::Patch => "patch",
        }
    }

    /// The verdict on a spec in which this is all that has changed.
    pub fn verdict(self) -> Verdict {
        match self {
            Self::Breaking => Verdict::Breaking,
            Self::Minor => Verdict::Minor,
            Self::Wire | Self::Behaviour | Self::Patch => Verdict::Patch,
        }
    }
}

/// What kind of release all changes together call for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// None.
    #[default]
    None,
    /// One that changes no interface.
    Patch,
    /// One that adds to the interface.
    Minor,
    /// One that callers may have to be adapted to.
    Breaking,
}

impl Verdict {
    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Breaking => "breaking",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One change.
#[derive(Debug, Clone)]
pub struct Change {
    /// Which row of the table it is.
    pub kind: Kind,
    /// What has changed, as a caller or an author names it.
    pub item: String,
    /// How, in short.
    pub(super) seen: Seen,
    /// Where in the spec.
    pub(super) at: At,
}

impl Change {
    pub(super) fn new(kind: Kind, item: String, at: At, seen: Seen) -> Self {
        Self { kind, item, seen, at }
    }

    /// How it has changed, in one line.
    pub fn message(&self) -> String {
        let note = self.kind.note().map(str::to_owned);
        let parts: Vec<_> = self.seen.parts.iter().cloned().chain(note).collect();
        parts.join("; ")
    }

    /// The same for people, who read what several changes have in common below them.
    pub(super) fn columns(&self) -> String {
        let silent = self.kind.note().filter(|_| self.kind.is_silent()).map(|note| format!("SILENT: {note}"));
        let parts: Vec<_> = self.seen.parts.iter().cloned().chain(silent).collect();
        parts.join("   ")
    }

    /// A plain sentence for a changelog.
    pub(super) fn sentence(&self) -> String {
        let silent = self.kind.note().filter(|_| self.kind.is_silent());
        let silent = silent.map_or_else(String::new, |note| format!(" Beware: {note}."));
        format!("`{}` {}.{silent}", self.item, self.seen.sentence)
    }
}

/// What it means that something is deprecated now, or is not any more.
pub(super) fn deprecation(old: &Option<Line>, new: &Option<Line>) -> Option<(Kind, Seen)> {
    match (old, new) {
        (None, Some(instead)) => {
            let text = instead.as_str();
            Some((Kind::Deprecated, Seen::new(format!("deprecated: {text}"), format!("is deprecated: {text}"))))
        }
        (Some(_), None) => {
            Some((Kind::Undeprecated, Seen::new("not deprecated any more", "is not deprecated any more")))
        }
        (old, new) if old != new => Some((Kind::Docs, Seen::new("docs changed", "has other docs"))),
        _ => None,
    }
}

/// How something has changed, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    /// For lists, in short: a column each.
    pub(super) parts: Vec<String>,
    /// For prose: what follows on the item.
    pub(super) sentence: String,
}

impl Seen {
    pub(super) fn new(part: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self { parts: vec![part.into()], sentence: sentence.into() }
    }

    /// The same with one more column.
    pub(super) fn and(mut self, part: impl Into<String>) -> Self {
        self.parts.push(part.into());
        self
    }

    /// The same, in more words.
    pub(super) fn more(mut self, part: impl Into<String>, sentence: impl AsRef<str>) -> Self {
        if let Some(last) = self.parts.last_mut() {
            last.push_str("; ");
            last.push_str(&part.into());
        }
        self.sentence.push_str(sentence.as_ref());
        self
    }

    /// One text in the place of another.
    pub(super) fn turned(what: &str, old: impl fmt::Display, new: impl fmt::Display) -> Self {
        Self::new(format!("{what}: {old} -> {new}"), format!("has another {what}: `{new}` instead of `{old}`"))
    }

    /// Something that was not there.
    pub(super) fn added() -> Self {
        Self::new("added", "is new")
    }

    /// Something that is not there any more.
    pub(super) fn removed() -> Self {
        Self::new("removed", "is removed")
    }

    /// Something that has another name.
    pub(super) fn renamed(new: impl fmt::Display) -> Self {
        Self::new(format!("renamed to {new}"), format!("is renamed to `{new}`"))
    }
}
