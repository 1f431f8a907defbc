//! The transport in process: requests reach the cloud without a port.

use std::time::Duration;

use katapult_api::runtime::{BoxFuture, Limits, Transport, blocking};
use katapult_api::{Bytes, TransportError, http};

use crate::cloud::{Cloud, Exchange, Outcome};

/// A transport to a cloud of the same process, for both clients.
///
/// Late responses wait by the clock of the cloud: one that stands still is advanced, and a test does not wait.
#[derive(Debug, Clone)]
pub struct InProcess(pub(crate) Cloud);

impl InProcess {
    /// Returns the outcome of a request, and how long to wait for it by the real clock.
    fn exchange(&self, request: &http::Request<Bytes>, limits: Limits) -> Result<(Outcome, Duration), TransportError> {
        self.0.follow();
        let Exchange { delay, outcome, .. } = self.0.respond(request);
        if !delay.is_zero() && delay >= limits.timeout {
            return Err(TransportError::timeout());
        }
        if !delay.is_zero() && self.0.is_manual() {
            self.0.clock().advance(delay);
            return Ok((outcome, Duration::ZERO));
        }
        Ok((outcome, delay))
    }
}

impl Transport for InProcess {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let (outcome, delay) = self.exchange(&request, limits)?;
            if !delay.is_zero() {
                tokio::time::sleep(delay).await;
            }
            received(outcome, limits)
        })
    }
}

impl blocking::Transport for InProcess {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> Result<http::Response<Bytes>, TransportError> {
        let (outcome, delay) = self.exchange(&request, limits)?;
        std::thread::sleep(delay);
        received(outcome, limits)
    }
}

fn received(outcome: Outcome, limits: Limits) -> Result<http::Response<Bytes>, TransportError> {
    match outcome {
        Outcome::Response(response) if response.body().len() > limits.max_body => {
            Err(TransportError::too_large(limits.max_body))
        }
        Outcome::Response(response) => Ok(response),
        Outcome::Truncated(response) => {
            Err(TransportError::interrupted("the connection was closed in the middle of the response")
                .with_partial(response))
        }
        Outcome::Dropped => Err(TransportError::interrupted("the connection was closed before the response")),
    }
}
