//! A manual clock, and calls that are driven by it instead of by a client.
#![allow(dead_code)] // Each test uses another part.

use std::time::{Duration, Instant, UNIX_EPOCH};

use api_client_runtime::exchange::{Attempts, CallSettings, CallStep, Exchange, Moment, RateLimiter, Target};
use api_client_runtime::{Api, Bytes, Call, Request, RetryPolicy, TransportError, http};

use crate::shop::{Error, Shop};

pub type Outcome = Result<http::Response<Bytes>, TransportError>;

/// A manual clock. It starts at a full minute.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    start: Instant,
    pub elapsed: Duration,
}

impl Clock {
    /// A clock at `elapsed` after a full minute.
    pub fn at(elapsed: Duration) -> Self {
        Self { start: Instant::now(), elapsed }
    }

    pub fn now(&self) -> Moment {
        let wall = UNIX_EPOCH + Duration::from_secs(30_000_000 * 60) + self.elapsed;
        Moment { instant: self.start + self.elapsed, wall }
    }
}

/// The settings of the shop's calls, with a rate limiter if `limited`.
pub fn call_settings(retry: RetryPolicy, limited: bool) -> CallSettings {
    let rate_limiter = || limited.then(|| RateLimiter::new(Duration::from_secs(60)));
    let target = Target {
        url: "http://shop.test".into(),
        authorization: Some(http::HeaderValue::from_static("Bearer 4711")),
        user_agent: http::HeaderValue::from_static("test"),
    };
    let (rate_limiter, anonymous_rate_limiter) = (rate_limiter(), rate_limiter());
    CallSettings {
        description: Shop::DESCRIPTION,
        target,
        retry,
        rate_limiter,
        anonymous_rate_limiter,
        max_rate_limit_wait: Duration::MAX,
        total_timeout: None,
    }
}

/// The outcome of a call.
#[derive(Debug)]
pub struct Driven {
    pub sent: usize,
    pub waits: Vec<Duration>,
    pub result: Result<Exchange, Error>,
}

impl Driven {
    /// The error, as a user of a client sees it.
    pub fn error(self) -> Error {
        self.result.err().unwrap()
    }
}

/// Drives `call` to its end. Each response of `server` takes 10 ms.
pub fn drive<C: Call>(
    call_settings: &CallSettings,
    clock: &mut Clock,
    call: C,
    mut server: impl FnMut(usize) -> Outcome,
) -> Driven {
    drive_request(call_settings, clock, call.into_request(), 7, |_, sent| server(sent))
}

/// Like [`drive`], for a request, which is passed to `server`.
pub fn drive_request(
    call_settings: &CallSettings,
    clock: &mut Clock,
    request: Request,
    seed: u64,
    mut server: impl FnMut(&http::Request<Bytes>, usize) -> Outcome,
) -> Driven {
    let mut attempts = Attempts::new(call_settings, request, seed);
    let (mut sent, mut waits) = (0, Vec::new());
    let mut step = attempts.next(clock.now());
    loop {
        step = match step {
            CallStep::Send(message) => {
                let outcome = server(&message, sent);
                sent += 1;
                clock.elapsed += Duration::from_millis(10);
                attempts.outcome(outcome, clock.now())
            }
            CallStep::Wait(wait) => {
                waits.push(wait);
                clock.elapsed += wait;
                attempts.next(clock.now())
            }
            CallStep::Done(result) => return Driven { sent, waits, result: result.map_err(Error::from) },
        };
    }
}

/// A response with a status and, unless it is empty, an error code.
pub fn status(status: u16, code: &str) -> Outcome {
    response(status, code, &[])
}

/// Like [`status`], with headers.
pub fn response(status: u16, code: &str, headers: &[(&str, &str)]) -> Outcome {
    let mut response = http::Response::builder().status(status).header("content-type", "application/json");
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    let body = if code.is_empty() { "{}".to_owned() } else { format!(r#"{{"error":{{"code":"{code}"}}}}"#) };
    Ok(response.body(Bytes::from(body)).unwrap())
}
