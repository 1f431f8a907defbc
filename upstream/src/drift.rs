//! Where the spec and the provider's own document do not say the same, fixups aside.

mod compare;
mod difference;
mod document;
mod reach;
mod report;

use generator::Spec;

use crate::limits::{self, DEPTH, Size};
pub use report::Report;

use document::Document;

/// The size of a document; those of the provider have some 3 MB.
pub const DOCUMENT_BYTES: usize = 64 << 20;

/// The number of values in a document.
const DOCUMENT_VALUES: usize = 4_000_000;

/// Returns what differs between `spec` and the OpenAPI document in `text`, less the fixups.
///
/// # Errors
///
/// Why `text` cannot be compared: it is not an OpenAPI document, or describes a service that the spec does not have.
pub fn drift(spec: &Spec, text: &str) -> Result<Report, String> {
    if text.len() > DOCUMENT_BYTES {
        return Err(format!("the document is {}", limits::too_large(DOCUMENT_BYTES)));
    }
    let Size { values, depth } = limits::json_size(text);
    if depth > DEPTH || values > DOCUMENT_VALUES {
        return Err(format!("the document is nested deeper than {DEPTH} levels, or has too many values"));
    }
    let document = Document::read(text)?;
    let api = &spec.api;
    let service = api.service_ids().find(|id| api.service(*id).path == document.base).ok_or_else(|| {
        let paths: Vec<&str> = api.services.iter().map(|service| service.path.as_str()).collect();
        format!("it describes `{}`, and the services of the spec are at `{}`", document.base, paths.join("`, `"))
    })?;
    let differences = compare::service(api, service, &document);
    let (rest, stale) = difference::less_fixups(api, service, differences);
    Ok(Report::new(rest, &stale, &spec.sources, document.operations.len()))
}
