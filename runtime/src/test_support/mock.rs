//! A transport with prepared responses.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use super::received::same_operation;
use super::{Function, MockApi, MockCall, On, Received, ReceivedRequest, Reply, TestClock};
use crate::api::Operation;
use crate::exchange::Limits;
use crate::request::Request;
use crate::response::TransportError;

/// A transport for tests of programs that use a client: it returns prepared replies, and records the requests.
///
/// A client of it works as every other: it encodes requests, decodes responses, retries, and keeps to the rate limit. Only
/// time is that of a [`TestClock`], so that nothing takes time: neither the pauses between retries nor those of a wait.
///
/// A request for which nothing is prepared fails at once, with an error that names the operation and lists what is
/// prepared. Clones share everything.
pub struct Mock<A> {
    state: Arc<State>,
    api: PhantomData<fn() -> A>,
}

impl<A: MockApi> Mock<A> {
    /// Creates a mock for which nothing is prepared.
    pub fn new() -> Self {
        Self { state: Arc::new(State { clock: TestClock::new(), inner: Mutex::default() }), api: PhantomData }
    }

    /// Prepares replies to every request of an operation, which is given as its function: `mock.on(products::get)`.
    pub fn on<P, C: MockCall<Api = A>>(&self, function: impl Function<P, C>) -> On<C> {
        _ = function;
        self.on_operation()
    }

    /// Prepares replies to every request of an operation, which is given as a type: `mock.on_operation::<products::Get>()`.
    pub fn on_operation<C: MockCall<Api = A>>(&self) -> On<C> {
        On::new(Arc::clone(&self.state), None)
    }

    /// Prepares replies to the requests with the same arguments as `call`: `mock.on_request(products::get("prod_1"))`.
    pub fn on_request<C: MockCall<Api = A>>(&self, call: C) -> On<C> {
        On::new(Arc::clone(&self.state), Some(call.into_request()))
    }

    /// Returns the requests of one operation so far, in order. Each attempt of a call is one.
    pub fn requests<C: MockCall<Api = A>>(&self) -> Vec<Received<C>> {
        self.state.lock().received.iter().filter_map(Received::of).collect()
    }

    /// Returns the requests of all operations so far, in order. Each attempt of a call is one.
    pub fn all_requests(&self) -> Vec<ReceivedRequest> {
        self.state.lock().received.clone()
    }

    /// Checks that all prepared replies were used, and as often as they were prepared. A reply for
    /// [every](super::Prepared::always) request need not be used.
    ///
    /// # Errors
    ///
    /// If a reply was not used, or not often enough.
    pub fn verify(&self) -> Result<(), Unused> {
        let entries = &self.state.lock().entries;
        let unused = entries.iter().filter(|entry| matches!(entry.uses, Uses::Times(times) if entry.used < times));
        let unused: Vec<_> = unused.map(Entry::describe).collect();
        if unused.is_empty() { Ok(()) } else { Err(Unused(unused)) }
    }

    /// Returns the clock of the mock and its clients.
    pub fn clock(&self) -> &TestClock {
        &self.state.clock
    }
}

#[cfg(feature = "client")]
impl<A: MockApi> Mock<A> {
    /// Returns a builder of an async client of this mock, with a token and the mock's clock.
    pub fn builder(&self) -> crate::client::Builder<A, dyn crate::transport::Transport> {
        crate::client::Client::builder().token(TOKEN).transport(self.clone()).test_clock(self.clock())
    }

    /// Creates an async client of this mock. It needs no tokio runtime.
    ///
    /// # Panics
    ///
    /// If the URL of the API is not a base URL.
    pub fn client(&self) -> crate::client::Client<A> {
        built(self.builder().dangerously_allow_plain_http().build())
    }
}

#[cfg(feature = "blocking")]
impl<A: MockApi> Mock<A> {
    /// Returns a builder of a blocking client of this mock, with a token and the mock's clock.
    pub fn blocking_builder(&self) -> crate::client::Builder<A, dyn crate::blocking::Transport> {
        crate::blocking::Client::builder().token(TOKEN).transport(self.clone()).test_clock(self.clock())
    }

    /// Creates a blocking client of this mock.
    ///
    /// # Panics
    ///
    /// If the URL of the API is not a base URL.
    pub fn blocking_client(&self) -> crate::blocking::Client<A> {
        built(self.blocking_builder().dangerously_allow_plain_http().build())
    }
}

/// The token of clients.
#[cfg(any(feature = "client", feature = "blocking"))]
const TOKEN: &str = "test";

#[cfg(any(feature = "client", feature = "blocking"))]
#[allow(clippy::panic, reason = "no test can do without the client, and none should have to handle this")]
fn built<T>(client: Result<T, crate::client::BuildError>) -> T {
    client.unwrap_or_else(|error| panic!("the client of a mock: {error}"))
}

#[cfg(feature = "client")]
impl<A: MockApi> crate::transport::Transport for Mock<A> {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> crate::transport::BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let reply = self.state.reply(request);
        Box::pin(async move {
            let (delay, outcome) = reply?.within(limits);
            if !delay.is_zero() {
                self.state.clock.sleep(delay).await;
            }
            outcome
        })
    }
}

#[cfg(feature = "blocking")]
impl<A: MockApi> crate::blocking::Transport for Mock<A> {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> Result<http::Response<Bytes>, TransportError> {
        let (delay, outcome) = self.state.reply(request)?.within(limits);
        self.state.clock.advance(delay);
        outcome
    }
}

impl<A: MockApi> Default for Mock<A> {
    fn default() -> Self {
        Self::new()
    }
}

impl<A> Clone for Mock<A> {
    fn clone(&self) -> Self {
        Self { state: Arc::clone(&self.state), api: PhantomData }
    }
}

impl<A> fmt::Debug for Mock<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = self.state.lock();
        let prepared: Vec<_> = inner.entries.iter().map(Entry::describe).collect();
        f.debug_struct("Mock").field("prepared", &prepared).field("received", &inner.received).finish_non_exhaustive()
    }
}

/// The state that clones share.
pub(super) struct State {
    clock: TestClock,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    entries: Vec<Entry>,
    received: Vec<ReceivedRequest>,
}

/// A prepared reply.
pub(super) struct Entry {
    pub(super) operation: &'static Operation,
    /// The request that it is for, if it is a certain one.
    pub(super) only: Option<Request>,
    /// Called without any other lock, so that it can use the mock.
    pub(super) reply: Arc<Mutex<MakeReply>>,
    pub(super) uses: Uses,
    pub(super) used: usize,
}

type MakeReply = Box<dyn FnMut(&ReceivedRequest) -> Reply + Send>;

/// For how many requests a reply is.
pub(super) enum Uses {
    Times(usize),
    Always,
}

impl Entry {
    fn is_for(&self, request: &ReceivedRequest) -> bool {
        same_operation(self.operation, request.operation())
            && self.only.as_ref().is_none_or(|only| request.is_of(only))
            && !self.is_used_up()
    }

    fn is_used_up(&self) -> bool {
        matches!(self.uses, Uses::Times(times) if self.used >= times)
    }

    fn describe(&self) -> String {
        let name = match &self.only {
            Some(only) => format!("{only:?}"),
            None => self.operation.name.to_owned(),
        };
        match self.uses {
            Uses::Times(times) => format!("`{name}` (used {} of {times})", self.used),
            Uses::Always => format!("`{name}` (always)"),
        }
    }
}

impl State {
    pub(super) fn add(&self, entry: Entry) -> usize {
        let entries = &mut self.lock().entries;
        entries.push(entry);
        entries.len() - 1
    }

    pub(super) fn change(&self, index: usize, change: impl FnOnce(&mut Entry)) {
        if let Some(entry) = self.lock().entries.get_mut(index) {
            change(entry);
        }
    }

    /// Records a request and finds the reply.
    fn reply(&self, message: http::Request<Bytes>) -> Result<Reply, TransportError> {
        let Some(request) = message.extensions().get::<Request>().cloned() else {
            let text = "the request has no operation in its extensions, so a client did not make it";
            return Err(TransportError::unprepared(text.to_owned()));
        };
        let received = ReceivedRequest::new(request, message, self.clock.elapsed());
        let mut inner = self.lock();
        inner.received.push(received.clone());
        match inner.entries.iter_mut().find(|entry| entry.is_for(&received)) {
            Some(entry) => {
                entry.used += 1;
                let reply = Arc::clone(&entry.reply);
                drop(inner);
                let mut reply = reply.lock().unwrap_or_else(PoisonError::into_inner);
                Ok(reply(&received))
            }
            None => Err(TransportError::unprepared(inner.unprepared(&received))),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// Why there is no reply to `request`.
    fn unprepared(&self, request: &ReceivedRequest) -> String {
        let mut text = format!("no reply is prepared for `{:?}`", request.request());
        let prepared: Vec<_> = self.entries.iter().map(Entry::describe).collect();
        text.push_str("; prepared: ");
        text.push_str(if prepared.is_empty() { "nothing" } else { "" });
        text.push_str(&prepared.join(", "));
        text
    }
}

/// The error of replies that were prepared and not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unused(Vec<String>);

impl fmt::Display for Unused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "replies were prepared and not used: {}", self.0.join(", "))
    }
}

impl std::error::Error for Unused {}
