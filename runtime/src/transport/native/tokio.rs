//! The default transport of async clients: HTTP/1.1 by hyper over the sockets of tokio.

use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::Uri;
use http::uri::Scheme;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::{GaiAddrs, GaiResolver, Name};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::runtime;
use tokio_rustls::TlsConnector;
use tower_service::Service;

use super::message::{Unresolved, too_slow, unconnected, unencrypted};
use super::{Allowance, Connection, Failed, Origin, Pool, Proxy, tls, tunnel};
use crate::exchange::Limits;
use crate::response::TransportError;
use crate::transport::deadline::Deadline;
use crate::transport::{Arriving, BoxFuture, Transport};

/// After this time without use, a connection may have been closed unnoticed.
const STALE: Duration = Duration::from_millis(100);

/// A pool of connections, and how to open one.
pub(crate) struct Network {
    connector: HttpConnector<Resolver>,
    tls: TlsConnector,
    proxy: Option<Proxy>,
    /// A connection belongs to the runtime that opened it: another one is not notified when data arrives.
    pool: Pool<(runtime::Id, Origin), Box<Connection<Stream>>>,
}

impl Network {
    /// An empty pool.
    pub(crate) fn new(secure: bool, proxy: Option<Proxy>) -> Result<Self, TransportError> {
        let mut connector = HttpConnector::new_with_resolver(Resolver(GaiResolver::new()));
        connector.enforce_http(false);
        connector.set_nodelay(true);
        let tls = TlsConnector::from(Arc::new(tls::configuration(secure)?));
        Ok(Self { connector, tls, proxy, pool: Pool::new() })
    }

    /// Sends `request` over an idle connection or a new one. `connecting` is set while a new one is opened.
    async fn exchange(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
        arriving: &mut Option<Arriving>,
        connecting: &mut bool,
    ) -> Result<(), TransportError> {
        let runtime = runtime::Handle::try_current().map_err(TransportError::other)?.id();
        let (origin, mut request) = Origin::of(request)?;
        let key = (runtime, origin);
        while let Some((mut connection, idle)) = self.pool.take(&key) {
            if idle > STALE {
                // The runtime may not have run meanwhile, and has to process what happened first.
                tokio::task::yield_now().await;
            }
            if !connection.is_open().await {
                continue;
            }
            match connection.exchange(request, limits.max_body, arriving).await {
                Err(Failed::Unsent(unsent)) => request = *unsent,
                outcome => return self.end(key, connection, outcome).await,
            }
        }
        *connecting = true;
        // In a box, as most requests open no connection, and so that this future is small while it waits for a response.
        let connect = Box::pin(self.connect(&key.1));
        let opened = Deadline::after(limits.connect_timeout).bound(connect).await;
        let mut connection = opened.unwrap_or_else(|| Err(too_slow(&key.1.uri())))?;
        *connecting = false;
        let outcome = connection.exchange(request, limits.max_body, arriving).await;
        self.end(key, connection, outcome).await
    }

    /// Keeps the connection if it can be reused.
    async fn end(
        &self,
        key: (runtime::Id, Origin),
        mut connection: Box<Connection<Stream>>,
        outcome: Result<(), Failed>,
    ) -> Result<(), TransportError> {
        if outcome.is_ok() && connection.is_open().await {
            self.pool.put(key, connection);
        }
        outcome.map_err(TransportError::from)
    }

    async fn connect(&self, origin: &Origin) -> Result<Box<Connection<Stream>>, TransportError> {
        let allowance = Allowance::new();
        let stream = match &self.proxy {
            None => self.open(&origin.uri(), &allowance).await?,
            Some(proxy) => {
                let stream = self.open(&proxy.uri, &allowance).await?;
                let tunnel = tunnel(stream, allowance.clone(), proxy, origin).await?;
                self.encrypt(tunnel.into_inner().inner, origin.host(), &allowance).await?
            }
        };
        Connection::over(stream, allowance).await.map(Box::new)
    }

    /// A connection to the host of `uri`, encrypted if its scheme says so.
    async fn open(&self, uri: &Uri, allowance: &Allowance) -> Result<Stream, TransportError> {
        let socket = self.connector.clone().call(uri.clone()).await.map_err(|error| unconnected(uri, error))?;
        let socket: Box<dyn Bidirectional> = Box::new(socket.into_inner());
        if uri.scheme() == Some(&Scheme::HTTPS) {
            self.encrypt(socket, uri.host().unwrap_or_default(), allowance).await
        } else {
            Ok(TokioIo::new(Counted { inner: socket, allowance: allowance.clone() }))
        }
    }

    async fn encrypt(
        &self,
        stream: Box<dyn Bidirectional>,
        host: &str,
        allowance: &Allowance,
    ) -> Result<Stream, TransportError> {
        let name = tls::server_name(host)?;
        let encrypted = self.tls.connect(name, stream).await.map_err(|error| unencrypted(host, error))?;
        Ok(TokioIo::new(Counted { inner: Box::new(encrypted), allowance: allowance.clone() }))
    }
}

impl Transport for Network {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let (mut arriving, mut connecting) = (None, false);
            let mut deadline = Deadline::after(limits.timeout);
            let exchange = self.exchange(request, limits, &mut arriving, &mut connecting);
            let exchanged = deadline.bound(pin!(exchange)).await;
            let outcome = match exchanged {
                Some(outcome) => outcome,
                None if connecting => Err(TransportError::connect_timeout()),
                None => Err(TransportError::timeout()),
            };
            Arriving::finish(arriving, outcome)
        })
    }
}

/// The resolver of the system, with an error that can be told apart.
#[derive(Clone)]
struct Resolver(GaiResolver);

impl Service<Name> for Resolver {
    type Response = GaiAddrs;
    type Error = Unresolved;
    type Future = BoxFuture<'static, Result<GaiAddrs, Unresolved>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Unresolved>> {
        self.0.poll_ready(context).map_err(Unresolved)
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let addresses = self.0.call(name);
        Box::pin(async { addresses.await.map_err(Unresolved) })
    }
}

/// A stream as hyper takes it.
type Stream = TokioIo<Counted>;

/// A socket, or TLS over one.
trait Bidirectional: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Bidirectional for T {}

/// A stream that counts what it reads.
struct Counted {
    inner: Box<dyn Bidirectional>,
    allowance: Allowance,
}

impl AsyncRead for Counted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.inner).poll_read(context, buffer);
        match read {
            Poll::Ready(Ok(())) => Poll::Ready(self.allowance.take(buffer.filled().len() - before)),
            other => other,
        }
    }
}

impl AsyncWrite for Counted {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }
}
