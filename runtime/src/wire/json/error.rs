//! Why a body cannot be decoded, and where.

use std::fmt;

use super::path;

/// The error of decoding a body.
///
/// It knows the byte at which decoding failed. [`path`](Self::path) finds the field in a second pass over the body, so
/// that it costs nothing unless it is called. The error contains nothing of the body, and so no secret.
// One pointer wide, because it is in the return type of every decoder.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodeError(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    offset: usize,
    kind: DecodeErrorKind,
}

/// The kinds of decode error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DecodeErrorKind {
    /// A required field is missing from the object that starts at the offset.
    Missing(&'static str),
    /// A value of another type.
    Type {
        expected: &'static str,
        found: &'static str,
    },
    /// Text that is not JSON.
    Syntax(&'static str),
    /// The text ends within this.
    Truncated(&'static str),
    /// A number that the type cannot hold.
    OutOfRange,
    NotUtf8,
    TooDeep,
    /// The values take more memory than this.
    TooLarge(usize),
    /// A secret that was not stored.
    #[cfg(feature = "serde")]
    Redacted,
}

impl DecodeError {
    #[cold]
    pub(super) fn new(offset: usize, kind: DecodeErrorKind) -> Self {
        Self(Box::new(Inner { offset, kind }))
    }

    /// Creates the error for an object, which starts at the byte `offset`, without the required field `name`.
    #[cold]
    pub fn missing(offset: usize, name: &'static str) -> Self {
        Self::new(offset, DecodeErrorKind::Missing(name))
    }

    /// Creates the error for text that is not UTF-8 at the byte `offset`.
    #[cold]
    pub(crate) fn not_utf8(offset: usize) -> Self {
        Self::new(offset, DecodeErrorKind::NotUtf8)
    }

    /// Creates the error for a stored secret that was redacted.
    #[cfg(feature = "serde")]
    #[cold]
    pub(crate) fn redacted(offset: usize) -> Self {
        Self::new(offset, DecodeErrorKind::Redacted)
    }

    /// Returns the position at which decoding failed, in bytes from the start of the body.
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// Returns the name of the missing field; `None` if the error is another one.
    pub fn missing_field(&self) -> Option<&'static str> {
        match self.0.kind {
            DecodeErrorKind::Missing(name) => Some(name),
            _ => None,
        }
    }

    /// Returns whether the body ends in the middle of a value.
    pub fn is_truncated(&self) -> bool {
        matches!(self.0.kind, DecodeErrorKind::Truncated(_))
    }

    /// Returns whether the body decodes to more memory than its size permits. See [`Reader`](crate::Reader#memory).
    pub fn is_too_large(&self) -> bool {
        matches!(self.0.kind, DecodeErrorKind::TooLarge(_))
    }

    /// Returns the path of the invalid value in `body`, such as `virtual_machine.disks[2].size`, or of the missing
    /// field. Empty if it is the body as a whole.
    pub fn path(&self, body: &[u8]) -> String {
        let mut path = path::locate(body, self.0.offset);
        if let Some(name) = self.missing_field() {
            path::push_key(&mut path, name);
        }
        path
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.kind {
            DecodeErrorKind::Missing(name) => write!(f, "missing field `{name}` in the object")?,
            DecodeErrorKind::Type { expected, found } => write!(f, "expected {expected} but found {found}")?,
            DecodeErrorKind::Syntax(what) => f.write_str(what)?,
            DecodeErrorKind::Truncated(reading) => write!(f, "EOF while parsing {reading}")?,
            DecodeErrorKind::OutOfRange => f.write_str("number out of range")?,
            DecodeErrorKind::NotUtf8 => f.write_str("invalid UTF-8")?,
            DecodeErrorKind::TooDeep => f.write_str("nested too deep")?,
            DecodeErrorKind::TooLarge(limit) => write!(f, "the response needs more memory than {limit} bytes")?,
            // The formats of serde add a position of their own.
            #[cfg(feature = "serde")]
            DecodeErrorKind::Redacted => {
                return f.write_str("redacted secret (serialize inside `WithSecrets` to keep it)");
            }
        }
        write!(f, " at byte {}", self.0.offset)
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError").field("offset", &self.0.offset).field("kind", &self.0.kind).finish()
    }
}

impl std::error::Error for DecodeError {}
