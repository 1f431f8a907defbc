//! Many concurrent calls to a server that permits sixty requests per minute. The clock is manual.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::time::Duration;

use api_client_runtime::exchange::{Attempts, CallSettings, CallStep};
use api_client_runtime::{Call, RetryPolicy};

use crate::clock::{Clock, Outcome, call_settings, drive, response};
use crate::shop;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const CALLS: usize = 500;
/// The number of requests that the server permits by default, and the number that a client makes of them.
const PERMITTED: u32 = 60;
const PLACES: usize = 59;

/// A server that counts requests per minute of its own clock.
#[derive(Debug, Default)]
struct Server {
    permitted: u32,
    /// Whether its responses have no rate limit headers.
    silent: bool,
    /// How far its clock is behind that of the client.
    behind: Duration,
    /// The number of requests that other clients with the same token send at the start of each minute.
    others: u32,
    minute: u64,
    counted: u32,
    served: usize,
    refused: usize,
}

impl Server {
    fn response(&mut self, now: Duration) -> Outcome {
        let minute = (now + MINUTE - self.behind).as_secs() / 60;
        if self.minute != minute {
            (self.minute, self.counted) = (minute, self.others);
        }
        let permitted = self.permitted.to_string();
        let headers = |remaining: &str| {
            let limits = [("x-ratelimit-permitted", permitted.as_str()), ("x-ratelimit-remaining", remaining)];
            limits.map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        let response = |status, code, headers: [(String, String); 2]| {
            let headers = headers.each_ref().map(|(name, value)| (name.as_str(), value.as_str()));
            response(status, code, if self.silent { &[] } else { &headers })
        };
        if self.counted >= self.permitted {
            self.refused += 1;
            return response(429, "slow_down", headers("0"));
        }
        self.counted += 1;
        self.served += 1;
        response(200, "", headers(&(self.permitted - self.counted).to_string()))
    }
}

/// The next step of a task.
enum Next {
    Go,
    Arrive,
    Return(Outcome),
}

/// The outcome of a run.
#[derive(Debug)]
struct Report {
    succeeded: usize,
    failed: usize,
    /// When the last request was sent, and when the last call ended.
    sent: Duration,
    took: Duration,
    server: Server,
}

/// Makes `CALLS` calls in concurrent tasks, starting `start` after a full minute. A request and a response take 40 ms each.
fn run(call_settings: &CallSettings, number_of_tasks: usize, start: Duration, server: Server) -> Report {
    run_calls(call_settings, CALLS, number_of_tasks, start, server)
}

/// Like [`run`], for another number of calls.
fn run_calls(
    call_settings: &CallSettings,
    calls: usize,
    number_of_tasks: usize,
    start: Duration,
    mut server: Server,
) -> Report {
    let mut clock = Clock::at(start);
    let call = |number: usize| {
        Attempts::new(call_settings, shop::restock(format!("prod_{number}")).into_request(), number as u64)
    };
    let mut tasks: Vec<_> = (0..number_of_tasks).map(|task| (call(task), Some(Next::Go))).collect();
    let mut begun = number_of_tasks;
    let mut queue: BTreeSet<Reverse<(Duration, usize)>> =
        (0..number_of_tasks).map(|task| Reverse((start, task))).collect();
    let (mut succeeded, mut failed, mut sent) = (0, 0, Duration::ZERO);
    while let Some(Reverse((time, task))) = queue.pop_last() {
        clock.elapsed = time;
        let (attempts, next) = &mut tasks[task];
        let step = match next.take().unwrap() {
            Next::Go => attempts.next(clock.now()),
            Next::Return(outcome) => attempts.outcome(outcome, clock.now()),
            Next::Arrive => {
                *next = Some(Next::Return(server.response(time)));
                queue.insert(Reverse((time + SECOND / 25, task)));
                continue;
            }
        };
        let (delay, then) = match step {
            CallStep::Send(_) => {
                sent = time - start;
                (SECOND / 25, Next::Arrive)
            }
            CallStep::Wait(wait) => (wait, Next::Go),
            CallStep::Done(result) => {
                *(if result.is_ok() { &mut succeeded } else { &mut failed }) += 1;
                if begun == calls {
                    continue;
                }
                *attempts = call(begun);
                begun += 1;
                (Duration::ZERO, Next::Go)
            }
        };
        *next = Some(then);
        queue.insert(Reverse((time + delay, task)));
    }
    Report { succeeded, failed, sent, took: clock.elapsed - start, server }
}

fn sixty() -> Server {
    Server { permitted: PERMITTED, ..Server::default() }
}

#[test]
fn five_hundred_calls_take_the_minimum_time() {
    for start in [0, 10, 30, 55].map(Duration::from_secs) {
        let report = run(&call_settings(RetryPolicy::default(), true), 50, start, sixty());
        // Sixty at once, the next sixty at the next minute, and so on.
        let ideal = MINUTE * u32::try_from((CALLS - 1) / 60).unwrap() - start;
        println!("{} s after the minute: ideal {ideal:?}, {report:?}", start.as_secs());
        assert_eq!((report.succeeded, report.failed, report.server.served), (CALLS, 0, CALLS));
        assert!(report.took <= ideal.mul_f64(1.1), "{:?} instead of {ideal:?}", report.took);
        assert_eq!(report.server.refused, 0);
    }
}

#[test]
fn calls_are_refused_without_a_rate_limiter() {
    let report = run(&call_settings(RetryPolicy::default(), false), 50, Duration::ZERO, sixty());
    println!("{report:?}");
    assert!(report.failed > 0 && report.server.refused > CALLS);
}

#[test]
fn tolerates_other_clients_and_clock_skew() {
    let others = Server { others: 20, ..sixty() };
    let behind = Server { behind: 5 * SECOND, ..sixty() };
    let ahead = Server { behind: 55 * SECOND, ..sixty() };
    for (server, longest) in [(others, 14 * MINUTE), (behind, 12 * MINUTE), (ahead, 12 * MINUTE)] {
        let report = run(&call_settings(RetryPolicy::default(), true), 50, Duration::ZERO, server);
        println!("{report:?}");
        assert_eq!((report.succeeded, report.failed, report.server.served), (CALLS, 0, CALLS));
        assert!(report.took <= longest, "{:?}", report.took);
    }
}

#[test]
fn sends_few_requests_until_the_limit_is_known() {
    for calls in [200, CALLS] {
        let report = run_calls(&call_settings(RetryPolicy::default(), true), calls, calls, 30 * SECOND, sixty());
        println!("{calls} calls at once: {report:?}");
        assert_eq!((report.succeeded, report.failed, report.server.served), (calls, 0, calls));
        assert_eq!(report.server.refused, 0);
        let ideal = MINUTE * u32::try_from((calls - 1) / PLACES).unwrap() - 30 * SECOND;
        assert!(report.took <= ideal + 2 * SECOND, "{:?} instead of {ideal:?}", report.took);
    }
}

#[test]
fn does_not_delay_calls_without_a_limit() {
    let silent = Server { permitted: u32::MAX, silent: true, ..Server::default() };
    let report = run(&call_settings(RetryPolicy::default(), true), CALLS, 30 * SECOND, silent);
    println!("{report:?}");
    assert_eq!((report.succeeded, report.server.refused), (CALLS, 0));
    // All are sent after the first response, which takes 80 ms.
    assert!(report.sent <= Duration::from_millis(110), "{:?}", report.sent);
}

#[test]
fn does_not_delay_few_calls() {
    let mut clock = Clock::at(30 * SECOND);
    let call_settings = call_settings(RetryPolicy::never(), true);
    let mut server = Server { permitted: 1000, ..Server::default() };
    for _ in 0..700 {
        let time = clock.elapsed;
        assert_eq!(
            drive(&call_settings, &mut clock, shop::list(), |_| server.response(time)).waits,
            [Duration::ZERO; 0]
        );
    }
}

#[test]
fn spreads_the_last_requests_over_the_window() {
    let mut clock = Clock::at(Duration::ZERO);
    let call_settings = call_settings(RetryPolicy::never(), true);
    let mut server = sixty();
    let mut times = Vec::new();
    for _ in 0..60 {
        drive(&call_settings, &mut clock, shop::list(), |_| server.response(Duration::ZERO));
        times.push(clock.elapsed.as_secs());
    }
    // 48 at once, 11 until the end of the minute, and one is left for other clients.
    assert_eq!(times[47], 0);
    assert!((4..6).contains(&times[49]), "{times:?}");
    assert!((45..55).contains(&times[58]), "{times:?}");
    assert_eq!(times[59], 60);
}

#[test]
fn reports_its_state() {
    let mut clock = Clock::at(50 * SECOND);
    let call_settings = call_settings(RetryPolicy::never(), true);
    assert_eq!(call_settings.rate_limit(clock.now()), None);
    let mut server = sixty();
    drive(&call_settings, &mut clock, shop::list(), |_| server.response(Duration::ZERO));
    // One is in flight, and one is dropped.
    let mut attempts = Attempts::new(&call_settings, shop::list().into_request(), 0);
    assert!(matches!(attempts.next(clock.now()), CallStep::Send(_)));
    drop(Attempts::new(&call_settings, shop::list().into_request(), 0));
    let state = call_settings.rate_limit(clock.now()).unwrap();
    assert_eq!((state.permitted, state.remaining, state.waiting), (60, 58, 0));
    assert_eq!(state.resets_in, 10 * SECOND - Duration::from_millis(10));
    // The server can count the one in flight in the next minute.
    clock.elapsed = MINUTE;
    assert_eq!(call_settings.rate_limit(clock.now()).unwrap().remaining, 59);
}

#[test]
fn a_dropped_call_leaves_the_queue() {
    let mut clock = Clock::at(Duration::ZERO);
    let call_settings = call_settings(RetryPolicy::never(), true);
    drive(&call_settings, &mut clock, shop::list(), |_| {
        response(429, "", &[("x-ratelimit-permitted", "1"), ("x-ratelimit-remaining", "0")])
    });
    let wait = || {
        let mut attempts = Attempts::new(&call_settings, shop::list().into_request(), 0);
        let CallStep::Wait(wait) = attempts.next(clock.now()) else { panic!() };
        (attempts, wait)
    };
    let (first, soon) = wait();
    let (mut second, later) = wait();
    assert!(soon < MINUTE + 2 * SECOND && later > soon, "{soon:?} {later:?}");
    assert_eq!(call_settings.rate_limit(clock.now()).unwrap().waiting, 2);
    drop(first);
    assert_eq!(call_settings.rate_limit(clock.now()).unwrap().waiting, 1);
    // The second one takes the free place when it is polled.
    clock.elapsed += later;
    assert!(matches!(second.next(clock.now()), CallStep::Send(_)));
    assert!(clock.elapsed < MINUTE + 5 * SECOND, "{:?}", clock.elapsed);
}

#[test]
fn anonymous_requests_have_their_own_limit() {
    let mut clock = Clock::at(Duration::ZERO);
    let mut call_settings = call_settings(RetryPolicy::never(), true);
    let used_up = || response(200, "", &[("x-ratelimit-permitted", "9"), ("x-ratelimit-remaining", "0")]);
    drive(&call_settings, &mut clock, shop::manual("en"), |_| used_up());
    assert_eq!(drive(&call_settings, &mut clock, shop::list(), |_| response(200, "", &[])).waits, [Duration::ZERO; 0]);
    assert_eq!(drive(&call_settings, &mut clock, shop::manual("en"), |_| response(200, "", &[])).waits.len(), 1);
    assert_eq!(call_settings.rate_limit(clock.now()), None);
    call_settings.target.authorization = None;
    assert_eq!(call_settings.rate_limit(clock.now()).unwrap().permitted, 9);
}
