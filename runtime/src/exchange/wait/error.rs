//! Why a wait failed.

use std::any::Any;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use crate::api::Api;
use crate::request::Call;
use crate::response::{Error, FailedWait, Failure, Response, WaitErrorKind};
use crate::wire::Brief;

/// The error of a wait: what it waited for has failed, or has not happened by the deadline.
///
/// It keeps the last response of the call `C` that polled. `Display` and `Debug` do not show that response.
pub struct WaitError<C: Call>(pub(crate) Box<WaitFailure<C>>);

/// The facts of a failed wait.
pub(crate) struct WaitFailure<C: Call> {
    /// Without the response, which has a type here.
    pub(crate) wait: FailedWait,
    pub(crate) response: Option<Response<C::Output>>,
    pub(crate) error: Option<Error<C::Api>>,
}

impl<C: Call> WaitError<C> {
    /// Returns the kind of the error, for a `match`.
    pub fn kind(&self) -> WaitErrorKind {
        self.0.wait.kind
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
        self.0.wait.status()
    }

    /// Returns the error of the last poll; `None` if that poll succeeded.
    pub fn error(&self) -> Option<&Error<C::Api>> {
        self.0.error.as_ref()
    }

    /// Returns the number of polls.
    pub fn polls(&self) -> u32 {
        self.0.wait.polls
    }

    /// Returns the time from the start of the wait to this error.
    pub fn elapsed(&self) -> Duration {
        self.0.wait.elapsed
    }
}

impl<C: Call> fmt::Display for WaitError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let WaitFailure { wait, response, error } = &*self.0;
        wait.fmt(f)?;
        match (error, response.as_ref().and_then(Response::request_id)) {
            (Some(error), _) => write!(f, ": {error}"),
            (None, Some(id)) => write!(f, " (request id {})", Brief(id)),
            (None, None) => Ok(()),
        }
    }
}

impl<C: Call> fmt::Debug for WaitError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let WaitFailure { wait, error, .. } = &*self.0;
        f.debug_struct("WaitError").field("wait", wait).field("error", error).finish_non_exhaustive()
    }
}

impl<C: Call> StdError for WaitError<C> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.error.as_ref().map(|error| error as _)
    }
}

/// So that `?` returns it from a function that returns [`Error`]. [`Error::wait`] has what the wait knows.
///
/// # Example
///
/// ```
/// # #[cfg(all(feature = "client", not(target_family = "wasm")))]
/// # mod example {
/// use api_client_runtime::{Api, Call, Client, Error, IntoWait};
///
/// async fn start_and_wait<A, S, W>(start: S) -> Result<W::Output, Error<A>>
/// where
///     A: Api,
///     S: Call<Api = A, Output = W>,
///     W: IntoWait<Call: Call<Api = A>>,
/// {
///     let client = Client::from_env()?;
///     let started = client.send(start).await?;
///     Ok(client.wait(started.into_inner()).await?)
/// }
/// # }
/// ```
impl<A: Api, C: Call<Api = A>> From<WaitError<C>> for Error<A> {
    #[cold]
    fn from(error: WaitError<C>) -> Self {
        let WaitFailure { wait, response, error } = *error.0;
        let raw = response.as_ref().map(|response| response.raw().clone());
        let response = response.map(|response| Box::new(response) as Box<dyn Any + Send + Sync>);
        let wait = Box::new(FailedWait { response, ..wait });
        match error {
            Some(error) => error.within(wait),
            None => Box::new(Failure::waiting(C::OPERATION, wait, raw)).into(),
        }
    }
}
