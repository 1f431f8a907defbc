//! Waits for background work of a server. The clock is manual, except in tests of the clients.

use std::error::Error as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_client_runtime::exchange::{Attempts, CallStep, Polling, WaitStep};
use api_client_runtime::{
    Api, IntoWait, Response, RetryPolicy, TransportError, Wait, WaitError, WaitErrorKind, Waiter, http,
};

use crate::both::block_on;
use crate::clock::{self, Clock, Outcome, status};
use crate::memory::Memory;
use crate::shop::{self, Get, KETTLE, Product, ProductId, Shop};

const SECOND: Duration = Duration::from_secs(1);

static UNTIL_DELIVERED: Waiter<Product> = Waiter {
    name: "products::until_delivered",
    status: |product| product.description.as_deref(),
    progress: |product| Some(product.stock),
    number: |_| None,
    done: &["delivered", "collected"],
    failed: &["lost"],
    gone: None,
    pending_errors: &[],
    safe: false,
    deadline: 600,
    tolerance: 15,
};

static UNTIL_SOLD: Waiter<Product> = Waiter {
    name: "products::until_sold",
    status: |_| None,
    progress: |_| None,
    number: |_| None,
    done: &[],
    failed: &[],
    gone: Some("product_not_found"),
    pending_errors: &[],
    safe: false,
    deadline: 60,
    tolerance: 0,
};

static UNTIL_IN_STOCK: Waiter<Product> = Waiter {
    name: "products::until_in_stock",
    status: |_| None,
    progress: |_| None,
    number: |product| Some(product.stock),
    done: &[],
    failed: &[],
    gone: None,
    pending_errors: &["product_not_found"],
    safe: false,
    deadline: 60,
    tolerance: 0,
};

fn until_delivered() -> Wait<Get> {
    Wait::until(shop::get(ProductId::new("prod_1")), &UNTIL_DELIVERED)
}

fn until_sold() -> Wait<Get, ()> {
    Wait::until_gone(shop::get(ProductId::new("prod_1")), &UNTIL_SOLD)
}

/// A response that can be waited for.
struct Order(ProductId);

impl IntoWait for &Order {
    type Call = Get;
    type Output = Response<Product>;

    fn into_wait(self) -> Wait<Get> {
        Wait::until(shop::get(&self.0), &UNTIL_DELIVERED)
    }
}

/// A response with a product in this status.
fn product(status: &str) -> Outcome {
    let body = KETTLE.replace(r#""description":null"#, &format!(r#""description":"{status}""#));
    Ok(http::Response::builder()
        .header("content-type", "application/json")
        .header("x-request-id", "req-1")
        .body(body.into())
        .unwrap())
}

/// The outcome of a wait.
struct Driven<T> {
    pauses: Vec<Duration>,
    result: Result<T, WaitError<Get>>,
}

/// Drives `wait` to its end. `server` returns the response at a time in seconds, which takes 10 ms. Each poll makes one
/// attempt.
fn drive<T>(wait: impl IntoWait<Call = Get, Output = T>, server: impl Fn(f64) -> Outcome) -> Driven<T> {
    let mut clock = Clock::at(Duration::ZERO);
    let call_settings = clock::call_settings(RetryPolicy::never(), false);
    let mut waiting = Polling::new(wait.into_wait(), Shop::DESCRIPTION, 7, clock.now());
    let mut pauses = Vec::new();
    loop {
        let mut attempts = Attempts::new(&call_settings, waiting.request(), 7);
        let CallStep::Send(_) = attempts.next(clock.now()) else { panic!("expected a request") };
        let outcome = server(clock.elapsed.as_secs_f64());
        clock.elapsed += Duration::from_millis(10);
        let CallStep::Done(outcome) = attempts.outcome(outcome, clock.now()) else { panic!("expected one attempt") };
        match waiting.outcome(outcome, clock.now()) {
            WaitStep::Wait(pause) => {
                pauses.push(pause);
                clock.elapsed += pause;
            }
            WaitStep::Done(result) => return Driven { pauses, result },
        }
    }
}

fn error<T>(wait: impl IntoWait<Call = Get, Output = T>, server: impl Fn(f64) -> Outcome) -> WaitError<Get> {
    drive(wait, server).result.err().unwrap()
}

#[test]
fn a_wait_returns_the_last_response() {
    let driven = drive(until_delivered(), |time| product(if time < 30.0 { "on its way" } else { "delivered" }));
    let response = driven.result.unwrap();
    assert_eq!((response.description.as_deref(), response.request_id()), (Some("delivered"), Some("req-1")));
    assert!((30.0..45.0).contains(&driven.pauses.iter().sum::<Duration>().as_secs_f64()), "{:?}", driven.pauses);
}

#[test]
fn a_wait_ends_at_once_if_already_done() {
    let driven = drive(until_delivered(), |_| product("collected"));
    assert!(driven.result.is_ok() && driven.pauses.is_empty());
}

#[test]
fn pauses_grow_with_jitter() {
    let driven = drive(until_delivered().every(SECOND, 5 * SECOND), |time| {
        product(if time < 60.0 { "on its way" } else { "delivered" })
    });
    for (pause, longest) in driven.pauses.iter().zip([1.0, 1.5, 2.25, 3.375, 5.0, 5.0, 5.0, 5.0]) {
        let pause = pause.as_secs_f64();
        assert!((0.75 * longest..=longest).contains(&pause), "{pause} of {longest} s");
    }
    assert_ne!(driven.pauses[5], driven.pauses[6]);
}

#[test]
fn an_unknown_status_is_polled_again() {
    let driven = drive(until_delivered(), |time| product(if time < 5.0 { "in a drone" } else { "delivered" }));
    assert!(driven.result.is_ok());
}

#[test]
fn a_failed_status_is_an_error_with_the_response() {
    let error = error(until_delivered(), |_| product("lost"));
    assert_eq!((error.kind(), error.status()), (WaitErrorKind::Failed, Some("lost")));
    assert_eq!(error.response().unwrap().name, "Kettle");
    assert!(error.elapsed() >= 15 * SECOND && error.polls() > 3, "{error:?}");
    let text = error.to_string();
    assert!(text.starts_with("products::until_delivered failed after "), "{text}");
    assert!(text.ends_with("s: the status is `lost` (request id req-1)"), "{text}");
    assert!(!format!("{error:?}").contains("geheim"), "{error:?}");
    assert_eq!(error.into_response().unwrap().stock, 3);
}

#[test]
fn tolerates_a_failed_status_for_its_time() {
    let flicker = |time: f64| match time {
        ..5.0 => "on its way",
        5.0..15.0 => "lost",
        15.0..25.0 => "on its way",
        25.0..35.0 => "lost",
        _ => "delivered",
    };
    assert!(drive(until_delivered(), |time| product(flicker(time))).result.is_ok());
}

#[test]
fn the_last_poll_is_made_before_the_deadline() {
    let deadline = Duration::from_millis(7500);
    let driven = drive(until_delivered().deadline(deadline), |_| product("on its way"));
    let error = driven.result.unwrap_err();
    assert_eq!((error.kind(), error.status()), (WaitErrorKind::Deadline, Some("on its way")));
    assert!((deadline - SECOND / 10..=deadline).contains(&error.elapsed()), "{:?}", error.elapsed());
    assert_eq!(
        error.to_string(),
        "products::until_delivered timed out after 7.5s: the status is `on its way` (request id req-1)"
    );
    // A response just before the deadline counts.
    let in_time = drive(until_delivered().deadline(deadline), |time| {
        product(if time < 7.0 { "on its way" } else { "delivered" })
    });
    assert!(in_time.result.is_ok());
    assert_eq!(error_polls(until_delivered().deadline(Duration::ZERO)), 1);
}

fn error_polls(wait: Wait<Get>) -> u32 {
    error(wait, |_| product("on its way")).polls()
}

#[test]
fn tolerates_an_outage_after_a_response() {
    let outage = |time: f64| match time {
        ..5.0 => product("on its way"),
        5.0..60.0 => Err(TransportError::interrupted("reset")),
        60.0..90.0 => status(503, "service_unavailable"),
        _ => product("delivered"),
    };
    assert!(drive(until_delivered(), outage).result.is_ok());
    // If it ends at the deadline, the error has both the status and the last error.
    let error = error(until_delivered().deadline(20 * SECOND), outage);
    assert_eq!((error.kind(), error.status()), (WaitErrorKind::Deadline, Some("on its way")));
    assert!(error.error().unwrap().attempts().len() == 1 && error.source().is_some());
    assert_eq!(
        error.to_string(),
        "products::until_delivered timed out after 20.0s: the status is `on its way`: products::get failed \
         after 1 attempt in 10.0ms: connection broke before the response was complete: reset; the request was GET \
         http://shop.test/v1/products/{product}"
    );
}

#[test]
fn does_not_wait_for_a_server_without_a_response() {
    let error = error(until_delivered(), |_| Err(TransportError::connect("refused")));
    assert_eq!((error.kind(), error.polls(), error.response().is_none()), (WaitErrorKind::Call, 1, true));
    assert!(error.error().unwrap().is_connect());
}

#[test]
fn a_final_error_ends_the_wait() {
    for response in [|| status(404, "product_not_found"), || status(500, ""), || status(200, "")] {
        let error = error(until_delivered(), |time| if time < 5.0 { product("on its way") } else { response() });
        assert_eq!((error.kind(), error.status()), (WaitErrorKind::Call, Some("on its way")));
    }
}

#[test]
fn the_gone_code_ends_a_wait_until_gone() {
    let gone = || status(404, "product_not_found");
    assert!(drive(until_sold(), |time| if time < 5.0 { product("here") } else { gone() }).result.is_ok());
    assert!(drive(until_sold(), |_| gone()).pauses.is_empty());
    let error = error(until_sold(), |_| product("here"));
    assert_eq!((error.kind(), error.status()), (WaitErrorKind::Deadline, None));
    assert_eq!(error.to_string(), "products::until_sold timed out after 60.0s (request id req-1)");
    // Another not-found code does not end the wait.
    let error = self::error(until_sold(), |_| status(404, "route_not_found"));
    assert_eq!(error.kind(), WaitErrorKind::Call);
}

#[test]
fn polls_again_after_a_pending_error() {
    let until = || Wait::until_success(shop::get(ProductId::new("prod_1")), &UNTIL_IN_STOCK);
    let pending = || status(404, "product_not_found");
    let driven = drive(until(), |time| if time < 30.0 { pending() } else { product("here") });
    assert!(driven.result.is_ok() && driven.pauses.len() > 3, "{:?}", driven.pauses);
    let timed_out = error(until(), |_| pending());
    assert_eq!((timed_out.kind(), timed_out.response().is_none()), (WaitErrorKind::Deadline, true));
    assert_eq!(timed_out.error().and_then(|error| error.status()), Some(http::StatusCode::NOT_FOUND));
    // After a response, an outage is tolerated.
    let outage = |time| if time < 5.0 { pending() } else { Err(TransportError::connect("refused")) };
    assert_eq!(error(until(), outage).kind(), WaitErrorKind::Deadline);
    assert_eq!(error(until(), |_| status(404, "route_not_found")).kind(), WaitErrorKind::Call);
}

#[test]
fn waits_for_a_number() {
    let stock = 3; // of `KETTLE`
    let until = |number| Wait::until_number(shop::get(ProductId::new("prod_1")), number, &UNTIL_IN_STOCK);
    assert!(drive(until(stock), |_| product("here")).pauses.is_empty());
    assert_eq!(error(until(stock + 1), |_| product("here")).kind(), WaitErrorKind::Deadline);
}

#[test]
fn reports_progress_with_every_response() {
    let reported = Arc::new(Mutex::new(Vec::new()));
    let list = Arc::clone(&reported);
    let wait = until_delivered().on_progress(move |progress| {
        assert_eq!(progress.response().name, "Kettle");
        let status = progress.status().unwrap_or("?").to_owned();
        list.lock().unwrap().push((progress.polls(), status, progress.percent(), progress.elapsed() < 9 * SECOND));
    });
    assert!(drive(wait, |time| product(if time < 1.5 { "on its way" } else { "delivered" })).result.is_ok());
    let line = |poll, status: &str| (poll, status.to_owned(), Some(3), true);
    assert_eq!(*reported.lock().unwrap(), [line(1, "on its way"), line(2, "on its way"), line(3, "delivered")]);
}

#[test]
fn both_clients_wait() {
    let server = Memory::new(|_, turn| product(if turn % 3 < 2 { "on its way" } else { "delivered" }));
    let order = Order(ProductId::new("prod_1"));
    let pause = Duration::from_millis(2);
    let quick = || (&order).into_wait().every(pause, pause);
    let (client, blocking) = (server.client(), server.blocking());
    let delivered = block_on(client.wait(quick())).unwrap();
    assert_eq!((delivered.name.as_str(), server.seen().len()), ("Kettle", 3));
    let delivered = blocking.wait(quick()).unwrap();
    assert_eq!((delivered.name.as_str(), server.seen().len()), ("Kettle", 6));
    // A dropped wait can be continued by another one for the same id.
    let given_up = block_on(async {
        tokio::time::timeout(Duration::from_millis(1), client.wait(quick().every(SECOND, SECOND))).await.is_err()
    });
    assert!(given_up && server.seen().len() == 7);
    assert!(block_on(client.wait(quick())).is_ok());
    assert_eq!(server.seen().len(), 9);
}

#[test]
fn a_wait_is_send() {
    fn is_send(_: &impl Send) {}
    is_send(&until_delivered());
    is_send(&Memory::new(|_, _| product("delivered")).client().wait(&Order(ProductId::new("prod_1"))));
}

#[test]
fn debug_prints_the_request_of_a_wait() {
    let shown = format!("{:?}", until_delivered());
    assert!(shown.contains("products::until_delivered") && shown.contains("prod_1"), "{shown}");
}
