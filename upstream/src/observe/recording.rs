//! Recorded calls, whatever recorded them.

use super::{cassette, har, limits};
use crate::limits::thousands;

/// A request and what came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The HTTP method, in upper case.
    pub method: String,
    /// Where it went, with the query.
    pub url: String,
    /// What the request carried.
    pub request: Body,
    /// The HTTP status of the answer.
    pub status: u16,
    /// What the answer carried.
    pub response: Body,
}

/// The body of a request or of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    /// The type that its header names; empty where none does.
    pub content_type: String,
    /// Its text; empty where there was no body, nothing where the recorder did not keep it.
    pub text: Option<String>,
}

impl Body {
    /// Whether its header calls it `essence`, such as `text/html`.
    pub fn is(&self, essence: &str) -> bool {
        self.content_type.split(';').next().is_some_and(|found| found.trim().eq_ignore_ascii_case(essence))
    }
}

/// The calls of a recording, each by itself, so that one that cannot be read hides no other.
pub type Calls<'t> = Box<dyn Iterator<Item = Result<Call, String>> + 't>;

/// The calls of a recording.
///
/// # Errors
///
/// Why the text is no recording at all.
pub fn calls(text: &str) -> Result<Calls<'_>, String> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('{') { har::calls(text) } else { cassette::calls(text) }
}

/// The sentence about a recording of more than `limit` bytes.
pub(super) fn too_large(limit: usize) -> String {
    format!("the recording is {}; split it", crate::limits::too_large(limit))
}

/// The sentence about a recording with more calls than are read.
pub(super) fn too_many_calls(more: usize) -> String {
    format!("the recording has more than {} calls; {} more are left out", thousands(limits::CALLS), thousands(more))
}
