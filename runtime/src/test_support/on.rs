//! The replies that a test prepares.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::{HeaderName, HeaderValue, StatusCode};

use super::mock::{Entry, State, Uses};
use super::{IntoDetail, MockCall, Received, ReceivedRequest, Reply};
use crate::api::Api;
use crate::request::{Call, Request};

/// Prepares replies to the call `C`. It comes from [`Mock::on`](super::Mock::on).
///
/// Each reply is for one request, and replies to the same call are used in the order in which they were prepared.
#[must_use = "nothing is prepared yet"]
pub struct On<C> {
    state: Arc<State>,
    /// The request that is replied to, if it is a certain one.
    only: Option<Request>,
    call: PhantomData<fn() -> C>,
}

/// A prepared reply to the call `C`, and how often it is used: once, unless [`times`](Self::times) or
/// [`always`](Self::always) says otherwise.
pub struct Prepared<C> {
    on: On<C>,
    index: usize,
}

impl<C: MockCall> On<C> {
    pub(super) fn new(state: Arc<State>, only: Option<Request>) -> Self {
        Self { state, only, call: PhantomData }
    }

    /// Replies with a success.
    pub fn reply(self, output: C::Output) -> Prepared<C> {
        self.respond(Reply::new(&output))
    }

    /// Replies with status 200 and this body, which need not be valid.
    pub fn reply_json(self, json: impl Into<String>) -> Prepared<C> {
        self.respond(Reply::json(json))
    }

    /// Replies with what `reply` returns for the request.
    pub fn reply_with(self, mut reply: impl FnMut(&Received<C>) -> Reply + Send + 'static) -> Prepared<C> {
        self.add(Box::new(move |request| {
            // Only requests of this call come here.
            Received::of(request).map_or_else(Reply::drop_connection, |request| reply(&request))
        }))
    }

    /// Replies with an error of the API. `detail` is its detail, or `None`.
    ///
    /// The status is the documented one of the code.
    pub fn error(self, code: <C::Api as Api>::Code, detail: impl IntoDetail<<C::Api as Api>::Detail>) -> Prepared<C> {
        self.respond(Reply::error::<C::Api>(&code, detail))
    }

    /// Replies with an error of the API, and a sample of its detail if it has one.
    pub fn error_sample(self, code: <C::Api as Api>::Code) -> Prepared<C> {
        self.respond(Reply::error_sample::<C::Api>(&code))
    }

    /// Replies with a status and an empty body, as a proxy can.
    pub fn status(self, status: StatusCode) -> Prepared<C> {
        self.respond(Reply::status(status))
    }

    /// Breaks the connection after the request was sent, so that the server may have carried it out.
    pub fn drop_connection(self) -> Prepared<C> {
        self.respond(Reply::drop_connection())
    }

    /// Refuses the connection, so that nothing is sent.
    pub fn refuse_connection(self) -> Prepared<C> {
        self.respond(Reply::refuse_connection())
    }

    /// Replies with `reply`.
    pub fn respond(self, reply: Reply) -> Prepared<C> {
        self.add(Box::new(move |_| reply.clone()))
    }

    fn add(self, reply: Box<dyn FnMut(&ReceivedRequest) -> Reply + Send>) -> Prepared<C> {
        let entry = Entry {
            operation: <C as Call>::OPERATION,
            only: self.only.clone(),
            reply: Arc::new(Mutex::new(reply)),
            uses: Uses::Times(1),
            used: 0,
        };
        let index = self.state.add(entry);
        Prepared { on: self, index }
    }
}

impl<C: MockCall> Prepared<C> {
    /// Uses the reply for that many requests.
    pub fn times(self, times: usize) -> Self {
        self.change(|entry| entry.uses = Uses::Times(times))
    }

    /// Uses the reply for every request that no earlier one is for. Replies that are prepared later are not used.
    pub fn always(self) -> Self {
        self.change(|entry| entry.uses = Uses::Always)
    }

    /// Sets how long the reply takes, on the clock of the mock. If that is longer than the timeout of the client, the
    /// request times out.
    pub fn delay(self, delay: Duration) -> Self {
        self.alter(move |reply| reply.delay(delay))
    }

    /// Adds a header to the response.
    pub fn header(self, name: HeaderName, value: HeaderValue) -> Self {
        self.alter(move |reply| reply.header(name.clone(), value.clone()))
    }

    /// Sets the status of the response.
    pub fn with_status(self, status: StatusCode) -> Self {
        self.alter(move |reply| reply.with_status(status))
    }

    /// Prepares the next reply to the same call.
    pub fn then(self) -> On<C> {
        self.on
    }

    fn change(self, change: impl FnOnce(&mut Entry)) -> Self {
        self.on.state.change(self.index, change);
        self
    }

    fn alter(self, alter: impl Fn(Reply) -> Reply + Send + 'static) -> Self {
        self.change(|entry| {
            let reply = Arc::clone(&entry.reply);
            entry.reply = Arc::new(Mutex::new(Box::new(move |request| {
                alter(reply.lock().unwrap_or_else(PoisonError::into_inner)(request))
            })));
        })
    }
}

impl<C: Call> fmt::Debug for On<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("On").field("operation", &C::OPERATION.name).field("only", &self.only).finish_non_exhaustive()
    }
}

impl<C: Call> fmt::Debug for Prepared<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prepared").field("operation", &C::OPERATION.name).finish_non_exhaustive()
    }
}
