//! Compares calls of the clients with the same calls of the underlying HTTP libraries, on a local server: calls per second,
//! allocations per call, and memory per call in flight. Both sides alternate, so that noise affects both.
#![allow(clippy::unwrap_used)] // A failed call ends the benchmark.

#[path = "calls/bare.rs"]
mod bare;
#[path = "calls/held.rs"]
mod held;
#[path = "calls/ours.rs"]
mod ours;
#[path = "calls/rounds.rs"]
mod rounds;
#[path = "calls/server.rs"]
mod server;

use std::alloc::System;
use std::future::Future;
use std::hint::black_box;

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use self::rounds::{CALLS, compare};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The numbers of concurrent calls, besides one.
const FLIGHTS: [usize; 2] = [16, 64];

fn main() {
    let url = server::start();
    let runtime = runtime();
    println!("{}", rounds::HEAD);

    let (client, plain) = (ours::client(&url), bare::client(&url));
    compare("async, one by one", || in_turn(&runtime, || client.call()), || in_turn(&runtime, || plain.call()));
    for flight in FLIGHTS {
        let (client, plain) = (ours::client(&url), bare::client(&url));
        let name = format!("async, {flight} in flight");
        compare(&name, || at_once(&runtime, flight, &client), || at_once(&runtime, flight, &plain));
    }
    let (client, plain) = (ours::blocking(&url), bare::blocking(&url));
    compare("blocking, one by one", || repeat(|| client.call()), || repeat(|| plain.call()));

    println!("\n{}", held::HEAD);
    held::compare("async, 1000 in flight", ours::client, bare::client);
}

/// A single-threaded runtime, which leaves the other cores to the server.
fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// A client that can get the virtual machine of the server.
trait Caller: Clone + Send + 'static {
    type Output: Send + 'static;

    fn call(&self) -> impl Future<Output = Self::Output> + Send;
}

fn in_turn<F: Future>(runtime: &Runtime, call: impl Fn() -> F) {
    runtime.block_on(async {
        for _ in 0..CALLS {
            black_box(call().await);
        }
    });
}

/// Makes the calls in as many tasks as are to be in flight.
fn at_once(runtime: &Runtime, flight: usize, caller: &impl Caller) {
    runtime.block_on(async {
        let mut tasks = JoinSet::new();
        for _ in 0..flight {
            let caller = caller.clone();
            tasks.spawn(async move {
                for _ in 0..CALLS / flight {
                    black_box(caller.call().await);
                }
            });
        }
        tasks.join_all().await;
    });
}

fn repeat<T>(call: impl Fn() -> T) {
    for _ in 0..CALLS {
        black_box(call());
    }
}
