//! Both clients against servers with broken or invalid responses.

use std::error::Error as _;
use std::time::{Duration, Instant};

use api_client_runtime::{ErrorKind, blocking};

use crate::both::{block_on, both, errors, settings};
use crate::server::{Behaviour, Server};
use crate::shop::{self, KETTLE, ProductId};

#[test]
fn a_missing_server_is_a_connect_error() {
    let server = Server::absent();
    for outcome in both(&server, shop::list()) {
        let error = outcome.unwrap_err();
        assert!(error.is_connect() && !error.is_timeout(), "{error:?}");
        assert!(error.source().is_some());
        assert_eq!(error.status(), None);
    }
}

#[test]
fn tls_works_without_a_default_crypto_provider() {
    let server = Server::start(Behaviour::Reset);
    let url = server.url.replace("http://", "https://");
    // Without the certificates of the system, a client cannot be built.
    if let Ok(client) = settings(blocking::Client::builder(), &server).url(&url).build() {
        let error = client.send(shop::list()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
    }
    if let Ok(client) = settings(api_client_runtime::Client::builder(), &server).url(&url).build() {
        let error = block_on(client.send(shop::list())).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
    }
}

#[test]
fn a_silent_server_is_a_timeout() {
    let start = Instant::now();
    for error in errors(Behaviour::Stall(String::new())) {
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert!(error.is_timeout() && !error.is_connect() && !error.is_truncated(), "{error:?}");
    }
    assert!(start.elapsed() < Duration::from_secs(3));
}

#[test]
fn a_stalled_body_is_a_timeout_with_the_partial_body() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nX-Request-Id: req-1\r\n\r\n{\"id\":";
    for error in errors(Behaviour::Stall(head.to_owned())) {
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
        assert_eq!((error.request_id(), error.body().map(|body| &body[..])), (Some("req-1"), Some(&b"{\"id\":"[..])));
    }
}

#[test]
fn a_reset_is_an_interrupted_error() {
    for error in errors(Behaviour::Reset) {
        assert_eq!(error.kind(), ErrorKind::Interrupted, "{error:?}");
        assert_eq!(error.status(), None);
    }
}

#[test]
fn a_truncated_body_keeps_status_request_id_and_partial_body() {
    let head = "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nX-Request-Id: req-1\r\n";
    let counted = format!("{head}Content-Length: 100\r\n\r\n{{\"id\":\"prod_9\"");
    let chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\nE\r\n{{\"id\":\"prod_9\"\r\n");
    for response in [counted, chunked] {
        for error in errors(Behaviour::Respond(response)) {
            assert_eq!(error.kind(), ErrorKind::Interrupted, "{error:?}");
            assert!(error.is_truncated());
            assert_eq!(error.status().map(|status| status.as_u16()), Some(201));
            assert_eq!(error.request_id(), Some("req-1"));
            assert_eq!(error.body().unwrap(), "{\"id\":\"prod_9\"");
        }
    }
}

#[test]
fn rejects_a_large_body_before_reading_it() {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Request-Id: req-1\r\n";
    let counted = Behaviour::Stall(format!("{head}Content-Length: 99999999999\r\n\r\n"));
    let chunked = Behaviour::Endless(format!("{head}Transfer-Encoding: chunked\r\n\r\n"), "4\r\n    \r\n".to_owned());
    let until_closed = Behaviour::Endless(format!("{head}\r\n"), " ".repeat(500));
    for behaviour in [counted, chunked, until_closed] {
        for error in errors(behaviour) {
            assert!(error.is_too_large(), "{error:?}");
            assert_eq!((error.status().map(|status| status.as_u16()), error.request_id()), (Some(200), Some("req-1")));
            assert!(error.to_string().contains("larger than the limit of 10000 bytes"), "{error}");
        }
    }
}

#[test]
fn accepts_a_body_of_the_maximum_size() {
    let body = format!("{KETTLE}{}", " ".repeat(10_000 - KETTLE.len()));
    let server = Server::start(Behaviour::json("200 OK", &body));
    assert!(both(&server, shop::get(ProductId::new("prod_1"))).iter().all(Result::is_ok));
}

#[test]
fn redirects_are_not_followed() {
    let thief = Server::start(Behaviour::json("200 OK", KETTLE));
    for status in ["301 Moved Permanently", "307 Temporary Redirect"] {
        let location = format!("{}/v1/stolen?token=geheim", thief.url);
        let response = format!("HTTP/1.1 {status}\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
        for error in errors(Behaviour::Respond(response)) {
            assert_eq!(error.kind(), ErrorKind::Redirect);
            assert_eq!(error.redirect_host(), thief.url.strip_prefix("http://"));
            assert!(!error.to_string().contains("stolen") && !error.to_string().contains("geheim"), "{error}");
        }
    }
    assert!(thief.seen().is_empty());
}

#[test]
fn errors_print_no_token_query_or_body() {
    let server = Server::start(Behaviour::page("403 Forbidden", "text/html", "<b>geheim</b>"));
    let client = settings(api_client_runtime::Client::builder(), &server);
    let shown = format!("{client:?}") + &format!("{:?}", client.build().unwrap());
    assert!(!shown.contains("4711"), "{shown}");
    let client = settings(blocking::Client::builder(), &server);
    let shown = format!("{client:?}") + &format!("{:?}", client.build().unwrap());
    assert!(!shown.contains("4711"), "{shown}");

    let gone = Server::absent();
    for server in [server, gone] {
        for outcome in both(&server, shop::get(shop::ProductLookup::barcode("geheim"))) {
            let error = outcome.unwrap_err();
            let mut shown = format!("{error} {error:?}");
            let mut source = error.source();
            while let Some(cause) = source {
                shown.push_str(&format!("{cause} {cause:?}"));
                source = cause.source();
            }
            assert!(!shown.contains("geheim"), "{shown}");
        }
    }
}
