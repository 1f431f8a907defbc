//! Recorded calls, whatever recorded them.

use super::{cassette, har};

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
///
/// # Errors
///
/// Why the text is no recording at all.
pub fn calls(text: &str) -> Result<Vec<Result<Call, String>>, String> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('{') { har::calls(text) } else { cassette::calls(text) }
}
