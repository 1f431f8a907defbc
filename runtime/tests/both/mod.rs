//! Helpers that run a call with both the async and the blocking client.
#![allow(dead_code)] // Each test uses another part.

use std::time::Duration;

use api_client_runtime::{Builder, Call, Response, RetryPolicy, blocking};

use crate::server::{Behaviour, Server};
use crate::shop::{self, Error, ProductId, Shop};

pub type Outcome<C> = Result<Response<<C as Call>::Output>, Error>;

/// The settings of the clients, which make one attempt.
pub fn settings<T: ?Sized>(builder: Builder<Shop, T>, server: &Server) -> Builder<Shop, T> {
    builder
        .url(&server.url)
        .token("4711-geheim")
        .timeout(Duration::from_millis(400))
        .max_body(10_000)
        .retry(RetryPolicy::never())
}

/// Sends `call` to `server` with both clients.
pub fn both<C: Call<Api = Shop> + Clone>(server: &Server, call: C) -> [Outcome<C>; 2] {
    let client = settings(api_client_runtime::Client::builder(), server).build().unwrap();
    let first = block_on(client.send(call.clone()));
    let client = settings(blocking::Client::builder(), server).build().unwrap();
    [first, client.send(call)]
}

/// Runs `future` on a new runtime.
pub fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// The errors of both clients for a GET.
pub fn errors(behaviour: Behaviour) -> Vec<Error> {
    let server = Server::start(behaviour);
    let outcomes = both(&server, shop::get(ProductId::new("prod_1")));
    outcomes.into_iter().map(|outcome| outcome.map(|_| ()).unwrap_err()).collect()
}
