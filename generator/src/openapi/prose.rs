//! Converts docs to Markdown for descriptions, and to plain text for summaries.

use super::json::Object;
use crate::{
    docs,
    ir::{Docs, Line, Resource},
};

/// Returns `docs` as Markdown.
pub(super) fn text(docs: &Docs) -> String {
    let mut text = String::new();
    for (index, line) in docs.lines().iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        text.push_str(line.as_str());
    }
    text
}

/// Returns the `description` of an element with these docs, and `deprecated` if it is deprecated.
pub(super) fn described<'a>(docs: &Docs, deprecated: Option<&Line>) -> Object<'a> {
    let text = with_deprecation(text(docs), deprecated);
    Object::new().with_some("description", Some(text).filter(|text| !text.is_empty())).with_if(
        deprecated.is_some(),
        "deprecated",
        true,
    )
}

/// Returns the `summary` of an element with these docs, a `description` for longer docs, and `deprecated` if it is
/// deprecated.
pub(super) fn summarized<'a>(docs: &Docs, deprecated: Option<&Line>) -> Object<'a> {
    let summary = docs.summary();
    let whole = text(docs);
    let more = if whole == summary.as_str() { String::new() } else { whole };
    let more = with_deprecation(more, deprecated);
    let plain = plain(summary.as_str());
    Object::new()
        .with("summary", plain.strip_suffix('.').map_or_else(|| plain.clone(), str::to_owned))
        .with_some("description", Some(more).filter(|text| !text.is_empty()))
        .with_if(deprecated.is_some(), "deprecated", true)
}

fn with_deprecation(mut text: String, deprecated: Option<&Line>) -> String {
    if let Some(note) = deprecated {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str("**Deprecated.** ");
        text.push_str(note.as_str());
    }
    text
}

/// Returns the title of the pages for `resource`.
pub(super) fn title(resource: &Resource) -> String {
    docs::words(resource.module.name()).capitalized().to_string()
}

/// Removes the Markdown syntax of docs: escapes, code spans and URLs.
fn plain(markdown: &str) -> String {
    let mut plain = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(next) = rest.chars().next() {
        rest = &rest[next.len_utf8()..];
        match next {
            '\\' => {
                let escaped = rest.chars().next().filter(char::is_ascii_punctuation);
                plain.push(escaped.unwrap_or('\\'));
                rest = &rest[escaped.map_or(0, char::len_utf8)..];
            }
            '`' => {
                let fence = 1 + rest.len() - rest.trim_start_matches('`').len();
                let fence = "`".repeat(fence);
                rest = &rest[fence.len() - 1..];
                let (code, behind) = rest.split_once(fence.as_str()).unwrap_or((rest, ""));
                plain.push_str(code.trim());
                rest = behind;
            }
            // Others are escaped.
            '<' | '>' => {}
            next => plain.push(next),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::plain;
    use crate::docs;

    #[test]
    fn a_summary_is_plain_text() {
        for (docs, text) in [
            ("Sets `a_b` of [one].", "Sets a_b of [one]."),
            ("See https://example.com/a_b for *more*.", "See https://example.com/a_b for *more*."),
            ("An _x_ < y, and ``a ` b``.", "An _x_ < y, and a ` b."),
            (r"A \ and C:\temp.", r"A \ and C:\temp."),
        ] {
            assert_eq!(plain(docs::note(docs).as_str()), text);
        }
    }
}
