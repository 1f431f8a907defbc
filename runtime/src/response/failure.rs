//! Why a call failed: everything about an error that does not depend on the API's types.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::StatusCode;

use super::{Attempt, Envelope, FailedWait, History, RawResponse, Reason, TransportError, WaitErrorKind};
use crate::api::Operation;
use crate::request::RequestError;
use crate::trace::FailedCall;
use crate::values::Timestamp;
use crate::wire::{Brief, DecodeError, Redaction};

/// The error of a call, without the types of its API.
pub struct Failure {
    /// `None` if there is no client.
    pub(crate) operation: Option<&'static Operation>,
    pub(crate) cause: Cause,
    /// The response, as far as it was received.
    pub(crate) response: Option<RawResponse>,
    /// The attempts, this one included.
    pub(crate) attempts: Vec<Attempt>,
    /// How long they took, with the pauses between them.
    pub(crate) elapsed: Duration,
    /// The base URL of the request.
    pub(crate) url: Option<Arc<str>>,
    /// The secrets of the request.
    pub(crate) redaction: Redaction,
    /// The wait that failed, if the call was one of its polls or the wait itself failed.
    pub(crate) wait: Option<Box<FailedWait>>,
    /// The detail of the API's error in one line, once it is asked for.
    pub(crate) reason: OnceLock<Option<Reason>>,
}

/// Why a call failed.
#[derive(Debug)]
#[cfg_attr(not(feature = "_exchange"), allow(dead_code, reason = "only clients have deadlines and go through pages"))]
pub(crate) enum Cause {
    /// There is no client.
    Build(Box<dyn StdError + Send + Sync>),
    /// No call failed, but what a wait waited for failed or did not happen in time.
    Wait,
    Request(RequestError),
    /// There is no time left for an attempt. `held` is the delay of the rate limiter, if that is the reason.
    Overdue {
        held: Option<Duration>,
    },
    /// The rate limiter would delay the call for longer than `max`. Requests are permitted again at `at`.
    RateLimit {
        available_in: Duration,
        at: Option<Timestamp>,
        max: Duration,
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
    /// The path is computed when it is asked for.
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

/// The kinds of [`Error`](crate::Error).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client could not be built. Nothing was sent.
    Build,
    /// The request could not be made from its arguments. Nothing was sent.
    Request,
    /// There was no connection, so the server has not received the request. [`is_dns`](crate::Error::is_dns) and
    /// [`is_tls`](crate::Error::is_tls) are two of the reasons.
    Connect,
    /// There was no complete response in time, or no time left for an attempt.
    Timeout,
    /// The rate limit is used up for longer than [`max_rate_limit_wait`](crate::Builder::max_rate_limit_wait), and nothing
    /// was sent. [`retry_after`](crate::Error::retry_after) says when requests are permitted again.
    RateLimit,
    /// The connection broke before the response was complete.
    Interrupted,
    /// The body is larger than [`max_body`](crate::Builder::max_body).
    TooLarge,
    /// Another error of the transport.
    Transport,
    /// What a [wait](crate::Error::wait) waited for has failed, such as a task with the status `failed`.
    WaitFailed,
    /// A [wait](crate::Error::wait) has reached its deadline. What it waited for may still happen.
    WaitDeadline,
    /// The response is a redirect. Redirects are not followed.
    Redirect,
    /// The API returned an error with a [code](crate::Error::code).
    Api,
    /// The response has no body.
    EmptyBody,
    /// The page of a list has the same items as an earlier one, so that the list might never end.
    RepeatedPage,
    /// The response has another content type than those of the API. Most likely a proxy sent it.
    ContentType,
    /// The body is not the documented one of the operation or of an error, or decodes to
    /// [too much memory](crate::Reader#memory).
    Body,
}

impl ErrorKind {
    /// The name of the kind in spans and events, which never changes.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Build => "build",
            Self::WaitFailed => "wait_failed",
            Self::WaitDeadline => "wait_deadline",
            Self::Request => "request",
            Self::RateLimit => "rate_limit",
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
        let mut failure = Self::without_attempts(Some(operation), cause, response);
        if !matches!(failure.cause, Cause::Request(_) | Cause::Overdue { .. } | Cause::RateLimit { .. }) {
            failure.attempts.push(Attempt::of(&failure, Duration::ZERO));
        }
        failure.prepend_attempts(&mut history);
        failure
    }

    fn without_attempts(operation: Option<&'static Operation>, cause: Cause, response: Option<RawResponse>) -> Self {
        Self {
            operation,
            cause,
            response,
            attempts: Vec::new(),
            elapsed: Duration::ZERO,
            url: None,
            redaction: Redaction::default(),
            wait: None,
            reason: OnceLock::new(),
        }
    }

    /// The failure of a client that cannot be built.
    #[cfg(feature = "_exchange")]
    #[cold]
    pub(crate) fn building(error: impl StdError + Send + Sync + 'static) -> Self {
        Self::without_attempts(None, Cause::Build(Box::new(error)), None)
    }

    /// The failure of a wait whose polls succeeded.
    #[cold]
    pub(crate) fn waiting(operation: &'static Operation, wait: Box<FailedWait>, response: Option<RawResponse>) -> Self {
        Self { wait: Some(wait), ..Self::without_attempts(Some(operation), Cause::Wait, response) }
    }

    /// Puts the attempts of `history` before this one.
    pub(crate) fn prepend_attempts(&mut self, history: &mut History) {
        if let Some(last) = self.attempts.last_mut() {
            last.waited = history.waited;
        }
        let mut all = std::mem::take(&mut history.failed);
        all.append(&mut self.attempts);
        self.attempts = all;
        self.elapsed = history.elapsed;
    }

    /// What spans and events record of the failure.
    pub(crate) fn recorded(&self) -> FailedCall<'_> {
        let response = self.response.as_ref();
        FailedCall {
            operation: self.operation.map(|operation| operation.name),
            attempts: self.attempts.len(),
            elapsed: self.elapsed,
            kind: self.kind().name(),
            status: response.map(|response| response.status.as_u16()),
            is_rejected: response.is_some_and(|response| !response.status.is_success())
                && !matches!(self.cause, Cause::Transport(_)),
            code: self.envelope().map(|envelope| envelope.code.as_str()),
            request_id: response.and_then(RawResponse::request_id),
        }
    }

    pub(crate) fn kind(&self) -> ErrorKind {
        match self.wait.as_ref().map(|wait| wait.kind) {
            Some(WaitErrorKind::Failed) => return ErrorKind::WaitFailed,
            Some(WaitErrorKind::Deadline) => return ErrorKind::WaitDeadline,
            Some(WaitErrorKind::Call) | None => {}
        }
        match &self.cause {
            Cause::Build(_) => ErrorKind::Build,
            Cause::Wait => ErrorKind::WaitFailed,
            Cause::Request(_) => ErrorKind::Request,
            Cause::Overdue { .. } => ErrorKind::Timeout,
            Cause::RateLimit { .. } => ErrorKind::RateLimit,
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

    /// The path of the value that cannot be decoded, found in a second pass over the body.
    pub(crate) fn decode_path(&self) -> Option<&str> {
        let Cause::Body { error, path } = &self.cause else { return None };
        let body = self.response.as_ref().map_or(&[][..], |response| &response.body);
        Some(path.get_or_init(|| error.path(body)))
    }

    /// The API's error.
    pub(crate) fn envelope(&self) -> Option<&Envelope> {
        match &self.cause {
            Cause::Api(envelope) => Some(envelope),
            _ => None,
        }
    }

    /// The detail of the API's error in one line.
    pub(crate) fn reason(&self) -> Option<&Reason> {
        let find = || Reason::of(self.envelope()?, self.response.as_ref()?.description, &self.redaction);
        self.reason.get_or_init(find).as_ref()
    }

    /// A text of the server without the secrets of the request.
    fn redacted<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.redaction.apply(text)
    }

    /// Whether the request may have reached the wrong server, or none, so that its URL explains the failure.
    fn is_of_url(&self) -> bool {
        let status = self.response.as_ref().map(|response| response.status);
        match &self.cause {
            Cause::Redirect { .. } | Cause::ContentType { .. } | Cause::Empty => true,
            Cause::Body { .. } => status.is_some_and(|status| !status.is_success()),
            Cause::Transport(error) => !error.names_the_host(),
            // Not a missing object, whose code is one of the operation.
            Cause::Api(envelope) => {
                let of_operation = self.operation.map_or(&[][..], |operation| operation.errors);
                status == Some(StatusCode::NOT_FOUND) && !of_operation.contains(&envelope.code.as_str())
            }
            Cause::Build(_)
            | Cause::Wait
            | Cause::Request(_)
            | Cause::Overdue { .. }
            | Cause::RateLimit { .. }
            | Cause::RepeatedPage { .. } => false,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(wait) = &self.wait {
            write!(f, "{wait}")?;
        }
        match (&self.cause, self.operation) {
            (Cause::Build(error), _) => return write!(f, "the client cannot be built: {error}"),
            (Cause::Wait, _) => return write!(f, "{}", RequestId(self)),
            (_, Some(operation)) => {
                let separator = if self.wait.is_some() { ": " } else { "" };
                write!(f, "{separator}{} failed", operation.name)?;
            }
            (_, None) => {}
        }
        match self.attempts.len() {
            0 => {}
            // Without a client, the time is not known.
            1 if self.elapsed.is_zero() || !matches!(self.cause, Cause::Transport(_)) => {}
            count if self.elapsed.is_zero() => write!(f, " after {}", Count(count))?,
            count => write!(f, " after {} in {:.1?}", Count(count), self.elapsed)?,
        }
        f.write_str(": ")?;
        if let Some(response) = &self.response {
            write!(f, "{}, ", response.status)?;
        }
        write!(f, "{}", Why(self))?;
        if let (Some(url), Some(operation)) = (&self.url, self.operation)
            && self.is_of_url()
        {
            write!(f, "; the request was {} {url}{}", operation.method.as_str(), operation.path)?;
        }
        write!(f, "{}", RequestId(self))
    }
}

/// Prints the request id, if there is one.
struct RequestId<'f>(&'f Failure);

impl fmt::Display for RequestId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.response.as_ref().and_then(RawResponse::request_id) {
            Some(id) => write!(f, " (request id {})", Brief(&self.0.redacted(id))),
            None => Ok(()),
        }
    }
}

/// Prints a number of attempts.
struct Count(usize);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} attempt{}", self.0, if self.0 == 1 { "" } else { "s" })
    }
}

/// Prints the cause of a failure.
struct Why<'f>(&'f Failure);

impl fmt::Display for Why<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let redacted = |text| self.0.redacted(text);
        match &self.0.cause {
            Cause::Build(error) => error.fmt(f),
            Cause::Wait => Ok(()),
            Cause::Request(error) => error.fmt(f),
            Cause::Overdue { held: Some(wait) } => {
                write!(f, "no time left: the rate limit delays the call for {wait:.1?}")
            }
            Cause::Overdue { held: None } => f.write_str("no time left for an attempt"),
            Cause::RateLimit { available_in, at, max } => {
                write!(f, "the rate limit is used up: requests are available again in {available_in:.1?}")?;
                if let Some(at) = at {
                    write!(f, ", at {at}")?;
                }
                write!(f, ", and `max_rate_limit_wait` is {max:?}")
            }
            Cause::Transport(error) => error.fmt(f),
            Cause::Redirect { host: Some(host) } => {
                write!(f, "redirect to {} not followed", Brief(&redacted(host)))
            }
            Cause::Redirect { host: None } => f.write_str("redirect not followed"),
            Cause::Api(Envelope { code, description, .. }) => {
                Brief(&redacted(code)).fmt(f)?;
                if let Some(description) = description {
                    write!(f, ": {}", Brief(&redacted(description)))?;
                }
                match self.0.reason() {
                    Some(reason) => write!(f, "; {reason}"),
                    None => Ok(()),
                }
            }
            Cause::Empty => f.write_str("empty body"),
            Cause::RepeatedPage { page } => write!(f, "page {page} has the items of an earlier page"),
            Cause::ContentType { found, expected } => {
                write!(f, "expected a body of type {expected}, found {}", Brief(&redacted(found)))
            }
            Cause::Body { error, .. } => match self.0.decode_path() {
                None | Some("") => write!(f, "cannot decode the body: {error}"),
                Some(path) => write!(f, "cannot decode the body at `{}`: {error}", Brief(&redacted(path))),
            },
        }
    }
}

/// Prints nothing of the body but code, description and documented detail of the error.
impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Error");
        if let Some(operation) = self.operation {
            out.field("operation", &operation.name);
        }
        out.field("kind", &self.kind());
        if let Some(wait) = &self.wait {
            out.field("wait", wait);
        }
        if let Some(response) = &self.response {
            out.field("status", &response.status.as_u16());
            let id = response.request_id().map(|id| self.redacted(id));
            out.field("request_id", &id.as_deref().map(Brief));
        }
        match &self.cause {
            Cause::Build(error) => out.field("cause", error),
            Cause::Wait => &mut out,
            Cause::Request(error) => out.field("cause", error),
            Cause::Transport(error) => {
                out.field("cause", &error.to_string());
                // Otherwise the cause contains it.
                if let Some(source) = error.source_text().filter(|_| error.names_the_host()) {
                    out.field("source", &Brief(&source));
                }
                &mut out
            }
            Cause::Api(Envelope { code, description, .. }) => {
                out.field("code", &Brief(&self.redacted(code)));
                let description = description.as_deref().map(|description| self.redacted(description));
                out.field("description", &description.as_deref().map(Brief));
                if let Some(reason) = self.reason() {
                    out.field("detail", &reason.as_str());
                }
                &mut out
            }
            _ => out.field("cause", &format_args!("{}", Why(self))),
        };
        if let (Some(url), Some(operation)) = (&self.url, self.operation)
            && self.is_of_url()
        {
            out.field("url", &format_args!("{url}{}", operation.path));
        }
        if self.attempts.len() > 1 {
            out.field("attempts", &self.attempts);
        }
        if !self.elapsed.is_zero() {
            out.field("elapsed", &self.elapsed);
        }
        out.finish_non_exhaustive()
    }
}
