//! Compares the spec with the provider's OpenAPI documents and reports the differences that no fixup explains.

mod compare;
mod difference;
mod document;
mod edits;
mod own;
mod reach;
mod report;

use generator::{
    Spec,
    ir::{Fixup, ServiceId},
};

use serde_json::Value;

use crate::{
    Changes, Input, Unreadable,
    changes::Draft,
    edit::{Edit, paste},
    input::Content,
    places::Places,
};
pub(crate) use edits::nullable;
pub use report::Report;

use compare::Compared;
use difference::Difference;
use document::Document;

/// The maximum number of rounds of edits. The first round applies the documents to the spec; the others add fixups
/// where applying one document causes a difference from another.
const ROUNDS: usize = 4;

/// Returns the differences between `spec` and the OpenAPI documents among `inputs` that no fixup explains.
pub fn drift(spec: &Spec, inputs: impl IntoIterator<Item = Input>) -> Report {
    let mut unreadable = Vec::new();
    let mut documents: Vec<(ServiceId, Document)> = Vec::new();
    for input in inputs {
        match read(spec, &documents, &input) {
            Ok(found) => documents.extend(found),
            Err(reason) => unreadable.push(Unreadable { file: input.name, reason }),
        }
    }
    let places = Places::of(spec);
    let found = compared(spec, &documents);
    let mut report = Report::new(&places, &found, unreadable);
    if !report.is_empty() {
        let (edits, changes) = resolve(spec, &places, &documents, &found);
        report.suggest(paste(&edits), changes);
    }
    report
}

/// Reads the documents in `input`; none if it is a recording that was found in a folder.
fn read(spec: &Spec, known: &[(ServiceId, Document)], input: &Input) -> Result<Vec<(ServiceId, Document)>, String> {
    let root = match input.read()? {
        Content::Document(root) => root,
        Content::Recording(_) if input.found => return Ok(Vec::new()),
        Content::Recording(_) => return Err("not an OpenAPI document but a recording; use `observe`".to_owned()),
    };
    if own::is_own(&root) {
        let documents = own::documents(&spec.api, root);
        let own = |root: &Value| document(spec, known, Document { is_own: true, ..Document::read(&input.name, root)? });
        return documents.iter().map(own).collect();
    }
    Ok(vec![document(spec, known, Document::read(&input.name, &root)?)?])
}

/// Returns `document` with the service that it describes.
fn document(spec: &Spec, known: &[(ServiceId, Document)], document: Document) -> Result<(ServiceId, Document), String> {
    let api = &spec.api;
    let service = api.service_ids().find(|id| api.service(*id).path == document.base).ok_or_else(|| {
        let paths: Vec<&str> = api.services.iter().map(|service| service.path.as_str()).collect();
        format!(
            "the document describes `{}`, but the services of the spec are at `{}`",
            document.base,
            paths.join("`, `")
        )
    })?;
    match known.iter().find(|(of, _)| *of == service) {
        Some((_, other)) => {
            Err(format!("the document describes `{}`, which {} also describes", document.base, other.name))
        }
        None => Ok((service, document)),
    }
}

/// A document compared with the spec.
struct Found<'a> {
    document: &'a Document,
    compared: Compared<'a>,
    /// The differences that no fixup explains.
    rest: Vec<Difference<'a>>,
    /// The fixups that explain no difference.
    stale: Vec<&'a Fixup>,
}

fn compared<'a>(spec: &'a Spec, documents: &'a [(ServiceId, Document)]) -> Vec<Found<'a>> {
    let one = |(service, document): &'a (ServiceId, Document)| {
        let mut compared = compare::service(&spec.api, *service, document);
        let differences = std::mem::take(&mut compared.differences);
        // The fixups are about the provider's documents, and not about the generated one.
        let (rest, stale) = match document.is_own {
            true => (differences, Vec::new()),
            false => difference::unexplained(&spec.api, *service, differences),
        };
        Found { document, compared, rest, stale }
    };
    documents.iter().map(one).collect()
}

/// Returns the edits that remove the differences, as far as edits can.
fn resolve(
    spec: &Spec,
    places: &Places<'_>,
    documents: &[(ServiceId, Document)],
    found: &[Found<'_>],
) -> (Vec<Edit>, Changes) {
    let mut draft = Draft::of(spec);
    let mut all = edits_of(places, found, false);
    let is_made = draft.edit(&all);
    let mut left = found.iter().map(|one| one.rest.len()).sum();
    // The last round only reads, so that the result is always checked.
    for round in 1..=ROUNDS {
        if !is_made {
            break;
        }
        let Some(spec) = draft.read() else { break };
        let found = compared(&spec, documents);
        left = found.iter().map(|one| one.rest.len() + one.stale.len()).sum();
        if round == ROUNDS {
            break;
        }
        let edits = edits_of(&Places::of(&spec), &found, true);
        if edits.is_empty() || !draft.edit(&edits) {
            break;
        }
        all.extend(edits);
    }
    (all, draft.changes(left))
}

fn edits_of(places: &Places<'_>, found: &[Found<'_>], only_fixups: bool) -> Vec<Edit> {
    let one = |one: &Found<'_>| edits::edits(places, one.document, &one.compared, &one.rest, &one.stale, only_fixups);
    found.iter().flat_map(one).collect()
}
