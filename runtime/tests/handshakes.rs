//! Connections that cannot be made, of both clients: names that do not resolve, and TLS.

#[allow(dead_code, reason = "the other faults are tested elsewhere")]
#[path = "faults/server.rs"]
mod server;

use std::error::Error as _;
use std::time::Duration;

use api_client_runtime::{BuildError, Builder, ErrorKind, RetryPolicy, blocking};
use server::{Behaviour, Server};

use crate::shop::{self, Error, Shop};

fn settings<T: ?Sized>(builder: Builder<Shop, T>, url: &str) -> Builder<Shop, T> {
    let backoff = Duration::from_millis(1);
    let retry = RetryPolicy::default().attempts(5).backoff(backoff, backoff);
    builder
        .url(url)
        .token("4711")
        .timeout(Duration::from_secs(5))
        .retry(retry)
        .ignore_rate_limit()
        .dangerously_allow_plain_http()
}

/// The errors of both clients. Empty if the system has no root certificates, without which no client can use TLS.
fn errors(url: &str) -> Vec<Error> {
    let built = settings(api_client_runtime::Client::builder(), url).build();
    let client = match built {
        Ok(client) => client,
        Err(error) => {
            assert!(matches!(error, BuildError::Transport(_)), "{error}");
            return Vec::new();
        }
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let first = runtime.block_on(client.send(shop::list())).unwrap_err();
    let client = settings(blocking::Client::builder(), url).build().unwrap();
    vec![first, client.send(shop::list()).unwrap_err()]
}

/// Checks that both clients report a problem with TLS, in these words.
#[track_caller]
fn tls(behaviour: Behaviour, problem: &str) {
    let server = Server::start(behaviour);
    for error in errors(&format!("https://{}", server.authority)) {
        let shown = error.to_string();
        assert!(shown.starts_with("products::list failed after 1 attempt in "), "{shown}");
        assert_eq!(error.attempts().len(), 1);
        assert!(shown.ends_with(&format!(": TLS handshake with 127.0.0.1 failed: {problem}")), "{shown}");
        assert_eq!((error.kind(), error.is_tls(), error.is_dns()), (ErrorKind::Connect, true, false));
        let source = error.source().unwrap().downcast_ref::<std::io::Error>().unwrap();
        assert!(source.get_ref().unwrap().is::<rustls::Error>(), "{source:?}");
    }
}

#[test]
fn a_server_without_tls_is_reported_after_one_attempt() {
    tls(Behaviour::WriteFirst(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "the server does not use TLS");
}

#[test]
fn an_alert_is_reported_after_one_attempt() {
    let problem = "the server supports no TLS version or cipher suite of this client";
    tls(Behaviour::WriteFirst(b"\x15\x03\x03\x00\x02\x02\x28"), problem);
}

#[test]
fn a_self_signed_certificate_is_reported_after_one_attempt() {
    let problem = "the certificate is not trusted: it is self-signed, or its issuer is not among the system's root \
                   certificates";
    tls(Behaviour::Encrypted("127.0.0.1"), problem);
}

#[test]
fn a_handshake_that_breaks_off_is_retried() {
    let server = Server::start(Behaviour::WriteFirst(b""));
    for error in errors(&format!("https://{}", server.authority)) {
        assert_eq!((error.kind(), error.is_tls(), error.attempts().len()), (ErrorKind::Connect, false, 5));
        assert!(error.to_string().contains("TLS handshake with 127.0.0.1 failed: "), "{error}");
        assert!(error.source().is_some());
    }
}

#[test]
fn a_name_that_does_not_resolve_is_retried_once() {
    for error in errors("http://no-such-host.invalid") {
        let shown = error.to_string();
        assert!(shown.starts_with("products::list failed after 2 attempts in "), "{shown}");
        assert_eq!(error.attempts().len(), 2);
        assert!(shown.contains(": cannot resolve the host name no-such-host.invalid: "), "{shown}");
        assert_eq!((error.kind(), error.is_dns(), error.is_tls()), (ErrorKind::Connect, true, false));
        assert!(error.source().is_some());
    }
}
