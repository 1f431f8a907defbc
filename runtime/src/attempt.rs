//! What a call remembers of each attempt that was made for it.

use std::fmt;
use std::time::Duration;

use http::StatusCode;

use crate::ErrorKind;
use crate::brief::Brief;
use crate::failure::Failure;

/// One attempt of a call that failed.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// What it failed of.
    pub kind: ErrorKind,
    /// The HTTP status, where there was an answer.
    pub status: Option<StatusCode>,
    /// The API's code, where there was one.
    pub code: Option<String>,
    /// How long the client waited before it: to be easier on the server, or for the rate limit.
    pub waited: Duration,
}

impl Attempt {
    /// The attempt that ended in `failure`.
    pub(crate) fn of(failure: &Failure, waited: Duration) -> Self {
        Self {
            kind: failure.kind(),
            status: failure.answer.as_ref().map(|answer| answer.status),
            code: failure.envelope().map(|envelope| envelope.code.clone()),
            waited,
        }
    }
}

/// Shows as much of the code as an error does.
impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("kind", &self.kind)
            .field("status", &self.status)
            .field("code", &self.code.as_deref().map(Brief))
            .field("waited", &self.waited)
            .finish()
    }
}

/// The attempts before the one that was answered last.
#[derive(Debug, Clone, Default)]
pub(crate) struct History {
    /// Those that failed, the first one first.
    pub(crate) failed: Vec<Attempt>,
    /// How long the client waited since.
    pub(crate) waited: Duration,
}
