//! Retries: which failures are retried, how often, and after which wait. The clock is manual.

use std::time::Duration;

use api_client_runtime::{Call, ErrorKind, Idempotent, RetryPolicy, TransportError, http};

use crate::clock::{Clock, Outcome, call_settings, drive, response, status};
use crate::shop::{self, ProductId};

const SECOND: Duration = Duration::from_secs(1);
const TWICE: RetryPolicy = RetryPolicy::never().attempts(2).total(Duration::from_secs(100)).backoff(SECOND, SECOND);

/// The number of requests if the first attempt of `call` has the outcome `failure`.
fn sent(call: impl Call, failure: impl Fn() -> Outcome) -> usize {
    let mut clock = Clock::at(Duration::ZERO);
    drive(&call_settings(TWICE, false), &mut clock, call, |sent| if sent == 0 { failure() } else { status(200, "") })
        .sent
}

/// A failure, and whether a GET, a DELETE, a POST and an idempotent POST are retried.
type Case<'c> = (&'c str, &'c dyn Fn() -> Outcome, [bool; 4]);

#[test]
fn retries_transient_failures() {
    let cut = |status: u16| {
        let head = http::Response::builder().status(status).body("{".into()).unwrap();
        Err(TransportError::interrupted("cut").with_partial(head))
    };
    let table: [Case<'_>; 21] = [
        ("connection refused", &|| Err(TransportError::connect("refused")), [true, true, true, true]),
        ("connect timeout", &|| Err(TransportError::connect_timeout()), [true, true, true, true]),
        ("429", &|| status(429, "slow_down"), [true, true, true, true]),
        ("429 of a proxy", &|| status(429, ""), [true, true, true, true]),
        ("timeout", &|| Err(TransportError::timeout()), [true, true, false, true]),
        ("broken connection", &|| Err(TransportError::interrupted("reset")), [true, true, false, true]),
        ("502", &|| status(502, ""), [true, true, false, true]),
        ("503", &|| status(503, "service_unavailable"), [true, true, false, true]),
        ("504", &|| status(504, ""), [true, true, false, true]),
        ("retryable code", &|| status(406, "queue_full"), [true, true, false, true]),
        ("partial response with 503", &|| cut(503), [true, true, false, true]),
        ("partial response with 404", &|| cut(404), [true, true, false, true]),
        ("partial response with 429", &|| cut(429), [true, true, true, true]),
        ("partial response with 200", &|| cut(200), [true, false, false, false]),
        ("503 with a final code", &|| status(503, "out_of_stock"), [false; 4]),
        ("500", &|| status(500, ""), [false; 4]),
        ("501", &|| status(501, ""), [false; 4]),
        ("404", &|| status(404, "product_not_found"), [false; 4]),
        ("redirect", &|| status(307, ""), [false; 4]),
        ("response too large", &|| Err(TransportError::too_large(9)), [false; 4]),
        ("other error", &|| Err(TransportError::other("odd")), [false; 4]),
    ];
    for (what, failure, expected) in table {
        let id = || ProductId::new("prod_1");
        let found = [
            sent(shop::get(id()), failure),
            sent(shop::delete(id()), failure),
            sent(shop::restock(id()), failure),
            sent(Idempotent(shop::restock(id())), failure),
        ];
        assert_eq!(found.map(|sent| sent == 2), expected, "{what}");
    }
}

#[test]
fn backoff_doubles_up_to_its_maximum_with_jitter() {
    let policy = RetryPolicy::default().attempts(9).backoff(SECOND, 8 * SECOND);
    let driven =
        drive(&call_settings(policy, false), &mut Clock::at(Duration::ZERO), shop::list(), |_| status(503, ""));
    assert_eq!((driven.sent, driven.waits.len()), (9, 8));
    for (wait, longest) in driven.waits.iter().zip([1, 2, 4, 8, 8, 8, 8, 8]) {
        assert!(*wait <= longest * SECOND, "{wait:?} of {longest} s");
    }
    assert!(driven.waits.iter().sum::<Duration>() > 10 * SECOND, "{:?}", driven.waits);
}

#[test]
fn limits_the_number_of_attempts() {
    for (policy, attempts) in [(RetryPolicy::never(), 1), (TWICE.attempts(0), 1), (TWICE, 2), (TWICE.attempts(7), 7)] {
        let driven =
            drive(&call_settings(policy, false), &mut Clock::at(Duration::ZERO), shop::list(), |_| status(503, ""));
        assert_eq!((driven.sent, driven.error().attempts().len()), (attempts, attempts));
    }
}

#[test]
fn starts_no_attempt_after_the_total_time() {
    let policy = TWICE.attempts(u32::MAX).total(20 * SECOND);
    let mut clock = Clock::at(Duration::ZERO);
    let driven = drive(&call_settings(policy, false), &mut clock, shop::list(), |_| status(503, ""));
    assert!(driven.sent > 20, "{}", driven.sent);
    assert!((15 * SECOND..=21 * SECOND).contains(&clock.elapsed), "{:?}", clock.elapsed);
    // The largest durations do not overflow.
    let policy = TWICE.total(Duration::MAX).backoff(Duration::MAX, SECOND);
    assert_eq!(drive(&call_settings(policy, false), &mut clock, shop::list(), |_| status(503, "")).sent, 2);
}

#[test]
fn waits_for_retry_after() {
    let first_wait = |value: &str, policy| {
        let mut clock = Clock::at(Duration::ZERO);
        let busy = || response(503, "", &[("retry-after", value)]);
        let driven = drive(&call_settings(policy, false), &mut clock, shop::list(), |sent| match sent {
            0 => busy(),
            _ => status(200, ""),
        });
        driven.waits.first().copied()
    };
    let backoff = |wait: Option<Duration>, at_least: Duration| (at_least..=at_least + SECOND).contains(&wait.unwrap());
    assert!(backoff(first_wait("30", TWICE), 30 * SECOND));
    // The clock shows Fri, 15 Jan 2027 08:00:00 GMT, and 10 ms.
    assert!(backoff(first_wait("Fri, 15 Jan 2027 08:00:40 GMT", TWICE), Duration::from_millis(39_990)));
    assert!(backoff(first_wait("Fri, 15 Jan 2027 07:00:00 GMT", TWICE), Duration::ZERO));
    assert!(backoff(first_wait("soon", TWICE), Duration::ZERO));
    // The call does not wait beyond its total time.
    assert_eq!(first_wait("101", TWICE), None);
    assert_eq!(first_wait("18446744073709551615", TWICE), None);
}

#[test]
fn an_error_lists_its_attempts() {
    let policy = TWICE.attempts(3);
    let error = drive(&call_settings(policy, false), &mut Clock::at(Duration::ZERO), shop::list(), |sent| match sent {
        0 => Err(TransportError::connect("refused")),
        1 => status(503, "service_unavailable"),
        _ => status(404, "product_not_found"),
    })
    .error();
    let seen: Vec<_> = error.attempts().iter().map(|it| (it.kind, it.status.map(|it| it.as_u16()))).collect();
    assert_eq!(seen, [(ErrorKind::Connect, None), (ErrorKind::Api, Some(503)), (ErrorKind::Api, Some(404))]);
    assert_eq!(error.attempts()[1].code.as_deref(), Some("service_unavailable"));
    assert_eq!(error.attempts()[0].waited, Duration::ZERO);
    assert!(error.attempts()[1..].iter().all(|attempt| !attempt.waited.is_zero()));
    assert_eq!(error.to_string(), "products::list failed after 3 attempts in 1.0s: 404 Not Found, product_not_found");
    assert!(format!("{error:?}").contains("attempts: [Attempt"), "{error:?}");
}

#[test]
fn a_decode_error_after_a_retry_lists_both_attempts() {
    let driven = drive(&call_settings(TWICE, false), &mut Clock::at(Duration::ZERO), shop::list(), |sent| match sent {
        0 => status(503, ""),
        _ => status(200, ""),
    });
    let failure = api_client_runtime::exchange::decode::<Vec<shop::Product>>(
        shop::list().into_request().operation(),
        driven.result.unwrap(),
    );
    let error = shop::Error::from(failure.unwrap_err());
    let seen: Vec<_> = error.attempts().iter().map(|attempt| (attempt.kind, attempt.waited.is_zero())).collect();
    assert_eq!(seen, [(ErrorKind::Body, true), (ErrorKind::Body, false)]);
}

#[test]
fn an_invalid_request_is_not_sent() {
    let mut call_settings = call_settings(TWICE, true);
    call_settings.target.authorization = None;
    let driven = drive(&call_settings, &mut Clock::at(Duration::ZERO), shop::list(), |_| status(200, ""));
    assert_eq!((driven.sent, driven.waits.len()), (0, 0));
    let error = driven.error();
    assert_eq!((error.kind(), error.attempts().len()), (ErrorKind::Request, 0));
}

#[test]
fn a_429_for_the_rate_limit_waits_for_the_next_window() {
    let refused = |limited, start: Duration| {
        let mut clock = Clock::at(start);
        // Waits for the rate limit do not count towards the total time of the call.
        let call_settings = call_settings(TWICE.total(SECOND), limited);
        let driven = drive(&call_settings, &mut clock, shop::restock("prod_1"), |sent| match sent {
            0 => response(429, "slow_down", &[("x-ratelimit-permitted", "60"), ("x-ratelimit-remaining", "0")]),
            _ => status(200, ""),
        });
        assert!(driven.result.is_ok());
        clock.elapsed
    };
    for start in [0, 20, 59].map(Duration::from_secs) {
        let minute = 60 * SECOND;
        assert!((minute..minute + 2 * SECOND).contains(&refused(true, start)));
        assert!(refused(false, start) < start + 2 * SECOND);
    }
}

#[test]
fn a_429_with_requests_remaining_uses_the_backoff() {
    let mut clock = Clock::at(Duration::ZERO);
    let call_settings = call_settings(TWICE, true);
    drive(&call_settings, &mut clock, shop::list(), |sent| match sent {
        0 => response(429, "one_at_a_time", &[("x-ratelimit-permitted", "60"), ("x-ratelimit-remaining", "40")]),
        _ => status(200, ""),
    });
    assert!(clock.elapsed < 2 * SECOND, "{:?}", clock.elapsed);
    assert_eq!(call_settings.rate_limit(clock.now()).unwrap().remaining, 39);
}
