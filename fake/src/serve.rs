//! The HTTP server, on loopback, for programs in any language.

use std::convert::Infallible;
use std::future::Future;
use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::{BodyExt, Limited};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use katapult_api::{Bytes, http};
use tokio::net::{TcpListener, TcpStream};

use crate::cloud::{Cloud, Exchange, Outcome};

/// The size of the largest request that is read.
const MAX_BODY: usize = 16 << 20;

/// How long a client may take to send the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// A server of a cloud on a port of 127.0.0.1.
#[derive(Debug)]
pub struct Server {
    cloud: Cloud,
    listener: TcpListener,
    address: SocketAddr,
    quiet: bool,
    changed: Arc<AtomicBool>,
}

impl Server {
    /// Listens on a port; 0 for any free one.
    ///
    /// # Errors
    ///
    /// If the port is in use or must not be used.
    pub async fn bind(cloud: Cloud, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        Ok(Self { cloud, listener, address, quiet: true, changed: Arc::new(AtomicBool::new(false)) })
    }

    /// Prints a line for each request to standard output.
    #[must_use]
    pub fn log(mut self, log: bool) -> Self {
        self.quiet = !log;
        self
    }

    /// Returns the URL, such as `http://127.0.0.1:8080`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns a flag that is set when a request may have changed the cloud.
    pub fn changed(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.changed)
    }

    /// Answers requests until `end`. Open connections are closed.
    pub async fn run(self, end: impl Future<Output = ()>) {
        let mut end = pin!(end);
        let mut connections = tokio::task::JoinSet::new();
        loop {
            let accepted = tokio::select! {
                () = &mut end => return,
                accepted = self.listener.accept() => accepted,
            };
            // A connection that ended before it was accepted is not the end of the server; nor is a limit of the system.
            let Ok((stream, _)) = accepted else {
                tokio::time::sleep(Duration::from_millis(10)).await;
                continue;
            };
            while connections.try_join_next().is_some() {}
            connections.spawn(connection(stream, self.cloud.clone(), self.quiet, Arc::clone(&self.changed)));
        }
    }
}

/// Answers the requests of one connection.
async fn connection(stream: TcpStream, cloud: Cloud, quiet: bool, changed: Arc<AtomicBool>) {
    // A response is one packet, and waiting for another one only delays it.
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| respond(request, &cloud, quiet, &changed));
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT);
    // A client that disconnects, or a fault that disconnects it, is no error of the server.
    let _ = server.serve_connection(TokioIo::new(stream), service).await;
}

async fn respond(
    request: http::Request<Incoming>,
    cloud: &Cloud,
    quiet: bool,
    changed: &AtomicBool,
) -> Result<http::Response<Sent>, Dropped> {
    let (head, body) = request.into_parts();
    let line = (!quiet).then(|| format!("{} {}", head.method, head.uri));
    let Ok(body) = Limited::new(body, MAX_BODY).collect().await else {
        log(line, "413");
        let mut response = http::Response::new(Sent::whole(Bytes::new()));
        *response.status_mut() = http::StatusCode::PAYLOAD_TOO_LARGE;
        return Ok(response);
    };
    let Exchange { delay, outcome, .. } = cloud.respond(&http::Request::from_parts(head.clone(), body.to_bytes()));
    if head.method != http::Method::GET {
        changed.store(true, Ordering::Relaxed);
    }
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    match outcome {
        Outcome::Response(response) => {
            log(line, response.status().as_str());
            Ok(response.map(Sent::whole))
        }
        Outcome::Truncated(mut response) => {
            log(line, "truncated");
            // The client was promised more than comes.
            let promised = response.body().len() + 1;
            response.headers_mut().insert(http::header::CONTENT_LENGTH, promised.into());
            Ok(response.map(|body| Sent { body: Some(body), breaks: true }))
        }
        Outcome::Dropped => {
            log(line, "dropped");
            Err(Dropped)
        }
    }
}

/// Prints a line for a request. That nobody reads it is no error.
fn log(line: Option<String>, outcome: &str) {
    if let Some(line) = line {
        let _ = writeln!(io::stdout(), "{line} {outcome}");
    }
}

/// A connection that is closed without a response.
#[derive(Debug)]
struct Dropped;

impl std::fmt::Display for Dropped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection is closed")
    }
}

impl std::error::Error for Dropped {}

impl From<Infallible> for Dropped {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// The body of a response, which may break off.
#[derive(Debug)]
struct Sent {
    body: Option<Bytes>,
    breaks: bool,
}

impl Sent {
    fn whole(body: Bytes) -> Self {
        Self { body: Some(body).filter(|body| !body.is_empty()), breaks: false }
    }
}

impl Body for Sent {
    type Data = Bytes;
    type Error = Dropped;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Dropped>>> {
        Poll::Ready(match self.body.take() {
            Some(body) => Some(Ok(Frame::data(body))),
            None if self.breaks => Some(Err(Dropped)),
            None => None,
        })
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_none() && !self.breaks
    }

    fn size_hint(&self) -> SizeHint {
        let length = self.body.as_ref().map_or(0, |body| body.len() as u64);
        match self.breaks {
            true => SizeHint::with_exact(length + 1),
            false => SizeHint::with_exact(length),
        }
    }
}
