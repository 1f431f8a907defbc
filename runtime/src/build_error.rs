//! What is wrong with the settings of a client.

use std::fmt;
use std::time::Duration;

use crate::TransportError;

/// Why there is no client.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The environment variable of the token is not set, or is empty.
    MissingVariable {
        /// The variable's name.
        name: &'static str,
    },
    /// An environment variable is no Unicode text.
    Variable {
        /// The variable's name.
        name: &'static str,
    },
    /// The token is empty, or has characters that no header can have.
    Token,
    /// The URL is not one that paths can be appended to.
    Url {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The URL is of `http://`, and its host is another machine.
    PlainHttp {
        /// The host.
        host: String,
    },
    /// A timeout is zero, or longer than a day.
    Timeout {
        /// What it was to be.
        timeout: Duration,
    },
    /// The name of the caller has characters that no header can have.
    UserAgent,
    /// The environment names a proxy that cannot be used. Connecting directly could bypass what it is there for.
    Proxy {
        /// The variable's name.
        variable: &'static str,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The transport cannot be set up, most likely because the system has no root certificates.
    Transport(TransportError),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingVariable { name } => {
                write!(f, "the environment variable {name} is not set")
            }
            Self::Variable { name } => {
                write!(f, "the environment variable {name} is no Unicode text")
            }
            Self::Token => f.write_str("the token is empty or has characters that no header can have"),
            Self::Url { reason } => write!(f, "the URL cannot be used: {reason}"),
            Self::PlainHttp { host } => {
                write!(f, "a token must not travel to {host} by plain http")
            }
            Self::Timeout { timeout } => write!(f, "a timeout of {timeout:?} is zero, or longer than 24 hours"),
            Self::UserAgent => f.write_str("the user agent has characters that no header can have"),
            Self::Proxy { variable, reason } => write!(f, "{variable}: {reason}"),
            Self::Transport(_) => f.write_str("the transport cannot be set up"),
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            _ => None,
        }
    }
}
