//! A response on its way: what every transport here reads into, so that all keep the same bound and lose nothing.

use bytes::{Buf, BufMut, Bytes, BytesMut};
use http::{HeaderMap, StatusCode};

use crate::TransportError;

/// A response whose head is there, and whose body is still coming.
pub(super) struct Arriving {
    head: http::Response<Bytes>,
    body: BytesMut,
    limit: usize,
}

impl Arriving {
    /// A response without a body so far, which must not become larger than `limit` bytes.
    pub(super) fn new(status: StatusCode, headers: HeaderMap, limit: usize) -> Self {
        let mut head = http::Response::new(Bytes::new());
        *head.status_mut() = status;
        *head.headers_mut() = headers;
        Self { head, body: BytesMut::new(), limit }
    }

    /// Refuses a body of that length, if it is known and too large, before any of it is read.
    pub(super) fn announce(&self, length: Option<u64>) -> Result<(), TransportError> {
        match length {
            Some(length) if length > self.limit as u64 => Err(TransportError::too_large(self.limit)),
            _ => Ok(()),
        }
    }

    /// Takes the next piece of the body.
    pub(super) fn push(&mut self, piece: impl Buf) -> Result<(), TransportError> {
        if piece.remaining() > self.limit - self.body.len() {
            // Half of something too large is still large, and of no use.
            self.body = BytesMut::new();
            return Err(TransportError::too_large(self.limit));
        }
        self.body.put(piece);
        Ok(())
    }

    /// The whole response where reading came to a good end, or else the error with what there is of it.
    pub(super) fn end(self, outcome: Result<(), TransportError>) -> Result<http::Response<Bytes>, TransportError> {
        let mut response = self.head;
        *response.body_mut() = self.body.freeze();
        match outcome {
            Ok(()) => Ok(response),
            Err(error) => Err(error.with_partial(response)),
        }
    }
}
