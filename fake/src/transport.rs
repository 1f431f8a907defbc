//! The transport in process: requests reach the cloud without a port.

use katapult_api::runtime::{BoxFuture, Limits, Transport, blocking};
use katapult_api::{Bytes, TransportError, http};

use crate::cloud::{Cloud, Outcome};

/// A transport to a cloud of the same process, for both clients.
///
/// Late responses wait by the clock of the cloud: one that stands still is advanced, and a test does not wait.
#[derive(Debug, Clone)]
pub struct InProcess(pub(crate) Cloud);

impl Transport for InProcess {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            self.0.follow();
            let exchange = self.0.answer(&request);
            if !exchange.delay.is_zero() {
                if exchange.delay >= limits.timeout {
                    return Err(TransportError::timeout());
                }
                match self.0.is_manual() {
                    true => self.0.clock().advance(exchange.delay),
                    false => tokio::time::sleep(exchange.delay).await,
                }
            }
            received(exchange.outcome, limits)
        })
    }
}

impl blocking::Transport for InProcess {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> Result<http::Response<Bytes>, TransportError> {
        self.0.follow();
        let exchange = self.0.answer(&request);
        if !exchange.delay.is_zero() {
            if exchange.delay >= limits.timeout {
                return Err(TransportError::timeout());
            }
            match self.0.is_manual() {
                true => self.0.clock().advance(exchange.delay),
                false => std::thread::sleep(exchange.delay),
            }
        }
        received(exchange.outcome, limits)
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
