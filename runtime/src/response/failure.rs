//! Why a call failed: everything about an error that does not depend on the API's types.

use std::fmt;
use std::sync::OnceLock;
use std::time::Duration;

use super::{Attempt, Envelope, History, RawResponse, TransportError};
use crate::api::Operation;
use crate::request::RequestError;
use crate::trace::FailedCall;
use crate::wire::{Brief, DecodeError};

/// A failed call.
pub struct Failure {
    pub(crate) operation: &'static Operation,
    pub(crate) cause: Cause,
    /// The response, as far as it was received.
    pub(crate) response: Option<RawResponse>,
    /// Every attempt that was made, this one included.
    pub(crate) attempts: Vec<Attempt>,
}

/// What a call failed of. The path in a body is there once somebody has asked for it.
#[derive(Debug)]
#[cfg_attr(not(feature = "_exchange"), allow(dead_code, reason = "only clients have deadlines and go through pages"))]
pub(crate) enum Cause {
    Request(RequestError),
    /// There is no time left to send it; `held` is how long the rate limit would have it wait, if that is why.
    Overdue {
        held: Option<Duration>,
    },
    Transport(TransportError),
    Redirect {
        host: Option<String>,
    },
    Api(Envelope),
    Empty,
    /// The response is a page with the items of an earlier one.
    RepeatedPage {
        page: i64,
    },
    ContentType {
        found: String,
        expected: &'static str,
    },
    Body {
        error: DecodeError,
        path: OnceLock<String>,
    },
}

impl Cause {
    #[cold]
    pub(crate) fn body(error: DecodeError) -> Self {
        Self::Body { error, path: OnceLock::new() }
    }
}

/// The kinds of error. [`Error::kind`](crate::Error::kind) tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request could not be made of its arguments. Nothing was sent.
    Request,
    /// There was no connection, so the server has seen nothing of the request.
    Connect,
    /// There was no complete answer in time, or no time for another attempt.
    Timeout,
    /// The connection broke before the answer was complete.
    Interrupted,
    /// The answer is larger than the client permits.
    TooLarge,
    /// Something else is wrong with the connection.
    Transport,
    /// The server redirects, and no redirect is followed.
    Redirect,
    /// The API says no, and why: the error has a code.
    Api,
    /// The answer should have a body, and has none.
    EmptyBody,
    /// The server sends the items of an earlier page again, so that the list could go on for ever.
    RepeatedPage,
    /// The answer's body is something else than the API sends: a proxy's page, most likely.
    ContentType,
    /// The answer's body is not what the operation, or an error, is documented to be, or decodes to
    /// [too much](crate::Reader#memory).
    Body,
}

impl ErrorKind {
    /// The name of the kind in spans and events, which never changes.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Interrupted => "interrupted",
            Self::TooLarge => "too_large",
            Self::Transport => "transport",
            Self::Redirect => "redirect",
            Self::Api => "api",
            Self::EmptyBody => "empty_body",
            Self::RepeatedPage => "repeated_page",
            Self::ContentType => "content_type",
            Self::Body => "body",
        }
    }
}

impl Failure {
    /// The failure of the attempt that came after those of `history`.
    #[cold]
    pub(crate) fn new(
        operation: &'static Operation,
        cause: Cause,
        response: Option<RawResponse>,
        mut history: History,
    ) -> Self {
        let mut failure = Self { operation, cause, response, attempts: Vec::new() };
        if !matches!(failure.cause, Cause::Request(_) | Cause::Overdue { .. }) {
            failure.attempts.push(Attempt::of(&failure, Duration::ZERO));
        }
        failure.prepend_attempts(&mut history);
        failure
    }

    /// Puts the attempts of `history` before this one.
    pub(crate) fn prepend_attempts(&mut self, history: &mut History) {
        if let Some(last) = self.attempts.last_mut() {
            last.waited = history.waited;
        }
        let mut all = std::mem::take(&mut history.failed);
        all.append(&mut self.attempts);
        self.attempts = all;
    }

    /// What spans and events record of the failure.
    pub(crate) fn recorded(&self) -> FailedCall<'_> {
        let response = self.response.as_ref();
        FailedCall {
            kind: self.kind().name(),
            status: response.map(|response| response.status.as_u16()),
            is_rejected: response.is_some_and(|response| !response.status.is_success())
                && !matches!(self.cause, Cause::Transport(_)),
            code: self.envelope().map(|envelope| envelope.code.as_str()),
            request_id: response.and_then(RawResponse::request_id),
        }
    }

    pub(crate) fn kind(&self) -> ErrorKind {
        match &self.cause {
            Cause::Request(_) => ErrorKind::Request,
            Cause::Overdue { .. } => ErrorKind::Timeout,
            Cause::Transport(error) if error.is_connect() => ErrorKind::Connect,
            Cause::Transport(error) if error.is_timeout() => ErrorKind::Timeout,
            Cause::Transport(error) if error.is_interrupted() => ErrorKind::Interrupted,
            Cause::Transport(error) if error.is_too_large() => ErrorKind::TooLarge,
            Cause::Transport(_) => ErrorKind::Transport,
            Cause::Redirect { .. } => ErrorKind::Redirect,
            Cause::Api(_) => ErrorKind::Api,
            Cause::Empty => ErrorKind::EmptyBody,
            Cause::RepeatedPage { .. } => ErrorKind::RepeatedPage,
            Cause::ContentType { .. } => ErrorKind::ContentType,
            Cause::Body { .. } => ErrorKind::Body,
        }
    }

    /// The path of the value that cannot be decoded. A second pass over the body finds it, but only for those who ask.
    pub(crate) fn decode_path(&self) -> Option<&str> {
        let Cause::Body { error, path } = &self.cause else { return None };
        let body = self.response.as_ref().map_or(&[][..], |response| &response.body);
        Some(path.get_or_init(|| error.path(body)))
    }

    /// The API's own error.
    pub(crate) fn envelope(&self) -> Option<&Envelope> {
        match &self.cause {
            Cause::Api(envelope) => Some(envelope),
            _ => None,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} failed", self.operation.name)?;
        if self.attempts.len() > 1 {
            write!(f, " after {} attempts", self.attempts.len())?;
        }
        f.write_str(": ")?;
        if let Some(response) = &self.response {
            write!(f, "{}, ", response.status)?;
        }
        write!(f, "{}", Why(self))?;
        match self.response.as_ref().and_then(RawResponse::request_id) {
            Some(id) => write!(f, " (request id {})", Brief(id)),
            None => Ok(()),
        }
    }
}

/// What a failure says of its cause.
struct Why<'f>(&'f Failure);

impl fmt::Display for Why<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.cause {
            Cause::Request(error) => error.fmt(f),
            Cause::Overdue { held: Some(wait) } => {
                write!(f, "the rate limit holds it back for {wait:.1?}, which is longer than there is time for")
            }
            Cause::Overdue { held: None } => f.write_str("there is no time left for it"),
            Cause::Transport(error) => error.fmt(f),
            Cause::Redirect { host: Some(host) } => {
                write!(f, "a redirect to {}, which is not followed", Brief(host))
            }
            Cause::Redirect { host: None } => f.write_str("a redirect, which is not followed"),
            Cause::Api(Envelope { code, description: Some(description), .. }) => {
                write!(f, "{}: {}", Brief(code), Brief(description))
            }
            Cause::Api(Envelope { code, .. }) => Brief(code).fmt(f),
            Cause::Empty => f.write_str("with an empty body"),
            Cause::RepeatedPage { page } => write!(f, "with the items of an earlier page as page {page}"),
            Cause::ContentType { found, expected } => {
                write!(f, "with a body of type {} instead of {expected}", Brief(found))
            }
            Cause::Body { error, .. } => match self.0.decode_path() {
                None | Some("") => write!(f, "with a body that cannot be read: {error}"),
                Some(path) => write!(f, "with a body that cannot be read at `{}`: {error}", Brief(path)),
            },
        }
    }
}

/// Says what happened, and shows nothing of the body but the error's code and description.
impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Error");
        out.field("operation", &self.operation.name).field("kind", &self.kind());
        if let Some(response) = &self.response {
            out.field("status", &response.status.as_u16()).field("request_id", &response.request_id().map(Brief));
        }
        match &self.cause {
            Cause::Request(error) => out.field("cause", error),
            Cause::Transport(error) => {
                let source = error.source_text();
                out.field("cause", &error.to_string()).field("source", &source.as_deref().map(Brief))
            }
            Cause::Api(Envelope { code, description, .. }) => {
                out.field("code", &Brief(code)).field("description", &description.as_deref().map(Brief))
            }
            _ => out.field("cause", &format_args!("{}", Why(self))),
        };
        if self.attempts.len() > 1 {
            out.field("attempts", &self.attempts);
        }
        out.finish_non_exhaustive()
    }
}
