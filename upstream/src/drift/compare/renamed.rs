//! Pairs the operations of the spec and of the document. An operation whose path changed is one difference, and so is a
//! scope that is renamed in all operations.

use std::collections::{BTreeMap, BTreeSet};

use generator::{
    ir::{self, Api, Departure, Method, Resource, ResponseType, ServiceId, Shape as Made, Subject},
    paths,
};

use crate::drift::{
    document::{Document, Operation, Shape},
    reach,
};

/// An operation that is on both sides.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) resource: &'a Resource,
    pub(super) ours: &'a ir::Operation,
    pub(super) theirs: &'a Operation,
}

/// The operations of both sides.
#[derive(Debug, Default)]
pub(super) struct Pairs<'a> {
    /// Operations on both sides.
    pub(super) both: Vec<Pair<'a>>,
    /// Operations only in the document.
    pub(super) theirs: Vec<&'a Operation>,
    /// Operations only in the spec.
    pub(super) ours: Vec<(&'a Resource, &'a ir::Operation)>,
}

/// The minimum similarity of two operations with different paths to be paired.
const MIN_SIMILARITY: f64 = 0.7;

/// Pairs the operations of the service `id` with those of its document.
pub(super) fn pairs<'a>(api: &'a Api, id: ServiceId, document: &'a Document) -> Pairs<'a> {
    let key = |method: Method, path: &str| (paths::unmarked(path), method.as_str());
    let mut ours: BTreeMap<_, (&Resource, &ir::Operation)> = reach::operations(api, id)
        .map(|(resource, operation)| (key(operation.method, &operation.path), (resource, operation)))
        .collect();
    let mut pairs = Pairs::default();
    for theirs in &document.operations {
        match ours.remove(&key(theirs.method, &theirs.path)) {
            Some((resource, ours)) => pairs.both.push(Pair { resource, ours, theirs }),
            None => pairs.theirs.push(theirs),
        }
    }
    pairs.ours = ours.into_values().collect();
    pairs.moved(api);
    pairs
}

impl<'a> Pairs<'a> {
    /// Pairs operations with different paths, the most similar first.
    fn moved(&mut self, api: &'a Api) {
        let is_fixed = |method: Method, path: &str, what| {
            let subject = Subject::Operation { method, path: path.to_owned(), within: String::new() };
            api.fixups.iter().any(|fixup| fixup.what == what && fixup.subjects.contains(&subject))
        };
        let mut scores: Vec<(f64, usize, usize)> = Vec::new();
        for (our_index, (_, ours)) in self.ours.iter().enumerate() {
            if is_fixed(ours.method, &ours.path, Departure::Added) {
                continue;
            }
            let facts = Facts::of_ours(api, ours);
            for (their_index, theirs) in self.theirs.iter().enumerate() {
                if is_fixed(theirs.method, &theirs.path, Departure::LeftOut) {
                    continue;
                }
                let score = facts.similarity(&Facts::of_theirs(theirs));
                if score >= MIN_SIMILARITY {
                    scores.push((score, our_index, their_index));
                }
            }
        }
        scores.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let (mut ours, mut theirs) = (BTreeSet::new(), BTreeSet::new());
        for (_, our_index, their_index) in scores {
            if !ours.contains(&our_index) && !theirs.contains(&their_index) {
                ours.insert(our_index);
                theirs.insert(their_index);
                let (resource, ours) = self.ours[our_index];
                self.both.push(Pair { resource, ours, theirs: self.theirs[their_index] });
            }
        }
        let mut index = 0..;
        self.ours.retain(|_| index.next().is_none_or(|index| !ours.contains(&index)));
        let mut index = 0..;
        self.theirs.retain(|_| index.next().is_none_or(|index| !theirs.contains(&index)));
    }
}

/// The properties of an operation that are compared.
struct Facts {
    method: Method,
    path: Vec<String>,
    takes: BTreeSet<String>,
    returns: BTreeSet<String>,
    scopes: BTreeSet<String>,
}

impl Facts {
    fn of_ours(api: &Api, operation: &ir::Operation) -> Self {
        let returns = match operation.output {
            ResponseType::Own(id) | ResponseType::Shared(id) => match &api.ty(id).shape {
                Made::Struct(object) => object.fields.iter().map(|field| field.name.wire.clone()).collect(),
                _ => BTreeSet::new(),
            },
            ResponseType::Text => BTreeSet::new(),
        };
        Self {
            method: operation.method,
            path: segments(&operation.path),
            takes: operation.arguments.iter().map(|field| field.name.wire.clone()).collect(),
            returns,
            scopes: operation.scopes.iter().cloned().collect(),
        }
    }

    fn of_theirs(operation: &Operation) -> Self {
        let returns = match &operation.response {
            Some(Shape::Object(fields)) => fields.iter().map(|field| field.name.clone()).collect(),
            _ => BTreeSet::new(),
        };
        Self {
            method: operation.method,
            path: segments(&operation.path),
            takes: operation.arguments.iter().map(|field| field.name.clone()).collect(),
            returns,
            scopes: operation.scopes.iter().cloned().collect(),
        }
    }

    /// Returns the similarity of two operations, from 0 to 1.
    fn similarity(&self, other: &Self) -> f64 {
        let sets = [(&self.takes, &other.takes), (&self.returns, &other.returns), (&self.scopes, &other.scopes)];
        let alike: f64 = sets.iter().map(|(a, b)| shared(a, b)).sum();
        let method = if self.method == other.method { 1.0 } else { 0.5 };
        let path = common(&self.path, &other.path) as f64 / self.path.len().max(other.path.len()).max(1) as f64;
        // Operations that share less than half of the path are different ones.
        if path < 0.5 { 0.0 } else { (alike + path + method) / 5.0 }
    }
}

fn segments(path: &str) -> Vec<String> {
    paths::unmarked(path).split('/').filter(|segment| !segment.is_empty()).map(str::to_owned).collect()
}

/// Returns the Jaccard index of two sets.
fn shared(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let all = a.union(b).count();
    if all == 0 { 1.0 } else { a.intersection(b).count() as f64 / all as f64 }
}

/// Returns the length of the longest common subsequence.
fn common(a: &[String], b: &[String]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (index, y) in b.iter().enumerate() {
            let above = row[index + 1];
            row[index + 1] = if x == y { diagonal + 1 } else { above.max(row[index]) };
            diagonal = above;
        }
    }
    row[b.len()]
}

/// Returns the renamed scopes, with their old and new names: both are scopes of the same operations.
pub(super) fn scopes(api: &Api, document: &Document, both: &[Pair<'_>]) -> Vec<(String, String)> {
    let is_ours = |scope: &str| api.scopes.iter().any(|known| known.wire == scope);
    let is_theirs = |scope: &str| document.scopes.iter().any(|(known, _)| known == scope);
    let gone = api.scopes.iter().map(|scope| scope.wire.as_str()).filter(|scope| !is_theirs(scope));
    let is_fixed = |scope: &str| {
        let subject = Subject::Scope(scope.to_owned());
        api.fixups.iter().any(|fixup| fixup.subjects.contains(&subject))
    };
    let new: Vec<&str> =
        document.scopes.iter().map(|(scope, _)| scope.as_str()).filter(|scope| !is_ours(scope)).collect();
    let has = |scopes: &[String], name: &str| scopes.iter().any(|scope| scope == name);
    let mut renamed: Vec<(String, String)> = Vec::new();
    for gone in gone.filter(|scope| !is_fixed(scope)) {
        let replaces = |new: &&&str| {
            let same = both.iter().all(|pair| has(&pair.ours.scopes, gone) == has(&pair.theirs.scopes, new));
            same && both.iter().any(|pair| has(&pair.ours.scopes, gone))
        };
        let mut found = new.iter().filter(replaces).filter(|new| renamed.iter().all(|(_, known)| known != **new));
        if let (Some(new), None) = (found.next(), found.next()) {
            renamed.push((gone.to_owned(), (*new).to_owned()));
        }
    }
    renamed
}
