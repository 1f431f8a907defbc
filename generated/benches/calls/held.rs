//! Measures the memory of calls in flight: the server holds its responses back until it has received all requests, and the
//! bytes allocated by then are counted. Each call has its own connection.

use std::net::TcpListener;
use std::sync::mpsc;
use std::thread;

use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::rounds::median;
use crate::{ALLOCATOR, Caller, server};

/// The number of calls. Each takes two open files (`ulimit -n`), because the server is in the same process.
const CALLS: usize = 1000;
const ROUNDS: usize = 5;

pub const HEAD: &str = concat!(
    "                             bytes/call      ratio of\n",
    "                             ours      bare   medians",
);

/// Measures both sides alternately, and prints the results.
pub fn compare<O: Caller, B: Caller>(name: &str, ours: impl Fn(&str) -> O, bare: impl Fn(&str) -> B) {
    let mut bytes = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        bytes[0].push(held(&ours));
        bytes[1].push(held(&bare));
    }
    let [ours, bare] = bytes.map(median);
    println!("{name:<22} {ours:>10.0} {bare:>9.0} {:>9.3}", ours / bare);
}

/// The bytes per call in flight.
fn held<C: Caller>(caller: impl Fn(&str) -> C) -> f64 {
    let (listener, url) = server::listen();
    let (all_here, mut here) = oneshot::channel();
    let (go_on, proceed) = mpsc::channel();
    let server = thread::spawn(move || serve(&listener, all_here, &proceed));
    let caller = caller(&url);
    // A new runtime, so that no memory is left from the other side.
    let bytes = crate::runtime().block_on(async {
        let before = live();
        let mut calls = JoinSet::new();
        for _ in 0..CALLS {
            let caller = caller.clone();
            calls.spawn(async move { caller.call().await });
        }
        (&mut here).await.unwrap();
        let bytes = (live() - before) / CALLS as f64;
        go_on.send(()).unwrap();
        assert_eq!(calls.join_all().await.len(), CALLS);
        bytes
    });
    server.join().unwrap();
    bytes
}

/// Reads all requests, and responds to them after a message on `proceed`.
fn serve(listener: &TcpListener, all_here: oneshot::Sender<()>, proceed: &mpsc::Receiver<()>) {
    let response = server::response();
    let mut connections = Vec::with_capacity(CALLS);
    for _ in 0..CALLS {
        let (mut connection, _) = listener.accept().unwrap();
        assert!(server::read(&mut connection));
        connections.push(connection);
    }
    all_here.send(()).unwrap();
    proceed.recv().unwrap();
    for mut connection in connections {
        std::io::Write::write_all(&mut connection, response.as_bytes()).unwrap();
    }
}

/// The number of allocated bytes.
fn live() -> f64 {
    let stats = ALLOCATOR.stats();
    stats.bytes_allocated as f64 - stats.bytes_deallocated as f64
}
