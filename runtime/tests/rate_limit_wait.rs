//! How long a call waits for the rate limit at most, and what is reported of it.

use std::time::{Duration, Instant, UNIX_EPOCH};

use api_client_runtime::exchange::{Attempts, CallSettings, CallStep, Clock as ClientClock, Moment};
use api_client_runtime::{Builder, Bytes, Call, ErrorKind, RetryPolicy, Wait, Waiter, blocking, http};

use crate::both::block_on;
use crate::clock::{Clock, Outcome, call_settings, drive, response};
use crate::memory::Memory;
use crate::paused;
use crate::shop::{self, Error, KETTLE, Product, ProductId, Shop};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

/// A response after which the minute permits no more requests, of 60.
fn used_up(status: u16) -> Outcome {
    response(status, "slow_down", &[("x-ratelimit-permitted", "60"), ("x-ratelimit-remaining", "0")])
}

fn settings(max_rate_limit_wait: Duration) -> CallSettings {
    let retry = RetryPolicy::default().attempts(5).total(Duration::MAX);
    CallSettings { max_rate_limit_wait, ..call_settings(retry, true) }
}

/// The settings and a clock 10 seconds after a full minute that permits no more requests.
fn limited(max_rate_limit_wait: Duration) -> (CallSettings, Clock) {
    let settings = settings(max_rate_limit_wait);
    let mut clock = Clock::at(10 * SECOND);
    drive(&settings, &mut clock, shop::list(), |_| used_up(200)).result.unwrap();
    (settings, clock)
}

fn error(step: CallStep) -> Error {
    match step {
        CallStep::Done(Err(failure)) => failure.into(),
        step => panic!("{step:?}"),
    }
}

#[test]
fn a_call_that_would_wait_for_too_long_fails_at_once() {
    let (settings, clock) = limited(40 * SECOND);
    let mut attempts = Attempts::new(&settings, shop::list().into_request(), 7);
    let error = error(attempts.next(clock.now()));
    assert_eq!(error.kind(), ErrorKind::RateLimit);
    assert_eq!(error.retry_after(), Some(MINUTE - 10 * SECOND - Duration::from_millis(10)));
    assert_eq!(
        error.to_string(),
        "products::list failed: the rate limit is used up: requests are available again in 50.0s, at \
         2027-01-15T08:01:00Z, and `max_rate_limit_wait` is 40s"
    );
    assert!(error.attempts().is_empty() && error.status().is_none() && !error.is_timeout());
}

#[test]
fn a_call_waits_for_as_long_as_it_may() {
    let (settings, mut clock) = limited(MINUTE);
    let driven = drive(&settings, &mut clock, shop::list(), |_| response(200, "", &[]));
    assert_eq!((driven.sent, driven.waits.len()), (1, 1));
    assert!(driven.result.is_ok());
}

#[test]
fn calls_behind_a_long_queue_fail_at_once() {
    let (settings, clock) = limited(2 * MINUTE);
    let mut waiting = Vec::new();
    let failed = loop {
        let mut attempts = Attempts::new(&settings, shop::list().into_request(), 7);
        match attempts.next(clock.now()) {
            CallStep::Wait(_) => waiting.push(attempts),
            step => break error(step),
        }
    };
    // The next two minutes permit 59 requests each, and those of the second one begin after 110 seconds.
    assert!((100..=118).contains(&waiting.len()), "{}", waiting.len());
    let wait = failed.retry_after().unwrap();
    assert!((120..=170).contains(&wait.as_secs()), "{wait:?}");
    // One that is given up makes room.
    waiting.pop();
    let mut attempts = Attempts::new(&settings, shop::list().into_request(), 7);
    assert!(matches!(attempts.next(clock.now()), CallStep::Wait(_)));
}

#[test]
fn all_attempts_of_a_call_share_the_time() {
    let (settings, mut clock) = limited(2 * MINUTE);
    let driven = drive(&settings, &mut clock, shop::list(), |_| used_up(429));
    // 50 seconds before the first attempt, and a minute before the second one.
    assert_eq!(driven.sent, 2);
    let error = driven.error();
    assert_eq!((error.kind(), error.attempts().len()), (ErrorKind::RateLimit, 2));
    assert!(error.to_string().starts_with("products::list failed after 2 attempts in "), "{error}");
    assert!(error.retry_after().unwrap() <= MINUTE);
}

/// A clock that stands at 10 seconds after a full minute.
const STILL: ClientClock = ClientClock {
    now: || Moment { instant: Instant::now(), wall: UNIX_EPOCH + Duration::from_secs(30_000_000 * 60 + 10) },
    sleep: |_| panic!("a call waits"),
};

/// A server whose limit is used up by the first request.
fn one_request() -> Memory {
    Memory::new(|_: &http::Request<Bytes>, _| {
        let response = http::Response::builder().header("x-ratelimit-permitted", "60");
        Ok(response.header("x-ratelimit-remaining", "0").body("[]".into()).unwrap())
    })
}

#[test]
fn both_clients_keep_the_setting() {
    fn built<T: ?Sized>(builder: Builder<Shop, T>) -> Builder<Shop, T> {
        builder.token("4711").clock(STILL).max_rate_limit_wait(SECOND)
    }
    let server = one_request();
    let client = built(api_client_runtime::Client::builder()).transport(server.clone()).build().unwrap();
    block_on(client.send(shop::list())).unwrap();
    let asynchronous = block_on(client.send(shop::list())).unwrap_err();
    let client = built(blocking::Client::builder()).transport(server.clone()).build().unwrap();
    client.send(shop::list()).unwrap();
    let blocking = client.send(shop::list()).unwrap_err();
    for error in [asynchronous, blocking] {
        assert_eq!((error.kind(), error.retry_after()), (ErrorKind::RateLimit, Some(50 * SECOND)));
        assert!(error.to_string().ends_with("and `max_rate_limit_wait` is 1s"), "{error}");
    }
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn the_default_is_two_minutes() {
    let shown = format!("{:?}", blocking::Client::<Shop>::builder().token("4711").build().unwrap());
    assert!(shown.contains("max_rate_limit_wait: 120s"), "{shown}");
}

static UNTIL_DELIVERED: Waiter<Product> = Waiter {
    name: "products::until_delivered",
    status: |product| product.description.as_deref(),
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

#[test]
fn a_wait_continues_when_requests_are_permitted_again() {
    let server = Memory::new(|_, _| {
        let state = if paused::elapsed() < MINUTE { "on its way" } else { "delivered" };
        let body = KETTLE.replace(r#""description":null"#, &format!(r#""description":"{state}""#));
        let response = http::Response::builder().header("x-ratelimit-permitted", "60");
        Ok(response.header("x-ratelimit-remaining", "0").body(body.into()).unwrap())
    });
    let client = api_client_runtime::Client::<Shop>::builder().token("4711").clock(paused::CLOCK);
    let client = client.max_rate_limit_wait(SECOND).transport(server.clone()).build().unwrap();
    paused::run(async {
        let wait = || Wait::until(shop::get(ProductId::new("prod_1")), &UNTIL_DELIVERED);
        client.wait(wait()).await.unwrap();
        assert!((60..75).contains(&paused::elapsed().as_secs()), "{:?}", paused::elapsed());
        // A wait that never had a response does not continue, as the first poll says what is wrong.
        let error: Error = client.wait(wait()).await.unwrap_err().into();
        assert_eq!(error.kind(), ErrorKind::RateLimit);
    });
    assert_eq!(server.seen().len(), 2);
}
