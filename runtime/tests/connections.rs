//! Connections of both clients: opening, reuse and closing.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use api_client_runtime::{ErrorKind, RetryPolicy, blocking};

use crate::both::{block_on, settings};
use crate::server::{Behaviour, Server};
use crate::shop::{self, Error, Shop};

/// A server that keeps its connections open, responds to each request with a list, and counts connections and requests.
struct Keeping {
    url: String,
    connections: Arc<AtomicUsize>,
    requests: Arc<AtomicUsize>,
}

impl Keeping {
    /// Closes each connection after `requests` requests.
    fn start(requests: usize) -> Self {
        Self::with_bodies(requests, 2)
    }

    /// The same, with bodies of `length` bytes.
    fn with_bodies(requests: usize, length: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let counts = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (connections, seen) = (Arc::clone(&counts.0), Arc::clone(&counts.1));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                connections.fetch_add(1, Ordering::SeqCst);
                let seen = Arc::clone(&seen);
                thread::spawn(move || keep(stream, requests, length, &seen));
            }
        });
        Self { url, connections: counts.0, requests: counts.1 }
    }

    fn counts(&self) -> (usize, usize) {
        (self.connections.load(Ordering::SeqCst), self.requests.load(Ordering::SeqCst))
    }

    fn blocking(&self) -> blocking::Client<Shop> {
        blocking::Client::builder().url(&self.url).token("4711").retry(RetryPolicy::never()).build().unwrap()
    }

    fn client(&self) -> api_client_runtime::Client<Shop> {
        let builder = api_client_runtime::Client::builder().url(&self.url).token("4711").retry(RetryPolicy::never());
        builder.timeout(Duration::from_secs(5)).build().unwrap()
    }
}

fn keep(mut stream: TcpStream, requests: usize, length: usize, seen: &AtomicUsize) {
    for _ in 0..requests {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            if !stream.read(&mut byte).is_ok_and(|read| read == 1) {
                return;
            }
            head.push(byte[0]);
        }
        seen.fetch_add(1, Ordering::SeqCst);
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length:";
        write!(stream, "{head} {length}\r\n\r\n[{}]", " ".repeat(length - 2)).unwrap();
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

#[test]
fn calls_share_a_connection() {
    let server = Keeping::start(usize::MAX);
    let client = server.blocking();
    for _ in 0..10 {
        client.send(shop::list()).unwrap();
    }
    assert_eq!(server.counts(), (1, 10));
    let server = Keeping::start(usize::MAX);
    let client = server.client();
    runtime().block_on(async {
        for _ in 0..10 {
            client.send(shop::list()).await.unwrap();
        }
    });
    assert_eq!(server.counts(), (1, 10));
}

#[test]
fn large_bodies_share_a_connection() {
    let server = Keeping::with_bodies(usize::MAX, 3_000_000);
    let (blocking, client) = (server.blocking(), server.client());
    for _ in 0..3 {
        blocking.send(shop::list()).unwrap();
    }
    runtime().block_on(async {
        for _ in 0..3 {
            client.send(shop::list()).await.unwrap();
        }
    });
    assert_eq!(server.counts(), (2, 6));
}

#[test]
fn does_not_reuse_a_closed_connection() {
    let server = Keeping::start(1);
    let client = server.blocking();
    for _ in 0..5 {
        client.send(shop::list()).unwrap();
        thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(server.counts(), (5, 5));
    let server = Keeping::start(1);
    let client = server.client();
    runtime().block_on(async {
        for _ in 0..5 {
            client.send(shop::list()).await.unwrap();
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    assert_eq!(server.counts(), (5, 5));
}

#[test]
fn an_idle_runtime_does_not_reuse_a_closed_connection() {
    let server = Keeping::start(1);
    let client = server.client();
    let runtime = runtime();
    runtime.block_on(client.send(shop::list())).unwrap();
    // The runtime does not run during this sleep.
    thread::sleep(Duration::from_millis(200));
    runtime.block_on(client.send(shop::list())).unwrap();
    assert_eq!(server.counts(), (2, 2));
}

#[test]
fn runtimes_do_not_share_connections() {
    let server = Keeping::start(usize::MAX);
    let client = server.client();
    let idle = runtime();
    idle.block_on(client.send(shop::list())).unwrap();
    let start = Instant::now();
    runtime().block_on(client.send(shop::list())).unwrap();
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    assert_eq!(server.counts(), (2, 2));
    // The first connection still works on its own runtime.
    idle.block_on(client.send(shop::list())).unwrap();
    assert_eq!(server.counts(), (2, 3));
}

#[test]
fn an_unknown_host_is_a_connect_error() {
    let server = Server::absent();
    let url = "https://nowhere.invalid";
    let second = Duration::from_secs(5);
    let blocking = settings(blocking::Client::<Shop>::builder(), &server).url(url).timeout(second).build();
    let client = settings(api_client_runtime::Client::<Shop>::builder(), &server).url(url).timeout(second).build();
    // Without the certificates of the system, a client cannot be built.
    if let (Ok(blocking), Ok(client)) = (blocking, client) {
        for error in [blocking.send(shop::list()).unwrap_err(), block_on(client.send(shop::list())).unwrap_err()] {
            assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
        }
    }
}

/// The errors of both clients with a long timeout, so that the limit of bytes applies before it even on a busy machine.
fn patient_errors(behaviour: Behaviour) -> [Error; 2] {
    let server = Server::start(behaviour);
    let timeout = Duration::from_secs(30);
    let client = settings(api_client_runtime::Client::builder(), &server).timeout(timeout).build().unwrap();
    let blocking = settings(blocking::Client::builder(), &server).timeout(timeout).build().unwrap();
    [block_on(client.send(shop::list())).unwrap_err(), blocking.send(shop::list()).unwrap_err()]
}

#[test]
fn stops_endless_interim_responses() {
    for error in patient_errors(Behaviour::Endless(String::new(), "HTTP/1.1 102 Processing\r\n\r\n".to_owned())) {
        assert_eq!(error.kind(), ErrorKind::Transport, "{error:?}");
    }
}

#[test]
fn stops_endless_trailers_and_chunk_extensions() {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    let trailers = Behaviour::Endless(format!("{head}2\r\n[]\r\n0\r\n"), "X-Trailer: more\r\n".to_owned());
    let extensions = Behaviour::Endless(format!("{head}2"), ";name=value".to_owned());
    for behaviour in [trailers, extensions] {
        for error in patient_errors(behaviour) {
            assert_ne!(error.kind(), ErrorKind::Timeout, "{error:?}");
        }
    }
}
