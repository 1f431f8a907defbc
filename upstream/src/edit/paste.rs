//! Renders edits as YAML to paste, grouped by file and keys.

use generator::source::PathStep;

use super::{Change, Edit, yaml::scalar};

/// Renders `edits` as YAML, grouped by file and keys.
pub(crate) fn paste(edits: &[Edit]) -> String {
    let mut blocks: Vec<(&str, Vec<String>, Vec<String>)> = Vec::new();
    for edit in edits {
        let (keys, lines) = block(edit);
        match blocks.iter_mut().find(|(file, known, _)| *file == edit.file && *known == keys) {
            Some((.., known)) => known.extend(lines),
            None => blocks.push((&edit.file, keys, lines)),
        }
    }
    // `api.yaml` and the resources by name; within a file, in the order of the edits.
    blocks.sort_by_key(|(file, ..)| *file);
    let mut text = String::new();
    for (file, keys, lines) in blocks {
        let gap = if text.is_empty() { "" } else { "\n" };
        let keys = if keys.is_empty() { String::new() } else { format!(", {}", keys.join(".")) };
        text.push_str(&format!("{gap}# {file}{keys}\n"));
        for line in lines {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

/// Returns the keys of the node to which an edit belongs, and its lines.
fn block(edit: &Edit) -> (Vec<String>, Vec<String>) {
    let was = edit.was.as_deref().map(|was| format!(" # was {was}")).unwrap_or_default();
    let mut at = edit.at.as_slice();
    let lines = match &edit.change {
        Change::Create(text) => text.lines().map(str::to_owned).collect(),
        Change::Entry(key, value) => value.entry(key),
        Change::Item(value) => value.item(true),
        Change::Value(value) => {
            let lines = match at.split_last() {
                Some((PathStep::Key(key), rest)) => {
                    at = rest;
                    value.entry(key)
                }
                Some((PathStep::Index(_), rest)) => {
                    at = rest;
                    value.item(true)
                }
                None => vec![value.flow()],
            };
            commented(lines, &was)
        }
        Change::Key(key) => {
            at = at.split_last().map_or(at, |(_, rest)| rest);
            let value = edit.value.as_ref().map(|value| format!(" {value}")).unwrap_or_default();
            commented(vec![format!("{}:{value}", scalar(key, false))], &was)
        }
        Change::Remove => {
            let (last, rest) = at.split_last().map_or((None, at), |(last, rest)| (Some(last), rest));
            at = rest;
            let name = match (&edit.was, last) {
                (Some(was), _) => was.clone(),
                (None, Some(PathStep::Key(key))) => key.clone(),
                (None, Some(PathStep::Index(index))) => format!("item {}", index + 1),
                (None, None) => "all of it".to_owned(),
            };
            vec![format!("# remove: {name}")]
        }
    };
    let keys = at.iter().map(|step| match step {
        PathStep::Key(key) => key.clone(),
        PathStep::Index(index) => index.to_string(),
    });
    (keys.collect(), lines)
}

fn commented(mut lines: Vec<String>, comment: &str) -> Vec<String> {
    if let Some(first) = lines.first_mut() {
        first.push_str(comment);
    }
    lines
}
