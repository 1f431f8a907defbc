//! What an API is to this crate: its facts, its error codes, and its calls.

use std::fmt;

use crate::wire::{DecodeError, Reader};

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

/// An operation of an API. A generated crate has one static for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operation {
    /// Its name, as in `products::get`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// Whether arguments travel as a JSON body, and not in the query.
    pub body: bool,
    /// The path behind the API's URL, with placeholders: `/products/{product}/reviews`.
    pub path: &'static str,
    /// Whether calling it twice does no more than calling it once, so that a client may try again by itself.
    pub idempotent: bool,
    /// What the server wants to know of the caller.
    pub authentication: Authentication,
    /// Scopes of which the token needs any one; empty where every token will do.
    pub scopes: &'static [&'static str],
    /// The documented error codes, besides those that every operation can answer.
    pub errors: &'static [&'static str],
}

/// The HTTP methods that APIs use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates, or does.
    Post,
    /// Replaces.
    Put,
    /// Changes.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// The method's name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Whether sending a request twice does no more than sending it once.
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

/// How a request says whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Authentication {
    /// By a token: `Authorization: Bearer <token>`.
    Bearer,
    /// Not at all; a token is not sent even where there is one.
    None,
}
