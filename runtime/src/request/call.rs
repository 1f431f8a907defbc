//! Calls: requests whose response has a type.

use super::Request;
use crate::api::{Api, Operation};
use crate::wire::Decode;

/// One call of an operation: a request, and what it answers. It does nothing until a client sends it.
pub trait Call {
    /// The API that has the operation.
    type Api: Api;
    /// What the operation answers.
    type Output: Decode + 'static;

    /// The operation.
    const OPERATION: &'static Operation;

    /// The request to send.
    fn into_request(self) -> Request;
}

/// A request by itself is no call, but a reference to a call that can be cloned is one: it can be sent again.
impl<C: Call + Clone> Call for &C {
    type Api = C::Api;
    type Output = C::Output;

    const OPERATION: &'static Operation = C::OPERATION;

    fn into_request(self) -> Request {
        self.clone().into_request()
    }
}

/// A call that does no harm when it is carried out twice, as whoever wraps it says: `client.send(Idempotent(call))`.
///
/// By itself a client repeats a POST or PATCH only where the server cannot have carried it out. Wrapped, it is
/// [tried again](crate::RetryPolicy) as a GET is.
#[derive(Debug, Clone, Copy)]
#[must_use = "a request does nothing until a client sends it"]
pub struct Idempotent<C>(pub C);

impl<C: Call> Call for Idempotent<C> {
    type Api = C::Api;
    type Output = C::Output;

    const OPERATION: &'static Operation = C::OPERATION;

    fn into_request(self) -> Request {
        self.0.into_request().idempotent()
    }
}
