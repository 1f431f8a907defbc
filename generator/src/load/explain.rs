//! The wording of the loader's diagnostics.

use std::ops::Range;

use super::{diagnostic, place};
use crate::{
    diagnostic::{Code, Diagnostic, list as names, nearest},
    source::{FileId, Place},
    yaml::{Flaw, Kind, Node, Reason, Wrong, is_nothing},
};

/// A file or folder that is missing or cannot be read.
pub(super) fn unreadable(file: FileId, why: String) -> Diagnostic {
    diagnostic(Code::Unreadable, why, Place::file(file), "", None)
}

/// A file of which the byte `at` is not UTF-8.
pub(super) fn not_utf8(file: FileId, at: usize) -> Diagnostic {
    let place = Place::bytes(file, at..at + char::REPLACEMENT_CHARACTER.len_utf8());
    let help = "save the file as UTF-8".to_owned();
    diagnostic(Code::Unreadable, "this file is not UTF-8".to_owned(), place, "first invalid byte", Some(help))
}

/// What is wrong with a file as YAML.
pub(super) fn flaw(file: FileId, text: &str, flaw: Flaw) -> Diagnostic {
    match flaw {
        Flaw::Syntax { at, message } => syntax(file, text, at, &message),
        Flaw::Empty => {
            let help = "write a resource into it, or delete it".to_owned();
            let message = "this file is empty".to_owned();
            diagnostic(Code::NotOneDocument, message, Place::file(file), "", Some(help))
        }
        Flaw::SecondDocument(span) => {
            let message = "this file has more than one YAML document".to_owned();
            let help = "write each resource in its own file".to_owned();
            let place = Place::bytes(file, span);
            diagnostic(Code::NotOneDocument, message, place, "second document starts here", Some(help))
        }
        Flaw::DuplicateKeys { keys, first, second, lost: _ } => duplicates(file, &keys, first, second),
        Flaw::KeyNotText(span) => foreign(file, "a key must be text".to_owned(), span, "write a word before the `:`"),
        Flaw::Foreign(what, span) => foreign(
            file,
            format!("YAML {what} are not supported"),
            span,
            "write the value out, or quote it if it is text",
        ),
        Flaw::TooDeep(span) => foreign(
            file,
            "this is nested too deeply".to_owned(),
            span,
            "declare a type for the inner part, and refer to it",
        ),
    }
}

/// Keys that stand twice: one that was written again, or several because the name above them was forgotten.
fn duplicates(file: FileId, keys: &[String], first: Range<usize>, second: Range<usize>) -> Diagnostic {
    let listed = names(keys);
    let (message, help) = match keys {
        [_] => (format!("duplicate key {listed}"), "remove one, or put both together".to_owned()),
        _ => (
            format!("duplicate keys {listed}"),
            "remove one of each, or write the missing name above the second ones".to_owned(),
        ),
    };
    Diagnostic::new(Code::DuplicateKey, Place::bytes(file, second), message, "used again here")
        .with_also(Place::bytes(file, first), "first used here")
        .with_help(help)
}

fn foreign(file: FileId, message: String, span: Range<usize>, help: &str) -> Diagnostic {
    diagnostic(Code::ForeignYaml, message, Place::bytes(file, span), "here", Some(help.to_owned()))
}

fn syntax(file: FileId, text: &str, at: usize, message: &str) -> Diagnostic {
    let before = text.get(..at).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let help =
        if line.starts_with(|first: char| first.is_whitespace()) && line.trim_start_matches(' ').starts_with('\t') {
            Some("indent with spaces")
        } else if line.contains("]?") {
            Some("quote a nullable list: `\"[Tag]?\"`")
        } else if line.matches(": ").count() > 1 {
            Some("quote text that contains `: `")
        } else {
            None
        };
    let place = Place::bytes(file, at..at);
    let message = format!("invalid YAML: {message}");
    diagnostic(Code::Syntax, message, place, "parsing stopped here", help.map(str::to_owned))
}

/// Why the nodes of a file are not what it should hold. Nothing where that only follows from another mistake.
pub(super) fn wrong(file: FileId, wrong: &Wrong, tree: &Node) -> Option<Diagnostic> {
    let path = wrong.path();
    let node = tree.at(&path).filter(|node| node.kind != Kind::Hole)?;
    let here = |of_key| place(file, tree.span_of(&path, of_key));
    let found = found(node);
    Some(match &wrong.reason {
        Reason::UnknownKey(key, known) => {
            let help = match nearest(key, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("valid keys: {}", list(known)),
            };
            let span = node.entry(key).map(|entry| entry.key_span.clone());
            let message = format!("unknown key `{key}`");
            diagnostic(Code::UnknownKey, message, place(file, span), "not a key of this map", Some(help))
        }
        Reason::MissingKey(key) => {
            let help = Some(format!("add `{key}: ...`"));
            diagnostic(Code::MissingKey, format!("`{key}` is missing"), here(true), &format!("has no `{key}`"), help)
        }
        Reason::WrongKind(expected) => {
            let message = format!("expected {expected}, found {found}");
            let label = if found == "no value" { "has no value".to_owned() } else { format!("this is {found}") };
            let help = kind_help(&wrong.reason, expected, node);
            diagnostic(Code::WrongKind, message, here(false), &label, help)
        }
        Reason::UnknownWord(words) => {
            let near = match &node.kind {
                Kind::Plain(word) | Kind::Text(word) => nearest(word, words.iter().copied()),
                _ => None,
            };
            let help = near.map(|near| format!("did you mean `{near}`?"));
            let message = format!("expected one of {}, found {found}", list(words));
            diagnostic(Code::BadValue, message, here(false), "not a valid value", help)
        }
        Reason::Other(message) => diagnostic(Code::BadValue, message.clone(), here(false), "", None),
    })
}

/// What to write where something of another kind stands.
fn kind_help(reason: &Reason, expected: &str, node: &Node) -> Option<String> {
    match &node.kind {
        Kind::Plain(text) if is_nothing(text) => Some("write a value, or remove the key".to_owned()),
        Kind::Plain(_) if expected.starts_with("a type") => Some("write a type, such as `string`".to_owned()),
        Kind::Plain(text) if reason.calls_for_text() => Some(format!("quote it: `\"{text}\"`")),
        Kind::Plain(text) | Kind::Text(text) if expected.starts_with("a list") => {
            Some(format!("write a list: `[{text}]`"))
        }
        Kind::List(_) if expected.starts_with("a map") => Some("write `key: value`, without `-`".to_owned()),
        Kind::Map(_) if expected.starts_with("a list") => Some("write `- value` lines, or `[value, value]`".to_owned()),
        _ => None,
    }
}

fn found(node: &Node) -> String {
    match &node.kind {
        Kind::Plain(text) if is_nothing(text) => "no value".to_owned(),
        Kind::Plain(text) if text.parse::<bool>().is_ok() => format!("the boolean `{text}`"),
        Kind::Plain(text) if text.parse::<f64>().is_ok() => format!("the number `{text}`"),
        Kind::Plain(_) | Kind::Text(_) => "text".to_owned(),
        Kind::List(_) => "a list".to_owned(),
        Kind::Map(_) => "a map".to_owned(),
        Kind::Hole => "no value".to_owned(),
    }
}

fn list(words: &[&str]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}
