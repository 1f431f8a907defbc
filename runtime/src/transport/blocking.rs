//! The transport of blocking clients.

use bytes::Bytes;

use crate::exchange::Limits;
use crate::response::TransportError;

/// Sends the HTTP requests of a blocking client. See [`Builder::transport`](crate::Builder::transport).
///
/// An implementation must not follow redirects, must keep the limits, and must return a response whatever its status
/// is: the client decides what it means. It must not retry, as the client does.
///
/// # Example
///
/// A transport for tests, which returns the same response to every request:
///
/// ```
/// use api_client_runtime::http::{Request, Response};
/// use api_client_runtime::{Bytes, Limits, TransportError, blocking::Transport};
///
/// struct Fixed(&'static str);
///
/// impl Transport for Fixed {
///     fn send(&self, _: Request<Bytes>, _: Limits) -> Result<Response<Bytes>, TransportError> {
///         Ok(Response::new(Bytes::from_static(self.0.as_bytes())))
///     }
/// }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends `request` and receives the whole response.
    ///
    /// # Errors
    ///
    /// If there is no complete response within `limits`. The kind of [`TransportError`] decides whether the client
    /// retries.
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> Result<http::Response<Bytes>, TransportError>;
}
