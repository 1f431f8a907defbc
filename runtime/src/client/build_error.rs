//! Why a client cannot be built.

use std::fmt;
use std::time::Duration;

use crate::api::Api;
use crate::response::{Error, Failure, TransportError};
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
use crate::transport::ProxyError;

/// The error of building a client.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The environment variable with the token is not set, or is empty.
    MissingVariable {
        /// The name of the variable.
        name: &'static str,
    },
    /// An environment variable is not valid Unicode.
    Variable {
        /// The name of the variable.
        name: &'static str,
    },
    /// The token is empty, or contains characters that a header cannot have.
    Token,
    /// The URL is not a valid base URL.
    Url {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The URL ends with a path that each request adds to it.
    ServicePath {
        /// The URL to use instead.
        url: String,
        /// The path that was added to it.
        path: &'static str,
    },
    /// The URL has the scheme `http`, and its host is another machine. See
    /// [`dangerously_allow_plain_http`](crate::Builder::dangerously_allow_plain_http).
    PlainHttp {
        /// The host of the URL.
        host: String,
    },
    /// A timeout is zero, or longer than 24 hours.
    Timeout {
        /// The timeout.
        timeout: Duration,
    },
    /// The user agent contains characters that a header cannot have.
    UserAgent,
    /// An environment variable names a proxy that is not supported. Connecting directly could bypass a protection, so
    /// it is not a fallback.
    Proxy {
        /// The name of the variable.
        variable: &'static str,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The transport cannot be set up. The most likely reason is that the system has no root certificates.
    Transport(TransportError),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingVariable { name } => {
                write!(f, "the environment variable {name} is not set")
            }
            Self::Variable { name } => {
                write!(f, "the environment variable {name} is not valid Unicode")
            }
            Self::Token => f.write_str("the token is empty or contains characters that a header cannot have"),
            Self::Url { reason } => write!(f, "invalid URL: {reason}"),
            Self::ServicePath { url, path } => {
                write!(f, "invalid URL: each request adds `{path}` to it, so write `{url}`")
            }
            Self::PlainHttp { host } => {
                write!(f, "refusing to send a token to {host} over plain HTTP")
            }
            Self::Timeout { timeout } => {
                write!(f, "invalid timeout {timeout:?}: must be longer than zero and at most 24 hours")
            }
            Self::UserAgent => f.write_str("the user agent contains characters that a header cannot have"),
            Self::Proxy { variable, reason } => write!(f, "invalid proxy in {variable}: {reason}"),
            Self::Transport(error) => write!(f, "the transport cannot be set up: {error}"),
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => Some(error),
            _ => None,
        }
    }
}

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
impl From<ProxyError> for BuildError {
    fn from(ProxyError { variable, reason }: ProxyError) -> Self {
        Self::Proxy { variable, reason }
    }
}

/// So that `?` returns it from a function that returns [`Error`].
impl<A: Api> From<BuildError> for Error<A> {
    fn from(error: BuildError) -> Self {
        Box::new(Failure::building(error)).into()
    }
}

impl<A: Api> Error<A> {
    /// Returns the error of building the client; `None` for other kinds of error.
    pub fn build_error(&self) -> Option<&BuildError> {
        std::error::Error::source(self)?.downcast_ref()
    }
}
