//! The errors of responses with a status other than 2xx, without a server.

use api_client_runtime::exchange;
use api_client_runtime::{Api, Bytes, Call, ErrorKind, TransportError, http};

use crate::shop::{self, Error, ErrorCode, ErrorDetail, Shop};

/// The error of a response with this status, content type and body.
fn error(status: u16, content_type: &str, body: &str) -> Error {
    let response = http::Response::builder()
        .status(status)
        .header("content-type", content_type)
        .header("x-request-id", "req-1")
        .body(Bytes::from(body.to_owned()))
        .unwrap();
    let operation = shop::list().into_request().operation();
    let failure = exchange::classify(operation, Shop::DESCRIPTION, Ok(response)).unwrap_err();
    failure.into()
}

fn no(body: &str) -> Error {
    error(404, "application/json", body)
}

#[test]
fn decodes_errors_with_and_without_an_envelope() {
    let wrapped = r#"{"error":{"code":"product_not_found","description":"None.","detail":{}}}"#;
    let bare = r#"{"description":"None.","code":"product_not_found","detail":{},"new":[]}"#;
    for error in [no(wrapped), no(bare)] {
        assert_eq!(error.kind(), ErrorKind::Api);
        assert_eq!(error.code(), Some(ErrorCode::ProductNotFound));
        assert_eq!(error.description(), Some("None."));
        assert!(matches!(error.detail(), Some(ErrorDetail::Unrecognized(json)) if json.as_str() == "{}"));
        assert_eq!(error.operation().unwrap().name, "products::list");
    }
}

#[test]
fn an_error_needs_only_a_code() {
    for (body, description, raw) in [
        (r#"{"error":{"code":"sold_out"}}"#, None, None),
        (r#"{"error":{"code":"sold_out","description":null,"detail":null}}"#, None, None),
        (
            r#"{"error":{"code":"sold_out","description":7,"detail":{"back_at":"soon"}}}"#,
            None,
            Some(r#"{"back_at":"soon"}"#),
        ),
        (r#"{"error":{"code":"sold_out","description":"No.","detail":[1]}}"#, Some("No."), Some("[1]")),
    ] {
        let error = no(body);
        assert_eq!(error.code(), Some(ErrorCode::SoldOut), "{body}");
        assert_eq!(error.description(), description, "{body}");
        assert_eq!(error.detail(), None, "{body}");
        assert_eq!(error.raw_detail().map(|json| json.as_str()), raw, "{body}");
    }
}

#[test]
fn an_undocumented_code_keeps_description_and_detail() {
    let error = no(r#"{"error":{"code":"on_strike","description":"Us.","detail":{"until":"may"}}}"#);
    assert_eq!(error.code(), Some(ErrorCode::Unrecognized("on_strike".to_owned())));
    assert!(matches!(error.detail(), Some(ErrorDetail::Unrecognized(json)) if json.as_str() == r#"{"until":"may"}"#));
}

#[test]
fn decodes_an_error_with_any_content_type() {
    assert_eq!(error(404, "text/plain", r#"{"code":"sold_out"}"#).code(), Some(ErrorCode::SoldOut));
}

#[test]
fn distinguishes_responses_that_are_not_api_errors() {
    let cases = [
        no(""),
        error(502, "text/html", "<html>"),
        no(r#"{"error":{"code":"sold_ou"#),
        no(r#"{"error":{"description":"None."}}"#),
        no(r#"{"error":"gone"}"#),
        no(r#"{"message":"gone"}"#),
        no("[]"),
        no("geheim"),
        error(304, "application/json", ""),
    ];
    let table: Vec<String> = cases
        .iter()
        .map(|error| format!("{:?}, truncated: {}\n  {error}", error.kind(), error.is_truncated()))
        .collect();
    insta::assert_snapshot!(table.join("\n"), @"
    EmptyBody, truncated: false
      products::list failed: 404 Not Found, empty body (request id req-1)
    ContentType, truncated: false
      products::list failed: 502 Bad Gateway, expected a body of type application/json, found text/html (request id req-1)
    Body, truncated: true
      products::list failed: 404 Not Found, cannot decode the body at `error.code`: EOF while parsing a string at byte 25 (request id req-1)
    Body, truncated: false
      products::list failed: 404 Not Found, cannot decode the body at `error.code`: missing field `code` in the object at byte 9 (request id req-1)
    Body, truncated: false
      products::list failed: 404 Not Found, cannot decode the body at `error`: expected object but found string at byte 9 (request id req-1)
    Body, truncated: false
      products::list failed: 404 Not Found, cannot decode the body at `code`: missing field `code` in the object at byte 0 (request id req-1)
    Body, truncated: false
      products::list failed: 404 Not Found, cannot decode the body: expected object but found array at byte 0 (request id req-1)
    Body, truncated: false
      products::list failed: 404 Not Found, cannot decode the body: expected value at byte 0 (request id req-1)
    Redirect, truncated: false
      products::list failed: 304 Not Modified, redirect not followed (request id req-1)
    ");
    assert!(cases.iter().all(|error| error.code().is_none() && !error.is_decode() && error.status().is_some()));
}

#[test]
fn debug_prints_the_cause_and_no_body() {
    let shown = format!("{:?}", no(r#"{"error":{"code":"sold_out","description":"No.","detail":{"key":"geheim"}}}"#));
    insta::assert_snapshot!(
        shown,
        @r#"Error { operation: "products::list", kind: Api, status: 404, request_id: Some("req-1"), code: "sold_out", description: Some("No."), .. }"#
    );
    let shown = format!("{:?}", no(r#"{"error":{"door_code":"geheim"}}"#));
    assert!(!shown.contains("geheim"), "{shown}");
}

#[test]
fn prints_text_of_the_server_in_one_short_line() {
    let long = format!(r#"{{"code":"c","description":"a\nb\u001b{}"}}"#, "x".repeat(1000));
    let shown = no(&long).to_string();
    assert!(shown.starts_with("products::list failed: 404 Not Found, c: a b x"), "{shown}");
    assert!(shown.ends_with("x... (704 more bytes) (request id req-1)") && shown.chars().count() < 400, "{shown}");
}

/// An error in which every text from the server is 1 MB.
fn flooded() -> [Error; 4] {
    let flood = "é\n".repeat(300_000);
    let json = flood.replace('\n', "\\n");
    let response = |status: u16, header: &'static str, body: String| {
        let value = http::HeaderValue::from_maybe_shared(Bytes::from("h".repeat(100_000))).unwrap();
        let response = http::Response::builder().status(status).header("x-request-id", value.clone());
        response.header(header, value).body(Bytes::from(body)).unwrap()
    };
    let operation = shop::list().into_request().operation();
    let failed = |outcome| Error::from(exchange::classify(operation, Shop::DESCRIPTION, outcome).unwrap_err());
    [
        failed(Ok(response(
            404,
            "x-other",
            format!(r#"{{"code":"{json}","description":"{json}","detail":"{json}"}}"#),
        ))),
        failed(Ok(response(404, "content-type", flood.clone()))),
        failed(Ok(response(404, "x-other", format!(r#"{{"{json}":{{"{json}":[tru]}}}}"#)))),
        failed(Err(TransportError::other(flood).with_partial(response(200, "x-other", json)))),
    ]
}

#[test]
fn limits_the_length_of_printed_errors() {
    for error in flooded() {
        for shown in [format!("{error}"), format!("{error:?}"), format!("{error:#?}")] {
            assert!(shown.len() < 2000, "{} bytes: {}", shown.len(), &shown[..300]);
            assert!(shown.contains(" more bytes)"), "{shown}");
        }
        for attempt in error.attempts() {
            assert!(format!("{attempt:?} {attempt:#?}").len() < 2000);
        }
    }
}

#[test]
fn debug_prints_the_start_of_a_text_and_the_size_of_the_rest() {
    let shown = format!("{:?}", no(&format!(r#"{{"code":"c\"\n{}"}}"#, "é".repeat(400))));
    let start = format!(r#"code: "c\"\n{}"... (206 more bytes), description: None"#, "é".repeat(297));
    assert!(shown.contains(&start), "{shown}");
}

#[test]
fn keeps_a_partial_response() {
    let partial = http::Response::builder().status(201).body(Bytes::from("{\"id\":")).unwrap();
    let broken = TransportError::interrupted("gone").with_partial(partial);
    let operation = shop::list().into_request().operation();
    let error: Error = exchange::classify(operation, Shop::DESCRIPTION, Err(broken)).unwrap_err().into();
    assert!(error.is_truncated());
    assert_eq!(error.body().unwrap(), "{\"id\":");
    assert_eq!(
        error.to_string(),
        "products::list failed: 201 Created, connection broke before the response was complete: gone"
    );
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "gone");
}

#[test]
fn rejects_html_instead_of_text() {
    let response = http::Response::builder().header("content-type", "text/html").body(Bytes::from("<html>")).unwrap();
    let operation = shop::manual("en").into_request().operation();
    let response = exchange::classify(operation, Shop::DESCRIPTION, Ok(response)).unwrap();
    let error: Error = exchange::decode::<api_client_runtime::Text>(operation, response).unwrap_err().into();
    assert!(error.is_decode());
    assert_eq!(error.kind(), ErrorKind::ContentType);
}

#[test]
fn rejects_an_empty_body() {
    let response = http::Response::new(Bytes::new());
    let operation = shop::list().into_request().operation();
    let response = exchange::classify(operation, Shop::DESCRIPTION, Ok(response)).unwrap();
    let error: Error = exchange::decode::<shop::Product>(operation, response).unwrap_err().into();
    assert!(error.is_decode());
    assert_eq!(error.to_string(), "products::list failed: 200 OK, empty body");
}
