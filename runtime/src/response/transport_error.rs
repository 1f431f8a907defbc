//! Why a transport has no complete response.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;

use crate::wire::Brief;

/// Why a transport has no complete response.
///
/// A transport of your own must not put the URL into the source: its query can hold what no log should. `Debug` shows
/// neither the headers nor the body of a partial response.
pub struct TransportError {
    kind: Kind,
    source: Option<Box<dyn StdError + Send + Sync>>,
    /// The part of a response that was there already.
    partial: Option<Box<http::Response<Bytes>>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Connect,
    ConnectTimeout,
    Timeout,
    Interrupted,
    TooLarge { limit: usize },
    Other,
}

impl TransportError {
    /// There is no connection, so the server has seen nothing of the request.
    pub fn connect(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::because(Kind::Connect, source)
    }

    /// There was no connection in time, so the server has seen nothing of the request.
    pub fn connect_timeout() -> Self {
        Self::new(Kind::ConnectTimeout)
    }

    /// The response was not complete in time. The server may have carried the request out.
    pub fn timeout() -> Self {
        Self::new(Kind::Timeout)
    }

    /// The connection broke. The server may have carried the request out.
    pub fn interrupted(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::because(Kind::Interrupted, source)
    }

    /// The response's body is larger than `limit` bytes.
    pub fn too_large(limit: usize) -> Self {
        Self::new(Kind::TooLarge { limit })
    }

    /// Anything else.
    pub fn other(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::because(Kind::Other, source)
    }

    /// The error with what there is of a response: its head, and the body as far as it came.
    #[must_use]
    pub fn with_partial(mut self, response: http::Response<Bytes>) -> Self {
        self.partial = Some(Box::new(response));
        self
    }

    /// Whether it failed before there was a connection, so that the server has seen nothing of the request.
    pub fn is_connect(&self) -> bool {
        matches!(self.kind, Kind::Connect | Kind::ConnectTimeout)
    }

    /// Whether it took too long, to connect or on the whole.
    pub fn is_timeout(&self) -> bool {
        matches!(self.kind, Kind::ConnectTimeout | Kind::Timeout)
    }

    /// Whether the connection broke.
    pub fn is_interrupted(&self) -> bool {
        self.kind == Kind::Interrupted
    }

    /// Whether the body was larger than permitted.
    pub fn is_too_large(&self) -> bool {
        matches!(self.kind, Kind::TooLarge { .. })
    }

    /// The sources of this error, in one line.
    pub(crate) fn source_text(&self) -> Option<String> {
        let mut source = self.source();
        let mut text = String::new();
        while let Some(error) = source {
            if !text.is_empty() {
                text.push_str(": ");
            }
            text.push_str(&error.to_string());
            source = error.source();
        }
        (!text.is_empty()).then_some(text)
    }

    /// What there is of a response.
    pub(crate) fn take_partial(&mut self) -> Option<http::Response<Bytes>> {
        self.partial.take().map(|partial| *partial)
    }

    fn new(kind: Kind) -> Self {
        Self { kind, source: None, partial: None }
    }

    fn because(kind: Kind, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind, source: Some(source.into()), partial: None }
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError")
            .field("kind", &self.kind)
            .field("source", &self.source_text().as_deref().map(Brief))
            .field("partial", &self.partial.as_ref().map(|partial| partial.status()))
            .finish()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Connect => f.write_str("no connection could be made"),
            Kind::ConnectTimeout => f.write_str("no connection could be made in time"),
            Kind::Timeout => f.write_str("there was no complete answer in time"),
            Kind::Interrupted => f.write_str("the connection broke before the answer was complete"),
            Kind::TooLarge { limit } => {
                write!(f, "the answer is larger than the permitted {limit} bytes")
            }
            Kind::Other => f.write_str("the request could not be sent"),
        }
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
