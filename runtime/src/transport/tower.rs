//! A transport over any `tower` service, such as middleware around another HTTP client.

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http_body::Body;
use tower_service::Service;

use super::deadline::Deadline;
use super::{Arriving, BoxFuture, MaybeSend, Transport};
use crate::exchange::{Instant, Limits};
use crate::response::TransportError;

type BoxError = Box<dyn StdError + Send + Sync>;

/// A [`Transport`] that sends each request through a clone of a `tower` service.
///
/// It waits for the service to be ready, receives the body, and keeps the client's `timeout` and `max_body`. The
/// `connect_timeout` is up to the service. The service must not follow redirects, as it would send the token to the
/// other host.
///
/// # Errors
///
/// If the service returns a [`TransportError`], that is the error of the transport. The error of a service that does
/// not become ready is a [failed connection](TransportError::connect), as nothing was sent. Every other error is an
/// [interruption](TransportError::interrupted), as the server may have received the request: an idempotent request is
/// retried, and another one is not. A service that knows more should return `TransportError::connect` if nothing was
/// sent, so that every request is retried, and `TransportError::other` if a retry cannot help. An error whose source is
/// a `TransportError` is treated like every other error, as the middleware that wrapped it may have sent the request
/// twice.
///
/// After the head of a response, the error keeps what was received, and an error of the body is never a failed
/// connection.
///
/// # Example
///
/// ```
/// # use api_client_runtime::{Api, BuildError, Client};
/// use std::convert::Infallible;
/// use api_client_runtime::{Bytes, Tower, http};
///
/// # struct Body;
/// # impl http_body::Body for Body {
/// #     type Data = Bytes;
/// #     type Error = Infallible;
/// #     fn poll_frame(
/// #         self: std::pin::Pin<&mut Self>,
/// #         _: &mut std::task::Context<'_>,
/// #     ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
/// #         std::task::Poll::Ready(None)
/// #     }
/// # }
/// fn client<A: Api>() -> Result<Client<A>, BuildError> {
///     let service = tower::service_fn(|_request: http::Request<Bytes>| async {
///         Ok::<_, Infallible>(http::Response::new(Body))
///     });
///     Client::builder().token("4711").transport(Tower::new(service)).build()
/// }
/// ```
pub struct Tower<S>(
    // Locked only to clone it, so that services need not be `Sync`, as boxed ones are not.
    Mutex<S>,
);

impl<S> Tower<S> {
    /// Creates a transport over `service`.
    pub const fn new(service: S) -> Self {
        Self(Mutex::new(service))
    }
}

impl<S, B> Transport for Tower<S>
where
    S: Service<http::Request<Bytes>, Response = http::Response<B>> + Clone + Send + 'static,
    S::Future: MaybeSend,
    S::Error: Into<BoxError>,
    B: Body + MaybeSend,
    B::Error: Into<BoxError>,
{
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let mut service = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            let start = Instant::now();
            let mut deadline = Deadline::after(limits.timeout);
            match deadline.bound(poll_fn(|context| service.poll_ready(context))).await {
                None => return Err(TransportError::connect_timeout()),
                Some(ready) => ready.map_err(|error| transport_error(error).unwrap_or_else(TransportError::connect))?,
            }
            let (head, body) = match deadline.bound(pin!(service.call(request))).await {
                None => return Err(TransportError::timeout()),
                Some(response) => response.map_err(failed)?.into_parts(),
            };
            let mut arriving = Arriving::new(head.status, head.headers, limits.max_body);
            // The timer is not polled while the body always has another frame.
            let is_over = || start.elapsed() >= limits.timeout;
            let outcome = deadline.bound(pin!(receive(body, &mut arriving, is_over))).await;
            arriving.end(outcome.unwrap_or_else(|| Err(TransportError::timeout())))
        })
    }
}

impl<S> fmt::Debug for Tower<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A service may contain secrets.
        f.debug_struct("Tower").finish_non_exhaustive()
    }
}

/// Receives `body`, unless the deadline comes first. Trailers are skipped.
async fn receive<B>(body: B, arriving: &mut Arriving, is_over: impl Fn() -> bool) -> Result<(), TransportError>
where
    B: Body,
    B::Error: Into<BoxError>,
{
    let mut body = pin!(body);
    arriving.announce(Some(body.size_hint().lower()))?;
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        if let Ok(piece) = frame.map_err(broken)?.into_data() {
            arriving.push(piece)?;
        }
        if is_over() {
            return Err(TransportError::timeout());
        }
    }
    Ok(())
}

/// The error of a service that has received the request.
fn failed(error: impl Into<BoxError>) -> TransportError {
    transport_error(error).unwrap_or_else(TransportError::interrupted)
}

/// The error of a body, which is never a failed connection.
fn broken(error: impl Into<BoxError>) -> TransportError {
    match failed(error) {
        error if error.is_connect() => TransportError::interrupted(error),
        error => error,
    }
}

/// The transport error that the service returned, if it is one.
fn transport_error(error: impl Into<BoxError>) -> Result<TransportError, BoxError> {
    error.into().downcast().map(|error| *error)
}
