//! Paragraphs and items of lists within a width. Code blocks, tables and headings stay as they are.

use super::Line;

/// The end of a line after which the generator puts a line break. An author's backslash is escaped.
pub(crate) const BREAK: &str = " \\";

/// `lines` with the paragraphs and items among them filled up to `width` columns.
pub(crate) fn wrap<'l>(lines: impl IntoIterator<Item = &'l Line>, width: usize) -> Vec<Line> {
    let mut text = Text { width, lines: Vec::new(), open: None };
    let mut in_code = false;
    for line in lines {
        let line = line.as_str();
        let is_fence = line.starts_with("```") && !line.trim_start_matches('`').contains('`');
        in_code ^= is_fence;
        if is_fence || in_code || line.is_empty() || line.starts_with(['|', '#']) {
            text.end();
            text.lines.push(Line(line.to_owned()));
            continue;
        }
        if line.starts_with("- ") {
            text.end();
            text.open = Some(Open { line: String::new(), indent: "  " });
        } else if text.open.is_none() {
            let indent = if line.starts_with("  ") { "  " } else { "" };
            text.open = Some(Open { line: indent.to_owned(), indent });
        }
        match line.strip_suffix(BREAK) {
            Some(line) => {
                text.width = width - BREAK.len();
                words(line).for_each(|word| text.add(word));
                text.end();
                text.width = width;
                if let Some(last) = text.lines.last_mut() {
                    last.push(BREAK);
                }
            }
            None => words(line).for_each(|word| text.add(word)),
        }
    }
    text.end();
    text.lines
}

/// The first sentence of `line`.
pub(crate) fn first_sentence(line: &Line) -> Line {
    let mut sentence = Line::default();
    let mut words = words(line.as_str()).peekable();
    while let Some(word) = words.next() {
        if !sentence.is_empty() {
            sentence.push(" ");
        }
        sentence.0.push_str(word);
        let is_end = word.ends_with('.') && !["e.g.", "i.e.", "etc."].contains(&word);
        let begins = |next: &&str| next.starts_with(|first: char| first.is_uppercase() || "`[\"".contains(first));
        if is_end && words.peek().is_some_and(begins) {
            break;
        }
    }
    sentence
}

/// The wrapped lines so far.
struct Text {
    width: usize,
    lines: Vec<Line>,
    open: Option<Open>,
}

/// The last line, to which more words can be added.
struct Open {
    line: String,
    /// The indentation of the next line.
    indent: &'static str,
}

impl Text {
    fn add(&mut self, word: &str) {
        let Some(open) = &mut self.open else { return };
        let is_full = || open.line.chars().count() + 1 + word.chars().count() > self.width;
        if open.line.trim().is_empty() {
            open.line.push_str(word);
        } else if open.line != "-" && !open.line.ends_with('\\') && is_full() && can_begin(word) {
            let full = std::mem::replace(&mut open.line, format!("{}{word}", open.indent));
            self.lines.push(Line(full));
        } else {
            open.line.push(' ');
            open.line.push_str(word);
        }
    }

    fn end(&mut self) {
        self.lines.extend(self.open.take().map(|open| Line(open.line)));
    }
}

/// Whether a line that begins with `word` is text like the one before, and not a list, a heading or code.
fn can_begin(word: &str) -> bool {
    match word.chars().next() {
        Some('`') => !word.starts_with("```"),
        Some(first) if first.is_ascii_digit() => {
            !word.trim_start_matches(|next: char| next.is_ascii_digit()).starts_with(['.', ')'])
        }
        Some(first) => first.is_alphabetic() || "[(\"'\\".contains(first),
        None => false,
    }
}

/// The words of `line`; a code span belongs to one word.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line.trim();
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (word, behind) = rest.split_at(word_len(rest));
        rest = behind.trim_start();
        Some(word)
    })
}

fn word_len(text: &str) -> usize {
    let mut at = 0;
    // Bytes, as no byte of another character is one of these.
    while let Some(next) = text.as_bytes().get(at) {
        at += match next {
            b' ' => return at,
            b'\\' => 1 + text[at + 1..].chars().next().filter(|escaped| *escaped != ' ').map_or(0, char::len_utf8),
            b'`' => span_len(&text[at..]),
            _ => 1,
        };
    }
    at
}

/// The length of the code span at the start of `text`; a run of backticks without a closing run is text.
fn span_len(text: &str) -> usize {
    let fence = text.len() - text.trim_start_matches('`').len();
    let mut at = fence;
    while let Some(found) = text[at..].find('`') {
        at += found;
        let run = text[at..].len() - text[at..].trim_start_matches('`').len();
        at += run;
        if run == fence {
            return at;
        }
    }
    fence
}

#[cfg(test)]
mod tests {
    use super::{Line, first_sentence, wrap};

    fn wrapped(text: &str) -> String {
        let lines: Vec<_> = text.lines().map(|line| Line(line.to_owned())).collect();
        Line::join(&wrap(&lines, 20), "\n").to_string()
    }

    #[test]
    fn fills_paragraphs() {
        assert_eq!(wrapped("one two three four five\nsix\n\nseven"), "one two three four\nfive six\n\nseven");
    }

    #[test]
    fn indents_items() {
        assert_eq!(wrapped("- one two three four five\nsix\n- seven"), "- one two three four\n  five six\n- seven");
    }

    #[test]
    fn leaves_no_mark_of_an_item_alone() {
        assert_eq!(wrapped("- [abcdefghijkl](mnopqrstuvwxyz): one"), "- [abcdefghijkl](mnopqrstuvwxyz):\n  one");
    }

    #[test]
    fn keeps_code_tables_headings_and_breaks() {
        for text in [
            "```no_run\nlet a = b.c().d().e().f();\n```",
            "| a long row | of a table |\n|---|---|",
            "# A heading that is long",
            "- one \\\n  two",
        ] {
            assert_eq!(wrapped(text), text);
        }
    }

    #[test]
    fn breaks_no_code_span() {
        assert_eq!(wrapped("one two three `four five` six"), "one two three\n`four five` six");
        assert_eq!(wrapped("one two `` a ` b c d e f `` g"), "one two\n`` a ` b c d e f ``\ng");
    }

    #[test]
    fn finds_the_first_sentence() {
        for (text, first) in [
            ("Lists disks. Then more.", "Lists disks."),
            ("Lists `a. B` of e.g. Disks 1.5 long. `x` is more.", "Lists `a. B` of e.g. Disks 1.5 long."),
            ("Lists disks", "Lists disks"),
            ("", ""),
        ] {
            assert_eq!(first_sentence(&Line(text.to_owned())).as_str(), first);
        }
    }

    /// Before a line break, a backslash would be a break itself.
    #[test]
    fn ends_no_line_with_a_backslash() {
        assert_eq!(wrapped("one two three four\\ five six"), "one two three four\\ five\nsix");
    }

    #[test]
    fn begins_no_line_with_a_mark_of_markdown() {
        for mark in ["-", "+", "#", "1.", "2)", "=", "|", "```a```", ":-"] {
            assert_eq!(wrapped(&format!("one two three fourx {mark} b")), format!("one two three fourx {mark}\nb"));
        }
    }
}
