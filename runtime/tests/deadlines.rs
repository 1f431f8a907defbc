//! The deadline of a wait and the total timeout of a call limit attempts, pauses, delays of the rate limiter and missing
//! responses. Both clients run on a clock that advances while they wait.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, UNIX_EPOCH};

use api_client_runtime::exchange::{Clock, Moment};
use api_client_runtime::{
    BoxFuture, BuildError, Builder, Bytes, Client, ErrorKind, IntoWait, Limits, Transport, TransportError, Wait,
    WaitError, WaitErrorKind, Waiter, blocking, http,
};

use crate::paused;
use crate::shop::{self, Error, Get, KETTLE, Product, ProductId, Shop};

const SECOND: Duration = Duration::from_secs(1);

/// The behaviour of the server for one request.
#[derive(Debug, Clone, Copy)]
enum Behaviour {
    /// Responds after a delay, with a status and headers.
    Respond(Duration, u16, &'static [(&'static str, &'static str)]),
    /// Never responds.
    Stall,
}

const PENDING: Behaviour = Behaviour::Respond(Duration::from_millis(10), 200, &[]);
/// At once, so that a random pause before it never leaves too little time for the response.
const UNAVAILABLE: Behaviour = Behaviour::Respond(Duration::ZERO, 503, &[]);
const RETRY_LATER: Behaviour = Behaviour::Respond(Duration::from_millis(10), 503, &[("retry-after", "100")]);
const TOO_MANY: Behaviour = Behaviour::Respond(Duration::from_millis(10), 429, &[]);
const NONE_LEFT: Behaviour = Behaviour::Respond(
    Duration::from_millis(10),
    200,
    &[("x-ratelimit-permitted", "1"), ("x-ratelimit-remaining", "0")],
);

/// A server with a behaviour for each request; the last one is repeated.
#[derive(Debug, Clone)]
struct Server {
    script: &'static [Behaviour],
    seen: Arc<AtomicUsize>,
}

impl Server {
    fn new(script: &'static [Behaviour]) -> Self {
        Self { script, seen: Arc::default() }
    }

    /// The delay and the outcome of the next request.
    fn next(&self, limits: Limits) -> (Duration, Result<http::Response<Bytes>, TransportError>) {
        let turn = self.seen.fetch_add(1, Ordering::SeqCst);
        match self.script[turn.min(self.script.len() - 1)] {
            Behaviour::Respond(after, status, headers) if after < limits.timeout => {
                let mut response = http::Response::builder().status(status).header("content-type", "application/json");
                for (name, value) in headers {
                    response = response.header(*name, *value);
                }
                let body = if status == 200 { KETTLE } else { r#"{"error":{"code":"unavailable"}}"# };
                (after, Ok(response.body(body.into()).unwrap()))
            }
            Behaviour::Respond(..) | Behaviour::Stall => (limits.timeout, Err(TransportError::timeout())),
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

/// A clock that advances when the blocking client waits.
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

/// An error, the time until it was returned, and the number of requests that the server received.
#[derive(Debug)]
struct Failed<E> {
    error: E,
    took: Duration,
    requests: usize,
}

/// Waits with both clients, and returns the error of each.
fn wait(script: &'static [Behaviour], deadline: Duration) -> [Failed<WaitError<Get>>; 2] {
    let wait = || Wait::until(shop::get(ProductId::new("prod_1")), &UNTIL_DELIVERED).deadline(deadline).into_wait();
    both(
        script,
        None,
        async |client| client.wait(wait()).await.err().unwrap(),
        |client| client.wait(wait()).err().unwrap(),
    )
}

/// Calls with both clients, after `before` calls whose outcome is ignored.
fn call(script: &'static [Behaviour], total: Duration, before: usize) -> [Failed<Error>; 2] {
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
    script: &'static [Behaviour],
    total: Option<Duration>,
    run: impl AsyncFnOnce(Client<Shop>) -> E,
    run_blocking: impl FnOnce(blocking::Client<Shop>) -> E,
) -> [Failed<E>; 2] {
    let server = Server::new(script);
    let client = settings(Client::builder(), total).clock(paused::CLOCK).transport(server.clone()).build().unwrap();
    let failed = paused::run(async {
        let began = paused::elapsed();
        let error = run(client).await;
        Failed { error, took: paused::elapsed() - began, requests: server.seen.swap(0, Ordering::SeqCst) }
    });
    let client = settings(blocking::Client::builder(), total).clock(BY_HAND).transport(server.clone()).build().unwrap();
    let began = ELAPSED.get();
    let error = run_blocking(client);
    [failed, Failed { error, took: ELAPSED.get() - began, requests: server.seen.load(Ordering::SeqCst) }]
}

#[test]
fn a_wait_ends_at_its_deadline() {
    let scripts: [&[Behaviour]; 5] = [
        &[PENDING],
        &[PENDING, RETRY_LATER],
        &[PENDING, UNAVAILABLE],
        &[PENDING, Behaviour::Stall],
        &[Behaviour::Stall],
    ];
    for script in scripts {
        for deadline in [1, 20].map(Duration::from_secs) {
            for Failed { error, took, requests } in wait(script, deadline) {
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
        for Failed { error, took, requests } in wait(script, 5 * SECOND) {
            assert_eq!((error.kind(), requests), (WaitErrorKind::Deadline, polls), "{error}");
            assert!(took <= 2 * SECOND, "{took:?}");
            assert!(error.to_string().contains("no time left: the rate limit delays the call for "), "{error}");
        }
    }
}

#[test]
fn a_call_ends_after_its_total_timeout() {
    for Failed { error, took, requests } in call(&[Behaviour::Stall], 5 * SECOND, 0) {
        assert_eq!((error.kind(), requests), (ErrorKind::Timeout, 1), "{error}");
        assert!((5 * SECOND..=5 * SECOND + SECOND / 500).contains(&took), "{took:?}");
    }
    // The error lists the attempts until then. The time can also end between a pause and the attempt after it.
    for Failed { error, took, requests } in call(&[UNAVAILABLE], SECOND / 2, 0) {
        assert!(matches!(error.kind(), ErrorKind::Api | ErrorKind::Timeout), "{error}");
        assert_eq!(error.attempts().len(), requests, "{error}");
        assert!(took <= SECOND / 2, "{took:?}");
    }
    for Failed { error, took, requests } in call(&[RETRY_LATER], 5 * SECOND, 0) {
        assert_eq!((error.kind(), requests), (ErrorKind::Api, 1), "{error}");
        assert!(took < SECOND, "{took:?}");
    }
}

#[test]
fn a_call_fails_at_once_if_the_rate_limit_exceeds_its_total_timeout() {
    for Failed { error, took, requests } in call(&[NONE_LEFT], 5 * SECOND, 1) {
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
