//! Waiting for what the server does in the background: what is asked again and again, and when that is over.

mod error;

use std::fmt;
use std::time::Duration;

#[cfg(any(feature = "client", feature = "blocking"))]
pub(crate) use self::error::Vain;
pub use self::error::{WaitError, WaitErrorKind};
use crate::{Call, Request, Response};

/// How to see that what is waited for has come. A generated crate has one static for each waiter that its spec declares.
#[derive(Debug)]
pub struct Waiter<O: 'static> {
    /// Its name, as in `orders::until_delivered`.
    pub name: &'static str,
    /// How far it is, as an answer says; `None` where that is open.
    pub status: fn(&O) -> Option<&str>,
    /// How much is done, in percent, as an answer says.
    pub progress: fn(&O) -> Option<i64>,
    /// The statuses with which it has come. With all others but `failed`, those that nobody knows yet among them, it may
    /// still come.
    pub done: &'static [&'static str],
    /// The statuses with which it will never come.
    pub failed: &'static [&'static str],
    /// The error code that is answered once it is gone, where that is what is waited for.
    pub gone: Option<&'static str>,
    /// How many seconds to wait at most, where the caller does not say.
    pub deadline: u32,
    /// For how many seconds a status of `failed` may still give way to another.
    pub tolerance: u32,
}

/// A wait: a call that is made again and again until its answers say that what is waited for has come. It does nothing
/// until a client is told to `wait`.
///
/// It is nothing but the request and how to read the answers. Who drops it halfway makes another one from the same id
/// later, in another process if need be, and misses nothing.
///
/// The first poll is made at once; after each there is a pause, which grows from poll to poll. A poll that failed for a
/// passing reason, such as a broken connection, is made again in its turn once one has succeeded; any other error ends the
/// wait.
#[must_use = "a wait does nothing until a client is told to wait"]
pub struct Wait<C: Call, T = Response<<C as Call>::Output>> {
    pub(crate) request: Request,
    pub(crate) waiter: &'static Waiter<C::Output>,
    #[cfg_attr(not(any(feature = "client", feature = "blocking")), allow(dead_code))] // Only clients read it.
    pub(crate) ending: Ending<C::Output, T>,
    pub(crate) deadline: Duration,
    pub(crate) first_pause: Duration,
    pub(crate) longest_pause: Duration,
    pub(crate) on_progress: Option<OnProgress<C::Output>>,
}

/// What ends a wait well, and what it then comes to.
#[cfg_attr(not(any(feature = "client", feature = "blocking")), allow(dead_code))] // Only clients read it.
pub(crate) enum Ending<O, T> {
    /// An answer with one of the waiter's statuses.
    Answer(fn(Response<O>) -> T),
    /// The waiter's error code.
    Gone(fn() -> T),
}

pub(crate) type OnProgress<O> = Box<dyn FnMut(Progress<'_, O>) + Send>;

impl<C: Call> Wait<C> {
    /// A wait until an answer of `call` says that it is over. It comes to that answer.
    pub fn until(call: C, waiter: &'static Waiter<C::Output>) -> Self {
        Self::new(call, waiter, Ending::Answer(|answer| answer))
    }
}

impl<C: Call> Wait<C, ()> {
    /// A wait until `call` is answered with the error that says that the thing is gone.
    pub fn until_gone(call: C, waiter: &'static Waiter<C::Output>) -> Self {
        Self::new(call, waiter, Ending::Gone(|| ()))
    }
}

impl<C: Call, T> Wait<C, T> {
    fn new(call: C, waiter: &'static Waiter<C::Output>, ending: Ending<C::Output, T>) -> Self {
        Self {
            request: call.into_request(),
            waiter,
            ending,
            deadline: Duration::from_secs(waiter.deadline.into()),
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(10),
            on_progress: None,
        }
    }

    /// How long to wait at most, in place of what suits the waiter, with everything that a poll takes: its attempts, the
    /// pauses between them, and the time that the rate limit holds it back. The last poll is made so early before that its
    /// response can be expected in time. With zero there is only one poll, which takes what a call may take.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// How long to pause after the first poll, and at the longest; each pause is half as long again as the one before, and
    /// a random part of up to a quarter shorter. By default, one second and 10 seconds.
    pub fn every(mut self, first: Duration, longest: Duration) -> Self {
        self.first_pause = first;
        self.longest_pause = longest;
        self
    }

    /// Calls `tell` with each answer, the last one included.
    pub fn on_progress(mut self, tell: impl FnMut(Progress<'_, C::Output>) + Send + 'static) -> Self {
        self.on_progress = Some(Box::new(tell));
        self
    }
}

impl<C: Call, T> fmt::Debug for Wait<C, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait")
            .field("waiter", &self.waiter.name)
            .field("request", &self.request)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

/// What can be waited for: a [`Wait`], or what an operation answers for something that it started, such as a task.
pub trait IntoWait {
    /// The call that polls.
    type Call: Call;
    /// What the wait comes to.
    type Output;

    /// The wait for it.
    fn into_wait(self) -> Wait<Self::Call, Self::Output>;
}

impl<C: Call, T> IntoWait for Wait<C, T> {
    type Call = C;
    type Output = T;

    fn into_wait(self) -> Self {
        self
    }
}

/// How far something is that is waited for.
#[derive(Debug)]
pub struct Progress<'w, O> {
    pub(crate) answer: &'w Response<O>,
    pub(crate) status: Option<&'w str>,
    pub(crate) percent: Option<i64>,
    pub(crate) polls: u32,
    pub(crate) elapsed: Duration,
}

impl<O> Progress<'_, O> {
    /// The answer that says so.
    pub fn answer(&self) -> &Response<O> {
        self.answer
    }

    /// How far it is, as the server says.
    pub fn status(&self) -> Option<&str> {
        self.status
    }

    /// How much is done, from 0 to 100, where the server says.
    pub fn percent(&self) -> Option<i64> {
        self.percent
    }

    /// How many polls there were, this one included.
    pub fn polls(&self) -> u32 {
        self.polls
    }

    /// For how long it has been waited for.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }
}
