//! The wording of the loader's diagnostics.

use std::ops::Range;

use super::{
    SMALLEST_API,
    meant::{instead, meant},
    place,
};
use crate::{
    diagnostic::{Annotate, Code, Diagnostic, list as names, nearest},
    docs::is_invisible,
    source::{FileId, Place},
    spec::{EMPTY_PROSE, SECONDS, STATUS},
    yaml::{Flaw, Node, NodeKind, Reason, Wrong, is_nothing},
};

/// A file or folder that is missing or cannot be read.
pub(super) fn unreadable(file: FileId, why: String) -> Diagnostic {
    Diagnostic::new(Code::Unreadable, Place::file(file), why)
}

/// A spec without `api.yaml`.
pub(super) fn no_api(file: FileId) -> Diagnostic {
    let message = "there is no `api.yaml`";
    Diagnostic::new(Code::Unreadable, Place::file(file), message).help(smallest_api())
}

/// An `api.yaml` without anything in it.
pub(super) fn empty_api(file: FileId) -> Diagnostic {
    let message = "this file is empty";
    Diagnostic::new(Code::NotOneDocument, Place::file(file), message).help(smallest_api())
}

fn smallest_api() -> String {
    format!("begin with this one:\n\n{}", SMALLEST_API.trim_end())
}

/// A file whose byte at `at` is not UTF-8.
pub(super) fn not_utf8(file: FileId, at: usize) -> Diagnostic {
    let place = Place::bytes(file, at..at + char::REPLACEMENT_CHARACTER.len_utf8());
    let help = "save the file as UTF-8";
    Diagnostic::new(Code::Unreadable, place, "this file is not UTF-8").label("first invalid byte").help(help)
}

/// A file or spec that is too large to be read.
pub(super) fn too_large(file: FileId, message: String) -> Diagnostic {
    let help = "split it into smaller files";
    Diagnostic::new(Code::TooLarge, Place::file(file), message).help(help)
}

/// A mistake in the YAML of a file.
pub(super) fn flaw(file: FileId, text: &str, flaw: Flaw) -> Diagnostic {
    match flaw {
        Flaw::Syntax { at, message } => syntax(file, text, at, &message),
        Flaw::Empty => {
            let help = "declare a resource in it, or delete it";
            let message = "this file is empty";
            Diagnostic::new(Code::NotOneDocument, Place::file(file), message).help(help)
        }
        Flaw::SecondDocument(span) => {
            let message = "this file has more than one YAML document";
            let help = "write each resource in its own file";
            let place = Place::bytes(file, span);
            Diagnostic::new(Code::NotOneDocument, place, message).label("second document starts here").help(help)
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

/// Duplicate keys: one, or several because the name above them is missing.
fn duplicates(file: FileId, keys: &[String], first: Range<usize>, second: Range<usize>) -> Diagnostic {
    let listed = names(keys);
    let (message, help) = match keys {
        [_] => (format!("duplicate key {listed}"), "remove one, or merge them".to_owned()),
        _ => (
            format!("duplicate keys {listed}"),
            "remove one of each, or add the missing name above the second ones".to_owned(),
        ),
    };
    Diagnostic::new(Code::DuplicateKey, Place::bytes(file, second), message)
        .label("used again here")
        .also(Place::bytes(file, first), "first used here")
        .help(help)
}

fn foreign(file: FileId, message: String, span: Range<usize>, help: &str) -> Diagnostic {
    Diagnostic::new(Code::ForeignYaml, Place::bytes(file, span), message).label("here").help(help)
}

fn syntax(file: FileId, text: &str, at: usize, message: &str) -> Diagnostic {
    let before = text.get(..at).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let place = Place::bytes(file, at..at);
    let new = |message: &str, label: &str, help: Option<String>| {
        Diagnostic::new(Code::Syntax, place.clone(), format!("invalid YAML: {message}")).label(label).maybe_help(help)
    };
    if line.starts_with(char::is_whitespace) && line.trim_start_matches(' ').starts_with('\t') {
        return new(message, "parsing stopped here", Some("indent with spaces".to_owned()));
    }
    let value = text[before.len()..].lines().next().unwrap_or_default();
    if value.starts_with(['`', '@']) {
        let first = if value.starts_with('@') { "`@`" } else { "a backtick" };
        let message = format!("a value cannot begin with {first}");
        let quoted = value.trim_end().replace('\\', "\\\\").replace('"', "\\\"");
        return new(&message, "begins here", Some(format!("quote it: \"{quoted}\"")));
    }
    if let Some((width, expected)) = misindented(text, start) {
        let label = format!("indented by {width} spaces; the other lines by {expected}");
        return new("the lines of a map differ in indentation", &label, Some(format!("indent it by {expected}")));
    }
    let help = if line.contains("]?") {
        Some("quote a nullable list: `\"[Tag]?\"`")
    } else if line.matches(": ").count() > 1 {
        Some("quote text that contains `: `")
    } else {
        None
    };
    new(message, "parsing stopped here", help.map(str::to_owned))
}

/// By how many spaces the line at `start` is indented, and by how many it has to be: as the line before it, or as the one
/// behind it where both of those agree.
fn misindented(text: &str, start: usize) -> Option<(usize, usize)> {
    let is_content = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let mut behind = text[start..].lines();
    let own = indent(behind.next()?);
    let before = text[..start].lines().rev().find(is_content).map(indent)?;
    let behind = behind.find(is_content).map(indent);
    let odd = |width: usize| width % 2 == 1;
    let expected = match behind {
        Some(behind) if behind == before => before,
        _ if odd(own) && !odd(before) => before,
        _ => return None,
    };
    (own != expected && own.abs_diff(expected) < 4).then_some((own, expected))
}

/// Why the nodes of a file are invalid. `None` if that only results from another mistake.
pub(super) fn wrong(file: FileId, wrong: &Wrong, tree: &Node) -> Option<Diagnostic> {
    let path = wrong.path();
    let node = tree.at(&path).filter(|node| node.kind != NodeKind::Hole)?;
    let here = |of_key| place(file, tree.span_of(&path, of_key));
    let found = found(node);
    Some(match &wrong.reason {
        Reason::UnknownKey(..) if is_inline_object(node, &wrong.reason) => {
            let help = "declare it under `schemas:`, or under `arguments:` if requests carry it, and write its name";
            let message = "an object cannot be declared where it is used";
            Diagnostic::new(Code::BadType, here(false), message).label("an object").help(help)
        }
        Reason::UnknownKey(key, known) => {
            let help = match (instead(key, known), meant(key, known, |other| node.entry(other).is_some())) {
                (Some(help), _) => help.to_owned(),
                (None, Some(near)) => format!("did you mean `{near}`?"),
                (None, None) => format!("valid keys: {}", list(known)),
            };
            let span = node.entry(key).map(|entry| entry.key_span.clone());
            let message = format!("unknown key `{key}`");
            Diagnostic::new(Code::UnknownKey, place(file, span), message).label("not a key of this map").help(help)
        }
        Reason::MissingKey(key) => Diagnostic::new(Code::MissingKey, here(true), format!("`{key}` is missing"))
            .label(format!("has no `{key}`"))
            .help(format!("add `{key}: ...`")),
        Reason::WrongKind(expected) => {
            let message = format!("expected {expected}, found {found}");
            let label = if found == "no value" { "has no value".to_owned() } else { format!("this is {found}") };
            let help = kind_help(&wrong.reason, expected, node);
            Diagnostic::new(Code::WrongKind, here(false), message).label(label).maybe_help(help)
        }
        Reason::UnknownWord(words) => {
            let near = match &node.kind {
                NodeKind::Plain(word) | NodeKind::Text(word) => nearest(word, words.iter().copied()),
                _ => None,
            };
            let message = format!("expected one of {}, found {found}", list(words));
            Diagnostic::new(Code::BadValue, here(false), message).label("not a valid value").suggest(near)
        }
        Reason::Invisible => match &node.kind {
            NodeKind::Plain(text) | NodeKind::Text(text) => invisible(here(false), text),
            NodeKind::List(_) | NodeKind::Map(_) | NodeKind::Hole => return None,
        },
        Reason::InvisibleKey(key) => {
            let span = node.entry(key).map(|entry| entry.key_span.clone());
            invisible(place(file, span), key)
        }
        Reason::Other(message) if message == EMPTY_PROSE => {
            Diagnostic::new(Code::BadValue, here(false), message).label("empty").help("write a sentence")
        }
        Reason::Other(message) => Diagnostic::new(Code::BadValue, here(false), message),
    })
}

/// Whether `node` is an object declared in place of its name: it has no key of a field.
pub(super) fn is_inline_object(node: &Node, reason: &Reason) -> bool {
    let (Reason::UnknownKey(_, known), NodeKind::Map(entries)) = (reason, &node.kind) else { return false };
    let is_known =
        |key: &str| known.contains(&key) || instead(key, known).is_some() || meant(key, known, |_| false).is_some();
    known.first() == Some(&"type") && entries.iter().all(|entry| !is_known(&entry.key))
}

/// Text other than documentation with an invisible character.
fn invisible(place: Place, text: &str) -> Diagnostic {
    let character = text.chars().find(|character| is_invisible(*character)).unwrap_or_default();
    let (name, help) = match character {
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
            ("a line break", "write it on one line: only documentation can have several")
        }
        '\t' => ("a tab", "remove it, or write a space"),
        _ => ("an invisible character", "remove it"),
    };
    let label = format!("contains U+{:04X}", u32::from(character));
    Diagnostic::new(Code::InvisibleCharacter, place, format!("{name} is not allowed here")).label(label).help(help)
}

/// What to write in place of a value of another kind.
fn kind_help(reason: &Reason, expected: &str, node: &Node) -> Option<String> {
    match &node.kind {
        NodeKind::Plain(text) if is_nothing(text) => Some("write a value, or remove the key".to_owned()),
        NodeKind::Plain(text) | NodeKind::Text(text) if expected.starts_with(SECONDS) => Some(seconds_help(text)),
        NodeKind::Plain(text) | NodeKind::Text(text) if expected == STATUS => {
            let is_status = text.parse().is_ok_and(|status: u16| (400..600).contains(&status));
            is_status.then(|| format!("remove the quotes: `{text}`"))
        }
        NodeKind::Plain(text) | NodeKind::Text(text) if expected == "a boolean" => Some(boolean_help(text)),
        NodeKind::Plain(_) if expected.starts_with("a type") => Some("write a type, such as `string`".to_owned()),
        NodeKind::Plain(text) if reason.calls_for_text() => Some(format!("quote it: `\"{text}\"`")),
        NodeKind::Plain(text) | NodeKind::Text(text) if expected.starts_with("a list") => {
            Some(format!("write a list: `[{text}]`"))
        }
        NodeKind::List(items) if expected.starts_with("the name of a schema") => {
            let item = items.iter().find_map(|item| match &item.kind {
                NodeKind::Plain(name) | NodeKind::Text(name) => Some(name.as_str()),
                _ => None,
            });
            Some(format!("give the list a key, as in `{{ things: [{}] }}`", item.unwrap_or("Thing")))
        }
        NodeKind::List(_) if expected.starts_with("a map") => Some("write `key: value`, without `-`".to_owned()),
        NodeKind::Map(_) if expected.starts_with("a list") => {
            Some("write `- value` lines, or `[value, value]`".to_owned())
        }
        _ => None,
    }
}

/// The number of seconds that `text`, such as `10m`, means.
fn seconds_help(text: &str) -> String {
    let units =
        [("seconds", 1), ("sec", 1), ("s", 1), ("minutes", 60), ("min", 60), ("m", 60), ("hours", 3600), ("h", 3600)];
    let seconds = units.into_iter().find_map(|(unit, seconds)| {
        let number: u32 = text.strip_suffix(unit)?.trim().parse().ok()?;
        number.checked_mul(seconds).filter(|seconds| *seconds > 0)
    });
    match seconds.or_else(|| text.trim().parse().ok().filter(|seconds| *seconds > 0)) {
        Some(seconds) => format!("write `{seconds}`"),
        None => "write a number of seconds, such as `600` for ten minutes".to_owned(),
    }
}

fn boolean_help(text: &str) -> String {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "on" | "y" | "true" | "always" | "1" => "write `true`".to_owned(),
        "no" | "off" | "n" | "false" | "never" | "0" => "write `false`".to_owned(),
        _ => "write `true` or `false`".to_owned(),
    }
}

fn found(node: &Node) -> String {
    match &node.kind {
        NodeKind::Plain(text) if is_nothing(text) => "no value".to_owned(),
        NodeKind::Plain(text) if text.parse::<bool>().is_ok() => format!("the boolean `{text}`"),
        NodeKind::Plain(text) if text.parse::<f64>().is_ok() => format!("the number `{text}`"),
        NodeKind::Plain(_) | NodeKind::Text(_) => "text".to_owned(),
        NodeKind::List(_) => "a list".to_owned(),
        NodeKind::Map(_) => "a map".to_owned(),
        NodeKind::Hole => "no value".to_owned(),
    }
}

fn list(words: &[&str]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}
