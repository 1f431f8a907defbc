//! What went wrong while decoding a body, and where.

use std::fmt;

use super::path;

/// A body that is not what it should be.
///
/// It knows the byte at which decoding stopped. The path of the field costs nothing until somebody asks for it:
/// [`path`](Self::path) finds it in a second pass over the body. It holds nothing of the body itself.
// One pointer wide, because it is in the return type of every decoder.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodeError(Box<Stop>);

#[derive(Clone, PartialEq, Eq)]
struct Stop {
    offset: usize,
    reason: Reason,
}

/// Why decoding stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reason {
    /// A field that must be there is not; the offset is where its object starts.
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
    NoText,
    TooDeep,
    /// The values take more memory than this.
    TooLarge(usize),
}

impl DecodeError {
    #[cold]
    pub(super) fn new(offset: usize, reason: Reason) -> Self {
        Self(Box::new(Stop { offset, reason }))
    }

    /// The object that starts at the byte `offset` has no field `name`.
    #[cold]
    pub fn missing(offset: usize, name: &'static str) -> Self {
        Self::new(offset, Reason::Missing(name))
    }

    /// Text that is no UTF-8 from the byte `offset` on.
    #[cold]
    pub(crate) fn no_text(offset: usize) -> Self {
        Self::new(offset, Reason::NoText)
    }

    /// Where decoding stopped, in bytes from the start of the body.
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// The field that is missing, where that is the reason.
    pub fn missing_field(&self) -> Option<&'static str> {
        match self.0.reason {
            Reason::Missing(name) => Some(name),
            _ => None,
        }
    }

    /// Whether the body ends in the middle of a value.
    pub fn is_truncated(&self) -> bool {
        matches!(self.0.reason, Reason::Truncated(_))
    }

    /// Whether the body decodes to more than its size permits. See [`Reader`](crate::Reader#memory).
    pub fn is_too_large(&self) -> bool {
        matches!(self.0.reason, Reason::TooLarge(_))
    }

    /// The path of the value at fault in `body`, like `virtual_machine.disks[2].size`; for a missing field, the path at
    /// which it should be. Empty where it is the body as a whole.
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
        match &self.0.reason {
            Reason::Missing(name) => write!(f, "missing field `{name}` in the object")?,
            Reason::Type { expected, found } => write!(f, "expected {expected} but found {found}")?,
            Reason::Syntax(what) => f.write_str(what)?,
            Reason::Truncated(reading) => write!(f, "EOF while parsing {reading}")?,
            Reason::OutOfRange => f.write_str("number out of range")?,
            Reason::NoText => f.write_str("invalid UTF-8")?,
            Reason::TooDeep => f.write_str("nested too deep")?,
            Reason::TooLarge(limit) => write!(f, "the response needs more memory than {limit} bytes")?,
        }
        write!(f, " at byte {}", self.0.offset)
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError").field("offset", &self.0.offset).field("reason", &self.0.reason).finish()
    }
}

impl std::error::Error for DecodeError {}
