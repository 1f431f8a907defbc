//! The memory of calls in flight: a server holds its responses back until all calls wait for one, and the bytes that are
//! allocated then and were not before are theirs. Each call has a connection of its own.

use std::net::TcpListener;
use std::sync::mpsc;
use std::thread;

use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::rounds::median;
use crate::{ALLOCATOR, Caller, server};

/// It takes twice as many open files (`ulimit -n`), as the server is part of this program.
const CALLS: usize = 1000;
const ROUNDS: usize = 5;

pub const HEAD: &str = concat!(
    "                             bytes/call      ratio of\n",
    "                             ours      bare   medians",
);

/// Lets both sides make calls that are held, in turn, and prints how they compare.
pub fn compare<O: Caller, B: Caller>(name: &str, ours: impl Fn(&str) -> O, bare: impl Fn(&str) -> B) {
    let mut bytes = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        bytes[0].push(held(&ours));
        bytes[1].push(held(&bare));
    }
    let [ours, bare] = bytes.map(median);
    println!("{name:<22} {ours:>10.0} {bare:>9.0} {:>9.3}", ours / bare);
}

/// How many bytes a call in flight holds.
fn held<C: Caller>(caller: impl Fn(&str) -> C) -> f64 {
    let (listener, url) = server::listen();
    let (all_here, mut here) = oneshot::channel();
    let (go_on, told) = mpsc::channel();
    let server = thread::spawn(move || serve(&listener, all_here, &told));
    let caller = caller(&url);
    // A new runtime has no memory left over from the side before.
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

/// Reads all requests, and responds to none of them until told.
fn serve(listener: &TcpListener, all_here: oneshot::Sender<()>, told: &mpsc::Receiver<()>) {
    let answer = server::answer();
    let mut connections = Vec::with_capacity(CALLS);
    for _ in 0..CALLS {
        let (mut connection, _) = listener.accept().unwrap();
        assert!(server::read(&mut connection));
        connections.push(connection);
    }
    all_here.send(()).unwrap();
    told.recv().unwrap();
    for mut connection in connections {
        std::io::Write::write_all(&mut connection, answer.as_bytes()).unwrap();
    }
}

/// How many bytes are allocated.
fn live() -> f64 {
    let stats = ALLOCATOR.stats();
    stats.bytes_allocated as f64 - stats.bytes_deallocated as f64
}
