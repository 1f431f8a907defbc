//! A server on raw sockets, which has one fault on every connection and counts the requests that it has read.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// The behaviour of the server on a connection.
#[derive(Debug, Clone)]
pub enum Behaviour {
    /// The name of the host does not resolve.
    Unresolved,
    /// Nothing listens.
    Absent,
    /// Resets the connection when the request arrives, without reading it.
    Reset,
    /// Reads the request, writes the text, and closes.
    Write(Vec<u8>),
    /// Reads the request, writes the text, and then does nothing.
    Stall(Vec<u8>),
    /// Reads the request, writes the first text, and then repeats the second one endlessly.
    Endless(Vec<u8>, &'static [u8]),
    /// Reads the request, writes the text, and then the byte every 20 ms, endlessly.
    Drip(Vec<u8>, u8),
    /// Writes the text when the first bytes arrive, and closes.
    WriteFirst(&'static [u8]),
    /// Reads all bytes, and does nothing.
    Silent,
    /// Uses TLS, with a self-signed certificate for this name.
    Encrypted(&'static str),
}

/// A running server. It stops with the process.
#[derive(Debug)]
pub struct Server {
    /// Its host and port.
    pub authority: String,
    requests: Arc<AtomicUsize>,
}

impl Server {
    pub fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let authority = match behaviour {
            Behaviour::Unresolved => "no-such-host.invalid".to_owned(),
            _ => listener.local_addr().unwrap().to_string(),
        };
        let requests = Arc::new(AtomicUsize::new(0));
        let server = Self { authority, requests: Arc::clone(&requests) };
        if !matches!(behaviour, Behaviour::Absent | Behaviour::Unresolved) {
            let behaviour = Arc::new(behaviour);
            thread::spawn(move || {
                for stream in listener.incoming().flatten() {
                    let (behaviour, requests) = (Arc::clone(&behaviour), Arc::clone(&requests));
                    thread::spawn(move || serve(stream, &behaviour, &requests));
                }
            });
        }
        server
    }

    /// The number of requests that were read completely.
    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

fn serve(mut stream: TcpStream, behaviour: &Behaviour, requests: &AtomicUsize) {
    match behaviour {
        Behaviour::Absent | Behaviour::Unresolved => return,
        Behaviour::Reset => {
            // Closing with unread bytes resets the connection. `peek` waits until they have arrived.
            let _ = stream.peek(&mut [0]);
            return;
        }
        Behaviour::WriteFirst(text) => {
            let _ = stream.peek(&mut [0]);
            let _ = stream.write_all(text);
            let _ = stream.shutdown(Shutdown::Write);
        }
        Behaviour::Silent => {}
        Behaviour::Encrypted(name) => {
            let _ = encrypted(&stream, name);
        }
        _ => {
            if read_request(&mut stream).is_none() {
                return;
            }
            requests.fetch_add(1, Ordering::SeqCst);
        }
    }
    match behaviour {
        Behaviour::Write(text) => {
            let _ = stream.write_all(text);
            let _ = stream.shutdown(Shutdown::Write);
        }
        Behaviour::Stall(text) => drop(stream.write_all(text)),
        Behaviour::Endless(head, piece) => {
            let many = piece.repeat((8 * 1024_usize).div_ceil(piece.len()));
            let _ = stream.write_all(head);
            while stream.write_all(&many).is_ok() {}
        }
        Behaviour::Drip(head, byte) => {
            let _ = stream.write_all(head);
            while stream.write_all(&[*byte]).is_ok() {
                thread::sleep(Duration::from_millis(20));
            }
        }
        _ => {}
    }
    // Read until the client closes the connection.
    let _ = stream.read_to_end(&mut Vec::new());
}

/// Reads a request, or returns `None` if the connection ends within it.
fn read_request(stream: &mut TcpStream) -> Option<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
    let length = head.split_once("content-length: ").and_then(|(_, rest)| rest.split("\r\n").next()?.parse().ok());
    stream.read_exact(&mut vec![0; length.unwrap_or(0)]).ok()
}

fn encrypted(mut stream: &TcpStream, name: &str) -> Result<(), Box<dyn std::error::Error>> {
    let key = KeyPair::generate()?;
    let certificate = CertificateParams::new([name.to_owned()])?.self_signed(&key)?;
    let private = PrivateKeyDer::try_from(key.serialize_der())?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let configuration = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let configuration =
        configuration.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], private)?;
    let mut stream = StreamOwned::new(ServerConnection::new(Arc::new(configuration))?, &mut stream);
    stream.read_exact(&mut [0])?;
    Ok(())
}
