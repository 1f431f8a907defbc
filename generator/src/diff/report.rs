//! Renders the result of a comparison.

use std::{collections::BTreeSet, fmt::Write};

use serde_json::json;

use super::{Change, Kind, Level, Verdict, place::Side};
use crate::{
    diagnostic::github,
    source::{Sources, Spots},
};

/// The format of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text, sorted by level.
    Human,
    /// A section of a changelog.
    Markdown,
    /// GitHub annotations, which are errors from this verdict on.
    Github(Option<Verdict>),
    /// One JSON object.
    Json,
}

/// The changes of a spec, each with its line, sorted by level.
#[derive(Debug)]
pub struct Report(Vec<Entry>);

/// A change with its place.
#[derive(Debug)]
struct Entry {
    change: Change,
    file: String,
    line: Option<usize>,
}

/// The maximum width of the first column.
const WIDEST: usize = 56;

impl Report {
    /// Creates the report of `changes` between the specs with these files.
    pub fn new(changes: Vec<Change>, old: &Sources, new: &Sources) -> Self {
        let (mut old, mut new) = (Spots::of(old), Spots::of(new));
        let locate = |change: Change| {
            let spots = match change.at.side {
                Side::Old => &mut old,
                Side::New => &mut new,
            };
            let places = &change.at.places;
            let place = places.iter().find(|place| spots.has(place)).or(places.first());
            let spot = place.map(|place| spots.find(place));
            let line = spot.as_ref().and_then(|spot| spot.positions()).map(|(start, _)| start.line);
            Entry { file: spot.map(|spot| spot.path).unwrap_or_default(), line, change }
        };
        let mut entries: Vec<_> = changes.into_iter().map(locate).collect();
        entries.sort_by(|a, b| a.order().cmp(&b.order()));
        Self(entries)
    }

    /// Returns the kind of release that the changes require.
    pub fn verdict(&self) -> Verdict {
        self.0.iter().map(|entry| entry.change.kind.level().verdict()).max().unwrap_or_default()
    }

    /// Returns the changes, sorted by level.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.0.iter().map(|entry| &entry.change)
    }

    /// Renders the report. The human format includes `release`, as in `0.1.0 -> 0.2.0`.
    pub fn render(&self, format: Format, release: Option<&str>) -> String {
        match format {
            Format::Human => self.human(release),
            Format::Markdown => self.markdown(),
            Format::Github(failing) => self.github(failing),
            Format::Json => self.json(),
        }
    }

    fn human(&self, release: Option<&str>) -> String {
        if self.0.is_empty() {
            return "no changes\n".to_owned();
        }
        let mut release = release.map_or_else(String::new, |release| format!(": {release}"));
        let mut text = String::new();
        for level in Level::ALL {
            let listed = self.listed(|kind| kind.level() == level);
            let counted = if level == Level::Patch { self.counted() } else { Vec::new() };
            if listed.is_empty() && counted.is_empty() {
                continue;
            }
            let counted = counted.join(", ");
            // Writing to a string cannot fail.
            let _ = match listed.len() {
                0 => writeln!(text, "{}{release}: {counted}", level.as_str()),
                count => writeln!(text, "{} ({count}){release}", level.as_str()),
            };
            release.clear();
            let widths = listed.iter().map(|entry| entry.change.item.chars().count());
            let width = widths.filter(|width| *width <= WIDEST).max().unwrap_or_default();
            for Entry { change, file, line } in &listed {
                let line = line.map_or_else(String::new, |line| format!(":{line}"));
                let _ = writeln!(text, "  {:width$}   {}   {file}{line}", change.item, change.columns());
            }
            for note in notes(&listed) {
                let _ = writeln!(text, "  note: {note}");
            }
            if !listed.is_empty() && !counted.is_empty() {
                let _ = writeln!(text, "  {counted}");
            }
        }
        text
    }

    fn markdown(&self) -> String {
        let sections: [(&str, &dyn Fn(Kind) -> bool); 3] = [
            ("Breaking", &|kind| kind.level() == Level::Breaking),
            ("Added", &|kind| kind.level() == Level::Minor),
            ("Changed", &|kind| matches!(kind.level(), Level::Wire | Level::Behaviour | Level::Patch)),
        ];
        let mut text = String::new();
        for (title, is_in) in sections {
            let listed = self.listed(is_in);
            let docs = if title == "Changed" { self.count(Kind::Docs) } else { 0 };
            if listed.is_empty() && docs == 0 {
                continue;
            }
            let gap = if text.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{gap}### {title}\n");
            for entry in &listed {
                let _ = writeln!(text, "- {}", entry.change.sentence());
            }
            if docs > 0 {
                let _ = writeln!(text, "- The docs of {} have changed.", items(docs));
            }
            for note in notes(&listed) {
                let mut letters = note.chars();
                let first = letters.next().map(|first| first.to_ascii_uppercase()).unwrap_or_default();
                let _ = writeln!(text, "\n{first}{}.", letters.as_str());
            }
        }
        if text.is_empty() { "No changes.\n".to_owned() } else { text }
    }

    fn github(&self, failing: Option<Verdict>) -> String {
        let mut text = String::new();
        for Entry { change, file, line } in self.listed(|_| true) {
            let level = change.kind.level();
            let command = match level {
                _ if failing.is_some_and(|failing| level.verdict() >= failing) => "error",
                Level::Breaking => "warning",
                Level::Wire | Level::Behaviour | Level::Minor | Level::Patch => "notice",
            };
            let line = line.map_or_else(String::new, |line| format!(",line={line}"));
            let (file, title) =
                (github::property(file), github::property(&format!("{}: {}", level.as_str(), change.item)));
            let _ = writeln!(text, "::{command} file={file}{line},title={title}::{}", github::data(&change.message()));
        }
        text
    }

    fn json(&self) -> String {
        let changes = self.0.iter().map(|Entry { change, file, line }| {
            json!({
                "level": change.kind.level().as_str(),
                "item": change.item,
                "message": change.message(),
                "file": file,
                "line": line,
                "silent": change.kind.is_silent(),
            })
        });
        let report = json!({ "verdict": self.verdict().as_str(), "changes": changes.collect::<Vec<_>>() });
        format!("{report:#}\n")
    }

    /// Returns the changes of these kinds that are not only counted.
    fn listed(&self, is_in: impl Fn(Kind) -> bool) -> Vec<&Entry> {
        self.0.iter().filter(|entry| !entry.change.kind.is_counted() && is_in(entry.change.kind)).collect()
    }

    fn count(&self, kind: Kind) -> usize {
        self.0.iter().filter(|entry| entry.change.kind == kind).count()
    }

    /// Returns counts such as `docs of 3 items`.
    fn counted(&self) -> Vec<String> {
        let (docs, fixups) = (self.count(Kind::Docs), self.count(Kind::Fixup));
        let docs = (docs > 0).then(|| format!("docs of {}", items(docs)));
        let fixups = (fixups > 0).then(|| format!("{fixups} fixup{}", if fixups == 1 { "" } else { "s" }));
        docs.into_iter().chain(fixups).collect()
    }
}

impl Entry {
    fn order(&self) -> impl Ord {
        let Self { change, file, line } = self;
        (change.kind.level(), !change.kind.is_silent(), file, line, &change.item, change.kind, change.message())
    }
}

/// Returns the distinct notes of changes that are not silent.
fn notes(listed: &[&Entry]) -> BTreeSet<&'static str> {
    listed.iter().map(|entry| entry.change.kind).filter(|kind| !kind.is_silent()).filter_map(Kind::note).collect()
}

fn items(count: usize) -> String {
    if count == 1 { "1 item".to_owned() } else { format!("{count} items") }
}
