//! The spans and events of calls. They contain no secret.

use std::pin::pin;
use std::task;
use std::time::Duration;

use api_client_runtime::{Bytes, Call, RetryPolicy, TransportError, exchange, http};

use crate::both::{block_on, both};
use crate::clock::{Clock, Outcome, call_settings, drive, response, status};
use crate::collected::{Reported, collected, ours};
use crate::server::{Behaviour, Server};
use crate::shop::{self, KETTLE, List, Product, ProductArguments, ProductId, ProductLookup};
use crate::traced_transport::clients;

const SECOND: Duration = Duration::from_secs(1);
const THRICE: RetryPolicy = RetryPolicy::never().attempts(3).total(Duration::from_secs(100)).backoff(SECOND, SECOND);

/// The spans and events of a call that is driven by the manual clock. Waits are random, so they are replaced by `?`.
fn reported_by(call: List, limited: bool, server: impl FnMut(usize) -> Outcome) -> Vec<String> {
    let mut reported = collected(|_| {
        let driven = drive(&call_settings(THRICE, limited), &mut Clock::at(Duration::ZERO), call, server);
        if let Ok(response) = driven.result {
            let _ = exchange::decode::<Vec<Product>>(List::OPERATION, response);
        }
    });
    for it in &mut reported {
        for name in ["duration_ms", "wait_ms"] {
            it.fields.entry(name).and_modify(|time| *time = "?".to_owned());
        }
        assert!(it.closed || (it.metadata.is_event() && it.within == Some(0)), "{it:?}");
    }
    reported.iter().map(Reported::to_string).collect()
}

/// The `error.type` of a call with this outcome.
fn error_type(outcome: impl Fn() -> Outcome) -> String {
    let reported = collected(|_| {
        let call_settings = call_settings(RetryPolicy::never(), false);
        drive(&call_settings, &mut Clock::at(Duration::ZERO), shop::list(), |_| outcome());
    });
    reported[0].fields["error.type"].clone()
}

#[test]
fn a_call_is_one_span() {
    let limit = [("x-request-id", "req-1"), ("x-ratelimit-permitted", "60"), ("x-ratelimit-remaining", "59")];
    let text = r#"INFO call
  api.operation = products::list
  api.rate_limit.permitted = 60
  api.rate_limit.remaining = 59
  api.request_id = req-1
  http.request.method = GET
  http.response.status_code = 200
  otel.kind = client
  otel.name = GET /v1/products
  server.address = shop.test
  server.port = 80
  url.template = /v1/products
"#;
    let list = |_| {
        let mut response = response(200, "", &limit)?;
        *response.body_mut() = Bytes::from_static(b"[]");
        Ok(response)
    };
    let succeeded = "DEBUG the call succeeded
  api.operation = products::list
  attempts = 1
  duration_ms = ?
  http.response.status_code = 200
";
    assert_eq!(reported_by(shop::list().page(4711), true, list), [text, succeeded]);
}

#[test]
fn records_host_and_port() {
    let server = |url: &str| {
        let reported = collected(|_| {
            let mut call_settings = call_settings(THRICE, false);
            call_settings.target.url = url.into();
            drive(&call_settings, &mut Clock::at(Duration::ZERO), shop::list(), |_| status(200, ""));
        });
        format!("{} {}", reported[0].fields["server.address"], reported[0].fields["server.port"])
    };
    assert_eq!(server("https://api.shop.test"), "api.shop.test 443");
    assert_eq!(server("http://localhost/shop"), "localhost 80");
    assert_eq!(server("https://[::1]:8443/shop"), "::1 8443");
}

#[test]
fn reports_a_failure_and_its_attempts() {
    let reported = reported_by(shop::list(), false, |sent| match sent {
        0 => Err(TransportError::connect("refused by 4711-geheim")),
        1 => response(503, "service_unavailable", &[("x-request-id", "req-1")]),
        _ => response(404, "product_not_found", &[("x-request-id", "req-2")]),
    });
    let texts = [
        r#"INFO call
  api.operation = products::list
  api.request_id = req-2
  error.type = product_not_found
  http.request.method = GET
  http.request.resend_count = 2
  http.response.status_code = 404
  otel.kind = client
  otel.name = GET /v1/products
  otel.status_code = ERROR
  server.address = shop.test
  server.port = 80
  url.template = /v1/products
"#,
        r#"WARN retrying the call
  attempt = 1
  error.kind = connect
  wait_ms = ?
"#,
        r#"WARN retrying the call
  api.error_code = service_unavailable
  api.request_id = req-1
  attempt = 2
  error.kind = api
  http.response.status_code = 503
  wait_ms = ?
"#,
        r#"DEBUG the call failed
  api.error_code = product_not_found
  api.operation = products::list
  api.request_id = req-2
  attempts = 3
  duration_ms = ?
  error.kind = api
  http.response.status_code = 404
"#,
    ];
    assert_eq!(reported, texts);
}

#[test]
fn records_the_resend_count_of_a_success() {
    let reported = reported_by(shop::list(), false, |sent| if sent == 0 { status(502, "") } else { status(200, "") });
    assert!(reported[0].contains("  http.request.resend_count = 1\n"), "{}", reported[0]);
}

#[test]
fn reports_a_decode_error_as_a_failure() {
    let reported = reported_by(shop::list(), false, |_| status(200, ""));
    assert!(reported[0].contains("  error.type = body\n  http.request.method = GET\n"), "{}", reported[0]);
    let failed = "DEBUG the call failed\n  api.operation = products::list\n  attempts = 1\n  duration_ms = ?\n  error.kind = body\n";
    assert!(reported[1].starts_with(failed), "{}", reported[1]);
    assert_eq!(reported.len(), 2);
}

#[test]
fn reports_delays_of_the_rate_limiter() {
    let reported = reported_by(shop::list(), true, |sent| match sent {
        0 => response(429, "slow_down", &[("x-ratelimit-permitted", "60"), ("x-ratelimit-remaining", "0")]),
        _ => status(404, "product_not_found"),
    });
    assert_eq!(reported[2], "WARN the rate limit delays the call\n  wait_ms = ?\n");
}

#[test]
fn a_long_delay_of_the_rate_limiter_is_a_warning() {
    let levels = |elapsed: u64| {
        let reported = collected(|_| {
            let settings = call_settings(THRICE, true);
            let mut clock = Clock::at(Duration::from_secs(elapsed));
            let used_up = [("x-ratelimit-permitted", "60"), ("x-ratelimit-remaining", "0")];
            for _ in 0..2 {
                let _ = drive(&settings, &mut clock, shop::list(), |_| response(200, "", &used_up));
            }
        });
        let delays =
            ours(&reported).into_iter().filter(|it| it.fields.get("message").is_some_and(|it| it.contains("delays")));
        delays.map(|it| (*it.metadata.level(), it.fields["wait_ms"].parse::<u64>().unwrap() / 1000)).collect::<Vec<_>>()
    };
    assert_eq!(levels(10), [(tracing::Level::WARN, 49)]);
    assert_eq!(levels(54), [(tracing::Level::WARN, 5)]);
    assert_eq!(levels(56), [(tracing::Level::DEBUG, 3)]);
}

#[test]
fn records_the_error_type_by_code_status_or_kind() {
    let page = |status: u16| Ok(http::Response::builder().status(status).body("<html>".into()).unwrap());
    assert_eq!(error_type(|| status(404, "product_not_found")), "product_not_found");
    assert_eq!(error_type(|| page(502)), "502");
    assert_eq!(error_type(|| page(307)), "307");
    assert_eq!(error_type(|| Err(TransportError::timeout())), "timeout");
    assert_eq!(error_type(|| Err(TransportError::too_large(9).with_partial(page(500)?))), "too_large");
    // A code is printed in one line of limited length.
    let long = format!("{}\\n{}", "x".repeat(200), "y".repeat(200));
    assert_eq!(
        error_type(|| status(404, &long)),
        format!("{} {}... (101 more bytes)", "x".repeat(200), "y".repeat(99))
    );
}

#[test]
fn reports_an_invalid_request_as_a_failure() {
    let reported = collected(|_| {
        let mut call_settings = call_settings(THRICE, true);
        call_settings.target.authorization = None;
        drive(&call_settings, &mut Clock::at(Duration::ZERO), shop::list(), |_| status(200, ""));
    });
    assert_eq!((reported[0].fields["error.type"].as_str(), reported.len()), ("request", 2));
}

#[test]
fn transports_run_in_the_span() {
    let reported = collected(|_| {
        let (client, blocking) = clients("[]");
        let _outer = tracing::info_span!("outer").entered();
        block_on(client.send(shop::list())).unwrap();
        blocking.send(shop::list()).unwrap();
        tracing::info!("after");
    });
    let seen: Vec<_> = reported.iter().map(|reported| (reported.to_string(), reported.within)).collect();
    let seen: Vec<_> = seen.iter().map(|(text, within)| (text.lines().next().unwrap(), *within)).collect();
    let expected = [
        ("INFO outer", None),
        ("INFO call", Some(0)),
        ("INFO begun", Some(1)),
        ("INFO sent", Some(1)),
        ("INFO dropped", Some(1)),
        ("DEBUG the call succeeded", Some(1)),
        ("INFO call", Some(0)),
        ("INFO sent", Some(6)),
        ("DEBUG the call succeeded", Some(6)),
        ("INFO after", Some(0)),
    ];
    assert_eq!(seen, expected);
}

#[test]
fn closes_the_span_at_the_end_of_the_call() {
    collected(|collected| {
        let (client, blocking) = clients("[]");
        let responses = (block_on(client.send(shop::list())).unwrap(), blocking.send(shop::list()).unwrap());
        let all = collected.all();
        let spans = ours(&all).into_iter().filter(|reported| reported.metadata.is_span());
        assert_eq!(spans.filter(|span| span.closed).count(), 2, "{all:?}");
        drop(responses);
    });
}

#[test]
fn closes_the_span_of_a_dropped_call() {
    collected(|collected| {
        let (client, _) = clients("");
        {
            let mut call = pin!(client.send(shop::list()));
            let mut context = task::Context::from_waker(task::Waker::noop());
            assert!(call.as_mut().poll(&mut context).is_pending());
            assert!(!collected.all()[0].closed);
        }
        let all = collected.all();
        assert!(all[0].closed && all[2].to_string() == "INFO dropped\n" && all[2].within == Some(0), "{all:?}");
    });
}

#[test]
fn reports_no_secret_at_any_level() {
    let refusal = r#"{"error":{"code":"sold_out","description":"no 4711-geheim","detail":{"x":"4711-geheim"}}}"#;
    let reported = collected(|_| {
        for (status, body) in [("200 OK", KETTLE), ("200 OK", "\"4711-geheim\""), ("406 Not Acceptable", refusal)] {
            // The token is the same text, so that it is tested too.
            let server = Server::start(Behaviour::json(status, body));
            let barcode = ProductLookup::barcode("4711-geheim");
            let secret = ProductArguments::new().door_code("4711-geheim").name("4711-geheim");
            let _ = both(&server, shop::get(barcode));
            let _ = both(&server, shop::update(ProductId::new("4711-geheim"), secret));
            assert!(server.seen().iter().all(|seen| seen.matches("4711-geheim").count() > 1));
        }
    });
    assert_eq!(ours(&reported).iter().filter(|it| it.metadata.is_span()).count(), 12);
    // Events of the dependencies are collected too.
    assert!(reported.len() > ours(&reported).len());
    for it in reported {
        assert!(!format!("{it:?}").contains("geheim"), "{it}");
    }
}
