//! The async client on wasm32, with the clock, timer and random numbers of the host.
//!
//! Needs `wasm-bindgen-test-runner` of the crate `wasm-bindgen-cli`, in the version of `wasm-bindgen` in Cargo.lock: `CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner cargo test -p
//! api-client-runtime --target wasm32-unknown-unknown --features client --test wasm`. It runs in Node.js.
#![cfg(all(target_arch = "wasm32", target_os = "unknown"))]
#![allow(clippy::unwrap_used, clippy::panic)] // A test fails by panicking.

mod shop;

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Mutex;
use std::time::Duration;

use api_client_runtime::exchange::Moment;
use api_client_runtime::{BoxFuture, Bytes, Client, Limits, RetryPolicy, Transport, TransportError, http};
use shop::{KETTLE, ProductId, Shop};
use wasm_bindgen_test::wasm_bindgen_test;

/// A transport that responds with one status after the other.
struct Script(Mutex<Vec<u16>>);

impl Transport for Script {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async {
            // On wasm32, the future need not be `Send`.
            let status = Rc::new(Cell::new(200));
            status.set(self.0.lock().unwrap().pop().unwrap());
            std::future::ready(()).await;
            let body = if status.get() == 200 { KETTLE } else { r#"{"error":{"code":"service_unavailable"}}"# };
            let head = http::Response::builder().status(status.get()).header("content-type", "application/json");
            let head = head.header("x-ratelimit-permitted", 1000).header("x-ratelimit-remaining", 998);
            Ok(head.body(Bytes::from(body)).unwrap())
        })
    }
}

fn client(statuses: &[u16], retry: RetryPolicy) -> Client<Shop> {
    let script = Script(Mutex::new(statuses.iter().rev().copied().collect()));
    Client::builder().token("4711").retry(retry).transport(script).build().unwrap()
}

#[wasm_bindgen_test]
async fn retries_after_a_wait() {
    let wait = Duration::from_millis(100);
    let client = client(&[503, 503, 503, 200], RetryPolicy::default().backoff(wait, wait));
    let start = Moment::now();
    assert_eq!(client.send(shop::get(ProductId::new("prod_1"))).await.unwrap().name, "Kettle");
    let took = Moment::now().instant - start.instant;
    // Three waits of up to 100 ms each, on a host that can be busy.
    assert!((Duration::from_millis(1)..Duration::from_secs(3)).contains(&took), "{took:?}");
}

#[wasm_bindgen_test]
async fn backoff_differs_between_clients() {
    let wait = Duration::from_millis(200);
    let retry = RetryPolicy::default().attempts(2).backoff(wait, wait);
    let mut waits = Vec::new();
    for _ in 0..6 {
        let error = client(&[503, 503], retry).send(shop::list()).await.unwrap_err();
        waits.push(error.attempts()[1].waited.as_millis() / 5);
    }
    assert!(waits.iter().any(|wait| *wait != waits[0]), "{waits:?}");
}

#[wasm_bindgen_test]
async fn counts_the_rate_limit_by_the_clock_of_the_host() {
    let client = client(&[200], RetryPolicy::never());
    assert_eq!(client.rate_limit(), None);
    client.send(shop::get(ProductId::new("prod_1"))).await.unwrap();
    let state = client.rate_limit().unwrap();
    assert_eq!((state.permitted, state.waiting), (1000, 0));
    assert!(state.resets_in <= Duration::from_secs(60));
    // A time after this test was written.
    assert!(Moment::now().wall > std::time::UNIX_EPOCH + Duration::from_secs(1_760_000_000));
}

#[cfg(feature = "tower")]
#[wasm_bindgen_test]
async fn accepts_a_service_that_is_not_send() {
    use api_client_runtime::Tower;
    use std::convert::Infallible;

    /// A body in one piece.
    struct Whole(Option<Bytes>);

    impl http_body::Body for Whole {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
            std::task::Poll::Ready(self.0.take().map(|whole| Ok(http_body::Frame::data(whole))))
        }
    }

    let service = tower::service_fn(|_: http::Request<Bytes>| async {
        let body = Rc::new(Bytes::from(KETTLE));
        std::future::ready(()).await;
        let head = http::Response::builder().header("content-type", "application/json");
        Ok::<_, Infallible>(head.body(Whole(Some(body.as_ref().clone()))).unwrap())
    });
    let client = Client::<Shop>::builder().token("4711").transport(Tower::new(service)).build().unwrap();
    assert_eq!(client.send(shop::get(ProductId::new("prod_1"))).await.unwrap().name, "Kettle");
}
