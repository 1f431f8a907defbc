//! The requests that a mock received.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use crate::api::Operation;
use crate::request::{Call, Request};
use crate::wire::{Arguments, Value};

/// A request that a [`Mock`](super::Mock) received. Each attempt of a call is one.
///
/// `Debug` prints the operation with its arguments, and no secrets.
#[derive(Clone)]
pub struct ReceivedRequest(Arc<Inner>);

struct Inner {
    request: Request,
    http: http::Request<Bytes>,
    at: Duration,
}

impl ReceivedRequest {
    pub(super) fn new(request: Request, http: http::Request<Bytes>, at: Duration) -> Self {
        Self(Arc::new(Inner { request, http, at }))
    }

    /// Returns the operation.
    pub fn operation(&self) -> &'static Operation {
        self.0.request.operation()
    }

    /// Returns the arguments by name, before they were encoded.
    pub fn arguments(&self) -> &Arguments {
        self.0.request.arguments()
    }

    /// Returns the request as it was sent, with method, URL, headers and body.
    pub fn http(&self) -> &http::Request<Bytes> {
        &self.0.http
    }

    /// Returns the path of the URL as it was sent, percent-encoded.
    pub fn path(&self) -> &str {
        self.0.http.uri().path()
    }

    /// Returns the query of the URL as it was sent, percent-encoded; `None` if there is none.
    pub fn query(&self) -> Option<&str> {
        self.0.http.uri().query()
    }

    /// Returns the body as it was sent; empty if there is none.
    pub fn body(&self) -> &Bytes {
        self.0.http.body()
    }

    /// Returns when the request was received, on the clock of the mock since its creation.
    pub fn at(&self) -> Duration {
        self.0.at
    }

    /// Whether this is a request of `call`, with the same arguments in any order.
    pub(super) fn is_of(&self, call: &Request) -> bool {
        same_operation(self.operation(), call.operation()) && same_fields(self.arguments(), call.arguments())
    }

    pub(super) fn request(&self) -> &Request {
        &self.0.request
    }
}

impl fmt::Debug for ReceivedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.request.fmt(f)
    }
}

/// A request of the call `C` that a [`Mock`](super::Mock) received.
///
/// It equals a call with the same arguments, in any order, so that a test compares it with what its program should send.
pub struct Received<C>(ReceivedRequest, PhantomData<fn() -> C>);

impl<C: Call> Received<C> {
    /// The request, if it is one of this call.
    pub(super) fn of(request: &ReceivedRequest) -> Option<Self> {
        same_operation(request.operation(), C::OPERATION).then(|| Self(request.clone(), PhantomData))
    }
}

impl<C> Deref for Received<C> {
    type Target = ReceivedRequest;

    fn deref(&self) -> &ReceivedRequest {
        &self.0
    }
}

impl<C> Clone for Received<C> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}

impl<C> fmt::Debug for Received<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<C: Call + Clone> PartialEq<C> for Received<C> {
    fn eq(&self, call: &C) -> bool {
        self.0.is_of(&call.clone().into_request())
    }
}

pub(super) fn same_operation(one: &Operation, other: &Operation) -> bool {
    std::ptr::eq(one, other) || one == other
}

fn same_fields(one: &Arguments, other: &Arguments) -> bool {
    one.iter().count() == other.iter().count()
        && one.iter().all(|(name, value)| other.get(name).is_some_and(|other| same(value, other)))
}

fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => same_fields(one, other),
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        _ => one == other,
    }
}
