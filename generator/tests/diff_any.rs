//! Any two specs can be compared, and no difference between their crates goes without a change.

use std::{collections::BTreeMap, path::PathBuf};

use fastrand::Rng;
use generator::{
    Spec,
    diff::{self, Format, Report},
};

use crate::beside;
use crate::positions::{self, POSITIONS};
use crate::thorough;

type Files = Vec<(PathBuf, String)>;

/// Small specs, and each idea of the generator's tests.
fn bases() -> Vec<Files> {
    let ordinary = |position: &positions::Position| {
        let mut named = ["thing", "Blub"].into_iter().map(|name| position.files(name));
        named.find(|files| generator::read_texts(files.clone()).is_ok())
    };
    let mut bases: Vec<Files> = POSITIONS.iter().filter_map(ordinary).collect();
    bases.push(beside::files(&beside::folder("ok")));
    bases
}

/// What a reader of the generated crate sees but its docs.
fn code(spec: &Spec) -> BTreeMap<PathBuf, String> {
    let is_docs = |line: &&str| line.trim_start().starts_with("//");
    let files = spec.emit();
    let files = files.files().map(|(path, file)| {
        let lines: Vec<_> = file.text().lines().filter(|line| !is_docs(line)).map(str::to_owned).collect();
        (path.to_owned(), lines.join("\n"))
    });
    files.collect()
}

#[test]
fn any_two_specs_can_be_compared() {
    let specs: Vec<_> = bases().into_iter().map(|files| generator::read_texts(files).unwrap()).collect();
    assert!(specs.len() > 10);
    for old in &specs {
        assert!(diff::changes(&old.api, &old.api).is_empty());
        for new in &specs {
            let report = Report::new(diff::changes(&old.api, &new.api), &old.sources, &new.sources);
            for format in [Format::Human, Format::Markdown, Format::Github(None), Format::Json] {
                let text = report.render(format, None);
                assert!(!text.is_empty() || matches!(format, Format::Github(_)), "{format:?}");
            }
        }
    }
}

/// Changes a word of `text`.
fn mutate(text: &mut String, random: &mut Rng) {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let words: Vec<_> = text.split(|c| !is_word(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    if words.is_empty() {
        return;
    }
    let word = &words[random.usize(..words.len())];
    let other = &words[random.usize(..words.len())];
    let places: Vec<_> = text.match_indices(word.as_str()).map(|(at, _)| at).collect();
    let at = places[random.usize(..places.len())];
    match random.u8(..6) {
        0 => text.replace_range(at..at + word.len(), other),
        1 => *text = text.replace(word.as_str(), &format!("{word}_x")),
        2 => text.insert(at + word.len(), '?'),
        3 => text.replace_range(at..at + word.len(), &format!("[{word}]")),
        4 => text.replace_range(
            at..at + word.len(),
            ["string", "integer", "secret", "POST", "true", "7", "boolean"][random.usize(..7)],
        ),
        _ => {
            let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
            lines.remove(random.usize(..lines.len()));
            *text = lines.concat();
        }
    }
}

/// For `MUTATIONS` of a spec; another `SEED` in the environment makes others.
#[test]
fn no_difference_goes_without_a_change() {
    let count = thorough::number("MUTATIONS", 80, 800);
    let mut random = Rng::with_seed(thorough::number("SEED", 4711, 4711) as u64);
    let bases = bases();
    let specs: Vec<_> = bases.iter().map(|files| generator::read_texts(files.clone()).unwrap()).collect();
    let codes: Vec<_> = specs.iter().map(code).collect();
    let (mut compared, mut differing, mut silent) = (0, 0, Vec::new());
    for _ in 0..count {
        let base = random.usize(..bases.len());
        let mut files = bases[base].clone();
        let at = random.usize(..files.len());
        mutate(&mut files[at].1, &mut random);
        let Ok(new) = generator::read_texts(files.clone()) else { continue };
        let mut changes = diff::changes(&specs[base].api, &new.api);
        changes.retain(|change| !change.kind.is_counted());
        let code = code(&new);
        compared += 1;
        differing += usize::from(code != codes[base]);
        if code != codes[base] && changes.is_empty() {
            let shown = code
                .iter()
                .filter(|(path, text)| codes[base].get(*path) != Some(text))
                .map(|(path, text)| {
                    let old = codes[base].get(path).cloned().unwrap_or_default();
                    let differing: Vec<_> = text
                        .lines()
                        .zip(old.lines())
                        .filter(|(a, b)| a != b)
                        .take(3)
                        .map(|(a, b)| format!("    {b}\n    {a}"))
                        .collect();
                    format!("{}:\n{}", path.display(), differing.join("\n"))
                })
                .take(2)
                .collect::<Vec<_>>()
                .join("\n");
            silent.push(shown);
        }
    }
    println!("{compared} compared, {differing} differ");
    assert!(silent.is_empty(), "{}\n{} of {compared}", silent[..silent.len().min(12)].join("\n\n"), silent.len());
    assert!(differing * 16 > count, "{differing}");
}
