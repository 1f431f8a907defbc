//! A socket of std for hyper, which expects one that does not block: reading does not block, and `Socket::run` waits
//! for data.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

use http::Uri;
use hyper::rt::ReadBufCursor;

use super::Allowance;
use super::message::unconnected;
use crate::response::TransportError;

/// The size of a read, in bytes.
const BUFFER: usize = 8 * 1024;

/// A socket, or TLS over one. Reading does not block.
pub(super) trait Bidirectional: Read + Write + Send {}

impl<T: Read + Write + Send> Bidirectional for T {}

/// A connected socket. Clones share it.
#[derive(Clone)]
pub(super) struct Socket(Arc<Inner>);

struct Inner {
    tcp: TcpStream,
    /// The deadline of reading and writing.
    until: Mutex<Instant>,
    /// An error while waiting, for the next read.
    error: Mutex<Option<io::Error>>,
}

impl Socket {
    /// Connects to the first of `addresses` that is reachable.
    pub(super) fn connect(uri: &Uri, addresses: &[SocketAddr], until: Instant) -> Result<Self, TransportError> {
        let mut failed = TransportError::dns("the host has no address");
        for (index, address) in addresses.iter().enumerate() {
            let left = until.saturating_duration_since(Instant::now());
            // Leaves time for the other addresses.
            let share = left / u32::try_from(addresses.len() - index).unwrap_or(u32::MAX);
            if share.is_zero() {
                return Err(TransportError::connect_timeout());
            }
            match TcpStream::connect_timeout(address, share).and_then(prepared) {
                Ok(tcp) => {
                    let inner = Inner { tcp, until: Mutex::new(until), error: Mutex::new(None) };
                    return Ok(Self(Arc::new(inner)));
                }
                Err(error) if error.kind() == ErrorKind::TimedOut => failed = TransportError::connect_timeout(),
                Err(error) => failed = unconnected(uri, error),
            }
        }
        Err(failed)
    }

    /// The output of `future`, which waits only for this socket; `None` if the deadline comes first.
    pub(super) fn run<F: Future>(&self, until: Instant, future: F) -> Option<F::Output> {
        *self.0.until.lock().unwrap_or_else(PoisonError::into_inner) = until;
        let woken = Arc::new(Woken(AtomicBool::new(false)));
        let waker = Waker::from(Arc::clone(&woken));
        let mut context = Context::from_waker(&waker);
        let mut future = pin!(future);
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
                return Some(output);
            }
            // A future that woke itself has to be polled again before there is data.
            if !woken.0.swap(false, Ordering::Relaxed) {
                self.readable(until)?;
            }
        }
    }

    /// Repeats `attempt` until it does not wait for this socket; `None` if the deadline comes first.
    pub(super) fn wait_for<T>(
        &self,
        until: Instant,
        mut attempt: impl FnMut() -> io::Result<T>,
    ) -> Option<io::Result<T>> {
        *self.0.until.lock().unwrap_or_else(PoisonError::into_inner) = until;
        loop {
            match attempt() {
                Err(error) if error.kind() == ErrorKind::WouldBlock => self.readable(until)?,
                Err(error) if error.kind() == ErrorKind::TimedOut && is_over(until) => return None,
                result => return Some(result),
            }
        }
    }

    /// Waits for data, the end of the stream or an error; `None` if the deadline comes first.
    fn readable(&self, until: Instant) -> Option<()> {
        let waited = self.patiently(until, |tcp| {
            tcp.set_read_timeout(Some(remaining(until)?))?;
            tcp.peek(&mut [0])
        });
        match waited {
            Ok(_) => Some(()),
            // The system reports the same error for a dead connection, before the deadline.
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) && is_over(until) => None,
            Err(error) => {
                *self.0.error.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                Some(())
            }
        }
    }

    /// The result of `action` on the socket in blocking mode.
    fn patiently<T>(&self, until: Instant, mut action: impl FnMut(&TcpStream) -> io::Result<T>) -> io::Result<T> {
        let tcp = &self.0.tcp;
        tcp.set_nonblocking(false)?;
        let result = loop {
            match action(tcp) {
                Err(error) if error.kind() == ErrorKind::Interrupted && !is_over(until) => {}
                result => break result,
            }
        };
        tcp.set_nonblocking(true)?;
        result
    }

    fn until(&self) -> Instant {
        *self.0.until.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn prepared(tcp: TcpStream) -> io::Result<TcpStream> {
    tcp.set_nodelay(true)?;
    tcp.set_nonblocking(true)?;
    Ok(tcp)
}

fn is_over(until: Instant) -> bool {
    Instant::now() >= until
}

/// The time until then, as a timeout of a socket.
fn remaining(until: Instant) -> io::Result<Duration> {
    match until.saturating_duration_since(Instant::now()) {
        Duration::ZERO => Err(ErrorKind::TimedOut.into()),
        left => Ok(left),
    }
}

impl Read for Socket {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(error) = self.0.error.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return Err(error);
        }
        // Without a wait, a server that never pauses has to be stopped here.
        remaining(self.until())?;
        (&self.0.tcp).read(buffer)
    }
}

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match (&self.0.tcp).write(bytes) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                let until = self.until();
                let written = self.patiently(until, |mut tcp| {
                    tcp.set_write_timeout(Some(remaining(until)?))?;
                    tcp.write(bytes)
                });
                // The timeout of the socket.
                written.map_err(|error| match error.kind() {
                    ErrorKind::WouldBlock => ErrorKind::TimedOut.into(),
                    _ => error,
                })
            }
            result => result,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether a future woke itself.
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A stream for hyper that counts what it reads.
pub(super) struct Stream {
    inner: Box<dyn Bidirectional>,
    allowance: Allowance,
    buffer: Box<[u8; BUFFER]>,
}

impl Stream {
    pub(super) fn new(inner: Box<dyn Bidirectional>, allowance: Allowance) -> Self {
        Self { inner, allowance, buffer: Box::new([0; BUFFER]) }
    }

    pub(super) fn into_inner(self) -> Box<dyn Bidirectional> {
        self.inner
    }
}

/// Converts the result of a non-blocking I/O function.
fn polled<T>(mut attempt: impl FnMut() -> io::Result<T>) -> Poll<io::Result<T>> {
    loop {
        match attempt() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            // No waker is needed: `Socket::run` polls when there is data.
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Poll::Pending,
            result => return Poll::Ready(result),
        }
    }
}

impl hyper::rt::Read for Stream {
    fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, mut cursor: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        let Self { inner, allowance, buffer } = &mut *self;
        let room = cursor.remaining().min(BUFFER);
        polled(|| inner.read(&mut buffer[..room])).map(|read| {
            let read = read?;
            allowance.take(read)?;
            cursor.put_slice(&buffer[..read]);
            Ok(())
        })
    }
}

impl hyper::rt::Write for Stream {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        polled(|| self.inner.write(bytes))
    }

    fn poll_flush(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        polled(|| self.inner.flush())
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        // The socket is closed when it is dropped.
        Poll::Ready(Ok(()))
    }
}
