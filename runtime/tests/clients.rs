//! Both clients against a server that responds.

use api_client_runtime::{ErrorKind, RateLimit};

use crate::both::{both, errors};
use crate::server::{Behaviour, Server};
use crate::shop::{self, ErrorCode, ErrorDetail, KETTLE, ProductArguments, ProductId};

#[test]
fn returns_the_value_with_status_headers_and_body() {
    let server = Server::start(Behaviour::json("201 Created", KETTLE));
    for outcome in both(&server, shop::get(ProductId::new("prod_1"))) {
        let kettle = outcome.unwrap();
        assert_eq!(kettle.name, "Kettle");
        assert_eq!((kettle.status().as_u16(), kettle.request_id()), (201, Some("req-1")));
        let RateLimit { permitted, remaining, .. } = kettle.rate_limit().unwrap();
        assert_eq!((permitted, remaining), (1000, 998));
        assert_eq!(kettle.headers()["content-type"], "application/json");
        assert_eq!(kettle.body(), KETTLE);
        assert!(!format!("{kettle:?}").contains("geheim"));
        assert_eq!(kettle.map(|product| product.stock).into_inner(), 3);
    }
    for seen in server.seen() {
        let seen = seen.to_ascii_lowercase();
        assert!(seen.starts_with("get /v1/products/product?product%5bid%5d=prod_1 http/1.1\r\n"), "{seen}");
        assert!(seen.contains("\r\nauthorization: bearer 4711-geheim\r\n"), "{seen}");
        assert!(seen.contains("\r\naccept: application/json\r\n"), "{seen}");
        assert!(seen.contains("\r\nuser-agent: shop-api/0.1.0\r\n"), "{seen}");
        assert!(!seen.contains("\r\ncontent-type:"), "{seen}");
    }
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn sends_a_body_as_json() {
    let server = Server::start(Behaviour::json("200 OK", KETTLE));
    let call = shop::update(ProductId::new("prod_1"), ProductArguments::new().name("Pöt"));
    assert!(both(&server, call).iter().all(Result::is_ok));
    for seen in server.seen() {
        assert!(seen.starts_with("PATCH /v1/products/product HTTP/1.1\r\n"), "{seen}");
        assert!(seen.to_ascii_lowercase().contains("\r\ncontent-type: application/json\r\n"), "{seen}");
        assert!(
            seen.ends_with("\r\n\r\n{\"product\":{\"id\":\"prod_1\"},\"properties\":{\"name\":\"Pöt\"}}"),
            "{seen}"
        );
    }
}

#[test]
fn sends_and_expects_no_body_without_arguments_and_output() {
    let server = Server::start(Behaviour::Respond("HTTP/1.1 204 No Content\r\n\r\n".to_owned()));
    assert!(both(&server, shop::restock("prod_1")).iter().all(Result::is_ok));
    assert!(both(&server, shop::delete(ProductId::new("prod_1"))).iter().all(Result::is_ok));
    assert_eq!(server.seen().len(), 4);
    for seen in server.seen() {
        assert!(seen.ends_with("\r\n\r\n"), "{seen}");
    }
}

#[test]
fn returns_text_without_a_token() {
    let server = Server::start(Behaviour::page("200 OK", "text/plain; charset=utf-8", "Boil."));
    for outcome in both(&server, shop::manual("en")) {
        assert_eq!(outcome.unwrap().as_str(), "Boil.");
    }
    assert!(server.seen().iter().all(|seen| !seen.contains("4711")));
}

#[test]
fn an_api_error_has_code_and_detail() {
    let body = r#"{"error":{"code":"sold_out","description":"No more.","detail":{"back_at":7}}}"#;
    for error in errors(Behaviour::json("409 Conflict", body)) {
        assert_eq!(error.kind(), ErrorKind::Api);
        assert_eq!(error.code(), Some(ErrorCode::SoldOut));
        assert!(matches!(error.detail(), Some(ErrorDetail::SoldOut(detail)) if detail.back_at.unix_seconds() == 7));
        assert_eq!(error.rate_limit().map(|limit| limit.remaining), Some(998));
        assert_eq!(error.body().unwrap(), body);
        assert_eq!(
            error.to_string(),
            "products::get failed: 409 Conflict, sold_out: No more.; back_at: 1970-01-01T00:00:07Z (request id req-1)"
        );
    }
}

#[test]
fn an_html_page_is_a_content_type_error() {
    for (status, decode) in [("502 Bad Gateway", false), ("200 OK", true)] {
        for error in errors(Behaviour::page(status, "text/html; charset=utf-8", "<html>geheim")) {
            assert_eq!((error.kind(), error.is_decode()), (ErrorKind::ContentType, decode));
            assert_eq!((error.code(), error.request_id()), (None, Some("req-1")));
            assert_eq!(error.body().unwrap(), "<html>geheim");
            let expected = format!(
                "products::get failed: {status}, expected a body of type application/json, found text/html; \
                 charset=utf-8; the request was GET http://127.0.0.1:"
            );
            assert!(error.to_string().starts_with(&expected), "{error}");
        }
    }
}

#[test]
fn a_decode_error_keeps_the_response() {
    let body = r#"{"id":"prod_1","name":null,"door_code":"geheim"}"#;
    for error in errors(Behaviour::json("201 Created", body)) {
        assert_eq!((error.kind(), error.is_decode()), (ErrorKind::Body, true));
        assert_eq!(error.decode_path(), Some("name"));
        assert_eq!(error.body().unwrap(), body);
        assert_eq!(
            error.to_string(),
            "products::get failed: 201 Created, cannot decode the body at `name`: expected string but found \
             null at byte 22 (request id req-1)"
        );
    }
}
