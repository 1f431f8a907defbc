//! From a byte of a body to the path of the value that it is in, for errors that are shown to somebody.

use std::borrow::Cow;

use super::error::DecodeError;
use super::lexer::Lexer;

/// Keys come from the server, so what an error shows of one is bounded.
const LONGEST_KEY: usize = 64;

/// How many objects and arrays a path goes into at most: more than a reader does, and what it skips in one of them.
const DEEPEST: usize = 512;

/// An object or array that is open, with the child at which the walk is.
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
    // Where a body is not JSON any more, the walk ends as it does at the byte.
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

/// Reads each value in turn, until it comes to the byte at `offset`. What is open then is the way to it.
fn walk<'j>(lexer: &mut Lexer<'j>, offset: usize, open: &mut Vec<Open<'j>>) -> Result<(), DecodeError> {
    loop {
        let first = lexer.peek()?;
        if lexer.offset() >= offset || open.len() == DEEPEST {
            return Ok(());
        }
        // Whether there is a value to read next, in the innermost of what is open.
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
            // The value before is complete, so what is wrong from here on is not in it.
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
