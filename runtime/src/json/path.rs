//! The second, cold pass over a body: from a byte's offset to the path of the value that it is in.

use jiter::{Jiter, JiterResult};

/// Keys come from the server, so what an error shows of one is bounded.
const LONGEST_KEY: usize = 64;

/// The path of the innermost value of `body` that the byte at `offset` is in.
pub(super) fn locate(body: &[u8], offset: usize) -> String {
    let mut path = String::new();
    let mut jiter = Jiter::new(body);
    // Each round goes one level down, to the child that has the byte; what is read of a body that is no JSON any more
    // is as far as the path goes.
    while let Ok(true) = step(&mut jiter, offset, &mut path) {}
    path
}

/// Moves into the child that has the byte at `offset`; `false` where the value itself has it.
fn step(jiter: &mut Jiter<'_>, offset: usize, path: &mut String) -> JiterResult<bool> {
    match jiter.peek()? {
        _ if jiter.current_index() >= offset => Ok(false),
        jiter::Peek::Object => {
            let mut key = jiter.next_object()?.map(str::to_owned);
            while let Some(name) = key {
                if holds(jiter, offset) {
                    push_key(path, &name);
                    return Ok(true);
                }
                key = jiter.next_key()?.map(str::to_owned);
            }
            Ok(false)
        }
        jiter::Peek::Array => {
            let mut item = jiter.next_array()?;
            let mut index = 0_usize;
            while item.is_some() {
                if holds(jiter, offset) {
                    path.push_str(&format!("[{index}]"));
                    return Ok(true);
                }
                item = jiter.array_step()?;
                index += 1;
            }
            Ok(false)
        }
        _ => Ok(false),
    }
}

/// Whether the byte is in the value that comes next; where it is not, the value is skipped.
fn holds(jiter: &mut Jiter<'_>, offset: usize) -> bool {
    let mut ahead = jiter.clone();
    // A value that cannot be skipped is where decoding stopped.
    let found = ahead.next_skip().is_err() || offset < ahead.current_index();
    if !found {
        *jiter = ahead;
    }
    found
}

/// Appends a field to `path`.
pub(super) fn push_key(path: &mut String, key: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.extend(key.chars().take(LONGEST_KEY).map(|c| if c.is_control() { ' ' } else { c }));
}
