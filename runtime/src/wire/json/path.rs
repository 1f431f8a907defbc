//! The path of the value at an offset of a body, for errors.

use std::borrow::Cow;

use super::error::DecodeError;
use super::lexer::Lexer;

/// How many characters of a key an error shows, as keys come from the server.
const LONGEST_KEY: usize = 64;

/// The maximum depth of a path: that of a reader, and of what it skips there.
const DEEPEST: usize = 512;

/// An object or array around the current position, and its current child.
enum Open<'j> {
    /// The key and the colon before the value.
    Object {
        before_value: &'j [u8],
    },
    Array {
        index: usize,
    },
}

/// The path of the innermost value of `body` that the byte at `offset` is in.
pub(super) fn locate(body: &[u8], offset: usize) -> String {
    let mut open = Vec::new();
    // An invalid body ends the walk as the offset does.
    let _ = walk(&mut Lexer::new(body), offset, &mut open);
    let mut path = String::new();
    for child in open {
        match child {
            Open::Object { before_value } => push_key(&mut path, &key(before_value)),
            Open::Array { index } => path.push_str(&format!("[{index}]")),
        }
    }
    path
}

/// Reads values until the position `offset`. What is open then is the path.
fn walk<'j>(lexer: &mut Lexer<'j>, offset: usize, open: &mut Vec<Open<'j>>) -> Result<(), DecodeError> {
    loop {
        let first = lexer.peek()?;
        if lexer.offset() >= offset || open.len() == DEEPEST {
            return Ok(());
        }
        // Whether there is a value to read next, in the innermost open container.
        let mut child = match first {
            b'{' => lexer.enter(b'{', b'}', "object")? && enter_key(lexer, open)?,
            b'[' => lexer.enter(b'[', b']', "array")? && enter_item(open, 0),
            _ => {
                lexer.skip_scalar()?;
                false
            }
        };
        while !child {
            if lexer.offset() > offset {
                return Ok(());
            }
            // The value before is complete, so the position is not in it.
            child = match open.pop() {
                None => return Ok(()),
                Some(Open::Object { .. }) => lexer.step(b'}')? && enter_key(lexer, open)?,
                Some(Open::Array { index }) => lexer.step(b']')? && enter_item(open, index + 1),
            };
        }
    }
}

/// Goes to the value of the key that comes next.
fn enter_key<'j>(lexer: &mut Lexer<'j>, open: &mut Vec<Open<'j>>) -> Result<bool, DecodeError> {
    let start = lexer.offset();
    lexer.skip_key()?;
    open.push(Open::Object { before_value: lexer.since(start) });
    Ok(true)
}

/// Goes to an item of an array.
fn enter_item(open: &mut Vec<Open<'_>>, index: usize) -> bool {
    open.push(Open::Array { index });
    true
}

/// The key in the text before a value.
fn key(before_value: &[u8]) -> Cow<'_, str> {
    Lexer::new(before_value).string().unwrap_or(Cow::Borrowed("?"))
}

/// Appends a field to `path`.
pub(super) fn push_key(path: &mut String, key: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.extend(key.chars().take(LONGEST_KEY).map(|c| if c.is_control() { ' ' } else { c }));
}
