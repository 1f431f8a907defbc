//! The lines and columns of places. A file is parsed again for them, only if one is asked for.

use std::{collections::HashMap, fmt, ops::Range};

use super::{FileId, NodePart, Place, Sources};
use crate::yaml::{self, Node};

/// A part of one line of a file, or the file as a whole.
#[derive(Debug)]
pub struct Spot<'a> {
    /// The path of the file, with `/` on every system.
    pub path: String,
    /// The text of the file.
    pub text: &'a str,
    /// The part of the text; none for the file as a whole.
    pub bytes: Option<Range<usize>>,
}

/// Line and column, counted from one and in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineColumn {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Sources {
    /// Where `place` is, for a message: path, line and column.
    pub fn position(&self, place: &Place) -> impl fmt::Display {
        Spots::of(self).find(place)
    }
}

impl Spot<'_> {
    /// Where it begins and where it ends; nothing for a file as a whole.
    pub fn positions(&self) -> Option<(LineColumn, LineColumn)> {
        let bytes = self.bytes.as_ref()?;
        Some((self.position(bytes.start), self.position(bytes.end)))
    }

    fn position(&self, byte: usize) -> LineColumn {
        let before = self.text.get(..byte).unwrap_or(self.text);
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        LineColumn { line: before.matches('\n').count() + 1, column: before[start..].chars().count() + 1 }
    }
}

impl fmt::Display for Spot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.positions() {
            Some((LineColumn { line, column }, _)) => write!(f, "{}:{line}:{column}", self.path),
            None => f.write_str(&self.path),
        }
    }
}

/// Finds places, and reads each file as YAML when the first place in it is looked for.
#[derive(Debug)]
pub struct Spots<'a> {
    sources: &'a Sources,
    trees: HashMap<FileId, Option<Node>>,
}

impl<'a> Spots<'a> {
    /// Finds places in `sources`.
    pub fn of(sources: &'a Sources) -> Self {
        Self { sources, trees: HashMap::new() }
    }

    /// Whether what `place` names is there, and not only something around it.
    pub(crate) fn has(&mut self, place: &Place) -> bool {
        let text = self.sources.get(place.file).text.as_str();
        let tree = self.trees.entry(place.file).or_insert_with(|| yaml::parse(text).0);
        tree.as_ref().is_some_and(|tree| tree.at(&place.path).is_some())
    }

    /// Where `place` is.
    pub fn find(&mut self, place: &Place) -> Spot<'a> {
        let source = self.sources.get(place.file);
        let path = source.path.display().to_string().replace('\\', "/");
        let text = source.text.as_str();
        let bytes = self.span(place, text).map(|span| first_line(text, span));
        Spot { path, text, bytes }
    }

    fn span(&mut self, place: &Place, text: &str) -> Option<Range<usize>> {
        let of_key = match place.part {
            NodePart::File => return None,
            NodePart::Bytes { start, end } => return Some(start..end),
            NodePart::Key => true,
            NodePart::Value => false,
        };
        let tree = self.trees.entry(place.file).or_insert_with(|| yaml::parse(text).0);
        tree.as_ref()?.span_of(&place.path, of_key)
    }
}

/// The part of `span` on its first line, at character boundaries.
fn first_line(text: &str, span: Range<usize>) -> Range<usize> {
    let start = floor(text, span.start);
    let end = floor(text, span.end).max(start);
    let line = text[start..end].split(['\n', '\r']).next().unwrap_or_default();
    start..start + line.trim_end().len()
}

fn floor(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|byte| text.is_char_boundary(*byte)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Route;

    fn position(text: &str, place: impl Fn(&Route<'_>) -> Place) -> String {
        let mut sources = Sources::default();
        let file = sources.add("a.yaml".into(), text.to_owned());
        sources.position(&place(&Route::root(file))).to_string()
    }

    #[test]
    fn a_key_and_its_value() {
        let text = "a:\n  b: [x, y]\n";
        assert_eq!(position(text, |root| root.key("a").key("b").name()), "a.yaml:2:3");
        assert_eq!(position(text, |root| root.key("a").key("b").value()), "a.yaml:2:6");
        assert_eq!(position(text, |root| root.key("a").key("b").index(1).value()), "a.yaml:2:10");
    }

    #[test]
    fn places_a_missing_key_at_its_map() {
        let text = "top: 1\na:\n  b: x\n";
        assert_eq!(position(text, |root| root.key("a").key("c").key("d").value()), "a.yaml:2:1");
        assert_eq!(position(text, |root| root.key("c").value()), "a.yaml:1:1");
    }

    #[test]
    fn places_an_empty_value_at_its_key() {
        assert_eq!(position("a:\nb: 1\n", |root| root.key("a").value()), "a.yaml:1:1");
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(position("{ é😀: x, b: y }\r\n", |root| root.key("b").value()), "a.yaml:1:13");
    }

    #[test]
    fn reads_windows_line_endings() {
        assert_eq!(position("é: 1\r\nb:\r\n  c: x\r\n", |root| root.key("b").key("c").value()), "a.yaml:3:6");
    }
}
