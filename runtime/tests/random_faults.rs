//! Ten thousand calls to a server with random faults. No call is lost, and no call that is not idempotent is carried out
//! twice.

use std::time::Duration;

use api_client_runtime::{Bytes, Call, Idempotent, Request, RetryPolicy, TransportError, http};

use crate::clock::{Clock, Outcome, call_settings, drive_request, status};
use crate::shop::{self, ProductId};

const CALLS: usize = 10_000;

/// A fault: whether the server carries out the request, and the outcome that the client sees.
struct Fault {
    name: &'static str,
    done: bool,
    outcome: fn() -> Outcome,
}

const FAULTS: [Fault; 10] = [
    Fault { name: "connection refused", done: false, outcome: || Err(TransportError::connect("refused")) },
    Fault { name: "connect timeout", done: false, outcome: || Err(TransportError::connect_timeout()) },
    Fault { name: "429", done: false, outcome: || status(429, "slow_down") },
    Fault { name: "reset before", done: false, outcome: || Err(TransportError::interrupted("reset")) },
    Fault { name: "reset after", done: true, outcome: || Err(TransportError::interrupted("reset")) },
    Fault { name: "timeout", done: true, outcome: || Err(TransportError::timeout()) },
    Fault { name: "502", done: true, outcome: || status(502, "") },
    Fault { name: "503", done: true, outcome: || status(503, "service_unavailable") },
    Fault { name: "504", done: true, outcome: || status(504, "") },
    Fault { name: "retryable code", done: true, outcome: || status(406, "queue_full") },
];

/// The call with this number. Every second one is not idempotent.
fn request(number: usize) -> Request {
    let id = ProductId::new(format!("prod_{number}"));
    match number % 6 {
        0 => shop::get(id).into_request(),
        2 => shop::delete(id).into_request(),
        4 => Idempotent(shop::restock(id)).into_request(),
        _ => shop::restock(id).into_request(),
    }
}

/// The number of the call of a request.
fn number(message: &http::Request<Bytes>) -> usize {
    let uri = message.uri().to_string();
    let (_, rest) = uri.split_once("prod_").unwrap();
    rest.split(|c: char| !c.is_ascii_digit()).next().unwrap().parse().unwrap()
}

/// The counts of a run.
#[derive(Debug, Default, PartialEq)]
struct Count {
    faults: usize,
    succeeded: usize,
    reported: usize,
    lost: usize,
    done_twice: usize,
}

/// Makes all calls to a server that has each of `faults` with a probability of 5%.
fn run(faults: &[Fault], policy: RetryPolicy) -> Count {
    let mut random = fastrand::Rng::with_seed(4711);
    let mut clock = Clock::at(Duration::ZERO);
    let call_settings = call_settings(policy, true);
    let mut done = vec![0; CALLS];
    let mut count = Count::default();
    for call in 0..CALLS {
        let driven = drive_request(&call_settings, &mut clock, request(call), call as u64, |message, _| {
            let fault = faults.get(random.usize(..100) / 5);
            count.faults += usize::from(fault.is_some());
            if fault.is_none_or(|fault| fault.done) {
                done[number(message)] += 1;
            }
            fault.map_or_else(|| status(200, ""), |fault| (fault.outcome)())
        });
        let once = call % 2 == 1;
        match driven.result {
            Ok(_) => {
                count.succeeded += 1;
                count.lost += usize::from(done[call] == 0);
            }
            // The server may have carried it out, so the caller gets an error.
            Err(error) if once && !error.is_connect() && error.status().is_none_or(|status| status != 429) => {
                count.reported += 1;
            }
            Err(_) => count.lost += 1,
        }
        count.done_twice += usize::from(once && done[call] > 1);
    }
    count
}

#[test]
fn no_call_is_lost_or_repeated_with_one_fault() {
    for fault in FAULTS {
        let name = fault.name;
        let safe = !fault.done && name != "reset before";
        let count = run(&[fault], RetryPolicy::default());
        println!("{name}: {count:?}");
        assert!((400..700).contains(&count.faults), "{name}: {count:?}");
        assert_eq!((count.lost, count.done_twice, count.succeeded + count.reported), (0, 0, CALLS), "{name}");
        assert_eq!(count.reported == 0, safe, "{name}: {count:?}");
    }
}

#[test]
fn no_call_is_lost_or_repeated_with_all_faults() {
    let patient = RetryPolicy::default().attempts(50).total(Duration::from_secs(3600));
    let count = run(&FAULTS, patient);
    println!("all faults: {count:?}");
    assert!(count.faults > 5_000, "{count:?}");
    assert_eq!((count.lost, count.done_twice, count.succeeded + count.reported), (0, 0, CALLS));
}
