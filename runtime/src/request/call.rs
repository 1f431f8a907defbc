//! Calls: requests with the type of their response.

use super::Request;
use crate::api::{Api, Operation};
use crate::wire::Decode;

/// A request with the type of its response.
///
/// The request types of a generated crate implement it. A call does nothing until it is passed to `send` of a client.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request",
    label = "not a request",
    note = "`send` takes what a function of the API such as `get` or `list` returns",
    note = "a wait is for `client.wait`"
)]
pub trait Call {
    /// The API of the operation.
    type Api: Api;
    /// The type of the response.
    type Output: Decode + Send + Sync + 'static;

    /// The operation.
    const OPERATION: &'static Operation;

    /// Converts the call into the request to send.
    fn into_request(self) -> Request;
}

/// A reference to a call is a call as well, so that it can be sent several times.
impl<C: Call + Clone> Call for &C {
    type Api = C::Api;
    type Output = C::Output;

    const OPERATION: &'static Operation = C::OPERATION;

    fn into_request(self) -> Request {
        self.clone().into_request()
    }
}

/// Marks a call as idempotent, so that it is [retried](crate::RetryPolicy) like a GET: `client.send(Idempotent(call))`.
///
/// A client retries a POST or PATCH only if the server cannot have carried it out. Use this for a request that does no
/// harm when it is carried out twice.
///
/// # Example
///
/// ```
/// # use api_client_runtime::Call;
/// use api_client_runtime::Idempotent;
///
/// fn mark<C: Call>(call: C) -> Idempotent<C> {
///     Idempotent(call)
/// }
/// ```
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
