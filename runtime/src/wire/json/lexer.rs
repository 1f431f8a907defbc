//! The tokens of a JSON text: a thin layer on `hifijson` with offsets and errors.

use std::borrow::Cow;

use hifijson::escape::{self, Lex as _};
use hifijson::num::{LexWrite as _, Parts};
use hifijson::str::LexAlloc as _;
use hifijson::token::Lex as _;
use hifijson::{Read as _, SliceLexer};

use super::error::{DecodeError, DecodeErrorKind};

/// How deep a skipped value may nest: one bit of a word for each object or array.
const DEEPEST: u32 = 128;

/// Reads the tokens of one JSON text.
pub(super) struct Lexer<'j> {
    text: &'j [u8],
    tokens: SliceLexer<'j>,
}

impl<'j> Lexer<'j> {
    pub(super) fn new(text: &'j [u8]) -> Self {
        Self { text, tokens: SliceLexer::new(text) }
    }

    /// Another lexer at the same position.
    pub(super) fn ahead(&self) -> Self {
        Self { text: self.text, tokens: SliceLexer::new(self.tokens.as_slice()) }
    }

    /// The position in the text, in bytes from its start.
    #[inline]
    pub(super) fn offset(&self) -> usize {
        self.text.len() - self.tokens.as_slice().len()
    }

    /// The text from the byte `start` to the position.
    pub(super) fn since(&self, start: usize) -> &'j [u8] {
        &self.text[start..self.offset()]
    }

    /// The first byte of the next token, unread.
    #[inline]
    pub(super) fn peek(&mut self) -> Result<u8, DecodeError> {
        match self.tokens.ws_peek() {
            Some(byte) => Ok(byte),
            None => Err(self.truncated("a value")),
        }
    }

    /// Reads `open`, and returns whether there is a first item before `close`. An error says that `expected` was
    /// expected.
    #[inline]
    pub(super) fn enter(&mut self, open: u8, close: u8, expected: &'static str) -> Result<bool, DecodeError> {
        self.expect(open, expected)?;
        match self.tokens.ws_peek() {
            Some(byte) if byte == close => {
                self.tokens.take_next();
                Ok(false)
            }
            Some(_) => Ok(true),
            None => Err(self.truncated(if open == b'{' { "an object" } else { "an array" })),
        }
    }

    /// Reads the comma before the next item, or `close`, and returns whether there is a next item.
    #[inline]
    pub(super) fn step(&mut self, close: u8) -> Result<bool, DecodeError> {
        match self.tokens.ws_peek() {
            Some(b',') => {
                self.tokens.take_next();
                if self.peek()? == close {
                    return Err(self.syntax("trailing comma"));
                }
                Ok(true)
            }
            Some(byte) if byte == close => {
                self.tokens.take_next();
                Ok(false)
            }
            Some(_) => Err(self.syntax(if close == b'}' { "expected `,` or `}`" } else { "expected `,` or `]`" })),
            None => Err(self.truncated(if close == b'}' { "an object" } else { "an array" })),
        }
    }

    /// Reads a key and the colon after it.
    pub(super) fn key(&mut self) -> Result<Cow<'j, str>, DecodeError> {
        self.quote()?;
        let key = self.rest_of_string()?;
        self.colon()?;
        Ok(key)
    }

    /// Reads a key and the colon after it if it is `key`, without escapes, and returns whether it was.
    #[inline]
    pub(super) fn is_key(&mut self, key: &str) -> Result<bool, DecodeError> {
        self.tokens.eat_whitespace();
        let after = self.tokens.as_slice().strip_prefix(b"\"").and_then(|text| text.strip_prefix(key.as_bytes()));
        let Some(after) = after.and_then(|text| text.strip_prefix(b"\"")) else { return Ok(false) };
        self.tokens = SliceLexer::new(after);
        self.colon()?;
        Ok(true)
    }

    /// Skips a key and the colon after it. The key need not be UTF-8.
    pub(super) fn skip_key(&mut self) -> Result<(), DecodeError> {
        self.quote()?;
        self.skip_rest_of_string()?;
        self.colon()
    }

    /// Reads a string.
    #[inline]
    pub(super) fn string(&mut self) -> Result<Cow<'j, str>, DecodeError> {
        self.expect(b'"', "string")?;
        self.rest_of_string()
    }

    /// Reads a number, and returns whether it is an integer, with neither a fraction nor an exponent.
    pub(super) fn number(&mut self, expected: &'static str) -> Result<(&'j str, bool), DecodeError> {
        if !matches!(self.peek()?, b'0'..=b'9' | b'-') {
            return Err(self.found_instead_of(expected));
        }
        match self.tokens.num_string().validated() {
            Ok((text, parts)) => Ok((text, Parts::is_int(&parts))),
            Err(_) => Err(self.unless_truncated("a number", "invalid number")),
        }
    }

    /// Reads `true` or `false`.
    pub(super) fn boolean(&mut self) -> Result<bool, DecodeError> {
        match self.peek()? {
            b't' => self.literal(b"true").map(|()| true),
            b'f' => self.literal(b"false").map(|()| false),
            _ => Err(self.found_instead_of("boolean")),
        }
    }

    /// Reads one of the words that are values.
    pub(super) fn literal(&mut self, word: &'static [u8]) -> Result<(), DecodeError> {
        if self.tokens.strip_prefix(word) {
            return Ok(());
        }
        let rest = self.tokens.as_slice();
        Err(if word.starts_with(rest) { self.truncated("a value") } else { self.syntax("invalid value") })
    }

    /// Skips the next value. Strings in it need not be UTF-8.
    pub(super) fn skip(&mut self) -> Result<(), DecodeError> {
        // One bit for each container that is open, set for objects: a stack, so that nesting takes no stack of calls.
        let mut objects: u128 = 0;
        let mut depth = 0;
        loop {
            match self.peek()? {
                open @ (b'{' | b'[') => {
                    let close = if open == b'{' { b'}' } else { b']' };
                    if self.enter(open, close, "value")? {
                        if depth == DEEPEST {
                            return Err(DecodeError::new(self.offset(), DecodeErrorKind::TooDeep));
                        }
                        depth += 1;
                        objects = objects << 1 | u128::from(open == b'{');
                        if open == b'{' {
                            self.skip_key()?;
                        }
                        continue;
                    }
                }
                _ => self.skip_scalar()?,
            }
            // A value is complete: on to the next in the open container, or out of it.
            loop {
                if depth == 0 {
                    return Ok(());
                }
                let object = objects & 1 == 1;
                if self.step(if object { b'}' } else { b']' })? {
                    if object {
                        self.skip_key()?;
                    }
                    break;
                }
                objects >>= 1;
                depth -= 1;
            }
        }
    }

    /// Skips the next value, which is neither an object nor an array.
    pub(super) fn skip_scalar(&mut self) -> Result<(), DecodeError> {
        match self.peek()? {
            b'"' => {
                self.tokens.take_next();
                self.skip_rest_of_string()
            }
            b'0'..=b'9' | b'-' => self.number("value").map(drop),
            b't' => self.literal(b"true"),
            b'f' => self.literal(b"false"),
            b'n' => self.literal(b"null"),
            _ => Err(self.syntax("expected value")),
        }
    }

    /// Checks that only white space is left.
    pub(super) fn finish(&mut self) -> Result<(), DecodeError> {
        match self.tokens.ws_peek() {
            None => Ok(()),
            Some(_) => Err(self.syntax("trailing characters")),
        }
    }

    #[inline]
    fn expect(&mut self, open: u8, expected: &'static str) -> Result<(), DecodeError> {
        if self.peek()? != open {
            return Err(self.found_instead_of(expected));
        }
        self.tokens.take_next();
        Ok(())
    }

    fn quote(&mut self) -> Result<(), DecodeError> {
        match self.tokens.ws_peek() {
            Some(b'"') => {
                self.tokens.take_next();
                Ok(())
            }
            Some(_) => Err(self.syntax("key must be a string")),
            None => Err(self.truncated("an object")),
        }
    }

    #[inline]
    fn colon(&mut self) -> Result<(), DecodeError> {
        match self.tokens.ws_peek() {
            Some(b':') => {
                self.tokens.take_next();
                Ok(())
            }
            Some(_) => Err(self.syntax("expected `:`")),
            None => Err(self.truncated("an object")),
        }
    }

    #[inline]
    fn rest_of_string(&mut self) -> Result<Cow<'j, str>, DecodeError> {
        let start = self.offset();
        let content = &self.text[start..];
        let plain = plain_text(content);
        if content.get(plain) == Some(&b'"') {
            self.tokens = SliceLexer::new(&content[plain + 1..]);
            return match std::str::from_utf8(&content[..plain]) {
                Ok(text) => Ok(Cow::Borrowed(text)),
                Err(_) => Err(self.not_utf8(start)),
            };
        }
        self.tokens.str_string().map_err(|error| self.bad_string(start, &error))
    }

    fn skip_rest_of_string(&mut self) -> Result<(), DecodeError> {
        let start = self.offset();
        loop {
            let content = self.tokens.as_slice();
            self.tokens = SliceLexer::new(&content[plain_text(content)..]);
            let escape = match self.tokens.take_next() {
                Some(b'"') => return Ok(()),
                Some(b'\\') => self.skip_escape(),
                Some(_) => Err(hifijson::str::Error::Control),
                None => Err(hifijson::str::Error::Eof),
            };
            escape.map_err(|error| self.bad_string(start, &error))?;
        }
    }

    /// Skips an escape sequence. It need not stand for a character: half a surrogate pair does not.
    fn skip_escape(&mut self) -> Result<(), hifijson::str::Error> {
        let Some(kind) = self.tokens.take_next() else { return Err(hifijson::str::Error::Eof) };
        let valid = match kind {
            b'u' => self.tokens.hex::<u16>().map(drop),
            kind => escape::Lit::try_from(kind).map(drop).ok_or(escape::Error::InvalidKind(kind)),
        };
        valid.map_err(hifijson::str::Error::Escape)
    }

    /// The next value is of another type.
    #[cold]
    fn found_instead_of(&mut self, expected: &'static str) -> DecodeError {
        let found = match self.tokens.peek_next() {
            Some(b'{') => "object",
            Some(b'[') => "array",
            Some(b'"') => "string",
            Some(b't' | b'f') => "boolean",
            Some(b'n') => "null",
            Some(b'0'..=b'9' | b'-') => match self.ahead().number(expected) {
                Ok((_, false)) => "float",
                _ => "int",
            },
            _ => return self.syntax("expected value"),
        };
        DecodeError::new(self.offset(), DecodeErrorKind::Type { expected, found })
    }

    /// The string whose content starts at the byte `start` is not valid.
    #[cold]
    fn bad_string(&self, start: usize, error: &hifijson::str::Error) -> DecodeError {
        use hifijson::str::Error::{Control, Eof, Escape, Utf8};
        let mut content = self.text[start..].iter();
        // The text of a string that ends early can be invalid at its end for that reason.
        let mut closed = false;
        while let Some(byte) = content.next() {
            match byte {
                b'\\' => drop(content.next()),
                b'"' => {
                    closed = true;
                    break;
                }
                _ => {}
            }
        }
        let what = match error {
            _ if !closed => return DecodeError::new(self.text.len(), DecodeErrorKind::Truncated("a string")),
            Control => "control character in a string",
            Eof => "string without an end",
            Escape(escape::Error::InvalidChar(_) | escape::Error::ExpectedLowSurrogate) => "lone surrogate in a string",
            Escape(_) => "invalid escape sequence",
            Utf8(_) => return self.not_utf8(start),
        };
        self.syntax(what)
    }

    /// The string whose content starts at the byte `start` is not UTF-8.
    fn not_utf8(&self, start: usize) -> DecodeError {
        let valid = match std::str::from_utf8(&self.text[start..]) {
            Ok(text) => text.len(),
            Err(error) => error.valid_up_to(),
        };
        DecodeError::new(start + valid, DecodeErrorKind::NotUtf8)
    }

    #[cold]
    fn unless_truncated(&mut self, reading: &'static str, what: &'static str) -> DecodeError {
        if self.tokens.peek_next().is_none() { self.truncated(reading) } else { self.syntax(what) }
    }

    #[cold]
    fn truncated(&self, reading: &'static str) -> DecodeError {
        DecodeError::new(self.text.len(), DecodeErrorKind::Truncated(reading))
    }

    #[cold]
    fn syntax(&self, what: &'static str) -> DecodeError {
        DecodeError::new(self.offset(), DecodeErrorKind::Syntax(what))
    }
}

/// How many bytes of a string's `content` come before a quote, a backslash or a control character.
fn plain_text(content: &[u8]) -> usize {
    /// `byte` in each byte of a word.
    const fn all(byte: u8) -> u64 {
        u64::MAX / 255 * byte as u64
    }
    let mut length = 0;
    let (words, rest) = content.as_chunks::<8>();
    for word in words {
        let word = u64::from_le_bytes(*word);
        // For each byte that is zero or less than `n`, its highest bit; a byte above such a byte may be marked wrongly, so
        // only the lowest mark counts.
        let less_than = |word: u64, n: u8| word.wrapping_sub(all(n)) & !word;
        let quote = less_than(word ^ all(b'"'), 1);
        let backslash = less_than(word ^ all(b'\\'), 1);
        let control = less_than(word, 0x20);
        let special = (quote | backslash | control) & all(0x80);
        if special != 0 {
            return length + (special.trailing_zeros() / 8) as usize;
        }
        length += 8;
    }
    length + rest.iter().take_while(|byte| !matches!(byte, b'\\' | b'"' | 0..=0x1f)).count()
}
