//! The transport over a `tower` service: readiness, limits, and the kinds of its errors.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::future::{Ready, pending, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use api_client_runtime::{Bytes, Call, ErrorKind, Response, RetryPolicy, Tower, Transport, TransportError, http};
use http_body::{Body, Frame, SizeHint};
use tower::util::BoxCloneService;
use tower::{Service, ServiceBuilder, service_fn};

use crate::shop::{self, Error, KETTLE, ProductId, Shop};

type BoxError = Box<dyn std::error::Error + Send + Sync>;
type Request = http::Request<Bytes>;

/// A body of pieces, each of which can be an error. It ends after the last one, or stalls.
#[derive(Debug, Default)]
struct Pieces {
    frames: VecDeque<Result<Frame<Bytes>, BoxError>>,
    length: u64,
    stalls: bool,
}

impl Pieces {
    fn of<'p>(pieces: impl IntoIterator<Item = &'p str>) -> Self {
        let frames = pieces.into_iter().map(|piece| Ok(Frame::data(Bytes::from(piece.to_owned())))).collect();
        Self { frames, ..Self::default() }
    }

    fn then(mut self, frame: Result<Frame<Bytes>, BoxError>) -> Self {
        self.frames.push_back(frame);
        self
    }

    /// A response with this body.
    fn into_response(self) -> http::Response<Self> {
        let head = http::Response::builder().header("content-type", "application/json").header("x-request-id", "req-1");
        head.body(self).unwrap()
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match self.get_mut() {
            Self { frames, stalls: true, .. } if frames.is_empty() => Poll::Pending,
            pieces => Poll::Ready(pieces.frames.pop_front()),
        }
    }

    fn size_hint(&self) -> SizeHint {
        let mut hint = SizeHint::new();
        hint.set_lower(self.length);
        hint
    }
}

/// Sends `call` through `transport`.
fn through<C: Call<Api = Shop>>(transport: impl Transport, call: C) -> Result<Response<C::Output>, Error> {
    let millisecond = Duration::from_millis(1);
    let client = api_client_runtime::Client::builder()
        .token("4711")
        .timeout(Duration::from_millis(100))
        .max_body(1000)
        .retry(RetryPolicy::default().attempts(2).backoff(millisecond, millisecond))
        .transport(transport)
        .build()
        .unwrap();
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(client.send(call))
}

fn get() -> shop::Get {
    shop::get(ProductId::new("prod_1"))
}

/// The error of a GET if every response has this body.
fn error(body: fn() -> Pieces) -> Error {
    through(Tower::new(service_fn(move |_: Request| ready(Ok::<_, Infallible>(body().into_response())))), get())
        .unwrap_err()
}

#[test]
fn sends_calls_through_services_and_layers() {
    let service = ServiceBuilder::new()
        .map_request(|mut request: Request| {
            request.headers_mut().insert("x-trace", http::HeaderValue::from_static("47"));
            request
        })
        .timeout(Duration::from_secs(10))
        .service_fn(|request: Request| {
            assert_eq!(request.headers()["x-trace"], "47");
            assert_eq!(request.headers()["authorization"], "Bearer 4711");
            assert_eq!(request.uri().host(), Some("api.shop.test"));
            let (start, end) = KETTLE.split_at(9);
            let trailers = Ok(Frame::trailers(http::HeaderMap::new()));
            ready(Ok::<_, BoxError>(Pieces::of([start, end]).then(trailers).into_response()))
        });
    // The service is not `Sync`, and need not be.
    let kettle = through(Tower::new(BoxCloneService::new(service)), get()).unwrap();
    assert_eq!((kettle.name.as_str(), kettle.request_id()), ("Kettle", Some("req-1")));
}

/// A service that is ready at the second poll, and must not be called before.
#[derive(Debug, Clone, Default)]
struct Slow {
    polls: usize,
}

impl Service<Request> for Slow {
    type Response = http::Response<Pieces>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.polls += 1;
        context.waker().wake_by_ref();
        if self.polls < 2 { Poll::Pending } else { Poll::Ready(Ok(())) }
    }

    fn call(&mut self, _: Request) -> Self::Future {
        assert_eq!(std::mem::take(&mut self.polls), 2);
        ready(Ok(Pieces::of([KETTLE]).into_response()))
    }
}

#[test]
fn waits_for_the_service_to_be_ready() {
    assert_eq!(through(Tower::new(Slow::default()), get()).unwrap().name, "Kettle");
}

/// A service with a fixed readiness, which must not be called.
#[derive(Debug, Clone)]
struct Closed(fn() -> Poll<Result<(), BoxError>>);

impl Service<Request> for Closed {
    type Response = http::Response<Pieces>;
    type Error = BoxError;
    type Future = Ready<Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        (self.0)()
    }

    fn call(&mut self, _: Request) -> Self::Future {
        panic!("it is not ready")
    }
}

#[test]
fn a_service_that_is_never_ready_is_a_connect_error() {
    let never = through(Tower::new(Closed(|| Poll::Pending)), shop::restock("prod_1")).unwrap_err();
    assert!(never.is_connect() && never.is_timeout(), "{never:?}");
    let broken = through(Tower::new(Closed(|| Poll::Ready(Err("closed".into())))), shop::restock("prod_1"));
    let broken = broken.unwrap_err();
    assert!(broken.is_connect() && !broken.is_timeout(), "{broken:?}");
    assert_eq!((never.attempts().len(), broken.attempts().len()), (2, 2));
    let said = Closed(|| Poll::Ready(Err(TransportError::other("no key to sign with").into())));
    assert_eq!(through(Tower::new(said), get()).unwrap_err().kind(), ErrorKind::Transport);
}

#[test]
fn a_silent_service_is_a_timeout_with_the_partial_body() {
    let silent = service_fn(|_: Request| pending::<Result<http::Response<Pieces>, Infallible>>());
    let silent = through(Tower::new(silent), get()).unwrap_err();
    assert_eq!((silent.kind(), silent.status()), (ErrorKind::Timeout, None));
    let stalled = error(|| Pieces { stalls: true, ..Pieces::of(["{\"id\":"]) });
    assert_eq!(stalled.kind(), ErrorKind::Timeout);
    assert_eq!((stalled.request_id(), stalled.body().unwrap().as_ref()), (Some("req-1"), &b"{\"id\":"[..]));
}

/// A body with endless empty frames.
struct Endless;

impl Body for Endless {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(Some(Ok(Frame::data(Bytes::new()))))
    }
}

#[test]
fn an_endless_ready_body_is_a_timeout() {
    let service = service_fn(|_: Request| ready(Ok::<_, Infallible>(http::Response::new(Endless))));
    let start = std::time::Instant::now();
    let error = through(Tower::new(service), shop::restock("prod_1")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

#[test]
fn rejects_a_large_body() {
    let announced = error(|| Pieces { length: 1001, stalls: true, ..Pieces::default() });
    let found = error(|| Pieces::of([" "; 1001]));
    for error in [announced, found] {
        assert!(error.is_too_large(), "{error:?}");
        assert_eq!((error.request_id(), error.body().unwrap().len()), (Some("req-1"), 0));
    }
    let full = " ".repeat(1000 - KETTLE.len());
    let service = service_fn(move |_: Request| ready(Ok::<_, Infallible>(Pieces::of([KETTLE, &full]).into_response())));
    assert!(through(Tower::new(service), get()).is_ok());
}

#[test]
fn a_broken_body_keeps_the_partial_body() {
    let error = error(|| Pieces::of(["{\"id\":"]).then(Err("reset".into())));
    assert_eq!((error.kind(), error.is_truncated()), (ErrorKind::Interrupted, true));
    assert_eq!((error.request_id(), error.body().unwrap().as_ref()), (Some("req-1"), &b"{\"id\":"[..]));
}

/// Sends `call` to a service that fails, and returns the kind of error and the number of requests.
fn failing<C: Call<Api = Shop>>(call: C, fail: fn() -> BoxError) -> (ErrorKind, usize) {
    let sent = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&sent);
    let service = service_fn(move |_: Request| {
        count.fetch_add(1, Ordering::SeqCst);
        ready(Err::<http::Response<Pieces>, _>(fail()))
    });
    (through(Tower::new(service), call).err().unwrap().kind(), sent.load(Ordering::SeqCst))
}

#[test]
fn passes_transport_errors_through() {
    let kinds = [
        (failing(shop::restock("prod_1"), || TransportError::connect("refused").into()), (ErrorKind::Connect, 2)),
        (failing(shop::restock("prod_1"), || TransportError::timeout().into()), (ErrorKind::Timeout, 1)),
        (failing(get(), || TransportError::other("no key to sign with").into()), (ErrorKind::Transport, 1)),
    ];
    for (outcome, expected) in kinds {
        assert_eq!(outcome, expected);
    }
}

#[test]
fn does_not_retry_a_post_after_an_unknown_error() {
    let fail = || "something is wrong".into();
    assert_eq!(failing(get(), fail), (ErrorKind::Interrupted, 2));
    assert_eq!(failing(shop::restock("prod_1"), fail), (ErrorKind::Interrupted, 1));
    // A wrapped connect error is that of one attempt of the service, which can have made others.
    let wrapped = || std::io::Error::other(TransportError::connect("refused")).into();
    assert_eq!(failing(shop::restock("prod_1"), wrapped), (ErrorKind::Interrupted, 1));
}

#[test]
fn an_error_after_the_head_is_not_a_connect_error() {
    let late = || Pieces::default().then(Err(TransportError::connect("refused").into())).into_response();
    let service = service_fn(move |_: Request| ready(Ok::<_, Infallible>(late())));
    let error = through(Tower::new(service), shop::restock("prod_1")).unwrap_err();
    assert_eq!((error.kind(), error.attempts().len(), error.is_truncated()), (ErrorKind::Interrupted, 1, true));
}
