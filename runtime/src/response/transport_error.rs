//! The error of a transport.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;

use crate::wire::Brief;

/// The error of a transport that has no complete response.
///
/// Its kind decides whether the call is [retried](crate::RetryPolicy). `Display` prints what failed, and the source
/// with its sources unless the client's own connections already say the same. A source must not contain the URL, as its
/// query can contain secrets. `Debug` prints neither headers nor body of a partial response.
///
/// # Example
///
/// ```
/// use api_client_runtime::TransportError;
///
/// let error = TransportError::connect("connection refused");
/// assert!(error.is_connect() && !error.is_timeout());
/// ```
pub struct TransportError {
    kind: TransportErrorKind,
    /// What failed, with the host, for people to read.
    message: Option<Box<str>>,
    source: Option<Box<dyn StdError + Send + Sync>>,
    /// The response as far as it was received.
    partial: Option<Box<http::Response<Bytes>>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TransportErrorKind {
    Connect,
    Dns,
    Tls,
    ConnectTimeout,
    Timeout,
    Interrupted,
    TooLarge { limit: usize },
    Other,
}

impl TransportError {
    /// Creates the error of a connection that failed. The server has not received the request.
    pub fn connect(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::because(TransportErrorKind::Connect, source)
    }

    /// Creates the error of a host whose name cannot be resolved. The server has not received the request, which is
    /// retried once.
    pub fn dns(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::because(TransportErrorKind::Dns, source)
    }

    /// Creates the error of a TLS handshake that failed: the server uses another protocol, or its certificate is not
    /// accepted. The server has not received the request, which is not retried.
    pub fn tls(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::because(TransportErrorKind::Tls, source)
    }

    /// Creates the error of a connection that took too long. The server has not received the request.
    pub fn connect_timeout() -> Self {
        Self::new(TransportErrorKind::ConnectTimeout)
    }

    /// Creates the error of a response that took too long. The server may have carried the request out.
    pub fn timeout() -> Self {
        Self::new(TransportErrorKind::Timeout)
    }

    /// Creates the error of a connection that broke. The server may have carried the request out.
    pub fn interrupted(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::because(TransportErrorKind::Interrupted, source)
    }

    /// Creates the error of a body that is larger than `limit` bytes.
    pub fn too_large(limit: usize) -> Self {
        Self::new(TransportErrorKind::TooLarge { limit })
    }

    /// Creates any other error. It is not retried.
    pub fn other(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::because(TransportErrorKind::Other, source)
    }

    /// Creates the error of a mock that has no response. It is not retried.
    #[cfg(all(feature = "_exchange", feature = "test-support"))]
    pub(crate) fn unprepared(message: String) -> Self {
        Self::new(TransportErrorKind::Other).with_message(message)
    }

    /// Returns the error with a partial response: its head, and the body as far as it was received.
    #[must_use]
    pub fn with_partial(mut self, response: http::Response<Bytes>) -> Self {
        self.partial = Some(Box::new(response));
        self
    }

    /// The error with a message of its own, which names the host.
    #[cfg(all(
        feature = "_exchange",
        any(feature = "test-support", not(all(target_arch = "wasm32", target_os = "unknown")))
    ))]
    pub(crate) fn with_message(mut self, message: impl Into<Box<str>>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// Whether the message says which host it is about.
    pub(crate) fn names_the_host(&self) -> bool {
        self.message.is_some()
    }

    /// Returns whether there was no connection, so that the server has not received the request.
    pub fn is_connect(&self) -> bool {
        use TransportErrorKind::{Connect, ConnectTimeout, Dns, Tls};
        matches!(self.kind, Connect | ConnectTimeout | Dns | Tls)
    }

    /// Returns whether there was no connection because the name of the host cannot be resolved.
    pub fn is_dns(&self) -> bool {
        self.kind == TransportErrorKind::Dns
    }

    /// Returns whether there was no connection because of TLS: the server uses another protocol, or its certificate
    /// is not accepted.
    pub fn is_tls(&self) -> bool {
        self.kind == TransportErrorKind::Tls
    }

    /// Returns whether a connection or a response took too long.
    pub fn is_timeout(&self) -> bool {
        matches!(self.kind, TransportErrorKind::ConnectTimeout | TransportErrorKind::Timeout)
    }

    /// Returns whether the connection broke.
    pub fn is_interrupted(&self) -> bool {
        self.kind == TransportErrorKind::Interrupted
    }

    /// Returns whether the body was too large.
    pub fn is_too_large(&self) -> bool {
        matches!(self.kind, TransportErrorKind::TooLarge { .. })
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

    /// The partial response.
    pub(crate) fn take_partial(&mut self) -> Option<http::Response<Bytes>> {
        self.partial.take().map(|partial| *partial)
    }

    fn new(kind: TransportErrorKind) -> Self {
        Self { kind, message: None, source: None, partial: None }
    }

    fn because(kind: TransportErrorKind, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind, message: None, source: Some(source.into()), partial: None }
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
        if let Some(message) = &self.message {
            return f.write_str(message);
        }
        match self.kind {
            TransportErrorKind::Connect => f.write_str("connection failed"),
            TransportErrorKind::Dns => f.write_str("the name of the host cannot be resolved"),
            TransportErrorKind::Tls => f.write_str("TLS handshake failed"),
            TransportErrorKind::ConnectTimeout => f.write_str("connection timed out"),
            TransportErrorKind::Timeout => f.write_str("response timed out"),
            TransportErrorKind::Interrupted => f.write_str("connection broke before the response was complete"),
            TransportErrorKind::TooLarge { limit } => {
                write!(f, "response larger than the limit of {limit} bytes")
            }
            TransportErrorKind::Other => f.write_str("transport failed"),
        }?;
        match self.source_text() {
            Some(source) => write!(f, ": {}", Brief(&source)),
            None => Ok(()),
        }
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
