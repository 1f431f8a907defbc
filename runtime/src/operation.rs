//! What is known of an operation before anybody calls it.

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
    pub repeatable: bool,
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
