//! What an API is to this crate: its facts, its error codes, and its calls.

use std::fmt;

use crate::{Decode, DecodeError, Operation, Reader, Request};

/// An API: a type without values that a generated crate declares once, and names in all that it makes of this crate.
pub trait Api: Sized + 'static {
    /// The codes of its errors.
    type Code: Clone + fmt::Debug + PartialEq + Send + Sync + 'static;
    /// What comes with an error besides its code and description.
    type Detail: fmt::Debug + Send + Sync + 'static;

    /// The API's facts.
    const DESCRIPTION: &'static Description;

    /// The code that is `wire` in an answer. One that nobody documented is a code too.
    fn code(wire: &str) -> Self::Code;

    /// Reads the detail of an error with this `code`.
    ///
    /// # Errors
    ///
    /// Where the detail is not what the code's documentation says. The error keeps the rest all the same.
    fn detail(code: &Self::Code, json: &mut Reader<'_>) -> Result<Self::Detail, DecodeError>;
}

/// The facts of an API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Description {
    /// Its name, as in `shop`.
    pub name: &'static str,
    /// Where it is: scheme, host, and what all its paths begin with, without a slash at the end.
    pub url: &'static str,
    /// The environment variable that holds the token.
    pub token_variable: &'static str,
    /// The environment variable that holds another URL, if any is to be used.
    pub url_variable: &'static str,
    /// The field of an error's body that the error is in. A body that is the error itself is understood too.
    pub error_envelope: Option<&'static str>,
    /// The header of an answer that names the request.
    pub request_id_header: Option<&'static str>,
    /// The header that says how many requests are permitted in a window of time.
    pub rate_limit_permitted_header: Option<&'static str>,
    /// The header that says how many of those remain.
    pub rate_limit_remaining_header: Option<&'static str>,
    /// How long such a window is, in seconds, if the server counts by the windows of a clock, such as minutes.
    pub rate_limit_window: Option<u16>,
    /// Codes of errors that can pass when the same is tried again.
    pub retryable_codes: &'static [&'static str],
    /// Codes of errors that do not, though their status says so.
    pub final_codes: &'static [&'static str],
    /// What a client calls itself in `User-Agent`.
    pub user_agent: &'static str,
}

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

/// A call that does no harm when it is carried out twice, as whoever wraps it says: `client.send(Repeatable(call))`.
///
/// By itself a client repeats a POST or PATCH only where the server cannot have carried it out. Wrapped, it is
/// [tried again](crate::RetryPolicy) as a GET is.
#[derive(Debug, Clone, Copy)]
#[must_use = "a request does nothing until a client sends it"]
pub struct Repeatable<C>(pub C);

impl<C: Call> Call for Repeatable<C> {
    type Api = C::Api;
    type Output = C::Output;

    const OPERATION: &'static Operation = C::OPERATION;

    fn into_request(self) -> Request {
        self.0.into_request().repeatable()
    }
}
