//! Waiting for what the server does in the background: what is polled, and when that is done.

mod error;
#[cfg(feature = "_exchange")]
mod polling;

use std::fmt;
use std::time::Duration;

pub use self::error::WaitError;
#[cfg(feature = "_exchange")]
pub(crate) use self::error::WaitFailure;
#[cfg(feature = "_exchange")]
pub use self::polling::{Polling, WaitStep};
use crate::request::{Call, Request};
use crate::response::Response;

/// How to tell from a response `O` whether a wait is done.
///
/// A generated crate has one static for each waiter that its spec declares.
#[derive(Debug)]
pub struct Waiter<O: 'static> {
    /// The name in errors, such as `orders::until_delivered`.
    pub name: &'static str,
    /// Returns the status in a response; `None` if it has none.
    pub status: fn(&O) -> Option<&str>,
    /// Returns the progress in a response, in percent; `None` if it has none.
    pub progress: fn(&O) -> Option<i64>,
    /// Returns the number in a response that a wait until a number compares; `None` if it has none.
    pub number: fn(&O) -> Option<i64>,
    /// The statuses that end the wait successfully. A status that is neither here nor in `failed` is polled again.
    pub done: &'static [&'static str],
    /// The statuses that end the wait with [`WaitErrorKind::Failed`](crate::WaitErrorKind::Failed).
    pub failed: &'static [&'static str],
    /// The error code that ends the wait successfully; for waits until something is deleted.
    pub gone: Option<&'static str>,
    /// The error codes after which the call is polled again, as if its response were one of something unfinished.
    pub pending_errors: &'static [&'static str],
    /// Whether polling the call again does no harm although its operation is not idempotent.
    pub safe: bool,
    /// The default of [`Wait::deadline`], in seconds.
    pub deadline: u32,
    /// For how many seconds a status of `failed` is polled again, as it can still change.
    pub tolerance: u32,
}

/// A description of a wait: a call that is polled until its response says that something is done.
///
/// Like a request it does nothing until it is passed to `wait` of a client. It holds nothing but the request and how to
/// read the responses: a wait that is dropped, or a process that ends, loses nothing, and a new wait from the same id
/// continues.
///
/// The first poll is made at once. After each poll there is a pause, which grows from one poll to the next. A poll that
/// fails with a [retryable](crate::RetryPolicy) error is repeated after the pause, once an earlier poll has succeeded;
/// every other error ends the wait, unless its code is one of the [`pending_errors`](Waiter::pending_errors).
///
/// # Example
///
/// ```
/// # use std::time::Duration;
/// # use api_client_runtime::{Call, Wait};
/// fn patient<C: Call>(wait: Wait<C>) -> Wait<C> {
///     wait.deadline(Duration::from_secs(3600))
///         .every(Duration::from_secs(5), Duration::from_secs(60))
///         .on_progress(|progress| println!("{:?} after {:?}", progress.status(), progress.elapsed()))
/// }
/// ```
#[must_use = "a wait does nothing until a client waits for it"]
pub struct Wait<C: Call, T = Response<<C as Call>::Output>> {
    pub(crate) request: Request,
    pub(crate) waiter: &'static Waiter<C::Output>,
    #[cfg_attr(not(feature = "_exchange"), allow(dead_code, reason = "only clients read it"))]
    pub(crate) target: WaitTarget<C::Output, T>,
    pub(crate) deadline: Duration,
    pub(crate) first_pause: Duration,
    pub(crate) longest_pause: Duration,
    pub(crate) on_progress: Option<OnProgress<C::Output>>,
}

/// What ends a wait successfully, and its result then.
#[cfg_attr(not(feature = "_exchange"), allow(dead_code, reason = "only clients read it"))]
pub(crate) enum WaitTarget<O, T> {
    /// A response with one of the statuses `done` of the waiter.
    Status(fn(Response<O>) -> T),
    /// The error code `gone` of the waiter.
    Gone(fn() -> T),
    /// Any response.
    Success(fn(Response<O>) -> T),
    /// A response with this number.
    Number(i64, fn(Response<O>) -> T),
}

pub(crate) type OnProgress<O> = Box<dyn FnMut(Progress<'_, O>) + Send>;

impl<C: Call> Wait<C> {
    /// Creates a wait until `call` has a response with one of the statuses [`done`](Waiter::done), which is its result.
    pub fn until(call: C, waiter: &'static Waiter<C::Output>) -> Self {
        Self::new(call, waiter, WaitTarget::Status(|response| response))
    }

    /// Creates a wait until `call` succeeds. A failure with one of the codes
    /// [`pending_errors`](Waiter::pending_errors) is not the end of the wait.
    pub fn until_success(call: C, waiter: &'static Waiter<C::Output>) -> Self {
        Self::new(call, waiter, WaitTarget::Success(|response| response))
    }

    /// Creates a wait until `call` has a response with this [`number`](Waiter::number), which is its result.
    pub fn until_number(call: C, number: i64, waiter: &'static Waiter<C::Output>) -> Self {
        Self::new(call, waiter, WaitTarget::Number(number, |response| response))
    }
}

impl<C: Call> Wait<C, ()> {
    /// Creates a wait until `call` fails with the error code [`gone`](Waiter::gone).
    pub fn until_gone(call: C, waiter: &'static Waiter<C::Output>) -> Self {
        Self::new(call, waiter, WaitTarget::Gone(|| ()))
    }
}

impl<C: Call, T> Wait<C, T> {
    fn new(call: C, waiter: &'static Waiter<C::Output>, target: WaitTarget<C::Output, T>) -> Self {
        let request = call.into_request();
        Self {
            request: if waiter.safe { request.idempotent() } else { request },
            waiter,
            target,
            deadline: Duration::from_secs(waiter.deadline.into()),
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(10),
            on_progress: None,
        }
    }

    /// Sets how long to wait at most. The default depends on the waiter.
    ///
    /// The deadline includes everything that a poll takes: its attempts, the pauses between them, and the delays of the
    /// rate limiter. The last poll is made early enough for its response to be expected in time. With a deadline of
    /// zero there is one poll, which may take as long as a call.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets the pause after the first poll, and the longest pause. The defaults are 1 second and 10 seconds.
    ///
    /// Each pause is 1.5 times as long as the one before, and shortened by a random part of up to a quarter.
    pub fn every(mut self, first: Duration, longest: Duration) -> Self {
        self.first_pause = first;
        self.longest_pause = longest;
        self
    }

    /// Sets a function to be called with each response, the last one included.
    pub fn on_progress(mut self, report: impl FnMut(Progress<'_, C::Output>) + Send + 'static) -> Self {
        self.on_progress = Some(Box::new(report));
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

/// Conversion into a [`Wait`].
///
/// It is implemented by `Wait` itself, and by the models of things that the server works on, such as a task.
#[diagnostic::on_unimplemented(
    message = "there is nothing to wait for in `{Self}`",
    label = "has no waiter",
    note = "`wait` takes a waiter, which is a function of the API such as `until_completed`, or a reference to an object \
            that has one",
    note = "a request is for `client.send`; the response can contain an object to wait for"
)]
pub trait IntoWait {
    /// The call to poll.
    type Call: Call;
    /// The result of the wait.
    type Output;

    /// Creates the wait.
    fn into_wait(self) -> Wait<Self::Call, Self::Output>;
}

impl<C: Call, T> IntoWait for Wait<C, T> {
    type Call = C;
    type Output = T;

    fn into_wait(self) -> Self {
        self
    }
}

/// The state of a wait after a poll. See [`Wait::on_progress`].
#[derive(Debug)]
pub struct Progress<'w, O> {
    pub(crate) response: &'w Response<O>,
    pub(crate) status: Option<&'w str>,
    pub(crate) percent: Option<i64>,
    pub(crate) polls: u32,
    pub(crate) elapsed: Duration,
}

impl<O> Progress<'_, O> {
    /// Returns the response of the poll.
    pub fn response(&self) -> &Response<O> {
        self.response
    }

    /// Returns the status in the response, as the server sent it.
    pub fn status(&self) -> Option<&str> {
        self.status
    }

    /// Returns the progress in percent, from 0 to 100; `None` if the server does not report it.
    pub fn percent(&self) -> Option<i64> {
        self.percent
    }

    /// Returns the number of polls so far, this one included.
    pub fn polls(&self) -> u32 {
        self.polls
    }

    /// Returns the time since the start of the wait.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }
}
