//! What a replay found, as data and as text.

use std::{collections::BTreeMap, fmt};

use serde::Serialize;

/// What a replay found. Each interaction that matched is in one count only: succeeded, failed, errors, skipped.
#[derive(Default, Serialize)]
pub struct Report {
    /// Requests with a response.
    pub interactions: usize,
    /// Those whose method and path are an operation's.
    pub matched: usize,
    /// Bodies of successes that were decoded.
    pub succeeded: usize,
    /// Bodies that are not what is documented.
    pub failed: Vec<Failure>,
    /// Errors with a documented code.
    pub errors_recognized: usize,
    /// Errors with another code.
    pub errors_unrecognized: usize,
    /// How often something came, by operation and path, that was gone when the decoded body was written again.
    pub unknown_fields: BTreeMap<String, usize>,
    /// How often an undocumented code was returned, by operation and code.
    pub unrecognized_codes: BTreeMap<String, usize>,
    /// How often something was called that is no operation, by method and path.
    pub unmatched: BTreeMap<String, usize>,
    /// Responses that are neither success nor error, such as redirects.
    pub skipped: usize,
}

/// A body that is not what is documented.
#[derive(Serialize)]
pub struct Failure {
    /// The operation's name.
    pub operation: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// Where in the body it is wrong; empty where that is the body as a whole.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// The recording, and the place in it.
    pub entry: String,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "interactions: {}, of a known operation: {}", self.interactions, self.matched)?;
        writeln!(f, "successes decoded: {}", self.succeeded)?;
        writeln!(
            f,
            "errors with a known code: {}, with another: {}",
            self.errors_recognized, self.errors_unrecognized
        )?;
        writeln!(f, "neither success nor error: {}", self.skipped)?;
        writeln!(f, "bodies that failed: {}", self.failed.len())?;
        for Failure { operation, status, path, message, entry } in &self.failed {
            let path = if path.is_empty() { "the body" } else { path };
            writeln!(f, "  {operation} {status}, {path}: {message} ({entry})")?;
        }
        section(f, "unknown fields", &self.unknown_fields)?;
        section(f, "unknown error codes", &self.unrecognized_codes)?;
        section(f, "calls of no known operation", &self.unmatched)
    }
}

/// A heading, and below it each thing with its count; nothing where there is none.
fn section(f: &mut fmt::Formatter<'_>, heading: &str, counts: &BTreeMap<String, usize>) -> fmt::Result {
    if counts.is_empty() {
        return Ok(());
    }
    writeln!(f, "{heading}:")?;
    counts.iter().try_for_each(|(what, count)| writeln!(f, "  {count:>6}  {what}"))
}
