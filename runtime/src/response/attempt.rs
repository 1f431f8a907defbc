//! What an error keeps of each attempt of its call.

use std::fmt;
use std::time::Duration;

use http::StatusCode;

use super::{ErrorKind, Failure};
use crate::wire::Brief;

/// A failed attempt of a call.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// Why it failed.
    pub kind: ErrorKind,
    /// The HTTP status; `None` if there was no response.
    pub status: Option<StatusCode>,
    /// The API's error code; `None` if the response had none.
    pub code: Option<String>,
    /// How long the client waited before this attempt, for the backoff or the rate limit. Zero for most first attempts.
    pub waited: Duration,
}

impl Attempt {
    /// The attempt that ended in `failure`.
    pub(crate) fn of(failure: &Failure, waited: Duration) -> Self {
        Self {
            kind: failure.kind(),
            status: failure.response.as_ref().map(|response| response.status),
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

/// The attempts of a call before the current one.
#[derive(Debug, Clone, Default)]
pub(crate) struct History {
    /// Those that failed, in order.
    pub(crate) failed: Vec<Attempt>,
    /// How long the client has waited since the last of them.
    pub(crate) waited: Duration,
    /// How long the call has taken, from its first request to the end of the last one.
    pub(crate) elapsed: Duration,
}
