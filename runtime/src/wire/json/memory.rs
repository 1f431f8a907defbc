//! The limit of the memory that decoding a body may take.

use super::error::{DecodeError, DecodeErrorKind};

/// Bytes that values may take for each byte of a body. Real responses decode to less than four; a list of empty objects
/// could take hundreds. Unescaping a string takes up to three more.
const MULTIPLE: usize = 12;

/// Bytes that may be allocated in addition, so that a small body is never too large.
const BESIDES: usize = 1 << 20;

/// What an allocator needs for an allocation in addition to its bytes.
const OVERHEAD: usize = 16;

/// Larger items are allocated one by one at first, as most lists of them are short.
const LARGE: usize = 256;

/// Counts what is allocated for the values in a body. Freed memory still counts.
#[derive(Debug, Clone)]
pub(super) struct Memory {
    left: usize,
    limit: usize,
}

impl Memory {
    /// The memory that the values in `text` may take.
    pub(super) fn of(text: &[u8]) -> Self {
        let limit = text.len().saturating_mul(MULTIPLE).saturating_add(BESIDES);
        Self { left: limit, limit }
    }

    /// Counts an allocation for the value at the offset `at`.
    pub(super) fn allocate(&mut self, bytes: usize, at: usize) -> Result<(), DecodeError> {
        match self.left.checked_sub(bytes.saturating_add(OVERHEAD)) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => Err(self.exceeded(at)),
        }
    }

    /// Counts the growth of a list of `len` items to twice as many, and returns by how many items it grows.
    pub(super) fn grow(&mut self, len: usize, size: usize, at: usize) -> Result<usize, DecodeError> {
        let more = match len {
            0 if size > LARGE => 1,
            0 => 4,
            len => len,
        };
        // While the items move, there is the old list and the new one.
        if len.saturating_add(more).saturating_mul(size) > self.left {
            return Err(self.exceeded(at));
        }
        self.allocate(more * size, at)?;
        Ok(more)
    }

    #[cold]
    fn exceeded(&self, at: usize) -> DecodeError {
        DecodeError::new(at, DecodeErrorKind::TooLarge(self.limit))
    }
}
