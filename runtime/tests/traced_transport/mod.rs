//! A transport that emits events, and clients that send through it.

use std::future;
use std::pin::Pin;

use api_client_runtime::{Bytes, Limits, blocking, http};

use crate::shop::Shop;

type Outcome = Result<http::Response<Bytes>, api_client_runtime::TransportError>;

/// Responds to every request with the same body, and emits an event at its start, at its end and when it is dropped.
pub struct TracedTransport(pub &'static str);

impl TracedTransport {
    fn respond(&self) -> Outcome {
        tracing::info!("sent");
        Ok(http::Response::new(Bytes::from_static(self.0.as_bytes())))
    }
}

impl blocking::Transport for TracedTransport {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> Outcome {
        self.respond()
    }
}

struct Dropped;

impl Drop for Dropped {
    fn drop(&mut self) {
        tracing::info!("dropped");
    }
}

impl api_client_runtime::Transport for TracedTransport {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> Pin<Box<dyn Future<Output = Outcome> + Send + '_>> {
        tracing::info!("begun");
        let dropped = Dropped;
        Box::pin(async move {
            let _dropped = dropped;
            if self.0.is_empty() {
                future::pending::<()>().await;
            }
            self.respond()
        })
    }
}

/// An async and a blocking client whose every response has the body `body`.
pub fn clients(body: &'static str) -> (api_client_runtime::Client<Shop>, blocking::Client<Shop>) {
    let client = api_client_runtime::Client::builder().token("4711").transport(TracedTransport(body));
    let blocking = blocking::Client::builder().token("4711").transport(TracedTransport(body));
    (client.build().unwrap(), blocking.build().unwrap())
}
