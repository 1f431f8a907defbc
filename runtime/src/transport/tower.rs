//! A transport made of any `tower` service, so that middleware and HTTP clients of others can carry calls.

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

/// A [`Transport`] that gives each request to a clone of a `tower` service.
///
/// It waits until the service is ready, reads the body, and keeps the client's `timeout` over all of it and `max_body`
/// by itself; how long a connection may take is the service's own affair. The service must follow no redirect, as the
/// token would go along.
///
/// # Errors
///
/// A service that fails with a [`TransportError`] has said what happened, and it is passed on as it is. The failure of
/// one that never became ready is one [to connect](TransportError::connect), since the request is still here. Of any
/// other nobody knows whether the server has seen the request, so it is an
/// [interruption](TransportError::interrupted): a GET, PUT or DELETE is tried again, and a POST or PATCH is not. A
/// service that knows better should say so: `TransportError::connect` where the request provably never left, which
/// permits another attempt of everything, and `TransportError::other` where no attempt will ever help. An error that
/// only has a `TransportError` as its source is any other error, because whoever wrapped it may have tried twice.
///
/// Once there is a response, its head and what came of its body are kept with the error, and no error of the body is
/// taken for one to connect.
pub struct Tower<S>(
    // Only to clone it, which makes services good that are not `Sync`, such as boxed ones.
    Mutex<S>,
);

impl<S> Tower<S> {
    /// The transport that sends through clones of `service`.
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
                Some(ready) => ready.map_err(|error| said(error).unwrap_or_else(TransportError::connect))?,
            }
            let (head, body) = match deadline.bound(service.call(request)).await {
                None => return Err(TransportError::timeout()),
                Some(response) => response.map_err(failed)?.into_parts(),
            };
            let mut arriving = Arriving::new(head.status, head.headers, limits.max_body);
            // The timer is not asked while a body always has another frame.
            let is_over = || start.elapsed() >= limits.timeout;
            let outcome = deadline.bound(receive(body, &mut arriving, is_over)).await;
            arriving.end(outcome.unwrap_or_else(|| Err(TransportError::timeout())))
        })
    }
}

impl<S> fmt::Debug for Tower<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A service may hold what no log should.
        f.debug_struct("Tower").finish_non_exhaustive()
    }
}

/// Reads all of `body`, unless the time is over first. Trailers are skipped.
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

/// What a service that has the request says of its failure, or else that the server may have seen it.
fn failed(error: impl Into<BoxError>) -> TransportError {
    said(error).unwrap_or_else(TransportError::interrupted)
}

/// The same for a body, behind whose head no failure is one to connect.
fn broken(error: impl Into<BoxError>) -> TransportError {
    match failed(error) {
        error if error.is_connect() => TransportError::interrupted(error),
        error => error,
    }
}

/// The transport error that `error` is, if it is one.
fn said(error: impl Into<BoxError>) -> Result<TransportError, BoxError> {
    error.into().downcast().map(|error| *error)
}
