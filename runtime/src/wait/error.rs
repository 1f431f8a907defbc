//! Why a wait was in vain.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use crate::brief::Brief;
use crate::{Call, Error, Response};

/// Why what was waited for has not come. It keeps the last answer of the call `C` that polled.
pub struct WaitError<C: Call>(pub(crate) Box<Vain<C>>);

/// The facts of a wait that was in vain.
pub(crate) struct Vain<C: Call> {
    pub(crate) kind: WaitErrorKind,
    pub(crate) waiter: &'static str,
    pub(crate) status: Option<String>,
    pub(crate) answer: Option<Response<C::Output>>,
    pub(crate) error: Option<Error<C::Api>>,
    pub(crate) polls: u32,
    pub(crate) elapsed: Duration,
}

/// The kinds of reason why a wait was in vain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WaitErrorKind {
    /// The server says that it has failed.
    Failed,
    /// The time was over before anything was decided.
    Deadline,
    /// The server could not be asked.
    Call,
}

impl<C: Call> WaitError<C> {
    /// The kind of reason, for a `match`.
    pub fn kind(&self) -> WaitErrorKind {
        self.0.kind
    }

    /// What the server said last, such as the task that has failed; `None` where it never said anything.
    pub fn answer(&self) -> Option<&Response<C::Output>> {
        self.0.answer.as_ref()
    }

    /// The same, to keep.
    pub fn into_answer(self) -> Option<Response<C::Output>> {
        self.0.answer
    }

    /// How far it was then, as the server says.
    pub fn status(&self) -> Option<&str> {
        self.0.status.as_deref()
    }

    /// Why the last poll failed, if it did.
    pub fn error(&self) -> Option<&Error<C::Api>> {
        self.0.error.as_ref()
    }

    /// How many polls there were.
    pub fn polls(&self) -> u32 {
        self.0.polls
    }

    /// For how long it was waited.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed
    }
}

impl<C: Call> fmt::Display for WaitError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Vain { kind, waiter, status, answer, error, elapsed, .. } = &*self.0;
        let verb = if *kind == WaitErrorKind::Deadline { "gave up" } else { "failed" };
        write!(f, "{waiter} {verb} after {elapsed:.1?}")?;
        if let Some(status) = status {
            write!(f, ": the status is `{}`", Brief(status))?;
        }
        if let Some(error) = error {
            write!(f, ": {error}")?;
        } else if let Some(id) = answer.as_ref().and_then(Response::request_id) {
            write!(f, " (request id {})", Brief(id))?;
        }
        Ok(())
    }
}

/// Says what happened, and does not show the answer.
impl<C: Call> fmt::Debug for WaitError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitError")
            .field("waiter", &self.0.waiter)
            .field("kind", &self.0.kind)
            .field("status", &self.status().map(Brief))
            .field("error", &self.0.error)
            .field("polls", &self.0.polls)
            .field("elapsed", &self.0.elapsed)
            .finish_non_exhaustive()
    }
}

impl<C: Call> StdError for WaitError<C> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        // The error itself is printed as a part of this one already.
        self.0.error.as_ref().and_then(StdError::source)
    }
}
