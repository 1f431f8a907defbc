//! A local server with a fixed behaviour for each connection. It can send invalid HTTP, which a mock server cannot.
#![allow(dead_code)] // Each test uses another part.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// The behaviour of the server on a connection.
#[derive(Debug, Clone)]
pub enum Behaviour {
    /// Reads the request, writes this, and closes.
    Respond(String),
    /// Resets the connection without reading the request.
    Reset,
    /// Reads the request, writes this, and then does nothing.
    Stall(String),
    /// Reads the request, writes the first text, and then repeats the second one endlessly.
    Endless(String, String),
}

impl Behaviour {
    /// A JSON response.
    pub fn json(status: &str, body: &str) -> Self {
        Self::page(status, "application/json", body)
    }

    /// A response with any content type.
    pub fn page(status: &str, content_type: &str, body: &str) -> Self {
        let length = body.len();
        Self::Respond(format!(
            "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\nX-Request-Id: req-1\r\n\
             X-RateLimit-Permitted: 1000\r\nX-RateLimit-Remaining: 998\r\nConnection: close\r\n\r\n{body}"
        ))
    }
}

/// A running server. It stops with the process.
#[derive(Debug)]
pub struct Server {
    pub url: String,
    seen: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
}

impl Server {
    pub fn start(behaviour: Behaviour) -> Self {
        Self::script(&[behaviour])
    }

    /// A server with a behaviour for each connection; the last one is repeated.
    pub fn script(behaviours: &[Behaviour]) -> Self {
        let behaviours = behaviours.to_vec();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&seen);
        let connections = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&connections);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let turn = count.fetch_add(1, Ordering::SeqCst).min(behaviours.len() - 1);
                let (behaviour, record) = (behaviours[turn].clone(), Arc::clone(&record));
                thread::spawn(move || respond(stream, &behaviour, &record));
            }
        });
        Self { url, seen, connections }
    }

    /// The URL of a server that does not run.
    pub fn absent() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            seen: Arc::default(),
            connections: Arc::default(),
        }
    }

    /// The number of connections so far.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// The requests so far, as text.
    pub fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

fn respond(mut stream: TcpStream, behaviour: &Behaviour, record: &Mutex<Vec<String>>) {
    if let Behaviour::Reset = behaviour {
        // Closing with unread bytes resets the connection. `peek` waits until they have arrived.
        let _ = stream.peek(&mut [0]);
        return;
    }
    record.lock().unwrap().push(read_request(&mut stream));
    match behaviour {
        Behaviour::Respond(text) => {
            let _ = stream.write_all(text.as_bytes());
            let _ = stream.shutdown(Shutdown::Write);
        }
        Behaviour::Endless(head, piece) => {
            let _ = stream.write_all(head.as_bytes());
            while stream.write_all(piece.as_bytes()).is_ok() {}
        }
        Behaviour::Stall(text) => {
            let _ = stream.write_all(text.as_bytes());
        }
        Behaviour::Reset => {}
    }
    // Read until the client closes the connection.
    let _ = stream.read_to_end(&mut Vec::new());
}

fn read_request(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    let mut byte = [0];
    while !text.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|count| count == 1) {
        text.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&text).to_ascii_lowercase();
    let length = head.split_once("content-length: ").and_then(|(_, rest)| rest.split("\r\n").next()?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    let _ = stream.read_exact(&mut body);
    text.extend(body);
    String::from_utf8_lossy(&text).into_owned()
}
