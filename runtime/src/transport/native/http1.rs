//! A connection of HTTP/1.1 by hyper, and the exchange of a request over it. Both clients use it, with different
//! streams.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HOST, PROXY_AUTHORIZATION};
use http::{HeaderMap, HeaderValue, Method, Request, Uri};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::client::conn::http1;
use hyper::rt::{Read, Write};

use super::allowance::{Allowance, Flood, MAX_HEAD};
use super::{Origin, Proxy};
use crate::response::TransportError;
use crate::transport::Arriving;

/// The size of a chunk of one byte: length, two line ends and the byte.
const CHUNK_OVERHEAD: u64 = 6;

/// Why an exchange failed.
#[derive(Debug)]
pub(crate) enum Failed {
    /// The connection was closed before anything of the request was written. It can be sent over another one.
    Unsent(Box<Request<Bytes>>),
    /// The server may have received the request.
    Sent(TransportError),
}

impl From<Failed> for TransportError {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Unsent(_) => Self::connect("the server closed the connection before the request was sent"),
            Failed::Sent(error) => error,
        }
    }
}

/// An open connection. It carries one request at a time.
pub(crate) struct Connection<I: Read + Write + Unpin> {
    requests: http1::SendRequest<Outgoing>,
    driver: http1::Connection<I, Outgoing>,
    /// Whether `driver` has ended and must not be polled again.
    closed: bool,
    allowance: Allowance,
}

impl<I: Read + Write + Unpin + Send> Connection<I> {
    /// A connection over `stream`, which counts what it reads in `allowance`.
    pub(crate) async fn over(stream: I, allowance: Allowance) -> Result<Self, TransportError> {
        let (requests, driver) = http1::handshake(stream).await.map_err(TransportError::connect)?;
        Ok(Self { requests, driver, closed: false, allowance })
    }

    /// Whether another request can be sent. It notices that the server has closed the connection.
    pub(crate) async fn is_open(&mut self) -> bool {
        poll_fn(|context| {
            self.drive(context);
            Poll::Ready(())
        })
        .await;
        !self.closed && self.requests.is_ready()
    }

    /// Sends `request` and receives the response into `arriving`, which is set once there is a head.
    pub(crate) async fn exchange(
        &mut self,
        request: Request<Bytes>,
        max_body: usize,
        arriving: &mut Option<Arriving>,
    ) -> Result<(), Failed> {
        self.allowance.set(MAX_HEAD);
        let response = pin!(self.requests.try_send_request(request.map(Outgoing::new)));
        let response = self.driven(response).await.map_err(|mut error| match error.take_message() {
            Some(request) => Failed::Unsent(Box::new(request.map(Outgoing::into_bytes))),
            None => Failed::Sent(interrupted(error.into_error())),
        })?;
        let (head, body) = response.into_parts();
        self.allowance.set((max_body as u64).saturating_mul(CHUNK_OVERHEAD).saturating_add(MAX_HEAD));
        let length = announced(&head.headers);
        let arriving = arriving.insert(Arriving::new(head.status, head.headers, max_body));
        arriving.announce(length).map_err(Failed::Sent)?;
        self.receive(body, arriving).await.map_err(Failed::Sent)
    }

    /// Receives `body`. Trailers are skipped.
    async fn receive(&mut self, body: Incoming, arriving: &mut Arriving) -> Result<(), TransportError> {
        let mut body = pin!(body);
        while let Some(frame) = self.driven(poll_fn(|context| body.as_mut().poll_frame(context))).await {
            if let Ok(piece) = frame.map_err(interrupted)?.into_data() {
                arriving.push(piece)?;
            }
        }
        // So that the connection notices the end of the exchange, and is ready for the next one.
        poll_fn(|context| {
            self.drive(context);
            Poll::Ready(())
        })
        .await;
        Ok(())
    }

    /// The output of `future`, which waits for this connection.
    // Not an async function, as its future would contain `future` twice.
    fn driven<F: Future + Unpin>(&mut self, mut future: F) -> impl Future<Output = F::Output> {
        poll_fn(move |context| {
            // First, as a future that is ready does not need the connection.
            if let Poll::Ready(output) = Pin::new(&mut future).poll(context) {
                return Poll::Ready(output);
            }
            self.drive(context);
            Pin::new(&mut future).poll(context)
        })
    }

    fn drive(&mut self, context: &mut Context<'_>) {
        if !self.closed {
            // The future of the request has the error of the connection, with details.
            self.closed = self.driver.poll_without_shutdown(context).is_ready();
        }
    }
}

/// The body of a request, `None` if it is empty or sent.
// In a box, as hyper allocates room for 32 requests with each connection.
struct Outgoing(Option<Box<Bytes>>);

impl Outgoing {
    fn new(bytes: Bytes) -> Self {
        Self((!bytes.is_empty()).then(|| Box::new(bytes)))
    }

    fn into_bytes(self) -> Bytes {
        self.0.map(|bytes| *bytes).unwrap_or_default()
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.take().map(|bytes| Ok(Frame::data(*bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}

/// The value of `Content-Length`.
fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()
}

/// The error of an open connection.
fn interrupted(error: hyper::Error) -> TransportError {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(inner) = source {
        // `io::Error::source` skips the wrapped error.
        let wrapped = inner.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if wrapped.is_some_and(|wrapped| wrapped.is::<Flood>()) {
            return TransportError::other(error);
        }
        source = inner.source();
    }
    TransportError::interrupted(error)
}

/// Opens a tunnel to `origin` over `stream`, which is a connection to `proxy`.
pub(crate) async fn tunnel<I: Read + Write + Unpin + Send>(
    stream: I,
    allowance: Allowance,
    proxy: &Proxy,
    origin: &Origin,
) -> Result<I, TransportError> {
    let host = origin.host_and_port();
    let mut request = Request::new(Outgoing(None));
    *request.method_mut() = Method::CONNECT;
    request.headers_mut().insert(HOST, HeaderValue::try_from(&host).map_err(TransportError::other)?);
    *request.uri_mut() = Uri::try_from(host).map_err(TransportError::other)?;
    if let Some(authorization) = &proxy.authorization {
        request.headers_mut().insert(PROXY_AUTHORIZATION, authorization.clone());
    }
    let mut connection = Connection::over(stream, allowance).await?;
    let response = pin!(connection.requests.send_request(request));
    let response = connection.driven(response).await.map_err(TransportError::connect)?;
    if !response.status().is_success() {
        return Err(TransportError::connect(format!("the proxy responds with status {}", response.status())));
    }
    // hyper's connection ends where the tunnel begins.
    poll_fn(|context| {
        connection.drive(context);
        if connection.closed { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    let parts = connection.driver.into_parts();
    if parts.read_buf.is_empty() {
        Ok(parts.io)
    } else {
        Err(TransportError::connect("the proxy sends data before the tunnel is in use"))
    }
}
