//! The async client while some of its futures are not polled, with a server that permits sixty requests per minute. The
//! clock is that of a paused runtime.

use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_client_runtime::{BoxFuture, Bytes, Client, Limits, RetryPolicy, Transport, TransportError, http};
use futures_util::{StreamExt as _, future, stream};
use tokio::time::{sleep, timeout};

use crate::paused::{CLOCK, elapsed, run};
use crate::shop::{self, ProductId, Shop};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

/// The time that the server takes for a slow request.
const SLOW: Duration = Duration::from_secs(5 * 60);

/// A server that counts requests per minute. A request arrives after 20 ms, if its future is polled.
#[derive(Debug, Clone, Default)]
struct Server {
    /// The requests of each minute.
    counted: Arc<Mutex<Vec<u32>>>,
}

impl Server {
    fn new() -> Self {
        Self::default()
    }

    fn client(&self) -> Client<Shop> {
        let builder = Client::builder().token("4711").retry(RetryPolicy::never()).clock(CLOCK);
        builder.timeout(10 * MINUTE).max_rate_limit_wait(Duration::MAX).transport(self.clone()).build().unwrap()
    }

    fn count(&self) -> u32 {
        let minute = elapsed().as_secs() as usize / 60;
        let mut counted = self.counted.lock().unwrap();
        counted.resize(minute + 1, 0);
        counted[minute] += 1;
        counted[minute]
    }

    /// The largest number of requests in a minute.
    fn most(&self) -> u32 {
        self.counted.lock().unwrap().iter().copied().max().unwrap()
    }
}

impl Transport for Server {
    fn send(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            // The request is sent after the connection is open.
            sleep(SECOND / 50).await;
            let remaining = 60u32.saturating_sub(self.count());
            sleep(if request.uri().path().contains("slow") { SLOW } else { SECOND / 10 }).await;
            let head = http::Response::builder().header("content-type", "application/json");
            let head = head.header("x-ratelimit-permitted", 60).header("x-ratelimit-remaining", remaining);
            Ok(head.body(r#"{"reviews":["a"],"per_page":1,"total_pages":9}"#.into()).unwrap())
        })
    }
}

fn call(name: &str) -> shop::Reviews {
    shop::reviews(ProductId::new(name))
}

/// Polls each of `futures` once.
async fn poll_once<F: Future>(futures: &mut [Pin<Box<F>>]) {
    for future in futures {
        let _ = future::poll_immediate(future.as_mut()).await;
    }
}

#[test]
fn a_consumer_of_a_buffered_stream_can_make_calls() {
    let server = Server::new();
    let client = server.client();
    run(async {
        let mut calls = stream::iter(0..300).map(|_| client.send(call("fast"))).buffer_unordered(100);
        let mut made = 0;
        while let Some(outcome) = calls.next().await {
            outcome.unwrap();
            // During this call, the futures in the buffer are not polled.
            client.send(call("fast")).await.unwrap();
            made += 2;
        }
        println!("{made} calls in {:?}: {:?}", elapsed(), server.counted.lock().unwrap());
        assert_eq!(made, 600);
        assert!(elapsed() < 40 * MINUTE, "{:?}", elapsed());
    });
    assert!(server.most() <= 60, "{:?}", server.counted.lock().unwrap());
}

#[test]
fn permits_of_futures_that_are_not_polled_expire() {
    let server = Server::new();
    let client = server.client();
    run(async {
        client.send(call("fast")).await.unwrap();
        sleep(MINUTE - elapsed()).await;
        let mut held: Vec<_> = (0..100).map(|_| Box::pin(client.send(call("fast")))).collect();
        poll_once(&mut held).await;
        // They are not polled, so none is sent. This call is sent, after at most a window.
        timeout(2 * MINUTE, client.send(call("fast"))).await.unwrap().unwrap();
        // When they are polled again, no minute exceeds its limit.
        for outcome in future::join_all(held).await {
            outcome.unwrap();
        }
    });
    assert!(server.most() <= 60, "{:?}", server.counted.lock().unwrap());
}

#[test]
fn permits_of_prefetched_pages_expire() {
    let server = Server::new();
    let client = server.client();
    run(async {
        let mut lists: Vec<_> = (0..40).map(|_| client.pages(call("fast"))).collect();
        for pages in &mut lists {
            // The client starts to prefetch the next page.
            pages.next().await.unwrap().unwrap();
        }
        timeout(2 * MINUTE, client.send(call("fast"))).await.unwrap().unwrap();
    });
    assert!(server.most() <= 60, "{:?}", server.counted.lock().unwrap());
}

#[test]
fn a_request_that_is_polled_keeps_its_permit() {
    let server = Server::new();
    let client = server.client();
    run(async {
        let slow = future::join_all((0..10).map(|_| async {
            client.send(call("slow")).await.unwrap();
            elapsed()
        }));
        let mut slow = pin!(slow);
        // Other calls use up the limit all the time.
        let mut others: Vec<_> = (0..100)
            .map(|_| {
                Box::pin(async {
                    loop {
                        client.send(call("fast")).await.unwrap();
                    }
                })
            })
            .collect();
        let others = future::join_all(others.iter_mut());
        let future::Either::Left((times, _)) = future::select(slow.as_mut(), others).await else { panic!() };
        // Each was sent at once, and no response was delayed.
        assert!(times.iter().all(|time| *time < SLOW + SECOND), "{times:?}");
    });
    assert!(server.most() <= 60, "{:?}", server.counted.lock().unwrap());
}
