//! From a byte of a body to the path of the value that it is in, for errors that are shown to somebody.

use jiter::{Jiter, JiterResult, Peek};

/// Keys come from the server, so what an error shows of one is bounded.
const LONGEST_KEY: usize = 64;

/// How many objects and arrays a path goes into at most: more than a reader does, and what jiter skips in one of them.
const DEEPEST: usize = 512;

/// An object or array that is open, with the child at which the walk is.
enum Open<'j> {
    /// The text up to the value: a comma, if it is not the first, then the key and a colon.
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
    let _ = walk(&mut Jiter::new(body), offset, &mut open);
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
fn walk<'j>(jiter: &mut Jiter<'j>, offset: usize, open: &mut Vec<Open<'j>>) -> JiterResult<()> {
    loop {
        let peek = jiter.peek()?;
        if jiter.current_index() >= offset || open.len() == DEEPEST {
            return Ok(());
        }
        // Whether there is a value to read next, in the innermost of what is open.
        let mut child = match peek {
            Peek::Object => enter_object(jiter, open)?,
            Peek::Array => match jiter.known_array()? {
                Some(_) => {
                    open.push(Open::Array { index: 0 });
                    true
                }
                None => false,
            },
            scalar => {
                jiter.known_skip(scalar)?;
                false
            }
        };
        while !child {
            if jiter.current_index() > offset {
                return Ok(());
            }
            // The value before is complete, so what is wrong from here on is not in it.
            child = match open.pop() {
                None => return Ok(()),
                Some(Open::Object { .. }) => enter_key(jiter, open)?,
                Some(Open::Array { index }) => match jiter.array_step()? {
                    Some(_) => {
                        open.push(Open::Array { index: index + 1 });
                        true
                    }
                    None => false,
                },
            };
        }
    }
}

/// Goes to the first value of the object that comes next, if it has one.
fn enter_object<'j>(jiter: &mut Jiter<'j>, open: &mut Vec<Open<'j>>) -> JiterResult<bool> {
    let start = jiter.current_index();
    // As bytes, because what a decoder skips can have keys that are no text.
    let some = jiter.next_object_bytes()?.is_some();
    if some {
        open.push(Open::Object { before_value: jiter.slice_to_current(start) });
    }
    Ok(some)
}

/// Goes to the next value of the object that the reader is in, if it has one.
fn enter_key<'j>(jiter: &mut Jiter<'j>, open: &mut Vec<Open<'j>>) -> JiterResult<bool> {
    let start = jiter.current_index();
    let some = jiter.next_key_bytes()?.is_some();
    if some {
        open.push(Open::Object { before_value: jiter.slice_to_current(start) });
    }
    Ok(some)
}

/// The key in the text before a value.
fn key(before_value: &[u8]) -> String {
    let quote = before_value.iter().position(|byte| *byte == b'"').unwrap_or(before_value.len());
    match Jiter::new(&before_value[quote..]).next_str() {
        Ok(key) => key.to_owned(),
        Err(_) => "?".to_owned(),
    }
}

/// Appends a field to `path`.
pub(super) fn push_key(path: &mut String, key: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.extend(key.chars().take(LONGEST_KEY).map(|c| if c.is_control() { ' ' } else { c }));
}
