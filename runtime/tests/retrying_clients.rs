//! Both clients against servers that fail at first.

use std::time::Duration;

use api_client_runtime::{Builder, Call, ErrorKind, Idempotent, RetryPolicy, blocking};

use crate::both::{Outcome, block_on, settings};
use crate::server::{Behaviour, Server};
use crate::shop::{self, KETTLE, ProductId, Shop};

/// Sends `call` with both clients to a server with these behaviours, and returns the outcome and the number of connections
/// of each.
fn both<C: Call<Api = Shop> + Clone>(behaviours: &[Behaviour], call: C) -> [(Outcome<C>, usize); 2] {
    let (first, second) = (Server::script(behaviours), Server::script(behaviours));
    let client = retrying(api_client_runtime::Client::builder(), &first).build().unwrap();
    let outcome = block_on(client.send(call.clone()));
    let client = retrying(blocking::Client::builder(), &second).build().unwrap();
    [(outcome, first.connections()), (client.send(call), second.connections())]
}

/// The settings of a client that retries after at most a millisecond.
fn retrying<T: ?Sized>(builder: Builder<Shop, T>, server: &Server) -> Builder<Shop, T> {
    let millisecond = Duration::from_millis(1);
    settings(builder, server).retry(RetryPolicy::default().backoff(millisecond, millisecond)).ignore_rate_limit()
}

fn unavailable() -> Behaviour {
    Behaviour::json("503 Service Unavailable", r#"{"error":{"code":"service_unavailable"}}"#)
}

#[test]
fn retries_a_get_until_it_succeeds() {
    let kettle = Behaviour::json("200 OK", KETTLE);
    for failures in [[unavailable(), unavailable()], [Behaviour::Reset, Behaviour::Stall(String::new())]] {
        let [first, second] = failures;
        for (outcome, connections) in both(&[first, second, kettle.clone()], shop::get(ProductId::new("prod_1"))) {
            assert_eq!((outcome.unwrap().name.as_str(), connections), ("Kettle", 3));
        }
    }
}

#[test]
fn does_not_retry_a_post_after_a_503_or_a_reset() {
    for (failure, kind) in [(unavailable(), ErrorKind::Api), (Behaviour::Reset, ErrorKind::Interrupted)] {
        let done = Behaviour::Respond("HTTP/1.1 204 No Content\r\n\r\n".to_owned());
        for (outcome, connections) in both(&[failure.clone(), done.clone()], shop::restock("prod_1")) {
            let error = outcome.unwrap_err();
            assert_eq!((error.kind(), error.attempts().len(), connections), (kind, 1, 1));
        }
        for (outcome, connections) in both(&[failure, done], Idempotent(shop::restock("prod_1"))) {
            assert_eq!((outcome.is_ok(), connections), (true, 2));
        }
    }
}

#[test]
fn retries_a_post_after_a_429() {
    let slow_down = Behaviour::json("429 Too Many Requests", r#"{"error":{"code":"slow_down"}}"#);
    let done = Behaviour::Respond("HTTP/1.1 204 No Content\r\n\r\n".to_owned());
    for (outcome, connections) in both(&[slow_down, done], shop::restock("prod_1")) {
        assert_eq!((outcome.is_ok(), connections), (true, 2));
    }
}

#[test]
fn an_error_has_the_number_of_attempts() {
    for (outcome, connections) in both(&[unavailable()], shop::list()) {
        let error = outcome.unwrap_err();
        assert_eq!((error.attempts().len(), connections), (5, 5));
        let shown = error.to_string();
        let (attempts, rest) = shown.split_once(": ").unwrap();
        assert!(attempts.starts_with("products::list failed after 5 attempts in "), "{shown}");
        assert_eq!(rest, "503 Service Unavailable, service_unavailable (request id req-1)");
    }
}

#[test]
fn clones_share_the_rate_limiter() {
    let server = Server::start(Behaviour::json("200 OK", KETTLE));
    let client = settings(api_client_runtime::Client::builder(), &server).build().unwrap();
    assert_eq!(client.rate_limit(), None);
    block_on(client.clone().send(shop::get(ProductId::new("prod_1")))).unwrap();
    let blocking = settings(blocking::Client::builder(), &server).build().unwrap();
    blocking.clone().send(shop::get(ProductId::new("prod_1"))).unwrap();
    for state in [client.rate_limit(), blocking.rate_limit()] {
        let state = state.unwrap();
        assert_eq!((state.permitted, state.waiting), (1000, 0));
        assert!(state.resets_in <= Duration::from_secs(60));
    }
    let ignoring = settings(blocking::Client::builder(), &server).ignore_rate_limit().build().unwrap();
    ignoring.send(shop::get(ProductId::new("prod_1"))).unwrap();
    assert_eq!(ignoring.rate_limit(), None);
}
