//! The default transport of blocking clients: HTTP/1.1 by hyper over the sockets of std.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Uri;
use http::uri::Scheme;
use rustls::{ClientConfig, ClientConnection, StreamOwned};

use super::message::{Unresolved, too_slow, unconnected, unencrypted};
use super::socket::{Bidirectional, Socket, Stream};
use super::{Allowance, Connection, Failed, Origin, Pool, Proxy, tls, tunnel};
use crate::exchange::Limits;
use crate::response::TransportError;
use crate::transport::{Arriving, BlockingTransport};

/// A pool of connections, and how to open one.
pub(crate) struct Network {
    tls: Arc<ClientConfig>,
    proxy: Option<Proxy>,
    pool: Pool<Origin, Open>,
}

/// An open connection, and its socket to wait for.
struct Open {
    connection: Box<Connection<Stream>>,
    socket: Socket,
}

impl Network {
    /// An empty pool.
    pub(crate) fn new(secure: bool, proxy: Option<Proxy>) -> Result<Self, TransportError> {
        let tls = Arc::new(tls::configuration(secure)?);
        Ok(Self { tls, proxy, pool: Pool::new() })
    }

    /// Sends `request` over an idle connection or a new one.
    fn exchange(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
        arriving: &mut Option<Arriving>,
    ) -> Result<(), TransportError> {
        let start = Instant::now();
        let until = start + limits.timeout;
        let (origin, mut request) = Origin::of(request)?;
        while let Some((mut open, _)) = self.pool.take(&origin) {
            if !open.is_open(until) {
                continue;
            }
            match open.exchange(request, limits.max_body, until, arriving) {
                Err(Failed::Unsent(unsent)) => request = *unsent,
                outcome => return self.end(origin, open, until, outcome),
            }
        }
        let connected = self.connect(&origin, until.min(start + limits.connect_timeout));
        let mut open = connected.map_err(|error| match error {
            error if error.is_timeout() => too_slow(&origin.uri()),
            error => error,
        })?;
        let outcome = open.exchange(request, limits.max_body, until, arriving);
        self.end(origin, open, until, outcome)
    }

    /// Keeps the connection if it can be reused.
    fn end(
        &self,
        origin: Origin,
        mut open: Open,
        until: Instant,
        outcome: Result<(), Failed>,
    ) -> Result<(), TransportError> {
        if outcome.is_ok() && open.is_open(until) {
            self.pool.put(origin, open);
        }
        outcome.map_err(TransportError::from)
    }

    fn connect(&self, origin: &Origin, until: Instant) -> Result<Open, TransportError> {
        let allowance = Allowance::new();
        let (socket, stream) = match &self.proxy {
            None => self.open(&origin.uri(), until)?,
            Some(proxy) => {
                let (socket, stream) = self.open(&proxy.uri, until)?;
                let tunnel = tunnel(Stream::new(stream, allowance.clone()), allowance.clone(), proxy, origin);
                let stream = socket.run(until, tunnel).ok_or_else(TransportError::connect_timeout)??;
                let stream = self.encrypt(&socket, stream.into_inner(), origin.host(), until)?;
                (socket, stream)
            }
        };
        let connection = Connection::over(Stream::new(stream, allowance.clone()), allowance);
        let connection = socket.run(until, connection).ok_or_else(TransportError::connect_timeout)??;
        Ok(Open { connection: Box::new(connection), socket })
    }

    /// A connection to the host of `uri`, encrypted if its scheme says so.
    fn open(&self, uri: &Uri, until: Instant) -> Result<(Socket, Box<dyn Bidirectional>), TransportError> {
        let secure = uri.scheme() == Some(&Scheme::HTTPS);
        let host = uri.host().unwrap_or_default();
        let addresses = resolve(uri, host, uri.port_u16().unwrap_or(if secure { 443 } else { 80 }), until)?;
        let socket = Socket::connect(uri, &addresses, until)?;
        let stream = Box::new(socket.clone());
        let stream = if secure { self.encrypt(&socket, stream, host, until)? } else { stream };
        Ok((socket, stream))
    }

    /// TLS over `stream`, after the handshake.
    fn encrypt(
        &self,
        socket: &Socket,
        mut stream: Box<dyn Bidirectional>,
        host: &str,
        until: Instant,
    ) -> Result<Box<dyn Bidirectional>, TransportError> {
        let name = tls::server_name(host)?;
        let mut session = ClientConnection::new(Arc::clone(&self.tls), name).map_err(TransportError::tls)?;
        while session.is_handshaking() {
            let done = socket.wait_for(until, || session.complete_io(&mut stream));
            done.ok_or_else(TransportError::connect_timeout)?.map_err(|error| unencrypted(host, error))?;
        }
        Ok(Box::new(StreamOwned::new(session, stream)))
    }
}

impl BlockingTransport for Network {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> Result<http::Response<Bytes>, TransportError> {
        let mut arriving = None;
        let outcome = self.exchange(request, limits, &mut arriving);
        Arriving::finish(arriving, outcome)
    }
}

impl Open {
    fn is_open(&mut self, until: Instant) -> bool {
        self.socket.run(until, self.connection.is_open()).unwrap_or(false)
    }

    fn exchange(
        &mut self,
        request: http::Request<Bytes>,
        max_body: usize,
        until: Instant,
        arriving: &mut Option<Arriving>,
    ) -> Result<(), Failed> {
        let exchange = self.connection.exchange(request, max_body, arriving);
        match self.socket.run(until, exchange) {
            // The timeout of the socket shows as an I/O error.
            Some(Err(Failed::Sent(error))) if error.is_interrupted() && Instant::now() >= until => {
                Err(Failed::Sent(TransportError::timeout()))
            }
            Some(outcome) => outcome,
            None => Err(Failed::Sent(TransportError::timeout())),
        }
    }
}

/// The addresses of `host`.
fn resolve(uri: &Uri, host: &str, port: u16, until: Instant) -> Result<Vec<SocketAddr>, TransportError> {
    if let Ok(address) = host.trim_matches(['[', ']']).parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(address, port)]);
    }
    // The system's resolver cannot be cancelled, so its thread is left behind if it takes too long.
    let (found, addresses) = mpsc::channel();
    let host = host.to_owned();
    let lookup = thread::Builder::new().name("resolve".to_owned());
    let lookup = lookup.spawn(move || found.send((host.as_str(), port).to_socket_addrs().map(Vec::from_iter)));
    lookup.map_err(TransportError::connect)?;
    let left = until.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
    match addresses.recv_timeout(left) {
        Ok(Ok(addresses)) => Ok(addresses),
        Ok(Err(error)) => Err(unconnected(uri, Unresolved(error))),
        Err(mpsc::RecvTimeoutError::Timeout) => Err(too_slow(uri)),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(TransportError::connect("the DNS lookup failed")),
    }
}
