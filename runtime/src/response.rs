//! Responses, and the errors of calls that have none.

mod attempt;
mod envelope;
mod error;
mod failed_wait;
mod failure;
mod rate_limit;
mod raw;
mod reason;
mod transport_error;

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

pub use self::attempt::Attempt;
pub(crate) use self::attempt::History;
pub(crate) use self::envelope::Envelope;
pub use self::error::Error;
pub use self::failed_wait::{FailedWait, WaitErrorKind};
pub(crate) use self::failure::Cause;
pub use self::failure::{ErrorKind, Failure};
pub use self::rate_limit::{RateLimit, RateLimitState};
pub(crate) use self::raw::RawResponse;
pub(crate) use self::reason::Reason;
pub use self::transport_error::TransportError;
use crate::wire::Brief;

/// A response with status 2xx: the decoded value, to which it dereferences, with status, headers and body.
///
/// `Debug` shows the value, and neither headers nor body.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    raw: RawResponse,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, raw: RawResponse) -> Self {
        Self { value, raw }
    }

    /// The response besides the decoded value.
    pub(crate) fn raw(&self) -> &RawResponse {
        &self.raw
    }

    /// The response without the decoded value.
    #[cfg(feature = "_exchange")]
    pub(crate) fn into_raw(self) -> RawResponse {
        self.raw
    }

    /// Returns the decoded value.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Returns the response with its value replaced by what `change` makes of it.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response { value: change(self.value), raw: self.raw }
    }

    /// Returns the HTTP status, which is 2xx.
    pub fn status(&self) -> StatusCode {
        self.raw.status
    }

    /// Returns the server's id of the request, to be quoted to the provider's support.
    ///
    /// `None` if the API has no such header, or the response does not have it.
    pub fn request_id(&self) -> Option<&str> {
        self.raw.request_id()
    }

    /// Returns the rate limit that the response reports; `None` if it reports none.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.raw.rate_limit()
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.raw.headers
    }

    /// Returns the body as it was received, with the fields that this client does not know. It can contain secrets.
    pub fn body(&self) -> &Bytes {
        &self.raw.body
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status().as_u16())
            .field("request_id", &self.request_id().map(Brief))
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}
