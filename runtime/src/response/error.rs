//! The error of a call.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{Attempt, Cause, ErrorKind, FailedWait, Failure, RateLimit, Reason};
use crate::api::{Api, Operation};
use crate::wire::{DecodeError, Json, Reader};

/// The error of a call of the API `A`. A generated crate has an alias for it with the API filled in.
///
/// It is the one error to return from a function: `?` converts the errors of building a client and of a wait into it,
/// and [`build_error`](Self::build_error) and [`wait`](Self::wait) return what those know.
///
/// # What it prints
///
/// `Display` prints everything that a person needs, in one line: the operation, the attempts and their time if there
/// was more than one or no connection, the status, the code, the description, the [reason](Self::reason), and the
/// request id. Of a connection that failed it prints the host and what failed, and if the request may have reached the
/// wrong server, the URL without its query. `Debug` prints the same as a struct.
///
/// Neither prints the body, the token, the query, or fields that the API declares to be secret or does not declare at
/// all. A server can repeat an argument in a text, such as a validation error: secrets of the request, the values in an
/// XML document of the request, and the token are printed as `[secret]` there. Each text of the server is printed in at
/// most 300 characters, and the reason in at most 2,000.
///
/// The [`source`](StdError::source) is the cause: the error of the connection, of decoding, or of encoding the request;
/// of an error of the API, the reason.
///
/// # Example
///
/// ```
/// # use api_client_runtime::{Api, Error};
/// use api_client_runtime::ErrorKind;
///
/// fn explain<A: Api>(error: &Error<A>) -> String {
///     match error.kind() {
///         ErrorKind::Api => format!("the API refused: {:?}", error.code()),
///         ErrorKind::Timeout => format!("no response after {} attempts", error.attempts().len()),
///         _ => error.to_string(),
///     }
/// }
/// ```
pub struct Error<A: Api> {
    failure: Box<Failure>,
    detail: Option<Box<A::Detail>>,
}

impl<A: Api> Error<A> {
    /// Returns the kind of the error, for a `match`.
    pub fn kind(&self) -> ErrorKind {
        self.failure.kind()
    }

    /// Returns the API's error code; `None` if the error is not from the API.
    pub fn code(&self) -> Option<A::Code> {
        Some(A::code(&self.failure.envelope()?.code))
    }

    /// Returns the detail of the API's error; `None` if it has none, or not the documented one.
    pub fn detail(&self) -> Option<&A::Detail> {
        self.detail.as_deref()
    }

    /// Returns the detail as the server sent it, whether or not it is the documented one.
    pub fn raw_detail(&self) -> Option<&Json> {
        self.failure.envelope()?.detail.as_ref()
    }

    /// Returns the documented fields of the detail in one line, such as `errors: Name can't be blank`, without secrets
    /// and in at most 2,000 characters. `Display` prints it.
    ///
    /// `None` if the error is not from the API, or its code has no documented detail.
    pub fn reason(&self) -> Option<&str> {
        self.failure.reason().map(Reason::as_str)
    }

    /// Returns the API's description of the error, as the server sent it.
    pub fn description(&self) -> Option<&str> {
        self.failure.envelope()?.description.as_deref()
    }

    /// Returns the operation that was called, or polled by a wait. `None` if the client could not be built.
    pub fn operation(&self) -> Option<&'static Operation> {
        self.failure.operation
    }

    /// Returns the wait that failed, with its last response. `None` if the error is not from a wait.
    pub fn wait(&self) -> Option<&FailedWait> {
        self.failure.wait.as_deref()
    }

    /// The error as that of a wait.
    pub(crate) fn within(mut self, wait: Box<FailedWait>) -> Self {
        self.failure.wait = Some(wait);
        self
    }

    /// Returns the HTTP status; `None` if there was no response. Of a wait, status, headers and body are those of the last
    /// poll.
    pub fn status(&self) -> Option<StatusCode> {
        Some(self.failure.response.as_ref()?.status)
    }

    /// Returns the server's id of the request, to be quoted to the provider's support.
    pub fn request_id(&self) -> Option<&str> {
        self.failure.response.as_ref()?.request_id()
    }

    /// Returns the rate limit that the response reports.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.failure.response.as_ref()?.rate_limit()
    }

    /// Returns how long after this error requests are permitted again, if it is of the kind
    /// [`RateLimit`](ErrorKind::RateLimit); `None` for other kinds of error.
    pub fn retry_after(&self) -> Option<Duration> {
        match self.failure.cause {
            Cause::RateLimit { available_in, .. } => Some(available_in),
            _ => None,
        }
    }

    /// Returns the headers of the response.
    pub fn headers(&self) -> Option<&HeaderMap> {
        Some(&self.failure.response.as_ref()?.headers)
    }

    /// Returns the body of the response, as far as it was received. It can contain secrets.
    pub fn body(&self) -> Option<&Bytes> {
        Some(&self.failure.response.as_ref()?.body)
    }

    /// Returns the attempts of the call, in order. The last one is that of this error.
    ///
    /// There is more than one if the call was [retried](crate::RetryPolicy), and none if nothing was sent. Of a wait, these
    /// are the attempts of its last poll if that failed.
    pub fn attempts(&self) -> &[Attempt] {
        &self.failure.attempts
    }

    /// Returns how long the call or the wait took, from its first request to this error. Zero if nothing was sent.
    pub fn elapsed(&self) -> Duration {
        self.wait().map_or(self.failure.elapsed, FailedWait::elapsed)
    }

    /// Returns whether a connection, a response or a wait took too long.
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::WaitDeadline
            || matches!(&self.failure.cause, Cause::Transport(error) if error.is_timeout())
    }

    /// Returns whether there was no connection, so that the server has not received the request.
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    /// Returns whether there was no connection because the name of the host cannot be resolved.
    pub fn is_dns(&self) -> bool {
        matches!(&self.failure.cause, Cause::Transport(error) if error.is_dns())
    }

    /// Returns whether there was no connection because of TLS: the server uses another protocol, or its certificate
    /// is not accepted.
    pub fn is_tls(&self) -> bool {
        matches!(&self.failure.cause, Cause::Transport(error) if error.is_tls())
    }

    /// Returns whether the response was too large: its body, or the memory that it [decodes to](crate::Reader#memory).
    /// In the second case the kind is [`ErrorKind::Body`], and the body is complete.
    pub fn is_too_large(&self) -> bool {
        self.kind() == ErrorKind::TooLarge || self.decode_error().is_some_and(DecodeError::is_too_large)
    }

    /// Returns whether the status was 2xx, and the body could not be decoded.
    pub fn is_decode(&self) -> bool {
        let success = self.status().is_some_and(|status| status.is_success());
        success && matches!(self.kind(), ErrorKind::EmptyBody | ErrorKind::ContentType | ErrorKind::Body)
    }

    /// Returns whether the response broke off.
    pub fn is_truncated(&self) -> bool {
        match &self.failure.cause {
            Cause::Transport(error) => error.is_interrupted() && self.failure.response.is_some(),
            Cause::Body { error, .. } => error.is_truncated(),
            _ => false,
        }
    }

    /// Returns the error of decoding the body; `None` for other kinds of error.
    pub fn decode_error(&self) -> Option<&DecodeError> {
        match &self.failure.cause {
            Cause::Body { error, .. } => Some(error),
            _ => None,
        }
    }

    /// Returns the path of the value that could not be decoded, such as `virtual_machine.disks[2].size`; empty if it is
    /// the body as a whole, `None` for other kinds of error.
    ///
    /// It is computed by the first call, in a second pass over the body.
    pub fn decode_path(&self) -> Option<&str> {
        self.failure.decode_path()
    }

    /// Returns the host that a redirect points to, with its port if it has one; `None` for other kinds of error, and
    /// for a redirect to the same host.
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
            // Even without a detail, as this reports undocumented codes.
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
        match &self.failure.cause {
            Cause::Build(error) => Some(&**error),
            Cause::Transport(error) => error.source(),
            Cause::Request(error) => Some(error),
            Cause::Body { error, .. } => Some(error),
            Cause::Api(_) => self.failure.reason().map(|reason| reason as _),
            _ => None,
        }
    }
}
