//! Valid and invalid settings of a client.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_client_runtime::{BuildError, Bytes, Limits, TransportError, blocking, http};

use crate::shop::{self, KETTLE, ProductId, Shop};

fn with_url(url: &str) -> Result<blocking::Client<Shop>, BuildError> {
    blocking::Client::builder().token("4711").url(url).build()
}

#[test]
fn refuses_plain_http_to_other_machines() {
    for url in ["http://127.0.0.1:1", "http://127.9.9.9", "http://[::1]:80/", "http://LOCALHOST:8080/base/"] {
        assert!(with_url(url).is_ok(), "{url}");
    }
    for url in
        ["http://api.shop.test", "http://localhost.shop.test", "http://10.0.0.1", "HTTP://128.0.0.1", "http://[::2]"]
    {
        assert!(matches!(with_url(url), Err(BuildError::PlainHttp { .. })), "{url}");
    }
    let allowed = blocking::Client::<Shop>::builder().url("http://10.0.0.1").dangerously_allow_plain_http().build();
    assert!(allowed.is_ok());
}

#[test]
fn rejects_urls_without_a_host_or_with_secrets() {
    for url in [
        "",
        "/v1",
        "api.shop.test",
        "ftp://api.shop.test",
        "https://me:4711@api.shop.test",
        "https://api.shop.test?token=4711",
        "https://api.shop.test#4711",
        "https://a b",
    ] {
        let error = with_url(url).unwrap_err();
        assert!(matches!(error, BuildError::Url { .. }), "{url}: {error:?}");
        assert!(!format!("{error} {error:?}").contains("4711"), "{url}");
    }
}

#[test]
fn rejects_timeouts_of_zero_or_more_than_a_day() {
    for timeout in [Duration::ZERO, Duration::from_secs(90_000), Duration::MAX] {
        let builder = || blocking::Client::<Shop>::builder().url("http://localhost");
        assert!(matches!(builder().timeout(timeout).build(), Err(BuildError::Timeout { .. })));
        assert!(matches!(builder().connect_timeout(timeout).build(), Err(BuildError::Timeout { .. })));
    }
}

#[test]
fn rejects_tokens_that_a_header_cannot_have() {
    for token in ["", "47\n11", "47\u{7f}11"] {
        let error = blocking::Client::<Shop>::new(token).unwrap_err();
        assert!(matches!(error, BuildError::Token), "{error:?}");
    }
    let named = blocking::Client::<Shop>::builder().user_agent("to\0ol").build();
    assert!(matches!(named, Err(BuildError::UserAgent)));
}

/// A transport that records requests instead of sending them.
#[derive(Debug, Clone, Default)]
struct Fake(Arc<Mutex<Vec<http::Request<Bytes>>>>);

impl Fake {
    fn respond(&self, request: http::Request<Bytes>) -> http::Response<Bytes> {
        self.0.lock().unwrap().push(request);
        http::Response::new(Bytes::from(KETTLE))
    }
}

impl blocking::Transport for Fake {
    fn send(&self, request: http::Request<Bytes>, _: Limits) -> Result<http::Response<Bytes>, TransportError> {
        Ok(self.respond(request))
    }
}

impl api_client_runtime::Transport for Fake {
    fn send(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + '_>> {
        Box::pin(async { Ok(self.respond(request)) })
    }
}

#[tokio::test]
async fn accepts_a_transport_and_repeated_calls() {
    let fake = Fake::default();
    let call = shop::get(ProductId::new("prod_1"));
    let client = api_client_runtime::Client::<Shop>::builder().token("4711").transport(fake.clone()).build().unwrap();
    assert_eq!(client.clone().send(&call).await.unwrap().name, "Kettle");
    let client = blocking::Client::<Shop>::builder().token("4711").transport(fake.clone()).build().unwrap();
    assert_eq!(client.send(&call).unwrap().name, "Kettle");
    let seen = fake.0.lock().unwrap();
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0].uri(), "https://api.shop.test/v1/products/product?product%5Bid%5D=prod_1");
}

#[test]
fn reads_token_and_url_from_the_environment() {
    let fake = Fake::default();
    let builder = blocking::Client::<Shop>::builder().from_env().unwrap().user_agent("tool/1.0");
    builder.transport(fake.clone()).build().unwrap().send(shop::list()).unwrap_err();
    let seen = fake.0.lock().unwrap();
    assert_eq!(seen[0].headers()["authorization"], "Bearer api-client-runtime");
    assert_eq!(seen[0].headers()["user-agent"], "tool/1.0 shop-api/0.1.0");
    assert_eq!(seen[0].uri().host(), Some("api.shop.test"));
}

#[test]
fn without_a_token_only_anonymous_operations_work() {
    let client = blocking::Client::<Shop>::builder().transport(Fake::default()).build().unwrap();
    let error = client.send(shop::list()).unwrap_err();
    assert_eq!(error.to_string(), "products::list failed: the operation requires a token, and the client has none");
    assert!(client.send(shop::manual("en")).is_ok());
}

#[test]
fn clients_and_errors_are_send_and_sync() {
    fn assert_send_and_sync<T: Send + Sync + 'static>() {}
    assert_send_and_sync::<api_client_runtime::Client<Shop>>();
    assert_send_and_sync::<blocking::Client<Shop>>();
    assert_send_and_sync::<shop::Error>();
    fn assert_send<F: Future + Send>(_: F) {}
    let client = api_client_runtime::Client::<Shop>::builder().transport(Fake::default()).build().unwrap();
    assert_send(client.send(shop::list()));
}
