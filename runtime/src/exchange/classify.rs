//! What the outcome of a request means: a response to decode, or a failure.

use std::sync::Arc;

use bytes::Bytes;
use http::Uri;
use http::header::{CONTENT_TYPE, LOCATION};

use crate::api::{Description, Operation};
use crate::request::RequestError;
use crate::response::{Cause, Envelope, Failure, History, RawResponse, Response, TransportError};
use crate::trace::{CallSpan, SucceededCall};
use crate::wire::{ContentType, Decode};

/// A response with status 2xx that is not decoded yet, with the attempts before it and the span of its call.
pub struct Exchange {
    pub(crate) response: RawResponse,
    pub(crate) attempts: History,
    pub(crate) span: CallSpan,
    /// The base URL of the request.
    pub(crate) url: Option<Arc<str>>,
}

/// A request that could not be [encoded](crate::request::encode), as a failure.
#[cold]
pub fn refused(operation: &'static Operation, error: RequestError) -> Box<Failure> {
    Box::new(Failure::new(operation, Cause::Request(error), None, History::default()))
}

/// Classifies the outcome of one request.
///
/// # Errors
///
/// If there is no response, or its status is not 2xx.
pub fn classify(
    operation: &'static Operation,
    description: &'static Description,
    outcome: Result<http::Response<Bytes>, TransportError>,
) -> Result<Exchange, Box<Failure>> {
    let failure = |cause, response| Box::new(Failure::new(operation, cause, response, History::default()));
    match outcome {
        Ok(response) if response.status().is_success() => Ok(Exchange {
            response: RawResponse::new(description, response),
            attempts: History::default(),
            span: CallSpan::none(description.callsites),
            url: None,
        }),
        Ok(response) => {
            let response = RawResponse::new(description, response);
            Err(failure(rejection(&response), Some(response)))
        }
        Err(mut error) => {
            let partial = error.take_partial().map(|partial| RawResponse::new(description, partial));
            Err(failure(Cause::Transport(error), partial))
        }
    }
}

/// Decodes the body of a response with status 2xx.
///
/// # Errors
///
/// If the body is not a `T`. The failure keeps the body.
pub fn decode<T: Decode>(operation: &'static Operation, exchange: Exchange) -> Result<Response<T>, Box<Failure>> {
    let _within = exchange.span.enter();
    // Only these lines are compiled once for each type.
    if exchange.response.body.is_empty()
        && let Some(value) = T::from_empty()
    {
        succeeded(operation, &exchange);
        return Ok(Response::new(value, exchange.response));
    }
    let body = &exchange.response.body;
    match prepare(&exchange.response, T::expects()).and_then(|()| T::from_body(body).map_err(Cause::body)) {
        Ok(value) => {
            succeeded(operation, &exchange);
            Ok(Response::new(value, exchange.response))
        }
        Err(cause) => {
            Err(undecodable(operation, cause, exchange.response, exchange.attempts, exchange.url, &exchange.span))
        }
    }
}

/// Records that a call has succeeded.
fn succeeded(operation: &'static Operation, exchange: &Exchange) {
    exchange.span.succeeded(|| SucceededCall {
        operation: operation.name,
        status: exchange.response.status.as_u16(),
        attempts: exchange.attempts.failed.len() + 1,
        elapsed: exchange.attempts.elapsed,
    });
}

/// A response with status 2xx whose body cannot be decoded, as a failure.
#[cold]
fn undecodable(
    operation: &'static Operation,
    cause: Cause,
    response: RawResponse,
    attempts: History,
    url: Option<Arc<str>>,
    span: &CallSpan,
) -> Box<Failure> {
    let mut failure = Box::new(Failure::new(operation, cause, Some(response), attempts));
    failure.url = url;
    span.failed(|| failure.recorded());
    failure
}

/// Checks that a body is worth decoding: a proxy's page is neither the expected text nor broken JSON.
fn prepare(response: &RawResponse, expects: ContentType) -> Result<(), Cause> {
    if expects == ContentType::Json && response.body.is_empty() {
        return Err(Cause::Empty);
    }
    match response.headers.get(CONTENT_TYPE).map(|value| value.to_str().unwrap_or("?")) {
        found if expects.admits(found) => Ok(()),
        found => Err(Cause::ContentType { found: found.unwrap_or_default().to_owned(), expected: expects.name() }),
    }
}

/// Why a response does not have a status of 2xx.
#[cold]
fn rejection(response: &RawResponse) -> Cause {
    if response.status.is_redirection() {
        let host = response.header(LOCATION.as_str()).and_then(host_of);
        return Cause::Redirect { host };
    }
    // An error that can be read is one, whatever its content type says.
    match Envelope::read(&response.body, response.description.error_envelope) {
        Ok(envelope) => Cause::Api(envelope),
        Err(error) => match prepare(response, ContentType::Json) {
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

impl std::fmt::Debug for Exchange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Exchange").field("response", &self.response).field("attempts", &self.attempts).finish()
    }
}
