//! Permits of calls that are not polled, and calls before the limit is known. The clock is manual.

use std::collections::BTreeSet;
use std::time::Duration;

use api_client_runtime::exchange::{Attempts, CallSettings, CallStep};
use api_client_runtime::{Call, RetryPolicy};

use crate::clock::{Clock, Outcome, call_settings, drive, response};
use crate::shop;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
/// The number of requests that a client makes of the sixty that the server permits.
const PLACES: usize = 59;

/// Calls whose requests are in flight.
#[derive(Debug, Default)]
struct Held<'t> {
    attempts: Vec<Attempts<'t>>,
}

impl<'t> Held<'t> {
    /// Sends another request, if the rate limiter permits it now.
    fn send(&mut self, call_settings: &'t CallSettings, clock: Clock) -> bool {
        let mut attempts = Attempts::new(call_settings, shop::list().into_request(), 7);
        let sent = matches!(attempts.next(clock.now()), CallStep::Send(_));
        if sent {
            self.attempts.push(attempts);
        }
        sent
    }

    /// Sends as many requests as the rate limiter permits now.
    fn all(call_settings: &'t CallSettings, clock: Clock) -> Self {
        let mut held = Self::default();
        while held.send(call_settings, clock) {}
        held
    }
}

/// A response with the limit of 60 in its headers.
fn sixty() -> Outcome {
    response(200, "", &[("x-ratelimit-permitted", "60"), ("x-ratelimit-remaining", "59")])
}

/// Makes a call, after which the limit is known.
fn warm_up(call_settings: &CallSettings, clock: &mut Clock) {
    drive(call_settings, clock, shop::list(), |_| sixty());
}

/// The time at which a call that begins now is sent.
fn sent_at(call_settings: &CallSettings, mut clock: Clock) -> Duration {
    let mut attempts = Attempts::new(call_settings, shop::list().into_request(), 7);
    while let CallStep::Wait(wait) = attempts.next(clock.now()) {
        clock.elapsed += wait;
        assert!(clock.elapsed < 15 * MINUTE, "not sent within 15 windows");
    }
    clock.elapsed
}

#[test]
fn permits_that_are_not_polled_expire() {
    for start in [1, 30, 50].map(Duration::from_secs) {
        let mut clock = Clock::at(Duration::ZERO);
        let call_settings = call_settings(RetryPolicy::never(), true);
        warm_up(&call_settings, &mut clock);
        // Sent, and then not polled.
        clock.elapsed = MINUTE + start;
        let mut held = Held::default();
        while clock.elapsed < 2 * MINUTE {
            while held.send(&call_settings, clock) {}
            clock.elapsed += SECOND / 2;
        }
        assert_eq!(held.attempts.len(), PLACES);
        // The server can count them in the next window, but not in a later one.
        assert_eq!(call_settings.rate_limit(clock.now()).unwrap().remaining, 1);
        let sent = sent_at(&call_settings, clock);
        assert!((3 * MINUTE..3 * MINUTE + 2 * SECOND).contains(&sent), "{sent:?}");
        clock.elapsed = sent;
        // The whole window is available again.
        assert_eq!(Held::all(&call_settings, clock).attempts.len(), 48);
    }
}

#[test]
fn waiting_calls_that_are_not_polled_lose_their_positions() {
    let mut clock = Clock::at(30 * SECOND);
    let call_settings = call_settings(RetryPolicy::never(), true);
    warm_up(&call_settings, &mut clock);
    let mut waiting: Vec<_> =
        (0..1000).map(|seed| Attempts::new(&call_settings, shop::list().into_request(), seed)).collect();
    let steps: Vec<_> = waiting.iter_mut().map(|attempts| attempts.next(clock.now())).collect();
    let sent = steps.iter().filter(|step| matches!(step, CallStep::Send(_))).count();
    assert!((47..PLACES).contains(&sent), "{sent}");
    assert_eq!(call_settings.rate_limit(clock.now()).unwrap().waiting as usize, 1000 - sent);
    let sent = sent_at(&call_settings, clock);
    assert!(sent < 2 * MINUTE + 20 * SECOND, "{sent:?}");
    clock.elapsed = sent;
    assert_eq!(call_settings.rate_limit(clock.now()).unwrap().waiting, 0);
    // A call that is polled later is sent, too.
    assert!(matches!(waiting[999].next(clock.now()), CallStep::Send(_)));
}

#[test]
fn sends_calls_in_order() {
    let mut clock = Clock::at(Duration::ZERO);
    let call_settings = call_settings(RetryPolicy::never(), true);
    warm_up(&call_settings, &mut clock);
    let mut calls: Vec<_> = (0..400)
        .map(|seed| (Attempts::new(&call_settings, shop::list().into_request(), seed), clock.elapsed, None))
        .collect();
    while let Some(next) = calls.iter().filter(|call| call.2.is_none()).map(|call| call.1).min() {
        clock.elapsed = next;
        for (attempts, time, sent) in &mut calls {
            if *time == next && sent.is_none() {
                match attempts.next(clock.now()) {
                    CallStep::Wait(wait) => *time += wait,
                    _ => {
                        attempts.outcome(sixty(), clock.now());
                        *sent = Some(next.as_secs() / 60);
                    }
                }
            }
        }
    }
    let minutes: Vec<_> = calls.iter().map(|call| call.2.unwrap()).collect();
    assert!(minutes.is_sorted(), "{minutes:?}");
}

#[test]
fn a_request_with_an_expired_permit_needs_a_new_one() {
    let mut clock = Clock::at(SECOND);
    let call_settings = call_settings(RetryPolicy::never(), true);
    warm_up(&call_settings, &mut clock);
    let mut held = Held::all(&call_settings, clock);
    let [first, second, ..] = &mut held.attempts[..] else { panic!() };
    let remaining = |clock: Clock| call_settings.rate_limit(clock.now()).unwrap().remaining;
    // A call that is polled in every window keeps its permit.
    for minute in 1..9 {
        clock.elapsed = minute * MINUTE + SECOND;
        let renewal = first.renew(clock.now());
        assert!(renewal.may_go_on && renewal.again_in <= MINUTE, "{renewal:?}");
        assert_eq!(remaining(clock), if minute == 1 { 12 } else { 59 });
    }
    // A call that is polled too late needs a new permit.
    assert!(second.renew(clock.now()).may_go_on);
    assert_eq!(remaining(clock), 58);
    assert!(second.renew(clock.now()).may_go_on);
    assert_eq!(remaining(clock), 58);
    // If no permit is left, it has to wait.
    let mut held = Held::all(&call_settings, clock);
    let third = &mut held.attempts[0];
    clock.elapsed += 2 * MINUTE + 58 * SECOND;
    let _others = Held::all(&call_settings, clock);
    let renewal = third.renew(clock.now());
    assert!(!renewal.may_go_on, "{renewal:?}");
    while !third.renew(clock.now()).may_go_on {
        clock.elapsed += third.renew(clock.now()).again_in;
    }
    assert!((12 * MINUTE..12 * MINUTE + 5 * SECOND).contains(&clock.elapsed), "{:?}", clock.elapsed);
}

#[test]
fn never_exceeds_the_limit_of_a_window() {
    let mut random = fastrand::Rng::with_seed(4711);
    let mut clock = Clock::at(Duration::ZERO);
    let call_settings = call_settings(RetryPolicy::never(), true);
    warm_up(&call_settings, &mut clock);
    // A request can be sent whenever it is polled. These are the numbers of the requests that were polled in this window.
    let (mut window, mut driven) = (0, BTreeSet::from([0]));
    let mut waiting = Vec::new();
    let mut in_flight = Vec::new();
    let mut most = 0;
    for number in 1..20_000 {
        clock.elapsed += MINUTE.mul_f64(random.f64() / 100.0);
        if clock.elapsed.as_secs() / 60 != window {
            window = clock.elapsed.as_secs() / 60;
            driven.clear();
        }
        let new = (number, Attempts::new(&call_settings, shop::list().into_request(), number));
        waiting.push(new);
        // Some are polled again at some time, some never.
        for _ in 0..4 {
            if waiting.is_empty() {
                break;
            }
            let (number, mut attempts) = waiting.swap_remove(random.usize(..waiting.len()));
            match attempts.next(clock.now()) {
                CallStep::Send(_) => {
                    driven.insert(number);
                    in_flight.push((number, attempts));
                }
                _ => waiting.push((number, attempts)),
            }
        }
        for _ in 0..random.usize(..3) {
            if in_flight.is_empty() {
                break;
            }
            let index = random.usize(..in_flight.len());
            let (number, attempts) = &mut in_flight[index];
            if attempts.renew(clock.now()).may_go_on {
                driven.insert(*number);
                if random.bool() {
                    in_flight.swap_remove(index);
                }
            }
        }
        most = most.max(driven.len());
        assert!(driven.len() <= PLACES, "{} in window {window}", driven.len());
    }
    assert_eq!(most, PLACES);
}

#[test]
fn sends_all_requests_in_a_few_seconds_without_a_response() {
    let mut clock = Clock::at(30 * SECOND);
    let call_settings = call_settings(RetryPolicy::default(), true);
    let mut held = Held::default();
    let mut left = 200;
    let mut sent = Vec::new();
    while left > 0 {
        let before = left;
        while left > 0 && held.send(&call_settings, clock) {
            left -= 1;
        }
        sent.push(before - left);
        clock.elapsed += SECOND;
    }
    assert_eq!(sent, [4, 4, 8, 16, 32, 64, 72]);
}

#[test]
fn an_html_page_does_not_turn_the_rate_limit_off() {
    let clock = Clock::at(30 * SECOND);
    let call_settings = call_settings(RetryPolicy::never(), true);
    for status in [502, 302] {
        let mut held = Held::default();
        assert!(held.send(&call_settings, clock));
        held.attempts[0].outcome(response(status, "", &[]), clock.now());
        drop(held);
        let mut held = Held::default();
        while held.send(&call_settings, clock) {}
        assert_eq!(held.attempts.len(), 4, "{status}");
    }
}
