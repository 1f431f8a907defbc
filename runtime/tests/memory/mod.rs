//! A transport for both clients that calls a function instead of a server.
#![allow(dead_code)] // Each test uses another part.

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use api_client_runtime::{Builder, Bytes, Limits, RetryPolicy, Transport, TransportError, blocking, http};

use crate::shop::Shop;

pub type Outcome = Result<http::Response<Bytes>, TransportError>;

type Respond = dyn Fn(&http::Request<Bytes>, usize) -> Outcome + Send + Sync;

/// A server whose response is a function of the request and of the number of requests before it.
#[derive(Clone)]
pub struct Memory {
    respond: Arc<Respond>,
    seen: Arc<Mutex<Vec<String>>>,
    in_flight: Arc<AtomicUsize>,
    most_in_flight: Arc<AtomicUsize>,
}

impl Memory {
    pub fn new(respond: impl Fn(&http::Request<Bytes>, usize) -> Outcome + Send + Sync + 'static) -> Self {
        Self {
            respond: Arc::new(respond),
            seen: Arc::default(),
            in_flight: Arc::default(),
            most_in_flight: Arc::default(),
        }
    }

    /// A server that responds to each request with JSON.
    pub fn json(respond: impl Fn(&http::Request<Bytes>, usize) -> String + Send + Sync + 'static) -> Self {
        Self::new(move |request, turn| status(200, respond(request, turn)))
    }

    /// The requests so far: method, path and query.
    pub fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }

    /// The largest number of concurrent requests.
    pub fn most_in_flight(&self) -> usize {
        self.most_in_flight.load(Ordering::SeqCst)
    }

    /// An async client of this server, which makes one attempt.
    pub fn client(&self) -> api_client_runtime::Client<Shop> {
        settings(api_client_runtime::Client::builder()).transport(self.clone()).build().unwrap()
    }

    /// A blocking client of this server, which makes one attempt.
    pub fn blocking(&self) -> blocking::Client<Shop> {
        settings(blocking::Client::builder()).transport(self.clone()).build().unwrap()
    }

    fn respond(&self, request: &http::Request<Bytes>) -> Outcome {
        let turn = {
            let mut seen = self.seen.lock().unwrap();
            seen.push(format!("{} {}", request.method(), request.uri().path_and_query().unwrap()));
            seen.len() - 1
        };
        (self.respond)(request, turn)
    }
}

fn settings<T: ?Sized>(builder: Builder<Shop, T>) -> Builder<Shop, T> {
    builder.token("4711-geheim").retry(RetryPolicy::never())
}

/// A response with a status and a body.
pub fn status(status: u16, body: impl Into<Bytes>) -> Outcome {
    let response = http::Response::builder().status(status).header("content-type", "application/json");
    Ok(response.body(body.into()).unwrap())
}

impl blocking::Transport for Memory {
    fn send(&self, request: http::Request<Bytes>, _: Limits) -> Outcome {
        self.respond(&request)
    }
}

impl Transport for Memory {
    fn send(&self, request: http::Request<Bytes>, _: Limits) -> Pin<Box<dyn Future<Output = Outcome> + Send + '_>> {
        Box::pin(async move {
            let now = self.in_flight.fetch_add(1, Ordering::SeqCst) + 1;
            self.most_in_flight.fetch_max(now, Ordering::SeqCst);
            let outcome = self.respond(&request);
            // Let other tasks run, as a network would.
            tokio::task::yield_now().await;
            self.in_flight.fetch_sub(1, Ordering::SeqCst);
            outcome
        })
    }
}
