//! A response on its way: what every transport here reads into, so that all keep the same bound and lose nothing.

use bytes::{Buf, BufMut, Bytes, BytesMut};
use http::{HeaderMap, StatusCode};

use crate::response::TransportError;

/// A response whose head is there, and whose body is still coming.
pub(crate) struct Arriving {
    head: http::Response<Bytes>,
    /// The first piece of the body. Most bodies come in one, which is then not copied.
    first: Bytes,
    /// All pieces, once there is more than one.
    all: BytesMut,
    limit: usize,
}

impl Arriving {
    /// A response without a body so far, which must not become larger than `limit` bytes.
    pub(crate) fn new(status: StatusCode, headers: HeaderMap, limit: usize) -> Self {
        let mut head = http::Response::new(Bytes::new());
        *head.status_mut() = status;
        *head.headers_mut() = headers;
        Self { head, first: Bytes::new(), all: BytesMut::new(), limit }
    }

    /// Refuses a body of that length, if it is known and too large, before any of it is read.
    pub(crate) fn announce(&self, length: Option<u64>) -> Result<(), TransportError> {
        match length {
            Some(length) if length > self.limit as u64 => Err(TransportError::too_large(self.limit)),
            _ => Ok(()),
        }
    }

    /// Takes the next piece of the body.
    pub(crate) fn push(&mut self, mut piece: impl Buf) -> Result<(), TransportError> {
        let length = self.first.len().max(self.all.len());
        if piece.remaining() > self.limit - length {
            // Half of something too large is still large, and of no use.
            (self.first, self.all) = (Bytes::new(), BytesMut::new());
            return Err(TransportError::too_large(self.limit));
        }
        if length == 0 {
            self.first = piece.copy_to_bytes(piece.remaining());
            return Ok(());
        }
        if self.all.is_empty() {
            self.all.extend_from_slice(&self.first);
        }
        self.all.put(piece);
        Ok(())
    }

    /// The response that `arriving` is if reading came to a good end, or else the error with what there is of it.
    #[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
    pub(crate) fn finish(
        arriving: Option<Self>,
        outcome: Result<(), TransportError>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        match (arriving, outcome) {
            (Some(arriving), outcome) => arriving.end(outcome),
            (None, Err(error)) => Err(error),
            (None, Ok(())) => Err(TransportError::interrupted("there is no response")),
        }
    }

    /// The whole response where reading came to a good end, or else the error with what there is of it.
    pub(crate) fn end(self, outcome: Result<(), TransportError>) -> Result<http::Response<Bytes>, TransportError> {
        let mut response = self.head;
        *response.body_mut() = if self.all.is_empty() { self.first } else { self.all.freeze() };
        match outcome {
            Ok(()) => Ok(response),
            Err(error) => Err(error.with_partial(response)),
        }
    }
}
