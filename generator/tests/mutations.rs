//! A spec that somebody has changed at random is refused with a diagnostic, or its Rust compiles.

use std::path::PathBuf;

use fastrand::Rng;

use crate::batch::Batch;
use crate::beside;
use crate::positions::{self, POSITIONS};
use crate::thorough;

type Files = Vec<(PathBuf, String)>;

/// Words that mean something to a spec or to Rust.
const WORDS: &[&str] = &[
    "string",
    "integer",
    "number",
    "boolean",
    "timestamp",
    "secret",
    "json",
    "xml",
    "text",
    "true",
    "false",
    "Thing",
    "ThingId",
    "ThingLookup",
    "State",
    "things",
    "thing",
    "id",
    "name",
    "type",
    "self",
    "Self",
    "crate",
    "match",
    "async",
    "gen",
    "new",
    "default",
    "clone",
    "into",
    "from",
    "get",
    "list",
    "pages",
    "page",
    "body",
    "GET",
    "POST",
    "DELETE",
    "Vec",
    "Option",
    "String",
    "Error",
    "Request",
    "r#type",
    "a_b",
    "aB",
    "1",
    "_",
    "x2",
    "on",
    "off",
];

/// Spec files that are right, and that a mutation begins from: small ones, and each idea of the generator's tests.
fn bases() -> Vec<Files> {
    let ordinary = |position: &positions::Position| {
        ["thing", "Blub"]
            .into_iter()
            .map(|name| position.files(name))
            .find(|files| generator::read_texts(files.clone()).is_ok())
    };
    let mut bases: Vec<Files> = POSITIONS.iter().filter_map(ordinary).collect();
    let shop = beside::files(&beside::folder("ok"));
    let (api, resources): (Files, Files) = shop.into_iter().partition(|(path, _)| path.ends_with("spec/api.yaml"));
    let alone = resources.into_iter().map(|resource| vec![api[0].clone(), resource]);
    bases.extend(alone.filter(|files| generator::read_texts(files.clone()).is_ok()));
    bases
}

/// The words of `text`, each with where it begins and ends.
fn words(text: &str) -> Vec<(usize, usize)> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut words = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        match (is_word(character), start) {
            (true, None) => start = Some(at),
            (false, Some(first)) => {
                words.push((first, at));
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Changes a word, a mark or a line of `text`.
fn mutate(text: &mut String, random: &mut Rng) {
    let words = words(text);
    let Some(&(start, end)) = words.get(random.usize(..words.len().max(1))) else { return };
    let (other_start, other_end) = words[random.usize(..words.len())];
    let other = text[other_start..other_end].to_owned();
    let word = text[start..end].to_owned();
    match random.u8(..10) {
        0 | 1 => text.replace_range(start..end, WORDS[random.usize(..WORDS.len())]),
        2 => text.replace_range(start..end, &other),
        // Everywhere, so that what refers to a name still does.
        3 => *text = text.replace(&word, &format!("{word}{}", ["_", "2", "s", "_x"][random.usize(..4)])),
        4 => *text = text.replace(&word, WORDS[random.usize(..WORDS.len())]),
        5 => text.insert(end, '?'),
        6 => text.replace_range(start..end, &format!("[{word}]")),
        7 => text.replace_range(start..end, ""),
        8 => {
            let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
            let (from, to) = (random.usize(..lines.len()), random.usize(..lines.len()));
            lines.swap(from, to);
            *text = lines.concat();
        }
        _ => {
            let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
            let at = random.usize(..lines.len());
            if random.bool() {
                lines.insert(at, lines[random.usize(..lines.len())])
            } else {
                lines.remove(at);
            }
            *text = lines.concat();
        }
    }
}

/// `MUTATIONS` of them; another `SEED` in the environment makes others.
#[test]
fn a_mutated_spec_is_rejected_or_compiles() {
    let (count, seed) = (thorough::number("MUTATIONS", 60, 1200), thorough::number("SEED", 4711, 4711));
    let bases = bases();
    assert!(bases.len() > 40, "{}", bases.len());
    let mut random = Rng::with_seed(seed as u64);
    let mut batch = Batch::default();
    let mut refused = 0;
    for number in 0..count {
        let mut files = bases[random.usize(..bases.len())].clone();
        for _ in 0..random.usize(1..4) {
            // `api.yaml` less often than what is beside it.
            let at = random.usize(..files.len() * 2).min(files.len() - 1);
            mutate(&mut files[at].1, &mut random);
        }
        match generator::read_texts(files.clone()) {
            Ok(spec) => batch.add(format!("mutation {number}:\n{}", shown(&files)), spec.emit()),
            Err(diagnostics) => {
                assert!(!diagnostics.to_string().is_empty());
                refused += 1;
            }
        }
    }
    let (compiled, failed) = batch.finish();
    println!("{count} mutated, {refused} refused, {compiled} compiled, {} do not", failed.len());
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
    assert!(compiled * 10 > count, "{compiled} of {count} are accepted");
}

fn shown(files: &Files) -> String {
    files.iter().map(|(path, text)| format!("=== {}\n{text}", path.display())).collect()
}
