//! The exchange of a request for a response, without the I/O: pure functions between which a client, a retry loop or a
//! test does the sending. `Attempts` is the loop that clients run.

#[cfg(any(feature = "client", feature = "blocking"))]
mod attempts;
#[cfg(any(feature = "client", feature = "blocking"))]
mod paging;
#[cfg(any(feature = "client", feature = "blocking"))]
mod waiting;

use std::fmt;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, LOCATION, USER_AGENT};
use http::{HeaderValue, Uri};

#[cfg(any(feature = "client", feature = "blocking"))]
pub use self::attempts::{Attempts, Clock, Governor, Moment, Renewal, Step, Terms};
#[cfg(any(feature = "client", feature = "blocking"))]
pub use self::paging::Paging;
#[cfg(any(feature = "client", feature = "blocking"))]
pub use self::waiting::{WaitStep, Waiting};
use crate::envelope::Envelope;
use crate::failure::Cause;
pub use crate::failure::Failure;
pub use crate::response::Answer;
use crate::secret::PublicUrl;
use crate::trace::CallSpan;
use crate::{
    Authentication, ContentType, Decode, Description, Operation, Request, RequestError, Response, TransportError,
};

/// Where requests go, and whose they are.
#[derive(Clone)]
pub struct Target {
    /// Scheme, host, and what all paths begin with, without a slash at the end.
    pub url: String,
    /// The value of `Authorization`, if there is a token.
    pub authorization: Option<HeaderValue>,
    /// The value of `User-Agent`.
    pub user_agent: HeaderValue,
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target")
            .field("url", &PublicUrl(&self.url))
            .field("authorized", &self.authorization.is_some())
            .field("user_agent", &self.user_agent)
            .finish()
    }
}

/// The HTTP request for `request`.
///
/// # Errors
///
/// Where the arguments do not fit the operation's path, or it wants a token that `target` does not have.
pub fn encode(request: &Request, target: &Target) -> Result<http::Request<Bytes>, RequestError> {
    let operation = request.operation();
    let wire = request.to_wire(&target.url)?;
    let mut message = http::Request::new(Bytes::new());
    *message.method_mut() = operation.method.into();
    *message.uri_mut() = Uri::try_from(wire.target).map_err(|_| RequestError::Uri)?;
    let headers = message.headers_mut();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(USER_AGENT, target.user_agent.clone());
    if operation.authentication == Authentication::Bearer {
        let mut authorization = target.authorization.clone().ok_or(RequestError::NoToken)?;
        // HTTP libraries show headers in their logs, and leave out those that say so.
        authorization.set_sensitive(true);
        headers.insert(AUTHORIZATION, authorization);
    }
    if let Some(body) = wire.body {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        *message.body_mut() = body.into();
    }
    Ok(message)
}

/// A request that could not be [encoded](encode), as a failure.
#[cold]
pub fn refused(operation: &'static Operation, error: RequestError) -> Box<Failure> {
    Box::new(Failure::new(operation, Cause::Request(error), None))
}

/// What a transport's outcome means: an answer that says success, or a failure.
///
/// # Errors
///
/// Where there is no response, and where its status is anything but a 2xx.
pub fn conclude(
    operation: &'static Operation,
    description: &'static Description,
    outcome: Result<http::Response<Bytes>, TransportError>,
) -> Result<Answer, Box<Failure>> {
    match outcome {
        Ok(response) if response.status().is_success() => Ok(Answer::new(description, response)),
        Ok(response) => {
            let answer = Answer::new(description, response);
            let cause = rejection(&answer);
            Err(Box::new(Failure::new(operation, cause, Some(answer))))
        }
        Err(mut error) => {
            let answer = error.take_partial().map(|partial| Answer::new(description, partial));
            Err(Box::new(Failure::new(operation, Cause::Transport(error), answer)))
        }
    }
}

/// The response that a successful answer is.
///
/// # Errors
///
/// Where its body is not what the operation is documented to answer. The failure keeps the body.
pub fn decode<T: Decode>(operation: &'static Operation, mut answer: Answer) -> Result<Response<T>, Box<Failure>> {
    let span = std::mem::take(&mut answer.span);
    let _within = span.enter();
    // Only these two lines are compiled once for each type.
    match prepare(&answer, T::EXPECTS).and_then(|()| T::from_body(&answer.body).map_err(Cause::body)) {
        Ok(value) => Ok(Response::new(value, answer)),
        Err(cause) => Err(unusable(operation, cause, answer, &span)),
    }
}

/// An answer that says success and is none, as a failure.
#[cold]
fn unusable(operation: &'static Operation, cause: Cause, answer: Answer, span: &CallSpan) -> Box<Failure> {
    let failure = Box::new(Failure::new(operation, cause, Some(answer)));
    span.failed(&failure);
    failure
}

/// Makes sure that a body is worth decoding: a page of a proxy's is no text that was asked for, and no broken JSON.
fn prepare(answer: &Answer, expects: ContentType) -> Result<(), Cause> {
    if expects == ContentType::Json && answer.body.is_empty() {
        return Err(Cause::Empty);
    }
    match answer.headers.get(CONTENT_TYPE).map(|value| value.to_str().unwrap_or("?")) {
        found if expects.admits(found) => Ok(()),
        found => Err(Cause::ContentType { found: found.unwrap_or_default().to_owned(), expected: expects.name() }),
    }
}

/// Why an answer that says no success says so.
#[cold]
fn rejection(answer: &Answer) -> Cause {
    if answer.status.is_redirection() {
        let host = answer.header(LOCATION.as_str()).and_then(host_of);
        return Cause::Redirect { host };
    }
    // An error that can be read is one, whatever its content type says.
    match Envelope::read(&answer.body, answer.description.error_envelope) {
        Ok(envelope) => Cause::Api(envelope),
        Err(error) => match prepare(answer, ContentType::Json) {
            Ok(()) => Cause::body(error),
            Err(cause) => cause,
        },
    }
}

/// The host and port of an absolute URL; `None` for a path, which stays on the same host.
fn host_of(location: &str) -> Option<String> {
    let uri = Uri::try_from(location).ok()?;
    let host = uri.host()?;
    Some(uri.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}
