//! What is wrong with a spec, where, and what to write instead.

use crate::source::{Place, Sources};

/// One mistake.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// Its stable code.
    pub code: Code,
    /// What is wrong, in one line.
    pub message: String,
    /// Where.
    pub place: Place,
    /// What stands at that place, written under it.
    pub label: String,
    /// Another place that has to do with it, with what stands there.
    pub also: Option<(Place, String)>,
    /// What to write instead.
    pub help: Option<String>,
}
