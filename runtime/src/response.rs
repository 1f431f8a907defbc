//! What came back: the decoded value, and all that came with it.

use std::fmt;
use std::ops::Deref;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::Description;
use crate::attempt::History;
use crate::brief::Brief;
use crate::trace::CallSpan;

/// A success: the decoded value, to which it dereferences, and all that came with it.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    answer: Answer,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, answer: Answer) -> Self {
        Self { value, answer }
    }

    /// The response without the decoded value.
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(crate) fn into_answer(self) -> Answer {
        self.answer
    }

    /// The decoded value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The response with another value in the place of this one.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response { value: change(self.value), answer: self.answer }
    }

    /// The HTTP status: some 2xx.
    pub fn status(&self) -> StatusCode {
        self.answer.status
    }

    /// The server's name for this request, for its log and yours.
    pub fn request_id(&self) -> Option<&str> {
        self.answer.request_id()
    }

    /// How many requests are left, where the server says.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.answer.rate_limit()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.answer.headers
    }

    /// The body as it came, fields unknown to this client included. It can hold secrets.
    pub fn body(&self) -> &Bytes {
        &self.answer.body
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Shows the value, and neither headers nor body.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status().as_u16())
            .field("request_id", &self.request_id().map(Brief))
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}

/// How much of the API one may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// Requests permitted in one window of time.
    pub permitted: u32,
    /// Requests that remain in this window.
    pub remaining: u32,
}

/// What a client knows of the rate limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimitState {
    /// Requests permitted in one window of time.
    pub permitted: u32,
    /// Requests that remain in this window, without those that are on their way.
    pub remaining: u32,
    /// Calls that the client holds back until it is their turn.
    pub waiting: u32,
    /// How long this window lasts.
    pub resets_in: Duration,
}

/// An HTTP response as it came, with an eye for the headers that the API gives a meaning.
#[derive(Clone)]
pub struct Answer {
    pub(crate) description: &'static Description,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) history: History,
    /// The span to decode within. It is gone afterwards, as it ends with the call and not with the response.
    pub(crate) span: CallSpan,
}

impl Answer {
    pub(crate) fn new(description: &'static Description, response: http::Response<Bytes>) -> Self {
        let (head, body) = response.into_parts();
        Self {
            description,
            status: head.status,
            headers: head.headers,
            body,
            history: History::default(),
            span: CallSpan::default(),
        }
    }

    pub(crate) fn request_id(&self) -> Option<&str> {
        self.header(self.description.request_id_header?)
    }

    pub(crate) fn rate_limit(&self) -> Option<RateLimit> {
        let count = |name: Option<&'static str>| self.header(name?)?.trim().parse().ok();
        Some(RateLimit {
            permitted: count(self.description.rate_limit_permitted_header)?,
            remaining: count(self.description.rate_limit_remaining_header)?,
        })
    }

    /// The value of a header, if it is there and plain ASCII.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status.as_u16())
            .field("request_id", &self.request_id().map(Brief))
            .finish_non_exhaustive()
    }
}
