//! The JSON reader of all decoders. It is not generic, so that it is compiled once.

use std::borrow::Cow;
use std::fmt;

use super::error::{DecodeError, DecodeErrorKind};
use super::lexer::Lexer;
use super::memory::Memory;
#[cfg(feature = "serde")]
use crate::wire::Secret;

/// How deep objects and arrays may nest. Real responses stay below ten; a hostile one must not overflow the stack.
const DEEPEST: u8 = 128;

/// Reads a JSON text from start to end, without building a tree.
///
/// An object is read in a loop over its keys. The value of each key has to be read or [skipped](Self::skip). If the
/// keys are known, [`read_object`](Self::read_object) is shorter and faster.
///
/// ```
/// # use api_client_runtime::{DecodeError, Reader};
/// # fn main() -> Result<(), DecodeError> {
/// let mut json = Reader::new(br#"{"name": "kettle", "price": 2}"#);
/// let mut name = None;
/// let mut key = json.object()?;
/// while let Some(field) = key {
///     match field {
///         "name" => name = Some(json.string()?),
///         _ => json.skip()?,
///     }
///     key = json.next_key()?;
/// }
/// assert_eq!(name.as_deref(), Some("kettle"));
/// # Ok(())
/// # }
/// ```
///
/// # Memory
///
/// Values can take far more memory than their text: `{}` has two bytes and can be an object with a hundred optional
/// fields. The reader counts what is allocated for values, and fails before decoding takes more than 16 times the size
/// of the text plus 1 MiB. Strings, lists and boxes are counted. A decoder that allocates otherwise has to call
/// [`allocate`](Self::allocate) first.
///
/// # Errors
///
/// Every method that reads returns a [`DecodeError`] if the text is not valid JSON or the next value is of another
/// type. The reader cannot be used after an error.
pub struct Reader<'j> {
    lexer: Lexer<'j>,
    /// The last string that was borrowed from the reader, because it has escapes.
    unescaped: String,
    depth: u8,
    memory: Memory,
    /// Whether the text was serialized by a client, and secrets in it can be redacted.
    #[cfg(feature = "serde")]
    stored: bool,
}

impl<'j> Reader<'j> {
    /// Creates a reader at the start of `text`.
    pub fn new(text: &'j [u8]) -> Self {
        Self {
            lexer: Lexer::new(text),
            unescaped: String::new(),
            depth: 0,
            memory: Memory::of(text),
            #[cfg(feature = "serde")]
            stored: false,
        }
    }

    /// Creates a reader of what a client serialized: a redacted secret in it is an error.
    #[cfg(feature = "serde")]
    pub(crate) fn stored(text: &'j [u8]) -> Self {
        Self { stored: true, ..Self::new(text) }
    }

    /// Returns the position, in bytes from the start.
    pub fn offset(&self) -> usize {
        self.lexer.offset()
    }

    /// The first byte of the next value.
    pub(crate) fn peek(&mut self) -> Result<u8, DecodeError> {
        self.lexer.peek()
    }

    /// Enters an object and returns its first key; `None` if it is empty.
    pub fn object(&mut self) -> Result<Option<&str>, DecodeError> {
        if self.enter_object()? { self.key().map(Some) } else { Ok(None) }
    }

    /// Returns the next key of the current object; `None` at its end, where the reader leaves it.
    pub fn next_key(&mut self) -> Result<Option<&str>, DecodeError> {
        if self.step_object()? { self.key().map(Some) } else { Ok(None) }
    }

    /// Enters an array and returns whether it has a first item.
    pub fn array(&mut self) -> Result<bool, DecodeError> {
        self.descend()?;
        let some = self.lexer.enter(b'[', b']', "array")?;
        if !some {
            self.depth -= 1;
        }
        Ok(some)
    }

    /// Returns whether the current array has another item. At its end, the reader leaves it.
    pub fn next_item(&mut self) -> Result<bool, DecodeError> {
        let some = self.lexer.step(b']')?;
        if !some {
            self.depth = self.depth.saturating_sub(1);
        }
        Ok(some)
    }

    /// Reads a string without copying it: it borrows from the text, or from the reader if the string has escapes. It
    /// counts as allocated.
    pub fn str(&mut self) -> Result<&str, DecodeError> {
        let text = self.counted_string()?;
        Ok(self.borrow(text))
    }

    /// Reads a string.
    pub fn string(&mut self) -> Result<String, DecodeError> {
        self.counted_string().map(Cow::into_owned)
    }

    /// Reads a secret.
    #[cfg(not(feature = "serde"))]
    pub(crate) fn secret(&mut self) -> Result<String, DecodeError> {
        self.string()
    }

    /// Reads a secret. The server can send any text; a redacted secret is only in what a client serialized.
    #[cfg(feature = "serde")]
    pub(crate) fn secret(&mut self) -> Result<String, DecodeError> {
        let at = self.offset();
        let text = self.string()?;
        if self.stored && text == Secret::REDACTED { Err(DecodeError::redacted(at)) } else { Ok(text) }
    }

    /// Reads an integer.
    pub fn integer(&mut self) -> Result<i64, DecodeError> {
        self.lexer.peek()?;
        let at = self.offset();
        match self.lexer.number("int")? {
            (text, true) => text.parse().map_err(|_| DecodeError::new(at, DecodeErrorKind::OutOfRange)),
            (_, false) => Err(DecodeError::new(at, DecodeErrorKind::Type { expected: "int", found: "float" })),
        }
    }

    /// Reads a number, which can be an integer.
    pub fn number(&mut self) -> Result<f64, DecodeError> {
        self.lexer.peek()?;
        let at = self.offset();
        let (text, _) = self.lexer.number("float")?;
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(number),
            _ => Err(DecodeError::new(at, DecodeErrorKind::OutOfRange)),
        }
    }

    /// Reads `true` or `false`.
    pub fn boolean(&mut self) -> Result<bool, DecodeError> {
        self.lexer.boolean()
    }

    /// Reads a `null` if it is next, and returns whether it was. Any other value is not read.
    pub fn null(&mut self) -> Result<bool, DecodeError> {
        let null = self.lexer.peek()? == b'n';
        if null {
            self.lexer.literal(b"null")?;
        }
        Ok(null)
    }

    /// Skips the next value, of any type.
    pub fn skip(&mut self) -> Result<(), DecodeError> {
        // Skipping is iterative and has its own limit, so it does not count for the depth.
        self.lexer.skip()
    }

    /// Skips the next value and returns its text. It counts as allocated.
    pub fn raw(&mut self) -> Result<&'j str, DecodeError> {
        self.lexer.peek()?;
        let start = self.offset();
        self.lexer.skip()?;
        let text = self.lexer.since(start);
        self.memory.allocate(text.len(), start)?;
        // Skipping does not check for UTF-8.
        std::str::from_utf8(text).map_err(|bad| DecodeError::new(start + bad.valid_up_to(), DecodeErrorKind::NotUtf8))
    }

    /// Returns the string under `key` of the next value, an object, without reading it: the tag of a union decides how
    /// its value is decoded, and can come after the value.
    pub fn tag(&mut self, key: &'static str) -> Result<String, DecodeError> {
        let mut ahead = Reader {
            lexer: self.lexer.ahead(),
            unescaped: String::new(),
            depth: self.depth,
            memory: self.memory.clone(),
            #[cfg(feature = "serde")]
            stored: self.stored,
        };
        let mut next = ahead.object()?;
        while let Some(name) = next {
            if name == key {
                let tag = ahead.string()?;
                // Once for the tag, and once for the copy of an unknown one.
                self.memory.allocate(2 * tag.len(), self.offset())?;
                return Ok(tag);
            }
            ahead.skip()?;
            next = ahead.next_key()?;
        }
        Err(DecodeError::missing(self.offset(), key))
    }

    /// Counts memory that a decoder is about to allocate. What the reader returns is counted already.
    ///
    /// # Errors
    ///
    /// If decoding takes more than the [limit](Self#memory).
    pub fn allocate(&mut self, bytes: usize) -> Result<(), DecodeError> {
        self.memory.allocate(bytes, self.offset())
    }

    /// By how many items of that size to grow a list that is full with `len` of them.
    pub(super) fn grow(&mut self, len: usize, size: usize) -> Result<usize, DecodeError> {
        self.memory.grow(len, size, self.offset())
    }

    /// Checks that only white space is left.
    pub fn finish(&mut self) -> Result<(), DecodeError> {
        self.lexer.finish()
    }

    /// Enters an object and returns whether it has a first field.
    #[inline]
    pub(super) fn enter_object(&mut self) -> Result<bool, DecodeError> {
        self.descend()?;
        let some = self.lexer.enter(b'{', b'}', "object")?;
        if !some {
            self.depth -= 1;
        }
        Ok(some)
    }

    /// Returns whether the current object has another field. At its end, the reader leaves it.
    #[inline]
    pub(super) fn step_object(&mut self) -> Result<bool, DecodeError> {
        let some = self.lexer.step(b'}')?;
        if !some {
            self.depth = self.depth.saturating_sub(1);
        }
        Ok(some)
    }

    /// Reads a key and its colon if it is `key`, and returns whether it was.
    #[inline]
    pub(super) fn is_key(&mut self, key: &str) -> Result<bool, DecodeError> {
        self.lexer.is_key(key)
    }

    /// Reads a key, and finds it in `keys`.
    pub(super) fn index_of_key(&mut self, keys: &[&str]) -> Result<Option<usize>, DecodeError> {
        let key = self.lexer.key()?;
        Ok(keys.iter().position(|known| *known == key))
    }

    /// Reads a key.
    fn key(&mut self) -> Result<&str, DecodeError> {
        let key = self.lexer.key()?;
        Ok(self.borrow(key))
    }

    /// Reads a string that counts as allocated.
    #[inline]
    fn counted_string(&mut self) -> Result<Cow<'j, str>, DecodeError> {
        let at = self.offset();
        let text = self.lexer.string()?;
        self.memory.allocate(text.len(), at)?;
        Ok(text)
    }

    /// Borrows `text` from the text that is read, or else from the reader.
    fn borrow<'r>(&'r mut self, text: Cow<'j, str>) -> &'r str {
        match text {
            Cow::Borrowed(text) => text,
            Cow::Owned(text) => {
                self.unescaped = text;
                &self.unescaped
            }
        }
    }

    #[inline]
    fn descend(&mut self) -> Result<(), DecodeError> {
        if self.depth == DEEPEST {
            return Err(DecodeError::new(self.offset(), DecodeErrorKind::TooDeep));
        }
        self.depth += 1;
        Ok(())
    }
}

impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The text can contain secrets.
        f.debug_struct("Reader").field("offset", &self.offset()).finish_non_exhaustive()
    }
}
