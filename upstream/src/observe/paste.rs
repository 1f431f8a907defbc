//! YAML as an author writes it.

use generator::ir::{Api, TypeRef};

/// `key: [a, b]`, or a line for each item where that is too long.
pub fn list(key: &str, items: &[String]) -> Vec<String> {
    let line = format!("{key}: [{}]", items.join(", "));
    if line.len() <= 110 {
        return vec![line];
    }
    std::iter::once(format!("{key}:")).chain(items.iter().map(|item| format!("  - {item}"))).collect()
}

pub fn indented(lines: Vec<String>) -> Vec<String> {
    lines.into_iter().map(|line| format!("  {line}")).collect()
}

/// The declared type in `ty`.
pub fn innermost<'a>(api: &'a Api, ty: &TypeRef) -> Option<&'a str> {
    ty.named().map(|id| api.ty(id).name.wire.as_str())
}

/// A type expression; a list that can be null is text to YAML only in quotes.
pub fn quoted(ty: &str, nullable: bool) -> String {
    match (nullable, ty.starts_with('[')) {
        (true, true) => format!("\"{ty}?\""),
        (true, false) => format!("{ty}?"),
        (false, _) => ty.to_owned(),
    }
}

/// `text` as YAML reads it back.
pub fn scalar(text: &str) -> String {
    const WORDS: &[&str] = &["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    let word = text.strip_suffix('?').unwrap_or(text);
    let plain = word.starts_with(|first: char| first.is_ascii_alphabetic())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
        && !WORDS.contains(&word.to_ascii_lowercase().as_str());
    if plain { text.to_owned() } else { format!("{text:?}") }
}
