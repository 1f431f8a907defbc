//! A transport that emits events, and clients that send through it.

use std::future;
use std::pin::Pin;

use api_client_runtime::{Bytes, Limits, blocking, http};

use crate::shop::Shop;

type Outcome = Result<http::Response<Bytes>, api_client_runtime::TransportError>;

/// Responds with the same body again and again, and tells when it begins, when it is done and when it is dropped.
pub struct Telling(pub &'static str);

impl Telling {
    fn answer(&self) -> Outcome {
        tracing::info!("sent");
        Ok(http::Response::new(Bytes::from_static(self.0.as_bytes())))
    }
}

impl blocking::Transport for Telling {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> Outcome {
        self.answer()
    }
}

struct Dropped;

impl Drop for Dropped {
    fn drop(&mut self) {
        tracing::info!("dropped");
    }
}

impl api_client_runtime::Transport for Telling {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> Pin<Box<dyn Future<Output = Outcome> + Send + '_>> {
        tracing::info!("begun");
        let dropped = Dropped;
        Box::pin(async move {
            let _dropped = dropped;
            if self.0.is_empty() {
                future::pending::<()>().await;
            }
            self.answer()
        })
    }
}

/// An async client and a blocking one, each of which is responded `body`.
pub fn clients(body: &'static str) -> (api_client_runtime::Client<Shop>, blocking::Client<Shop>) {
    let client = api_client_runtime::Client::builder().token("4711").transport(Telling(body));
    let blocking = blocking::Client::builder().token("4711").transport(Telling(body));
    (client.build().unwrap(), blocking.build().unwrap())
}
