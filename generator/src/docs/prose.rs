//! From text to Markdown. Everything but code spans, list items and addresses stays text: every character that rustdoc
//! would interpret is escaped, and no other, because people read the source too.

use std::collections::HashMap;

use super::is_invisible;

/// A line of prose.
pub(super) fn line(text: &str) -> String {
    let text = text.replace('\t', " ");
    let text = text.trim();
    match text.strip_prefix("- ").map(str::trim_start) {
        Some(item) if !item.is_empty() => format!("- {}", block(item)),
        _ => block(text),
    }
}

/// `text` as a code span.
pub(super) fn code(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() + 2);
    for character in text.chars() {
        show(&mut shown, character);
    }
    if shown.is_empty() {
        return "\\\"\\\"".to_owned();
    }
    let lengths: Vec<usize> = runs(&shown).iter().map(|run| run.len).collect();
    let mut fence = 1;
    while lengths.contains(&fence) {
        fence += 1;
    }
    let fence = "`".repeat(fence);
    // Markdown strips one space from each end if both are there.
    let padded = shown.starts_with('`') || shown.ends_with('`') || shown.starts_with(' ') && shown.ends_with(' ');
    let space = if padded && !shown.trim_matches(' ').is_empty() { " " } else { "" };
    format!("{fence}{space}{shown}{space}{fence}")
}

/// `text` at the start of a line or list item, where more characters have a meaning than later in the line.
fn block(text: &str) -> String {
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    let is_rule = || text.chars().all(|c| matches!(c, '-' | ':' | '|' | ' '));
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let escaped = match text.chars().next() {
        Some('#') => Some(0),
        Some('+') if ends(&text[1..]) => Some(0),
        Some('-') if ends(&text[1..]) => Some(0),
        Some('-' | ':' | '|') if is_rule() => Some(0),
        Some('=') if text.chars().all(|c| c == '=') => Some(0),
        _ if digits > 0 && text[digits..].starts_with(['.', ')']) && ends(&text[digits + 1..]) => Some(digits),
        _ => None,
    };
    match escaped {
        // The characters in question are all of one byte.
        Some(at) => {
            format!("{}\\{}{}", &text[..at], &text[at..=at], inline(&text[at + 1..], text[..=at].chars().last()))
        }
        None => inline(text, None),
    }
}

/// `text` within a line, after the character `before`.
fn inline(text: &str, before: Option<char>) -> String {
    let runs = Spans::of(text);
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = before;
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        let rest = &text[at..];
        // Most of a text is letters and spaces, of which only the `h` of an address can begin markup.
        let plain =
            rest.bytes().take_while(|byte| matches!(byte, b'a'..=b'g' | b'i'..=b'z' | b'A'..=b'Z' | b' ')).count();
        let taken = if plain > 0 {
            out.push_str(&rest[..plain]);
            plain
        } else if let Some((content, len)) = runs.span(text, at) {
            out.push_str(&code(content));
            len
        } else if let Some(address) = address(rest, before) {
            out.push('<');
            out.push_str(address);
            out.push('>');
            address.len()
        } else if character == '_' {
            let len = rest.len() - rest.trim_start_matches('_').len();
            let within = before.is_some_and(char::is_alphanumeric)
                && rest[len..].chars().next().is_some_and(char::is_alphanumeric);
            out.push_str(&(if within { "_" } else { "\\_" }).repeat(len));
            len
        } else {
            let behind = &rest[character.len_utf8()..];
            if is_markup(character, behind, before) {
                out.push('\\');
            }
            show(&mut out, character);
            character.len_utf8()
        };
        before = rest[..taken].chars().last();
        at += taken;
    }
    out
}

/// Whether rustdoc would interpret `character` between `before` and `behind`.
fn is_markup(character: char, behind: &str, before: Option<char>) -> bool {
    match character {
        '`' | '*' | '[' | ']' | '<' | '>' | '~' => true,
        '\\' => {
            let next = behind.chars().next();
            // An address gets a `<` before it.
            next.is_none_or(|next| next.is_ascii_punctuation() || is_invisible(next))
                || address(behind, Some('\\')).is_some()
        }
        // Two hyphens would become a dash, as in the name of a flag.
        '-' => before == Some('-'),
        '&' => {
            let name = behind.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
            name.len() < behind.len() && name.starts_with(';')
        }
        _ => false,
    }
}

/// Appends `character`, or its escaped code point if it is invisible.
fn show(out: &mut String, character: char) {
    if is_invisible(character) {
        out.extend(character.escape_unicode().filter(|c| !matches!(c, '{' | '}')));
    } else {
        out.push(character);
    }
}

/// The address with which `text` begins, without the punctuation of the sentence around it.
fn address(text: &str, before: Option<char>) -> Option<&str> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    if before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let of_one = |c: char| c.is_ascii_alphanumeric() || "/:._-?=&%#+~@".contains(c);
    let end = text.find(|c| !of_one(c)).unwrap_or(text.len());
    let address = text[..end].trim_end_matches(['.', ':', '?', '-']);
    (address.len() > scheme.len()).then_some(address)
}

/// A run of backticks.
struct Run {
    at: usize,
    len: usize,
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, _) in text.match_indices('`') {
        match runs.last_mut() {
            Some(run) if run.at + run.len == at => run.len += 1,
            _ => runs.push(Run { at, len: 1 }),
        }
    }
    runs
}

/// The starts of code spans, each with the end of its content: the next run of as many backticks.
struct Spans(HashMap<usize, (usize, usize)>);

impl Spans {
    fn of(text: &str) -> Self {
        let mut next: HashMap<usize, usize> = HashMap::new();
        let mut spans = HashMap::new();
        for Run { at, len } in runs(text).into_iter().rev() {
            if let Some(close) = next.insert(len, at) {
                spans.insert(at, (len, close));
            }
        }
        Self(spans)
    }

    /// The content of the code span that begins at `at`, and how many bytes all of it takes.
    fn span<'t>(&self, text: &'t str, at: usize) -> Option<(&'t str, usize)> {
        let &(len, close) = self.0.get(&at)?;
        let content = &text[at + len..close];
        let stripped = content.strip_prefix(' ').and_then(|content| content.strip_suffix(' '));
        let content = stripped.filter(|stripped| !stripped.trim_matches(' ').is_empty()).unwrap_or(content);
        Some((content, close + len - at))
    }
}
