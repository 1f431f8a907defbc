//! The report of a replay, and its text.

use std::{collections::BTreeMap, fmt};

use serde::Serialize;

/// The report of a replay. Each matched interaction is in exactly one count: succeeded, failed, errors or skipped.
#[derive(Default, Serialize)]
pub struct Report {
    /// Requests with a response.
    pub interactions: usize,
    /// Interactions whose method and path match an operation.
    pub matched: usize,
    /// Successful responses that were decoded.
    pub succeeded: usize,
    /// Bodies that could not be decoded.
    pub failed: Vec<Failure>,
    /// Errors with a documented code.
    pub errors_recognized: usize,
    /// Errors with an undocumented code.
    pub errors_unrecognized: usize,
    /// The number of occurrences of each field that the types do not have, by operation and path.
    pub unknown_fields: BTreeMap<String, usize>,
    /// The number of occurrences of each undocumented code, by operation and code.
    pub unrecognized_codes: BTreeMap<String, usize>,
    /// The number of requests that match no operation, by method and path.
    pub unmatched: BTreeMap<String, usize>,
    /// Responses with another status, such as redirects.
    pub skipped: usize,
}

/// A body that could not be decoded.
#[derive(Serialize)]
pub struct Failure {
    /// The operation's name.
    pub operation: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// The path of the mistake in the body; empty for the whole body.
    pub path: String,
    /// The error message.
    pub message: String,
    /// The recording and the index of the entry.
    pub entry: String,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "interactions: {}, matching an operation: {}", self.interactions, self.matched)?;
        writeln!(f, "decoded: {}", self.succeeded)?;
        writeln!(
            f,
            "errors with a known code: {}, with an unknown code: {}",
            self.errors_recognized, self.errors_unrecognized
        )?;
        writeln!(f, "skipped (neither success nor error): {}", self.skipped)?;
        writeln!(f, "failed to decode: {}", self.failed.len())?;
        for Failure { operation, status, path, message, entry } in &self.failed {
            let path = if path.is_empty() { "the body" } else { path };
            writeln!(f, "  {operation} {status}, {path}: {message} ({entry})")?;
        }
        section(f, "unknown fields", &self.unknown_fields)?;
        section(f, "unknown error codes", &self.unrecognized_codes)?;
        section(f, "requests matching no operation", &self.unmatched)
    }
}

/// Writes a heading and a line per count, or nothing if `counts` is empty.
fn section(f: &mut fmt::Formatter<'_>, heading: &str, counts: &BTreeMap<String, usize>) -> fmt::Result {
    if counts.is_empty() {
        return Ok(());
    }
    writeln!(f, "{heading}:")?;
    counts.iter().try_for_each(|(what, count)| writeln!(f, "  {count:>6}  {what}"))
}
