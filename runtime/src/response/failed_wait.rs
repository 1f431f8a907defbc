//! What an error keeps of a wait that failed.

use std::any::Any;
use std::fmt;
use std::time::Duration;

use super::Response;
use crate::wire::Brief;

/// A wait that failed, as an [`Error`](crate::Error) keeps it. See [`Error::wait`](crate::Error::wait).
pub struct FailedWait {
    pub(crate) kind: WaitErrorKind,
    pub(crate) waiter: &'static str,
    pub(crate) status: Option<String>,
    pub(crate) polls: u32,
    pub(crate) elapsed: Duration,
    /// The last response, of the type that the waiter polls.
    pub(crate) response: Option<Box<dyn Any + Send + Sync>>,
}

/// The kinds of [`WaitError`](crate::WaitError).
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

impl FailedWait {
    /// Returns why the wait failed, for a `match`.
    pub fn kind(&self) -> WaitErrorKind {
        self.kind
    }

    /// Returns the name of the waiter, such as `orders::until_delivered`.
    pub fn waiter(&self) -> &'static str {
        self.waiter
    }

    /// Returns the last response, such as the failed task. `None` if no poll had a response, and if the waiter polls a
    /// call with another output than `T`.
    pub fn response<T: 'static>(&self) -> Option<&Response<T>> {
        self.response.as_deref()?.downcast_ref()
    }

    /// Returns the status in the last response, as the server sent it.
    pub fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }

    /// Returns the number of polls.
    pub fn polls(&self) -> u32 {
        self.polls
    }

    /// Returns the time from the start of the wait to the error.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }
}

/// Prints the beginning of the message of an error, without the error of the last poll.
impl fmt::Display for FailedWait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = if self.kind == WaitErrorKind::Deadline { "timed out" } else { "failed" };
        write!(f, "{} {verb} after {:.1?}", self.waiter, self.elapsed)?;
        match &self.status {
            Some(status) => write!(f, ": the status is `{}`", Brief(status)),
            None => Ok(()),
        }
    }
}

/// Does not print the response.
impl fmt::Debug for FailedWait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FailedWait")
            .field("waiter", &self.waiter)
            .field("kind", &self.kind)
            .field("status", &self.status().map(Brief))
            .field("polls", &self.polls)
            .field("elapsed", &self.elapsed)
            .finish_non_exhaustive()
    }
}
