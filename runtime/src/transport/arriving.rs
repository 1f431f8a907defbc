//! A response that is being received. All transports read into it, so that they keep the same limit.

use bytes::{Buf, BufMut, Bytes, BytesMut};
use http::{HeaderMap, StatusCode};

use crate::response::TransportError;

/// A response with its head, whose body is being received.
pub(crate) struct Arriving {
    head: http::Response<Bytes>,
    /// The first chunk of the body. Most bodies have only one, which is then not copied.
    first: Bytes,
    /// All chunks, if there is more than one.
    all: BytesMut,
    limit: usize,
}

impl Arriving {
    /// A response whose body must not be larger than `limit` bytes.
    pub(crate) fn new(status: StatusCode, headers: HeaderMap, limit: usize) -> Self {
        let mut head = http::Response::new(Bytes::new());
        *head.status_mut() = status;
        *head.headers_mut() = headers;
        Self { head, first: Bytes::new(), all: BytesMut::new(), limit }
    }

    /// Fails if the length of the body is known and too large, before the body is read.
    pub(crate) fn announce(&self, length: Option<u64>) -> Result<(), TransportError> {
        match length {
            Some(length) if length > self.limit as u64 => Err(TransportError::too_large(self.limit)),
            _ => Ok(()),
        }
    }

    /// Adds the next chunk of the body.
    pub(crate) fn push(&mut self, mut piece: impl Buf) -> Result<(), TransportError> {
        let length = self.first.len().max(self.all.len());
        if piece.remaining() > self.limit - length {
            // A part of a body that is too large is of no use.
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

    /// The response, or the error with what was received of it.
    #[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
    pub(crate) fn finish(
        arriving: Option<Self>,
        outcome: Result<(), TransportError>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        match (arriving, outcome) {
            (Some(arriving), outcome) => arriving.end(outcome),
            (None, Err(error)) => Err(error),
            (None, Ok(())) => Err(TransportError::interrupted("no response")),
        }
    }

    /// The response, or the error with what was received of it.
    pub(crate) fn end(self, outcome: Result<(), TransportError>) -> Result<http::Response<Bytes>, TransportError> {
        let mut response = self.head;
        *response.body_mut() = if self.all.is_empty() { self.first } else { self.all.freeze() };
        match outcome {
            Ok(()) => Ok(response),
            Err(error) => Err(error.with_partial(response)),
        }
    }
}
