//! Reads nodes into a struct in spite of mistakes: reports one, repairs it, and continues.

use std::{collections::HashSet, ops::Range};

use serde::de::DeserializeOwned;

use super::{LIMIT, explain::is_inline_object, meant::meant};
use crate::{
    diagnostic::Diagnostic,
    source::PathStep,
    spec::{EMPTY_PROSE, SECONDS, STATUS},
    yaml::{MapEntry, Node, NodeKind, Reason, Wrong, is_nothing},
};

/// The result of reading a file.
pub(super) struct Repaired<T> {
    /// Its content, without its mistakes.
    pub(super) content: Option<T>,
    /// Its mistakes.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The bytes that `content` leaves out.
    pub(super) lost: Vec<Range<usize>>,
    /// The values that `content` leaves out or replaces.
    pub(super) values: Vec<Vec<PathStep>>,
}

/// Reads `tree`, and changes it where it has mistakes.
pub(super) fn decode<T: DeserializeOwned>(
    tree: &mut Node,
    explain: impl Fn(&Wrong, &Node) -> Option<Diagnostic>,
) -> Repaired<T> {
    let mut repaired = Repaired { content: None, diagnostics: Vec::new(), lost: Vec::new(), values: Vec::new() };
    // The maps with an unknown key, which may be the one that is missing.
    let mut with_unknown = HashSet::new();
    for _ in 0..LIMIT {
        match T::deserialize(&*tree) {
            Ok(content) if !has_hole(tree) => {
                repaired.content = Some(content);
                return repaired;
            }
            Ok(_) => {
                repaired.content = without_holes(tree, &mut repaired.lost);
                return repaired;
            }
            Err(wrong) => {
                let path = wrong.path();
                if !matches!(wrong.reason, Reason::MissingKey(_)) || !with_unknown.contains(&path) {
                    repaired.diagnostics.extend(explain(&wrong, tree));
                }
                let known = repaired.lost.len();
                mend(tree, &wrong, &mut repaired.lost);
                match wrong.reason {
                    Reason::UnknownKey(..) if repaired.lost.len() > known => drop(with_unknown.insert(path)),
                    Reason::UnknownKey(..) if tree.at(&path).is_none_or(|node| node.kind == NodeKind::Hole) => {
                        repaired.values.push(path);
                    }
                    Reason::UnknownKey(..) | Reason::InvisibleKey(_) => {}
                    Reason::MissingKey(key) => {
                        repaired.values.push(path.into_iter().chain([PathStep::Key(key.to_owned())]).collect());
                    }
                    _ => repaired.values.push(path),
                }
            }
        }
    }
    repaired
}

/// Changes `tree` so that the next mistake is found.
fn mend(tree: &mut Node, wrong: &Wrong, lost: &mut Vec<Range<usize>>) {
    let mut path = wrong.path();
    // If a hole is not accepted in place of a value, the value around it becomes one.
    while tree.at_mut(&path).is_none_or(|node| node.kind == NodeKind::Hole) && path.pop().is_some() {}
    let Some(node) = tree.at_mut(&path) else { return };
    let is_object = is_inline_object(node, &wrong.reason);
    match (&wrong.reason, &mut node.kind) {
        _ if path.len() < wrong.path().len() || is_object => node.kind = NodeKind::Hole,
        (Reason::UnknownKey(key, known), NodeKind::Map(entries)) => {
            let meant = meant(key, known, |near| entries.iter().any(|entry| entry.key == near));
            let Some(at) = entries.iter().position(|entry| entry.key == *key) else { return };
            match meant {
                Some(near) => entries[at].key = near.to_owned(),
                None => lost.push(bytes(&entries.remove(at))),
            }
        }
        (Reason::InvisibleKey(key), NodeKind::Map(entries)) => {
            let Some(at) = entries.iter().position(|entry| entry.key == *key) else { return };
            lost.push(bytes(&entries.remove(at)));
        }
        (Reason::MissingKey(key), NodeKind::Map(entries)) => {
            let value = Node { span: 0..0, kind: NodeKind::Hole };
            entries.push(MapEntry { key: (*key).to_owned(), key_span: 0..0, value });
        }
        // A valid number, so that other mistakes around it are found.
        (Reason::WrongKind(expected), _) if expected.starts_with(SECONDS) => {
            node.kind = NodeKind::Plain("1".to_owned())
        }
        (Reason::Other(message), _) if message == EMPTY_PROSE => node.kind = NodeKind::Text("Empty.".to_owned()),
        (Reason::WrongKind(expected), _) if expected == STATUS => node.kind = NodeKind::Plain("400".to_owned()),
        (Reason::WrongKind(expected), _) if expected == "a boolean" => node.kind = NodeKind::Plain("false".to_owned()),
        (reason, NodeKind::Plain(text)) if reason.calls_for_text() && !is_nothing(text) => {
            node.kind = NodeKind::Text(std::mem::take(text));
            // It could be taken for a name now.
            lost.push(node.span.clone());
        }
        _ => node.kind = NodeKind::Hole,
    }
}

/// Removes every hole, and then every value that is invalid without it.
fn without_holes<T: DeserializeOwned>(tree: &mut Node, lost: &mut Vec<Range<usize>>) -> Option<T> {
    remove_holes(tree, lost);
    while tree.kind != NodeKind::Hole {
        match T::deserialize(&*tree) {
            Ok(content) => return Some(content),
            Err(wrong) => {
                tree.at_mut(&wrong.path())?.kind = NodeKind::Hole;
                remove_holes(tree, lost);
            }
        }
    }
    None
}

fn has_hole(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Hole => true,
        NodeKind::List(items) => items.iter().any(has_hole),
        NodeKind::Map(entries) => entries.iter().any(|entry| has_hole(&entry.value)),
        NodeKind::Plain(_) | NodeKind::Text(_) => false,
    }
}

fn remove_holes(node: &mut Node, lost: &mut Vec<Range<usize>>) {
    match &mut node.kind {
        NodeKind::List(items) => items.retain_mut(|item| {
            remove_holes(item, lost);
            keep(item, item.span.clone(), lost)
        }),
        NodeKind::Map(entries) => entries.retain_mut(|entry| {
            remove_holes(&mut entry.value, lost);
            keep(&entry.value, bytes(entry), lost)
        }),
        NodeKind::Plain(_) | NodeKind::Text(_) | NodeKind::Hole => {}
    }
}

fn keep(node: &Node, bytes: Range<usize>, lost: &mut Vec<Range<usize>>) -> bool {
    let keep = node.kind != NodeKind::Hole;
    if !keep {
        lost.push(bytes);
    }
    keep
}

fn bytes(entry: &MapEntry) -> Range<usize> {
    entry.key_span.start..entry.value.span.end.max(entry.key_span.end)
}
