//! A socket of std under the connections of hyper, which expects one that never blocks: reading does not, and whoever
//! has nothing else to do waits here.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

use hyper::rt::ReadBufCursor;

use super::Allowance;
use crate::response::TransportError;

/// How much is read at once.
const BUFFER: usize = 8 * 1024;

/// What bytes go through both ways: a socket, or encryption over one. Reading does not block.
pub(super) trait Bidirectional: Read + Write + Send {}

impl<T: Read + Write + Send> Bidirectional for T {}

/// A connected socket. Clones are the same one.
#[derive(Clone)]
pub(super) struct Socket(Arc<Inner>);

struct Inner {
    tcp: TcpStream,
    /// Until when reading and writing may go on.
    until: Mutex<Instant>,
    /// What went wrong while somebody waited; the next one to read is told.
    error: Mutex<Option<io::Error>>,
}

impl Socket {
    /// Connects to the first of `addresses` that can be reached.
    pub(super) fn connect(addresses: &[SocketAddr], until: Instant) -> Result<Self, TransportError> {
        let mut failed = TransportError::connect("the host has no address");
        for (index, address) in addresses.iter().enumerate() {
            let left = until.saturating_duration_since(Instant::now());
            // The others are to have a chance, too.
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
                Err(error) => failed = TransportError::connect(error),
            }
        }
        Err(failed)
    }

    /// The output of `future`, which waits for nothing but this socket; `None` where it takes too long.
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
            // A future that woke itself has more to do before anything else arrives.
            if !woken.0.swap(false, Ordering::Relaxed) {
                self.readable(until)?;
            }
        }
    }

    /// The result of `attempt` once that does not end in waiting for this socket; `None` where it takes too long.
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

    /// Waits until there is something to read, be it the end or an error; `None` where there is nothing in time.
    fn readable(&self, until: Instant) -> Option<()> {
        let waited = self.patiently(until, |tcp| {
            tcp.set_read_timeout(Some(remaining(until)?))?;
            tcp.peek(&mut [0])
        });
        match waited {
            Ok(_) => Some(()),
            // The system says the same of a connection that it gives up, and then there is time left.
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) && is_over(until) => None,
            Err(error) => {
                *self.0.error.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                Some(())
            }
        }
    }

    /// The result of `action` on the socket while that blocks.
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

/// The time until then, which a socket can be told.
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
        // A server that never pauses is not waited for, and still has to end.
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
                // It has waited: the time is over.
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

/// Whether a future asked to be polled again.
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A stream as hyper takes it, which counts what it reads.
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

/// What an I/O function came to, as a future's poll has it.
fn polled<T>(mut attempt: impl FnMut() -> io::Result<T>) -> Poll<io::Result<T>> {
    loop {
        match attempt() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            // Nobody wakes the future: `Socket::run` polls it once there is something to read.
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
