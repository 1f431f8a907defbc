//! Prose that YAML silently shortens: ` #` begins a comment, and a blank line that is folded
//! ends no paragraph.

use std::ops::Range;

use crate::{
    diagnostic::{Annotate, Code, Diagnostic},
    source::{FileId, Place},
    yaml::{Node, NodeKind},
};

/// Whether something in `text` looks like lost prose. Lines are enough to tell that of nearly every file; what is lost,
/// and whether it is, takes the nodes of the file.
pub(super) fn is_suspect(text: &str) -> bool {
    let mut after_blank = false;
    // The indentation of a key whose text may continue below it.
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let content = line.trim_start();
        if content.is_empty() {
            after_blank = true;
            continue;
        }
        let indentation = line.len() - content.len();
        open = open.filter(|key| indentation > *key);
        if open.is_some() && after_blank || has_comment_behind_text(content) {
            return true;
        }
        open = open.or_else(|| may_go_on(content).then_some(indentation));
        after_blank = false;
    }
    false
}

/// Whether a comment follows what could be text without quotes.
fn has_comment_behind_text(line: &str) -> bool {
    let before = line.match_indices('#').map(|(at, _)| &line[..at]);
    let mut before = before.filter(|text| text.ends_with([' ', '\t']) && !text.trim_start().starts_with('#'));
    before.next().is_some_and(|text| !text.trim_end().ends_with(['"', '\'', ']', '}', ',', ':', '|', '>']))
}

/// Whether `line` begins a text that is folded with the lines below it.
fn may_go_on(line: &str) -> bool {
    let Some((key, value)) = line.split_once(':') else { return false };
    match value.trim_start().chars().next() {
        None => key.trim_start_matches(['-', ' ']).trim_end() == "docs",
        Some(first) => !matches!(first, '|' | '[' | '{' | '#'),
    }
}

/// The prose in `text` that YAML drops; `tree` has its nodes.
pub(super) fn lost(file: FileId, text: &str, tree: &Node) -> Vec<Diagnostic> {
    let mut walk = Walk { file, text, path: Vec::new(), found: Vec::new() };
    walk.node(tree);
    walk.found
}

struct Walk<'a> {
    file: FileId,
    text: &'a str,
    /// The keys from the root; nothing for an item of a list.
    path: Vec<Option<&'a str>>,
    found: Vec<Diagnostic>,
}

impl<'a> Walk<'a> {
    fn node(&mut self, node: &'a Node) {
        match &node.kind {
            NodeKind::List(items) => items.iter().for_each(|item| self.child(None, item)),
            NodeKind::Map(entries) => entries.iter().for_each(|entry| self.child(Some(&entry.key), &entry.value)),
            NodeKind::Plain(text) if is_prose(&self.path) => {
                self.comment(node.span.end);
                self.paragraphs(&node.span, text);
            }
            NodeKind::Text(text) if is_prose(&self.path) => self.paragraphs(&node.span, text),
            NodeKind::Plain(_) | NodeKind::Text(_) | NodeKind::Hole => {}
        }
    }

    fn child(&mut self, key: Option<&'a str>, node: &'a Node) {
        self.path.push(key);
        self.node(node);
        self.path.pop();
    }

    /// Reports a comment that follows the plain text that ends at `end`.
    fn comment(&mut self, end: usize) {
        let line = self.text.get(end..).unwrap_or_default().lines().next().unwrap_or_default();
        let comment = line.trim_start();
        if comment.len() < line.len() && comment.starts_with('#') {
            let start = end + line.len() - comment.len();
            let place = Place::bytes(self.file, start..start + comment.trim_end().len());
            self.found.push(
                Diagnostic::new(Code::LostText, place, "YAML treats the rest of this line as a comment")
                    .label("not part of the text")
                    .help("quote the text, or put the comment on its own line"),
            );
        }
    }

    /// Reports a blank line in the text at `span` that is missing in `read`, the value of that text.
    fn paragraphs(&mut self, span: &Range<usize>, read: &str) {
        let written = self.text.get(span.clone()).unwrap_or_default();
        if written.starts_with('|') || read.trim().contains("\n\n") {
            return;
        }
        let mut at = span.start;
        let mut after_blank = false;
        for line in written.trim_end().split_inclusive('\n') {
            let content = line.trim();
            if after_blank {
                let start = at + line.len() - line.trim_start().len();
                let key = self.path.iter().rev().flatten().next().copied().unwrap_or("docs");
                let place = Place::bytes(self.file, start..start + content.len());
                self.found.push(
                    Diagnostic::new(Code::LostText, place, "YAML does not start a new paragraph here")
                        .label("joined with the paragraph above")
                        .help(format!("write `{key}: |`, and the text on the lines below")),
                );
                return;
            }
            // The first line is never blank, for it holds the first word, a quote or a `>`.
            after_blank = content.is_empty();
            at += line.len();
        }
    }
}

/// Whether the text at the end of `path` is prose; `spec` has the types of all keys.
fn is_prose(path: &[Option<&str>]) -> bool {
    match path {
        [Some("scopes"), Some(_)] | [Some("enums"), _, Some("values"), Some(_)] => true,
        [Some("enums"), _, Some("values"), Some(_), Some("docs" | "deprecated")] => true,
        [Some("fixups"), None, Some("why" | "evidence")] => true,
        [around @ .., Some("docs" | "deprecated")] => !has_names(around),
        _ => false,
    }
}

/// Whether the keys of the map at the end of `path` are names, of which `docs` could be one.
fn has_names(path: &[Option<&str>]) -> bool {
    match path {
        [Some("pagination"), Some("takes" | "returns")] => true,
        [_, _, Some("takes" | "returns" | "by" | "fields" | "detail" | "options")] => true,
        [_, _, Some("views"), _, Some("fields"), None] => true,
        [Some("documents"), around @ .., Some("attributes" | "elements" | "fixed")] => {
            matches!(around, [_] | [_, Some("one_of" | "elements"), _] | [_, Some("one_of"), _, Some("elements"), _])
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{source::Sources, yaml};

    /// The parts of `text` that are lost.
    fn lost_in(text: &str) -> Vec<&str> {
        let file = Sources::default().add("a.yaml".into(), text.to_owned());
        let tree = yaml::parse(text).0.expect("this is YAML");
        let bytes = |one: Diagnostic| match one.place.part {
            crate::source::NodePart::Bytes { start, end } => &text[start..end],
            _ => "",
        };
        let found: Vec<_> = lost(file, text, &tree).into_iter().map(bytes).collect();
        assert!(found.is_empty() || is_suspect(text), "{text}");
        found
    }

    #[test]
    fn reports_a_comment_behind_prose() {
        assert_eq!(lost_in("docs: Changes tag #1 of all.\n"), ["#1 of all."]);
        assert_eq!(lost_in("docs:\n  Größe of\r\n  tag\t #1  \r\nother: x\n"), ["#1"]);
        assert_eq!(lost_in("docs: One.\nscopes:\n  docs: Reads. # why\n"), ["# why"]);
        assert_eq!(lost_in("fixups:\n  - why: A. # B\n    evidence: C. # D\n    at: x # E\n"), ["# B", "# D"]);
        assert_eq!(lost_in("ids:\n  Id: { docs: A # b\n    }\n"), ["# b"]);
    }

    #[test]
    fn accepts_a_comment_where_nothing_is_lost() {
        for text in [
            "docs: \"Changes tag #1\" # 2\n",
            "docs: 'x' # 2\n",
            "docs: |  # 2\n  Changes tag #1.\n",
            "docs: A#b\n",
            "docs: A.\n# B\nscopes:\n  # C\n  a: B.\n  # D\n",
            "resource: tags # docs\n",
            "schemas: { A: { docs: B, fields: { docs: string # c\n } } }\n",
            "schemas: { A: { docs: B, views: { C: { fields: [docs: D # c\n ] } } } }\n",
            "enums: { A: { docs: B, values: [docs # c\n] } }\n",
        ] {
            assert_eq!(lost_in(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn accepts_a_field_called_like_a_key() {
        assert_eq!(lost_in("schemas:\n  A:\n    fields:\n      fields:\n        docs: B # c\n"), ["# c"]);
        assert_eq!(lost_in("documents:\n  A:\n    elements:\n      elements:\n        docs: B # c\n"), ["# c"]);
    }

    #[test]
    fn reports_paragraphs_that_yaml_joins() {
        assert_eq!(lost_in("docs:\n  One\n  paragraph.\n\n  Two.\n"), ["Two."]);
        assert_eq!(lost_in("docs: One.\n\n  Two.\n\n  Three.\n"), ["Two."]);
        assert_eq!(lost_in("ids:\n  A:\n    docs: >\n      One.\n\n      Two.\n"), ["Two."]);
        assert_eq!(lost_in("docs: \"One.\n\n  Two.\"\n"), ["Two.\""]);
    }

    #[test]
    fn accepts_paragraphs_that_yaml_keeps() {
        for text in [
            "docs: |\n  One.\n\n  Two.\n",
            "docs: >\n  One.\n\n\n  Two.\n",
            "docs: >\n  One.\n\n\nids:\n\n  A: { docs: B }\n",
            "docs: One\n  line.\n\nids:\n  A:\n    docs: B.\n\n  C:\n    docs: D.\n",
        ] {
            assert_eq!(lost_in(text), [""; 0], "{text}");
        }
    }
}
