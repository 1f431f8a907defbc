//! What errors say: the reason in a detail, the host and the problem of a connection, and a wrong URL.

use std::error::Error as _;
use std::time::Duration;

use api_client_runtime::exchange::{self, Failure};
use api_client_runtime::{
    Api, BuildError, Bytes, Call, DecodeError, ErrorKind, RequestError, RetryPolicy, TransportError, Value, blocking,
    http,
};

use crate::both::{block_on, both, errors};
use crate::memory::{Memory, status};
use crate::server::{Behaviour, Server};
use crate::shop::{self, Error, ErrorCode, ProductArguments, ProductId, Shop};

/// The error of a response with this status and body.
fn error(status: u16, body: &str) -> Error {
    let response = http::Response::builder().status(status).body(Bytes::from(body.to_owned())).unwrap();
    let operation = shop::list().into_request().operation();
    exchange::classify(operation, Shop::DESCRIPTION, Ok(response)).unwrap_err().into()
}

fn detail(code: &str, detail: &str) -> Error {
    error(422, &format!(r#"{{"error":{{"code":"{code}","description":"No.","detail":{detail}}}}}"#))
}

#[test]
fn prints_the_documented_fields_of_a_detail() {
    let table = [
        (r#"{"errors":["Content ip is invalid"]}"#, "errors: Content ip is invalid"),
        (r#"{"errors":["A","B"],"other":"x"}"#, "errors: A, B"),
        (
            r#"{"item":{"name":"Kettle","number":-2.5,"is_gift":false,"extra":[1]}}"#,
            "item.name: Kettle; item.number: -2.5; item.is_gift: false",
        ),
        (r#"{"item":[{"name":"A","number":1},{"name":"B"}]}"#, "item.name: A; item.number: 1; item.name: B"),
        (r#"{"item":{"name":null,"number":7}}"#, "item.number: 7"),
        (r#"{"errors":["a\u0007b\nc"]}"#, "errors: a b c"),
        (r#"{"errors":"one text"}"#, "errors: one text"),
    ];
    for (raw, reason) in table {
        let error = detail("invalid_order", raw);
        assert_eq!(error.reason(), Some(reason), "{raw}");
        assert_eq!(
            error.to_string(),
            format!("products::list failed: 422 Unprocessable Entity, invalid_order: No.; {reason}")
        );
        assert!(format!("{error:?}").contains(&format!("detail: {reason:?}")), "{error:?}");
        assert_eq!(error.source().unwrap().to_string(), reason);
    }
    let dated = detail("sold_out", r#"{"back_at":1767225600}"#);
    assert_eq!(dated.reason(), Some("back_at: 2026-01-01T00:00:00Z"));
}

#[test]
fn does_not_print_undocumented_fields_of_a_detail() {
    for (code, raw) in [
        ("invalid_order", "null"),
        ("invalid_order", r#"{"errors":[],"pin":"4711"}"#),
        ("invalid_order", r#"{"item":{"pin":"4711"},"err":["4711"],"errors":{"x":"4711"}}"#),
        ("invalid_order", r#""4711""#),
        ("unknown", r#"{"errors":["4711"]}"#),
    ] {
        let error = detail(code, raw);
        assert_eq!(error.reason(), None, "{raw}");
        assert!(error.source().is_none());
        assert!(!format!("{error} {error:?}").contains("4711"), "{error:?}");
    }
}

#[test]
fn limits_the_length_of_a_reason() {
    let many = format!(r#"{{"errors":[{}"end"]}}"#, "\"invalid\",".repeat(100_000));
    let long = format!(r#"{{"errors":["{}"]}}"#, "é".repeat(1_000_000));
    let deep = format!(r#"{{"errors":{}{}}}"#, "[".repeat(120), "]".repeat(120));
    for raw in [many, long] {
        let error = detail("invalid_order", &raw);
        let length = error.reason().unwrap().chars().count();
        assert!((300..=2003).contains(&length), "{length}");
        for shown in [error.to_string(), format!("{error:?}"), format!("{error:#?}")] {
            assert!(shown.chars().count() < 2500, "{}", shown.chars().count());
        }
    }
    assert_eq!(detail("invalid_order", &deep).reason(), None);
    let large = deep.replace("[]", &format!("[{}1]", "1,".repeat(100_000)));
    assert!(detail("invalid_order", &large).reason().unwrap().starts_with("errors: 1, 1, 1"));
}

/// A server that repeats the token and the secrets of the request in every text of an error.
fn echo() -> Memory {
    Memory::new(|request, _| {
        let body = String::from_utf8(request.body().to_vec()).unwrap();
        let query = request.uri().query().unwrap_or_default();
        let sent = format!("{body} {query} {}", request.headers()["authorization"].to_str().unwrap());
        let sent = sent.replace('\\', "\\\\").replace('"', "\\\"");
        let error =
            format!(r#"{{"code":"invalid_order","description":"Not {sent}","detail":{{"errors":["Bad: {sent}"]}}}}"#);
        status(422, error)
    })
}

#[test]
fn prints_no_secret_that_the_server_repeats() {
    let server = echo();
    for secret in ["hunter2-secret", "a\"quoted\\one", "-----BEGIN KEY-----\nMIIEvQ==\n-----END KEY-----"] {
        let call = || shop::update(ProductId::new("prod_1"), ProductArguments::new().name("Kettle").door_code(secret));
        let found = [block_on(server.client().send(call())).unwrap_err(), server.blocking().send(call()).unwrap_err()];
        for error in found {
            let source = error.source().unwrap();
            for shown in [
                format!("{error}"),
                format!("{error:?}"),
                format!("{source} {source:?}"),
                error.reason().unwrap().to_owned(),
            ] {
                assert!(shown.contains("Kettle") && shown.contains("[secret]"), "{shown}");
                for piece in ["hunter2", "quoted", "MIIE", "4711"] {
                    assert!(!shown.contains(piece), "{piece} in {shown}");
                }
            }
            // The caller can still see everything.
            assert!(error.description().unwrap().contains("4711-geheim"));
        }
    }
}

#[test]
fn prints_no_secret_that_the_server_escapes() {
    for shown in ["geheim & <fort>", "geheim &amp; &lt;fort&gt;", "geheim%20%26%20%3Cfort%3E", "geheim+%26+%3Cfort%3E"]
    {
        let server = Memory::new(move |_, _| {
            status(404, format!(r#"{{"code":"route_not_found","description":"No route matches ?pin={shown}."}}"#))
        });
        let call = shop::update(ProductId::new("prod_1"), ProductArguments::new().door_code("geheim & <fort>"));
        let error = server.blocking().send(call).unwrap_err();
        assert!(error.to_string().contains("route_not_found: No route matches ?pin=[secret]."), "{error}");
    }
}

#[test]
fn prints_no_value_of_a_document_that_the_server_repeats() {
    let server = Memory::new(|_, _| {
        let message = "3:14: ERROR: Element 'Password': 'hunter22' is too short; 'Name': bad & worse, kind=special1";
        status(400, format!(r#"{{"code":"invalid_order","detail":{{"errors":"{message}"}}}}"#))
    });
    let xml =
        "<Spec kind=\"special1\">\n<Password>hunter22</Password><Name>bad &amp; worse</Name>\n<Count>3</Count></Spec>";
    let call = shop::Order(shop::order(ProductId::new("prod_1")).0.with("xml", Value::Secret(xml.into())));
    let error = server.blocking().send(call).unwrap_err();
    let expected = "errors: 3:14: ERROR: Element 'Password': '[secret]' is too short; 'Name': [secret], kind=[secret]";
    assert_eq!(error.reason(), Some(expected));
}

#[test]
fn replaces_short_secrets_only_where_they_are_a_word() {
    let server =
        Memory::new(|_, _| status(422, r#"{"code":"invalid_order","description":"x1 is not valid: 1, 12, 1."}"#));
    let call = shop::update(ProductId::new("prod_1"), ProductArguments::new().door_code("1"));
    let shown = server.blocking().send(call).unwrap_err().to_string();
    assert!(shown.ends_with("invalid_order: x1 is not valid: [secret], 12, [secret]."), "{shown}");
}

#[test]
fn the_source_is_the_cause() {
    let refused = |error: RequestError| -> Error {
        let failure: Box<Failure> = exchange::refused(shop::list().into_request().operation(), error);
        failure.into()
    };
    let error = refused(RequestError::NoToken);
    assert_eq!(error.source().unwrap().downcast_ref(), Some(&RequestError::NoToken));
    let error = self::error(404, "[]");
    assert_eq!(error.source().unwrap().downcast_ref(), error.decode_error());
    assert!(error.source().unwrap().is::<DecodeError>());
    let error = BuildError::Transport(TransportError::other("no root certificates"));
    assert_eq!(error.to_string(), "the transport cannot be set up: transport failed: no root certificates");
    let source = error.source().unwrap();
    assert!(source.is::<TransportError>());
    assert_eq!(source.source().unwrap().to_string(), "no root certificates");
}

#[test]
fn a_refused_connection_says_so() {
    for outcome in both(&Server::absent(), shop::get(ProductId::new("prod_1"))) {
        let error = outcome.unwrap_err();
        let shown = error.to_string();
        assert_eq!(error.kind(), ErrorKind::Connect);
        assert!(shown.starts_with("products::get failed after 1 attempt in "), "{shown}");
        assert!(shown.contains(": connection to 127.0.0.1:") && shown.ends_with(" refused"), "{shown}");
        let mut source = error.source();
        let mut refused = false;
        while let Some(inner) = source {
            let kind = inner.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
            refused |= kind == Some(std::io::ErrorKind::ConnectionRefused);
            source = inner.source();
        }
        assert!(refused, "{error:?}");
    }
}

#[test]
fn a_broken_connection_says_the_url() {
    for error in errors(Behaviour::Reset) {
        let shown = error.to_string();
        assert!(shown.contains("connection broke before the response was complete: "), "{shown}");
        assert!(shown.contains("; the request was GET http://127.0.0.1:"), "{shown}");
        assert!(shown.ends_with("/v1/products/{product}"), "{shown}");
    }
}

#[test]
fn says_how_many_attempts_failed_in_how_long() {
    let server = Server::absent();
    let wait = Duration::from_millis(1);
    let policy = RetryPolicy::default().attempts(3).backoff(wait, wait);
    let client = blocking::Client::<Shop>::builder().url(&server.url).token("4711").retry(policy).build().unwrap();
    let error = client.send(shop::list()).unwrap_err();
    assert!(error.to_string().starts_with("products::list failed after 3 attempts in "), "{error}");
    assert!(error.elapsed() > Duration::ZERO && error.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_page_of_another_server_says_the_url() {
    for (status, kind) in [("404 Not Found", "text/html"), ("200 OK", "text/html; charset=utf-8")] {
        for error in errors(Behaviour::page(status, kind, "<html>")) {
            let shown = error.to_string();
            assert_eq!(error.kind(), ErrorKind::ContentType);
            assert!(
                shown.contains(&format!("{status}, expected a body of type application/json, found {kind}")),
                "{shown}"
            );
            assert!(shown.contains("; the request was GET http://127.0.0.1:"), "{shown}");
            assert!(shown.contains("/v1/products/{product} (request id req-1)"), "{shown}");
            assert!(format!("{error:?}").contains(r#"url: http://127.0.0.1:"#), "{error:?}");
        }
    }
    // An error that is not about one of the operation's objects can be that of a wrong path.
    let route = r#"{"error":{"code":"route_not_found"}}"#;
    for error in errors(Behaviour::json("404 Not Found", route)) {
        assert!(error.to_string().contains("; the request was GET http://127.0.0.1:"), "{error}");
    }
    let missing = r#"{"error":{"code":"product_not_found"}}"#;
    for error in errors(Behaviour::json("404 Not Found", missing)) {
        assert_eq!(error.code(), Some(ErrorCode::ProductNotFound));
        assert!(error.to_string().ends_with("404 Not Found, product_not_found (request id req-1)"), "{error}");
    }
}

#[test]
fn refuses_a_url_with_the_path_of_a_service() {
    for (url, instead) in [
        ("https://api.shop.test/v1", "https://api.shop.test"),
        ("https://api.shop.test/v1/", "https://api.shop.test"),
        ("https://api.shop.test/base/v1/v1", "https://api.shop.test/base"),
    ] {
        let errors = [
            blocking::Client::<Shop>::builder().token("4711").url(url).build().unwrap_err(),
            api_client_runtime::Client::<Shop>::builder().token("4711").url(url).build().unwrap_err(),
        ];
        for error in errors {
            assert!(matches!(&error, BuildError::ServicePath { url, path: "/v1" } if url == instead), "{error:?}");
            assert_eq!(error.to_string(), format!("invalid URL: each request adds `/v1` to it, so write `{instead}`"));
        }
    }
    for url in ["https://api.shop.test/v11", "https://v1", "https://api.shop.test/v1/base"] {
        assert!(blocking::Client::<Shop>::builder().token("4711").url(url).build().is_ok(), "{url}");
    }
}
