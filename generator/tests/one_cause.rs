//! One cause, one message: whichever word of a spec is misspelt, its author reads of that alone.

use std::{
    ops::Range,
    path::{Path, PathBuf},
};

use generator::diagnostic::Severity;

use crate::beside;
use crate::thorough;

/// The files of a spec that holds every idea.
fn shop() -> Vec<(PathBuf, String)> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ok");
    beside::files(&dir)
}

/// The words of `text`, comments aside.
fn words(text: &str) -> Vec<Range<usize>> {
    let is_word = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let mut words = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let code = if line.starts_with('#') { "" } else { line.split(" #").next().unwrap_or_default() };
        let mut at = start;
        for piece in code.split_inclusive(|character| !is_word(character)) {
            let word = piece.trim_end_matches(|character| !is_word(character));
            if !word.is_empty() {
                words.push(at..at + word.len());
            }
            at += piece.len();
        }
        start += line.len();
    }
    words
}

/// What is said about the shop for every `EDITS`th of `edits`, all of them with `EDITS=1` in the environment, where that is
/// more than one thing.
fn several(edits: impl Fn(&str) -> Vec<String>) -> Vec<String> {
    let files = shop();
    let step = thorough::number("EDITS", 29, 1);
    let mut several = Vec::new();
    for (changed, (path, text)) in files.iter().enumerate() {
        for edited in edits(text).into_iter().step_by(step) {
            let spec = files.iter().enumerate().map(|(index, (path, text))| {
                let text = if index == changed { &edited } else { text };
                (path.clone(), text.clone())
            });
            let Err(mut found) = generator::read_texts(spec) else { continue };
            found.list.retain(|one| one.severity() == Severity::Error);
            if found.list.len() > 1 {
                let (before, after) = text.lines().zip(edited.lines()).find(|(before, after)| before != after).unwrap();
                several.push(format!("{}: `{before}` becomes `{after}`\n{found}", path.display()));
            }
        }
    }
    several
}

#[test]
fn a_misspelt_word_is_one_mistake() {
    let several = several(|text| {
        let long = words(text).into_iter().filter(|word| word.len() > 4);
        let misspelt = long.map(|word| format!("{}{}", &text[..word.end - 2], &text[word.end - 1..]));
        misspelt.collect()
    });
    assert!(several.is_empty(), "{}", several.join("\n"));
}

#[test]
fn a_value_of_another_kind_is_one_mistake() {
    let several = several(|text| {
        let is_value = |word: &Range<usize>| {
            text[..word.start].ends_with(": ") && text[word.end..].starts_with([',', '\n', ' ', '}', '?', '.'])
        };
        let values = words(text).into_iter().filter(is_value);
        let edits = values.flat_map(|word| {
            let end = word.end + text[word.end..].find([',', '\n', '}']).unwrap_or_default();
            ["5", "", "{ a: b }", "[a, b]"].map(|value| format!("{}{value}{}", &text[..word.start], &text[end..]))
        });
        edits.collect()
    });
    assert!(several.is_empty(), "{}", several.join("\n"));
}
