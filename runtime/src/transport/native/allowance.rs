//! The limit of the bytes of a response outside of its body.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many bytes may be received before the body is read: the head, interim responses (1xx) before it, and the part of
/// the body in the same read, which hyper bounds to 408 KiB.
pub(super) const MAX_HEAD: u64 = 1024 * 1024;

/// How many more bytes a stream may receive. The stream and its connection share it.
///
/// hyper bounds a single head, and [`Arriving`](crate::transport::Arriving) bounds the body. This bounds what neither counts: endless interim
/// responses and the framing of tiny chunks.
#[derive(Debug, Clone)]
pub(crate) struct Allowance(Arc<AtomicU64>);

impl Allowance {
    pub(crate) fn new() -> Self {
        Self(Arc::new(AtomicU64::new(MAX_HEAD)))
    }

    /// Counts `bytes` that were read.
    ///
    /// # Errors
    ///
    /// If more bytes were read than a response may have.
    pub(crate) fn take(&self, bytes: usize) -> io::Result<()> {
        let left = self.0.load(Ordering::Relaxed).checked_sub(bytes as u64);
        self.0.store(left.unwrap_or(0), Ordering::Relaxed);
        left.map(drop).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, Flood))
    }

    /// Allows that many bytes from now on.
    pub(super) fn set(&self, bytes: u64) {
        self.0.store(bytes, Ordering::Relaxed);
    }
}

/// The server sends endlessly, outside of a body.
#[derive(Debug)]
pub(super) struct Flood;

impl std::fmt::Display for Flood {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the head or the framing of the response is too large")
    }
}

impl std::error::Error for Flood {}
