//! The transport of async clients.

use bytes::Bytes;

use super::BoxFuture;
use crate::exchange::Limits;
use crate::response::TransportError;

/// Sends the HTTP requests of an async client. See [`Builder::transport`](crate::Builder::transport).
///
/// With feature `tower`, `Tower` makes a transport of any `tower` service.
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
/// use api_client_runtime::{BoxFuture, Bytes, Limits, Transport, TransportError};
///
/// struct Fixed(&'static str);
///
/// impl Transport for Fixed {
///     fn send(&self, _: Request<Bytes>, _: Limits) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
///         Box::pin(async { Ok(Response::new(Bytes::from_static(self.0.as_bytes()))) })
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
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>>;
}
