//! The secrets of a request, which a server can repeat in the texts of an error.

use std::borrow::Cow;
use std::fmt;

#[cfg(feature = "_exchange")]
use crate::wire::{Arguments, Value, query};

/// Shorter secrets are replaced only where they are a whole word, as they could be a part of any other one.
const SHORT: usize = 4;

/// Replaces the secrets of a request in texts of the server.
#[derive(Clone, Default)]
pub(crate) struct Redaction(
    /// The texts to replace, the longest first.
    Vec<String>,
);

impl Redaction {
    /// Of the secrets among `arguments`, and the token.
    #[cfg(feature = "_exchange")]
    #[cold]
    pub(crate) fn new(arguments: &Arguments, token: Option<&str>) -> Self {
        let mut pieces = Vec::new();
        if let Some(token) = token {
            add(&mut pieces, token);
        }
        collect(&mut pieces, arguments);
        pieces.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
        pieces.dedup();
        Self(pieces)
    }

    /// The text with `[secret]` in place of each secret.
    pub(crate) fn apply<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut redacted = Cow::Borrowed(text);
        for piece in &self.0 {
            if redacted.contains(piece.as_str()) {
                redacted = Cow::Owned(replaced(&redacted, piece));
            }
        }
        redacted
    }
}

impl fmt::Debug for Redaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Redaction").field(&self.0.len()).finish()
    }
}

fn replaced(text: &str, piece: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(piece) {
        let (before, after) = (&rest[..at], &rest[at + piece.len()..]);
        let is_part = |neighbour: Option<char>| neighbour.is_some_and(char::is_alphanumeric);
        let last = before.chars().next_back().or_else(|| result.chars().next_back());
        let is_inside = piece.chars().count() < SHORT && (is_part(last) || is_part(after.chars().next()));
        result.push_str(before);
        result.push_str(if is_inside { piece } else { "[secret]" });
        rest = after;
    }
    result.push_str(rest);
    result
}

#[cfg(feature = "_exchange")]
fn collect(pieces: &mut Vec<String>, arguments: &Arguments) {
    arguments.iter().for_each(|(_, value)| collect_value(pieces, value));
}

#[cfg(feature = "_exchange")]
fn collect_value(pieces: &mut Vec<String>, value: &Value) {
    match value {
        Value::Secret(secret) => {
            let text = secret.expose();
            let is_xml = text.contains('<');
            let parts = text.lines().chain(texts(text).filter(|_| is_xml));
            // Of a document, a short text such as a number is not worth hiding.
            parts.filter(|part| !is_xml || part.chars().count() >= SHORT).for_each(|part| add(pieces, part));
        }
        Value::List(items) => items.iter().for_each(|item| collect_value(pieces, item)),
        Value::Object(fields) => collect(pieces, fields),
        _ => {}
    }
}

/// The texts and attributes of an XML document: the server reports an invalid one in a message.
#[cfg(feature = "_exchange")]
fn texts(xml: &str) -> impl Iterator<Item = &str> {
    xml.split('>').flat_map(|part| {
        let (text, tag) = part.split_once('<').unwrap_or((part, ""));
        let attributes = tag.split(['"', '\'']).skip(1).step_by(2);
        std::iter::once(text).chain(attributes)
    })
}

/// Adds a text as it is, and as a server quotes, escapes or encodes it.
#[cfg(feature = "_exchange")]
fn add(pieces: &mut Vec<String>, text: &str) {
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    let quoted = text.replace('\\', "\\\\").replace('"', "\\\"");
    let unescaped = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let encoded: String = query::encode(text).collect();
    let forms = encoded.replace("%20", "+");
    pieces.extend([quoted, unescaped.replace("&amp;", "&"), escaped, encoded, forms, text.to_owned()]);
}
