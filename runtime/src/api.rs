//! What a generated crate declares of its API: the API, its services and its operations.

use std::fmt;

use crate::trace::Callsites;
use crate::wire::{DecodeError, Reader};

/// An API. A generated crate has one marker type that implements it, such as `Shop`, and its aliases of [`Error`] and
/// of the clients name it.
///
/// [`Error`]: crate::Error
pub trait Api: Sized + 'static {
    /// The error codes of the API.
    type Code: Clone + fmt::Debug + PartialEq + Send + Sync + 'static;
    /// The details of its errors: what comes with an error besides code and description.
    type Detail: fmt::Debug + Send + Sync + 'static;

    /// The facts of the API that a client needs.
    const DESCRIPTION: &'static Description;

    /// Converts a code as the server sends it. An undocumented code has a value too.
    fn code(wire: &str) -> Self::Code;

    /// Decodes the detail of an error with this `code`.
    ///
    /// # Errors
    ///
    /// If the detail is not what is documented for the code.
    fn detail(code: &Self::Code, json: &mut Reader<'_>) -> Result<Self::Detail, DecodeError>;
}

/// The facts of an API that a client needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Description {
    /// The name of the API, such as `shop`.
    pub name: &'static str,
    /// The base URL: scheme, host, and an optional prefix of all paths, without a slash at the end.
    pub url: &'static str,
    /// The environment variable with the token, for `from_env` of a client.
    pub token_variable: &'static str,
    /// The environment variable with another base URL, for `from_env` of a client. It can be unset.
    pub url_variable: &'static str,
    /// The key of the error in the body of an error response. Without a value, or if the body has no such key, the body
    /// itself is the error.
    pub error_envelope: Option<&'static str>,
    /// The response header with the server's id of the request.
    pub request_id_header: Option<&'static str>,
    /// The response header with the number of requests that a window of the rate limit permits.
    pub rate_limit_permitted_header: Option<&'static str>,
    /// The response header with the number of requests that remain in the current window.
    pub rate_limit_remaining_header: Option<&'static str>,
    /// The length of a window of the rate limit, in seconds, if windows start at multiples of it, as minutes do.
    pub rate_limit_window: Option<u16>,
    /// The error codes that are retried whatever their status is.
    pub retryable_codes: &'static [&'static str],
    /// The error codes that are not retried whatever their status is.
    pub final_codes: &'static [&'static str],
    /// What errors print of their details, for each code with a documented detail.
    pub details: &'static [DetailFields],
    /// The paths with which those of operations begin, one for each service. A base URL cannot end with one of them.
    pub service_paths: &'static [&'static str],
    /// The product of the generated crate in the `User-Agent` header, such as `shop-api/1.0.0`.
    pub user_agent: &'static str,
    /// The callsites of spans and events, made by `callsites!`.
    #[doc(hidden)]
    pub callsites: &'static Callsites,
}

/// What an error prints of its detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DetailFields {
    /// The error code.
    pub code: &'static str,
    /// The documented fields that are not secret, by their paths, such as `argument.name`. Lists are not a part of a
    /// path.
    pub shown: &'static [&'static str],
    /// Those that are points in time.
    pub timestamps: &'static [&'static str],
}

/// A part of an API whose operations have the same authentication and some errors in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Service {
    /// The name of the service.
    pub name: &'static str,
    /// How requests to its operations are authenticated.
    pub authentication: Authentication,
    /// The error codes that each of its operations can return.
    pub errors: &'static [&'static str],
}

/// How a request is authenticated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Authentication {
    /// By a token in the header `Authorization: Bearer <token>`.
    Bearer,
    /// Not at all. No token is sent, even if the client has one.
    None,
}

/// An operation of an API. A generated crate has one static for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operation {
    /// The name of the operation, such as `products::get`.
    pub name: &'static str,
    /// The service that it belongs to.
    pub service: &'static Service,
    /// The HTTP method.
    pub method: Method,
    /// Whether the arguments are sent as a JSON body, and not in the query.
    pub body: bool,
    /// The path after the base URL, with placeholders, such as `/products/{product}/reviews`.
    pub path: &'static str,
    /// Whether carrying it out twice has the same effect as once, so that a client [retries](crate::RetryPolicy) it.
    pub idempotent: bool,
    /// The scopes of which the token needs at least one. Empty if every token will do.
    pub scopes: &'static [&'static str],
    /// The documented error codes, besides those of its [service](Self::service).
    pub errors: &'static [&'static str],
}

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
    /// `PUT`.
    Put,
    /// `PATCH`.
    Patch,
    /// `DELETE`.
    Delete,
}

impl Method {
    /// Returns the method as HTTP spells it, such as `GET`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Returns whether HTTP defines the method as idempotent: true for all but `POST` and `PATCH`.
    pub const fn is_idempotent(self) -> bool {
        matches!(self, Self::Get | Self::Put | Self::Delete)
    }
}

impl From<Method> for http::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Post => Self::POST,
            Method::Put => Self::PUT,
            Method::Patch => Self::PATCH,
            Method::Delete => Self::DELETE,
        }
    }
}
