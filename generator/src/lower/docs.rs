//! Documentation as rustdoc may have it: prose stays prose, and nothing becomes code, markup or a broken link.

use crate::ir::Docs;

/// The lines of `text`, a blank one between paragraphs.
pub(super) fn lower(text: &str) -> Docs {
    let mut lines: Vec<String> = Vec::new();
    for line in text.trim().lines() {
        let line = prose(line.trim());
        // Several blank lines are one; the first line is never blank, because `text` is trimmed.
        if !(line.is_empty() && lines.last().is_some_and(String::is_empty)) {
            lines.push(line);
        }
    }
    Docs(lines)
}

/// A line in which only `code spans`, *emphasis* and list items keep their meaning.
fn prose(line: &str) -> String {
    let balanced = line.matches('`').count().is_multiple_of(2) && !line.contains("```");
    let mut in_code = false;
    let mut out = String::with_capacity(line.len());
    if line.starts_with('#') {
        out.push('\\');
    }
    for word in line.split_inclusive(' ') {
        if !in_code && (word.starts_with("https://") || word.starts_with("http://")) {
            out.push_str(&link(word));
            continue;
        }
        for character in word.chars() {
            match character {
                '`' if balanced => {
                    in_code = !in_code;
                    out.push('`');
                }
                _ if is_invisible(character) => {
                    out.extend(character.escape_unicode().filter(|c| !matches!(c, '{' | '}')))
                }
                '`' | '[' | ']' | '<' | '>' | '~' if !in_code => out.extend(['\\', character]),
                _ => out.push(character),
            }
        }
    }
    out
}

/// An address as Markdown links it, with the space or full stop behind it left outside.
fn link(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/:._-?=&%#".contains(c);
    let end = word.find(|c| !plain(c)).unwrap_or(word.len());
    let (address, rest) = word.split_at(end);
    let trimmed = address.trim_end_matches('.');
    format!("<{trimmed}>{}{}", &address[trimmed.len()..], prose(rest))
}

/// Whether a reader could not see `character`, or would see the text around it in another order.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
