//! Both clients against a local server.

#[path = "../../runtime/tests/server/mod.rs"]
mod server;

use std::error::Error as _;
use std::net::TcpListener;
use std::time::Duration;

use katapult_api::{
    Client, Error, ErrorCode, IpAddressLookup, Response, RetryPolicy, VirtualMachineLookup, blocking, ip_addresses,
    virtual_machines::{self, GetOutput},
};
use runtime::ErrorKind;
use server::{Behaviour, Server};

const TOKEN: &str = "4711-geheim";
const MACHINE: &str = include_str!("bodies/virtual_machine.json");

/// What a program names next to either client has the same path as the client.
#[test]
fn names_are_next_to_the_clients() {
    use katapult_api::{BuildError, Builder, Items, Limits, Pages, Progress, Transport, virtual_machines::List};

    fn settings(builder: Builder) -> Builder {
        builder.url("http://api.katapult.test")
    }
    fn blocking_settings(builder: blocking::Builder) -> blocking::Builder {
        builder.url("http://api.katapult.test")
    }
    // Without `dangerously_allow_plain_http`, the token is not sent there.
    let refused: [BuildError; 2] = [
        settings(Client::builder().token(TOKEN)).build().unwrap_err(),
        blocking_settings(blocking::Client::builder().token(TOKEN)).build().unwrap_err(),
    ];
    assert!(refused.iter().all(|error| matches!(error, BuildError::PlainHttp { .. })), "{refused:?}");

    // They only have to compile.
    fn _lists(_: (Items<List>, Pages<List>), _: (blocking::Items<List>, blocking::Pages<List>)) {}
    fn _transports(_: &dyn Transport, _: &dyn blocking::Transport) {}
    fn _shared(
        _: (Limits, &Progress<'_, ()>),
        _: (blocking::Limits, &blocking::Progress<'_, ()>, blocking::BuildError),
    ) {
    }
}

/// Gets a virtual machine from `url` in one attempt, with the async and the blocking client.
async fn both(url: &str) -> [Result<Response<GetOutput>, Error>; 2] {
    let call = virtual_machines::get(VirtualMachineLookup::fqdn("web-1.acme.katapult.cloud"));
    let timeout = Duration::from_millis(300);
    let client = Client::builder()
        .url(url)
        .token(TOKEN)
        .timeout(timeout)
        .max_body(10_000)
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let first = client.send(&call).await;
    let client = blocking::Client::builder()
        .url(url)
        .token(TOKEN)
        .timeout(timeout)
        .max_body(10_000)
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    [first, client.send(&call)]
}

/// The errors of both clients for `response`, which do not print the token.
async fn errors(response: Behaviour) -> [Error; 2] {
    let server = Server::start(response);
    both(&server.url).await.map(|outcome| without_token(outcome.unwrap_err()))
}

fn without_token(error: Error) -> Error {
    let mut shown = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(cause) = source {
        shown.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    assert!(!shown.contains(TOKEN), "{shown}");
    error
}

fn response(status: u16, body: &str, content_type: &str) -> Behaviour {
    Behaviour::page(&status.to_string(), content_type, body)
}

fn json(status: u16, body: &str) -> Behaviour {
    response(status, body, "application/json")
}

#[tokio::test]
async fn returns_a_machine_with_status_request_id_and_rate_limit() {
    let server = Server::start(json(200, MACHINE));
    for outcome in both(&server.url).await {
        let found = outcome.unwrap();
        assert_eq!(found.virtual_machine.name, "Web server");
        assert_eq!((found.status().as_u16(), found.request_id()), (200, Some("req-1")));
        let limit = found.rate_limit().unwrap();
        assert_eq!((limit.permitted, limit.remaining), (1000, 998));
        assert_eq!(found.body(), MACHINE);
        let shown = format!("{found:?}");
        assert!(!shown.contains(TOKEN) && !shown.contains("correct horse battery staple"), "{shown}");
    }
    let requests = server.seen();
    assert_eq!(requests.len(), 2);
    let line =
        "GET /core/v1/virtual_machines/virtual_machine?virtual_machine%5Bfqdn%5D=web-1.acme.katapult.cloud HTTP/1.1";
    for request in requests {
        assert_eq!(request.lines().next(), Some(line));
        assert!(request.to_lowercase().contains(&format!("\r\nauthorization: bearer {TOKEN}\r\n")), "{request}");
    }
}

#[tokio::test]
async fn returns_the_code_of_every_documented_status() {
    for (status, wire, code) in [
        (400, "missing_api_token", ErrorCode::MissingApiToken),
        (403, "unauthorized_network_for_api_token", ErrorCode::UnauthorizedNetworkForApiToken),
        (403, "invalid_api_token", ErrorCode::InvalidApiToken),
        (403, "invalid_capabilities_token", ErrorCode::InvalidCapabilitiesToken),
        (403, "scope_not_granted", ErrorCode::ScopeNotGranted),
        (404, "virtual_machine_not_found", ErrorCode::VirtualMachineNotFound),
        (406, "object_in_trash", ErrorCode::ObjectInTrash),
        (429, "rate_limit_reached", ErrorCode::RateLimitReached),
        (500, "unhandled_exception", ErrorCode::UnhandledException),
        (503, "service_unavailable", ErrorCode::ServiceUnavailable),
    ] {
        let body = format!(r#"{{"error":{{"code":"{wire}","description":"So.","detail":{{}}}}}}"#);
        for error in errors(json(status, &body)).await {
            assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(code.clone())));
            assert_eq!((error.status().unwrap().as_u16(), error.request_id()), (status, Some("req-1")));
            assert_eq!(error.rate_limit().unwrap().remaining, 998);
            let shown = error.to_string();
            assert!(shown.starts_with(&format!("virtual_machines::get failed: {status} ")), "{shown}");
            assert!(shown.ends_with(&format!(", {wire}: So. (request id req-1)")), "{shown}");
        }
    }
}

#[tokio::test]
async fn times_out_if_the_server_is_slow() {
    for error in errors(Behaviour::Stall(String::new())).await {
        assert!(error.is_timeout(), "{error:?}");
        assert_eq!(error.status(), None);
    }
}

#[tokio::test]
async fn does_not_follow_a_redirect_to_another_host() {
    let thief = Server::start(json(200, MACHINE));
    let elsewhere = thief.url.replace("127.0.0.1", "localhost");
    for status in [301, 302, 303, 307, 308] {
        let redirect = format!("HTTP/1.1 {status} \r\nLocation: {elsewhere}/x\r\nContent-Length: 0\r\n\r\n");
        for error in errors(Behaviour::Respond(redirect)).await {
            assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Redirect, status));
            assert_eq!(error.redirect_host(), elsewhere.strip_prefix("http://"));
        }
    }
    assert_eq!(thief.connections(), 0);
}

/// The errors of both clients for a body that cannot be decoded.
async fn unreadable(response: Behaviour, body: &str, kind: ErrorKind) -> [Error; 2] {
    let errors = errors(response).await;
    for error in &errors {
        assert_eq!(error.kind(), kind, "{error:?}");
        assert_eq!((error.code(), error.request_id()), (None, Some("req-1")));
        assert_eq!(error.body().unwrap(), body);
    }
    errors
}

#[tokio::test]
async fn rejects_an_html_page() {
    let page = "<html><h1>Bad gateway</h1></html>";
    for status in [200, 403, 502] {
        for error in unreadable(response(status, page, "text/html"), page, ErrorKind::ContentType).await {
            assert_eq!(error.status().unwrap(), status);
            assert!(error.to_string().contains("text/html"), "{error}");
        }
    }
}

#[tokio::test]
async fn rejects_json_with_another_content_type() {
    for error in unreadable(response(200, MACHINE, "text/plain"), MACHINE, ErrorKind::ContentType).await {
        assert!(error.is_decode(), "{error:?}");
    }
}

#[tokio::test]
async fn rejects_an_empty_body() {
    for status in [200, 204, 503] {
        for error in unreadable(json(status, ""), "", ErrorKind::EmptyBody).await {
            assert_eq!(error.is_decode(), status < 300, "{error:?}");
        }
    }
}

#[tokio::test]
async fn an_error_keeps_a_truncated_body() {
    let half = &MACHINE[..MACHINE.len() / 2];
    for error in unreadable(json(200, half), half, ErrorKind::Body).await {
        assert!(error.is_decode() && error.is_truncated(), "{error:?}");
    }
}

#[tokio::test]
async fn an_error_has_the_path_of_a_null_field() {
    let body = MACHINE.replacen(r#""name": "AMS-1""#, r#""name": null"#, 1);
    for error in unreadable(json(200, &body), &body, ErrorKind::Body).await {
        assert_eq!(error.decode_path(), Some("virtual_machine.zone.name"));
        assert!(!error.is_truncated() && !error.to_string().contains("correct horse"), "{error}");
    }
}

#[tokio::test]
async fn rejects_a_large_body() {
    for error in errors(json(200, &format!("{MACHINE}{}", " ".repeat(10_000)))).await {
        assert!(error.is_too_large(), "{error:?}");
        assert_eq!((error.status().unwrap().as_u16(), error.request_id()), (200, Some("req-1")));
    }
}

#[tokio::test]
async fn distinguishes_broken_from_failed_connections() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        for _ in 0..2 {
            // Closing with unread bytes resets the connection. `peek` waits until they have arrived.
            let _ = listener.accept().unwrap().0.peek(&mut [0]);
        }
    });
    for outcome in both(&url).await {
        assert_eq!(without_token(outcome.unwrap_err()).kind(), ErrorKind::Interrupted);
    }
    server.join().unwrap();
    for outcome in both(&url).await {
        assert!(without_token(outcome.unwrap_err()).is_connect());
    }
}

#[tokio::test]
async fn does_not_print_the_token_or_send_it_over_plain_http() {
    let (first, second) = (Client::builder().token(TOKEN), blocking::Client::builder().token(TOKEN));
    let mut shown = format!("{first:?} {second:?}");
    let (first, second) = (first.url("http://127.0.0.1:1"), second.url("http://127.0.0.1:1"));
    shown.push_str(&format!("{:?} {:?}", first.build().unwrap(), second.build().unwrap()));
    let (first, second) = (Client::builder(), blocking::Client::builder());
    let (first, second) = (first.url("http://api.katapult.io"), second.url("http://api.katapult.io"));
    for error in [first.token(TOKEN).build().map(drop), second.token(TOKEN).build().map(drop)] {
        let error = error.unwrap_err();
        shown.push_str(&format!("{error} {error:?}"));
        assert_eq!(error.to_string(), "refusing to send a token to api.katapult.io over plain HTTP");
    }
    assert!(!shown.contains(TOKEN), "{shown}");
}

/// An operation without output succeeds with any status 2xx, if the body is empty or an object.
#[tokio::test]
async fn accepts_an_empty_body_without_an_output() {
    let bare = |status: &str| Behaviour::Respond(format!("HTTP/1.1 {status} \r\nConnection: close\r\n\r\n"));
    let responses = [
        (bare("204"), true),
        (bare("200"), true),
        (response(200, "", "text/html"), true),
        (json(200, "{}"), true),
        (json(200, r#"{"new":1}"#), true),
        (response(200, "<html>", "text/html"), false),
        (json(200, "7"), false),
    ];
    for (response, succeeds) in responses {
        let server = Server::start(response);
        let call = ip_addresses::unallocate(IpAddressLookup::address("192.0.2.17"));
        let client = Client::builder().url(&server.url).token(TOKEN).retry(RetryPolicy::never()).build().unwrap();
        let first = client.send(&call).await;
        let builder = blocking::Client::builder().url(&server.url).token(TOKEN).retry(RetryPolicy::never());
        let second = builder.build().unwrap().send(&call);
        assert_eq!((first.is_ok(), second.is_ok()), (succeeds, succeeds), "{first:?} {second:?}");
    }
}
