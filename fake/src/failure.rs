//! Failures: errors of operations.

use crate::value::{Map, Value};

/// An error of an operation. The status and the description come from the spec.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// The code, such as `virtual_machine_not_found`.
    pub code: &'static str,
    /// The detail.
    pub detail: Map,
}

impl Failure {
    /// Creates a failure without a detail.
    pub fn new(code: &'static str) -> Self {
        Self { code, detail: Map::new() }
    }

    /// Adds a field of the detail.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.detail.set(name, value);
        self
    }

    /// Creates the failure `validation_error` with a sentence, such as `Label can't be blank`.
    pub fn validation(sentence: impl Into<String>) -> Self {
        Self::new("validation_error").with("errors", vec![sentence.into()])
    }

    /// Creates the failure `deletion_restricted` with a sentence that says what is in the way.
    pub fn restricted(sentence: impl Into<String>) -> Self {
        Self::new("deletion_restricted").with("errors", vec![sentence.into()])
    }
}
