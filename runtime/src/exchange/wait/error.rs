//! Why a wait failed.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use crate::request::Call;
use crate::response::{Error, Response};
use crate::wire::Brief;

/// The error of a wait: what it waited for has failed, or has not happened by the deadline.
///
/// It keeps the last response of the call `C` that polled. `Display` and `Debug` do not show that response.
pub struct WaitError<C: Call>(pub(crate) Box<WaitFailure<C>>);

/// The facts of a failed wait.
pub(crate) struct WaitFailure<C: Call> {
    pub(crate) kind: WaitErrorKind,
    pub(crate) waiter: &'static str,
    pub(crate) status: Option<String>,
    pub(crate) response: Option<Response<C::Output>>,
    pub(crate) error: Option<Error<C::Api>>,
    pub(crate) polls: u32,
    pub(crate) elapsed: Duration,
}

/// The kinds of [`WaitError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WaitErrorKind {
    /// The server reports that it has failed, such as a task with the status `failed`.
    Failed,
    /// The deadline was reached first. It may still happen.
    Deadline,
    /// A poll failed with an error that is not retried.
    Call,
}

impl<C: Call> WaitError<C> {
    /// Returns the kind of the error, for a `match`.
    pub fn kind(&self) -> WaitErrorKind {
        self.0.kind
    }

    /// Returns the last response, such as the failed task; `None` if no poll had a response.
    pub fn response(&self) -> Option<&Response<C::Output>> {
        self.0.response.as_ref()
    }

    /// Returns the last response by value; `None` if no poll had a response.
    pub fn into_response(self) -> Option<Response<C::Output>> {
        self.0.response
    }

    /// Returns the status in the last response, as the server sent it.
    pub fn status(&self) -> Option<&str> {
        self.0.status.as_deref()
    }

    /// Returns the error of the last poll; `None` if that poll succeeded.
    pub fn error(&self) -> Option<&Error<C::Api>> {
        self.0.error.as_ref()
    }

    /// Returns the number of polls.
    pub fn polls(&self) -> u32 {
        self.0.polls
    }

    /// Returns the time from the start of the wait to this error.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed
    }
}

impl<C: Call> fmt::Display for WaitError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let WaitFailure { kind, waiter, status, response, error, elapsed, .. } = &*self.0;
        let verb = if *kind == WaitErrorKind::Deadline { "timed out" } else { "failed" };
        write!(f, "{waiter} {verb} after {elapsed:.1?}")?;
        if let Some(status) = status {
            write!(f, ": the status is `{}`", Brief(status))?;
        }
        if let Some(error) = error {
            write!(f, ": {error}")?;
        } else if let Some(id) = response.as_ref().and_then(Response::request_id) {
            write!(f, " (request id {})", Brief(id))?;
        }
        Ok(())
    }
}

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
        self.0.error.as_ref().map(|error| error as _)
    }
}
