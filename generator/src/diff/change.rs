//! A change, its level, and its message.

use std::fmt;

use super::{Kind, place::At};
use crate::ir::Line;

/// How a change affects users of the crate, in the order of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Some callers no longer compile, or compile with incorrect behaviour.
    Breaking,
    /// Callers compile, but requests or responses are different on the wire.
    Wire,
    /// Callers compile, but the client behaves differently.
    Behaviour,
    /// An addition to the interface.
    Minor,
    /// A change that does not affect callers.
    Patch,
}

impl Level {
    /// All levels, in the order of a report.
    pub const ALL: [Self; 5] = [Self::Breaking, Self::Wire, Self::Behaviour, Self::Minor, Self::Patch];

    /// Returns the name, as in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Wire => "wire",
            Self::Behaviour => "behaviour",
            Self::Minor => "minor",
            Self::Patch => "patch",
        }
    }

    /// Returns the verdict for a spec with only changes of this level.
    pub fn verdict(self) -> Verdict {
        match self {
            Self::Breaking => Verdict::Breaking,
            Self::Minor => Verdict::Minor,
            Self::Wire | Self::Behaviour | Self::Patch => Verdict::Patch,
        }
    }
}

/// The kind of release that the changes require.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// No release.
    #[default]
    None,
    /// A release without changes of the interface.
    Patch,
    /// A release with additions to the interface.
    Minor,
    /// A release that can break callers.
    Breaking,
}

impl Verdict {
    /// Returns the name, as in reports.
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
    /// The kind of change.
    pub kind: Kind,
    /// The changed item, as named in Rust or in the spec.
    pub item: String,
    /// The description of the change.
    pub(super) seen: Seen,
    /// The place in the spec.
    pub(super) at: At,
}

impl Change {
    pub(super) fn new(kind: Kind, item: String, at: At, seen: Seen) -> Self {
        Self { kind, item, seen, at }
    }

    /// Returns the description of the change in one line.
    pub fn message(&self) -> String {
        let note = self.kind.note().map(str::to_owned);
        let parts: Vec<_> = self.seen.parts.iter().cloned().chain(note).collect();
        parts.join("; ")
    }

    /// Returns the description in columns, without notes that are printed below several changes.
    pub(super) fn columns(&self) -> String {
        let silent = self.kind.note().filter(|_| self.kind.is_silent()).map(|note| format!("SILENT: {note}"));
        let parts: Vec<_> = self.seen.parts.iter().cloned().chain(silent).collect();
        parts.join("   ")
    }

    /// Returns a sentence for a changelog.
    pub(super) fn sentence(&self) -> String {
        let silent = self.kind.note().filter(|_| self.kind.is_silent());
        let silent = silent.map_or_else(String::new, |note| format!(" Beware: {note}."));
        format!("`{}` {}.{silent}", self.item, self.seen.sentence)
    }
}

/// Returns the change of a deprecation or its text.
pub(super) fn deprecation(old: &Option<Line>, new: &Option<Line>) -> Option<(Kind, Seen)> {
    match (old, new) {
        (None, Some(instead)) => {
            let text = instead.as_str();
            Some((Kind::Deprecated, Seen::new(format!("deprecated: {text}"), format!("is deprecated: {text}"))))
        }
        (Some(_), None) => Some((Kind::Undeprecated, Seen::new("no longer deprecated", "is no longer deprecated"))),
        (old, new) if old != new => Some((Kind::Docs, Seen::new("docs changed", "has new docs"))),
        _ => None,
    }
}

/// The description of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    /// Short parts for lists: one for each column.
    pub(super) parts: Vec<String>,
    /// The predicate of a sentence about the item.
    pub(super) sentence: String,
}

impl Seen {
    pub(super) fn new(part: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self { parts: vec![part.into()], sentence: sentence.into() }
    }

    /// Adds a column.
    pub(super) fn and(mut self, part: impl Into<String>) -> Self {
        self.parts.push(part.into());
        self
    }

    /// Adds a column and extends the sentence.
    pub(super) fn more(mut self, part: impl Into<String>, sentence: impl AsRef<str>) -> Self {
        if let Some(last) = self.parts.last_mut() {
            last.push_str("; ");
            last.push_str(&part.into());
        }
        self.sentence.push_str(sentence.as_ref());
        self
    }

    /// Describes a text that is replaced by another one.
    pub(super) fn turned(what: &str, old: impl fmt::Display, new: impl fmt::Display) -> Self {
        Self::new(format!("{what}: {old} -> {new}"), format!("has a different {what}: `{new}` instead of `{old}`"))
    }

    /// Describes an added item.
    pub(super) fn added() -> Self {
        Self::new("added", "is new")
    }

    /// Describes a removed item.
    pub(super) fn removed() -> Self {
        Self::new("removed", "is removed")
    }

    /// Describes a renamed item.
    pub(super) fn renamed(new: impl fmt::Display) -> Self {
        Self::new(format!("renamed to {new}"), format!("is renamed to `{new}`"))
    }
}
