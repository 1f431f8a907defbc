//! The deadline of a wait and the total timeout of a call bound everything: attempts, pauses, the rate limit, and a
//! response that does not come. Both clients, on a clock that goes on when nothing is left to do but wait.
#![allow(clippy::unwrap_used, clippy::panic)] // A test fails by panicking.

mod paused;
mod shop;

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, UNIX_EPOCH};

use api_client_runtime::exchange::{Clock, Moment};
use api_client_runtime::{
    BoxFuture, BuildError, Builder, Bytes, Client, ErrorKind, IntoWait, Limits, Transport, TransportError, Wait,
    WaitError, WaitErrorKind, Waiter, blocking, http,
};
use shop::{Error, Get, KETTLE, Product, ProductId, Shop};

const SECOND: Duration = Duration::from_secs(1);

/// What the server does with a request.
#[derive(Debug, Clone, Copy)]
enum Does {
    /// It responds after that long, with that status and these headers.
    Respond(Duration, u16, &'static [(&'static str, &'static str)]),
    /// It never responds.
    Stall,
}

const PENDING: Does = Does::Respond(Duration::from_millis(10), 200, &[]);
const UNAVAILABLE: Does = Does::Respond(Duration::from_millis(10), 503, &[]);
const COME_BACK_LATER: Does = Does::Respond(Duration::from_millis(10), 503, &[("retry-after", "100")]);
const TOO_MANY: Does = Does::Respond(Duration::from_millis(10), 429, &[]);
const NONE_LEFT: Does =
    Does::Respond(Duration::from_millis(10), 200, &[("x-ratelimit-permitted", "1"), ("x-ratelimit-remaining", "0")]);

/// A server that does with each request what the list says, and with all others what is last in it.
#[derive(Debug, Clone)]
struct Server {
    script: &'static [Does],
    seen: Arc<AtomicUsize>,
}

impl Server {
    fn new(script: &'static [Does]) -> Self {
        Self { script, seen: Arc::default() }
    }

    /// What becomes of the next request, and after how long.
    fn next(&self, limits: Limits) -> (Duration, Result<http::Response<Bytes>, TransportError>) {
        let turn = self.seen.fetch_add(1, Ordering::SeqCst);
        match self.script[turn.min(self.script.len() - 1)] {
            Does::Respond(after, status, headers) if after < limits.timeout => {
                let mut response = http::Response::builder().status(status).header("content-type", "application/json");
                for (name, value) in headers {
                    response = response.header(*name, *value);
                }
                let body = if status == 200 { KETTLE } else { r#"{"error":{"code":"unavailable"}}"# };
                (after, Ok(response.body(body.into()).unwrap()))
            }
            Does::Respond(..) | Does::Stall => (limits.timeout, Err(TransportError::timeout())),
        }
    }
}

impl Transport for Server {
    fn send(
        &self,
        _: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let (after, outcome) = self.next(limits);
            tokio::time::sleep(after).await;
            outcome
        })
    }
}

impl blocking::Transport for Server {
    fn send(&self, _: http::Request<Bytes>, limits: Limits) -> Result<http::Response<Bytes>, TransportError> {
        let (after, outcome) = self.next(limits);
        sleep(after);
        outcome
    }
}

thread_local! {
    static START: Instant = Instant::now();
    static ELAPSED: Cell<Duration> = const { Cell::new(Duration::ZERO) };
}

/// A clock that goes on when the blocking client waits.
const BY_HAND: Clock = Clock { now, sleep };

fn now() -> Moment {
    let elapsed = ELAPSED.get();
    let wall = UNIX_EPOCH + Duration::from_secs(30_000_000 * 60) + elapsed;
    Moment { instant: START.with(|start| *start) + elapsed, wall }
}

fn sleep(time: Duration) {
    ELAPSED.set(ELAPSED.get() + time);
}

static UNTIL_DELIVERED: Waiter<Product> = Waiter {
    name: "products::until_delivered",
    status: |_| Some("on its way"),
    progress: |_| None,
    number: |_| None,
    done: &["delivered"],
    failed: &[],
    gone: None,
    pending_errors: &[],
    safe: false,
    deadline: 600,
    tolerance: 0,
};

fn settings<T: ?Sized>(builder: Builder<Shop, T>, total: Option<Duration>) -> Builder<Shop, T> {
    let builder = builder.token("4711");
    match total {
        Some(total) => builder.total_timeout(total),
        None => builder,
    }
}

/// What came of something, how long it took, and how many requests the server saw.
#[derive(Debug)]
struct Came<E> {
    error: E,
    took: Duration,
    requests: usize,
}

/// Waits with both clients, and returns what came of it with each.
fn wait(script: &'static [Does], deadline: Duration) -> [Came<WaitError<Get>>; 2] {
    let wait = || Wait::until(shop::get(ProductId::new("prod_1")), &UNTIL_DELIVERED).deadline(deadline).into_wait();
    both(
        script,
        None,
        async |client| client.wait(wait()).await.err().unwrap(),
        |client| client.wait(wait()).err().unwrap(),
    )
}

/// Calls with both clients, `before` times without looking at what comes of it.
fn call(script: &'static [Does], total: Duration, before: usize) -> [Came<Error>; 2] {
    let call = || shop::get(ProductId::new("prod_1"));
    both(
        script,
        Some(total),
        async |client| {
            for _ in 0..before {
                let _ = client.send(call()).await;
            }
            client.send(call()).await.err().unwrap()
        },
        |client| {
            for _ in 0..before {
                let _ = client.send(call());
            }
            client.send(call()).err().unwrap()
        },
    )
}

fn both<E>(
    script: &'static [Does],
    total: Option<Duration>,
    run: impl AsyncFnOnce(Client<Shop>) -> E,
    run_blocking: impl FnOnce(blocking::Client<Shop>) -> E,
) -> [Came<E>; 2] {
    let server = Server::new(script);
    let client = settings(Client::builder(), total).clock(paused::CLOCK).transport(server.clone()).build().unwrap();
    let came = paused::run(async {
        let began = paused::elapsed();
        let error = run(client).await;
        Came { error, took: paused::elapsed() - began, requests: server.seen.swap(0, Ordering::SeqCst) }
    });
    let client = settings(blocking::Client::builder(), total).clock(BY_HAND).transport(server.clone()).build().unwrap();
    let began = ELAPSED.get();
    let error = run_blocking(client);
    [came, Came { error, took: ELAPSED.get() - began, requests: server.seen.load(Ordering::SeqCst) }]
}

#[test]
fn a_wait_ends_at_its_deadline_whatever_the_server_does() {
    let scripts: [&[Does]; 5] =
        [&[PENDING], &[PENDING, COME_BACK_LATER], &[PENDING, UNAVAILABLE], &[PENDING, Does::Stall], &[Does::Stall]];
    for script in scripts {
        for deadline in [1, 20].map(Duration::from_secs) {
            for Came { error, took, requests } in wait(script, deadline) {
                assert_eq!(error.kind(), WaitErrorKind::Deadline, "{script:?}: {error}");
                assert!((deadline / 2..=deadline + SECOND / 500).contains(&took), "{script:?}: {took:?}, {error}");
                assert_eq!(error.response().is_some(), script.len() > 1 || requests > 1, "{script:?}");
            }
        }
    }
}

#[test]
fn a_wait_fails_at_once_if_the_rate_limit_exceeds_its_deadline() {
    for (script, polls) in [(&[NONE_LEFT][..], 1), (&[PENDING, TOO_MANY], 2), (&[TOO_MANY], 1)] {
        for Came { error, took, requests } in wait(script, 5 * SECOND) {
            assert_eq!((error.kind(), requests), (WaitErrorKind::Deadline, polls), "{error}");
            assert!(took <= 2 * SECOND, "{took:?}");
            assert!(error.to_string().contains("no time left: the rate limit delays the call for "), "{error}");
        }
    }
}

#[test]
fn a_call_ends_after_its_total_timeout() {
    for Came { error, took, requests } in call(&[Does::Stall], 5 * SECOND, 0) {
        assert_eq!((error.kind(), requests), (ErrorKind::Timeout, 1), "{error}");
        assert!((5 * SECOND..=5 * SECOND + SECOND / 500).contains(&took), "{took:?}");
    }
    // The events until then are there.
    for Came { error, took, requests } in call(&[UNAVAILABLE], SECOND / 2, 0) {
        assert_eq!((error.kind(), error.attempts().len()), (ErrorKind::Api, requests), "{error}");
        assert!(took <= SECOND / 2, "{took:?}");
    }
    for Came { error, took, requests } in call(&[COME_BACK_LATER], 5 * SECOND, 0) {
        assert_eq!((error.kind(), requests), (ErrorKind::Api, 1), "{error}");
        assert!(took < SECOND, "{took:?}");
    }
}

#[test]
fn a_call_fails_at_once_if_the_rate_limit_exceeds_its_total_timeout() {
    for Came { error, took, requests } in call(&[NONE_LEFT], 5 * SECOND, 1) {
        assert_eq!((error.kind(), requests, error.attempts().len()), (ErrorKind::Timeout, 1, 0), "{error}");
        assert!(took < SECOND, "{took:?}");
        let text = error.to_string();
        assert!(text.starts_with("products::get failed: no time left: the rate limit delays the call for "), "{text}");
        assert!(text.ends_with('s'), "{text}");
    }
}

#[test]
fn rejects_a_total_timeout_of_zero_or_more_than_a_day() {
    for total in [Duration::ZERO, 25 * 60 * 60 * SECOND] {
        let built = settings(Client::<Shop>::builder(), Some(total)).build();
        assert!(matches!(built, Err(BuildError::Timeout { timeout }) if timeout == total));
    }
}
