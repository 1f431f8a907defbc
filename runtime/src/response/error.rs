//! The error of every call: the facts, and questions to ask.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{Attempt, Cause, ErrorKind, Failure, RateLimit};
use crate::api::{Api, Operation};
use crate::wire::{DecodeError, Json, Reader};

/// Why a call has no response.
///
/// It prints operation, number of attempts if there was more than one, status, code, description and request id, and never the body, the token or the query.
/// What the cause was in turn is its [`source`](StdError::source).
pub struct Error<A: Api> {
    failure: Box<Failure>,
    detail: Option<Box<A::Detail>>,
}

impl<A: Api> Error<A> {
    /// The kind of error, for a `match`.
    pub fn kind(&self) -> ErrorKind {
        self.failure.kind()
    }

    /// The API's code for what is wrong; `None` where it is not the API that says no.
    pub fn code(&self) -> Option<A::Code> {
        Some(A::code(&self.failure.envelope()?.code))
    }

    /// What the API says of this error besides; `None` where that is nothing, or not what is documented.
    pub fn detail(&self) -> Option<&A::Detail> {
        self.detail.as_deref()
    }

    /// The detail as it came, whether or not it is what is documented.
    pub fn raw_detail(&self) -> Option<&Json> {
        self.failure.envelope()?.detail.as_ref()
    }

    /// The API's description of what is wrong.
    pub fn description(&self) -> Option<&str> {
        self.failure.envelope()?.description.as_deref()
    }

    /// What was called.
    pub fn operation(&self) -> &'static Operation {
        self.failure.operation
    }

    /// The HTTP status, where there was an answer at all.
    pub fn status(&self) -> Option<StatusCode> {
        Some(self.failure.response.as_ref()?.status)
    }

    /// The server's name for this request, for its log and yours.
    pub fn request_id(&self) -> Option<&str> {
        self.failure.response.as_ref()?.request_id()
    }

    /// How many requests are left, where the server says.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.failure.response.as_ref()?.rate_limit()
    }

    /// The answer's headers.
    pub fn headers(&self) -> Option<&HeaderMap> {
        Some(&self.failure.response.as_ref()?.headers)
    }

    /// The answer's body as far as it came, so that nothing is lost that a client could not read. It can hold secrets.
    pub fn body(&self) -> Option<&Bytes> {
        Some(&self.failure.response.as_ref()?.body)
    }

    /// What each attempt failed of, the first one first and the one of this error last. There is more than one where the
    /// client [tried again](crate::RetryPolicy), and none where the request could not even be made.
    pub fn attempts(&self) -> &[Attempt] {
        &self.failure.attempts
    }

    /// Whether it took too long, to connect or on the whole.
    pub fn is_timeout(&self) -> bool {
        matches!(&self.failure.cause, Cause::Transport(error) if error.is_timeout())
    }

    /// Whether there was no connection, so that the server has seen nothing of the request.
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    /// Whether the response was larger than the client permits: its body, or what the body [decodes
    /// to](crate::Reader#memory). The body is all there in the second case, of which the kind is [`ErrorKind::Body`].
    pub fn is_too_large(&self) -> bool {
        self.kind() == ErrorKind::TooLarge || self.decode_error().is_some_and(DecodeError::is_too_large)
    }

    /// Whether the server said that it succeeded, and the client could not read what it answered.
    pub fn is_decode(&self) -> bool {
        let success = self.status().is_some_and(|status| status.is_success());
        success && matches!(self.kind(), ErrorKind::EmptyBody | ErrorKind::ContentType | ErrorKind::Body)
    }

    /// Whether an answer began, and broke off.
    pub fn is_truncated(&self) -> bool {
        match &self.failure.cause {
            Cause::Transport(error) => error.is_interrupted() && self.failure.response.is_some(),
            Cause::Body { error, .. } => error.is_truncated(),
            _ => false,
        }
    }

    /// What is wrong with the body.
    pub fn decode_error(&self) -> Option<&DecodeError> {
        match &self.failure.cause {
            Cause::Body { error, .. } => Some(error),
            _ => None,
        }
    }

    /// Where the body is wrong, as in `virtual_machine.disks[2].size`; empty where it is the body as a whole.
    ///
    /// It is found when it is first asked for or printed, by reading the body once more up to that place.
    pub fn decode_path(&self) -> Option<&str> {
        self.failure.decode_path()
    }

    /// The host, and its port if it says one, that a redirect pointed to.
    pub fn redirect_host(&self) -> Option<&str> {
        match &self.failure.cause {
            Cause::Redirect { host } => host.as_deref(),
            _ => None,
        }
    }
}

impl<A: Api> From<Box<Failure>> for Error<A> {
    #[cold]
    fn from(failure: Box<Failure>) -> Self {
        let detail = failure.envelope().and_then(|envelope| {
            // Read even without a detail: it takes note of codes that nobody documented.
            let code = A::code(&envelope.code);
            let mut json = Reader::new(envelope.detail.as_ref()?.as_str().as_bytes());
            A::detail(&code, &mut json).ok().map(Box::new)
        });
        Self { failure, detail }
    }
}

impl<A: Api> fmt::Display for Error<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.failure.fmt(f)
    }
}

impl<A: Api> fmt::Debug for Error<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.failure, f)
    }
}

impl<A: Api> StdError for Error<A> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        // Request and decoding errors are printed as a part of this one already.
        match &self.failure.cause {
            Cause::Transport(error) => error.source(),
            _ => None,
        }
    }
}
