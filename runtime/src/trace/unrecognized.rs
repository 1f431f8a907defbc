//! What the server says and no document does: an event for each such value, the first time that a process sees it.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use super::TARGET;
use crate::wire::Brief;

/// How many values are told, and so kept in memory, at most. A server could go on for ever.
const MOST: usize = 256;

/// The values that were told, each with the type that does not know it.
static TOLD: Mutex<BTreeSet<(&str, String)>> = Mutex::new(BTreeSet::new());

/// Takes note of a value of a `T` that nobody documented.
#[cold]
pub fn unrecognized<T>(value: &str) {
    tell(std::any::type_name::<T>(), value);
}

fn tell(type_name: &'static str, value: &str) {
    // What nobody listens to is still to be told once somebody does.
    if !tracing::enabled!(target: TARGET, tracing::Level::WARN) {
        return;
    }
    let value = Brief(value).to_string();
    let Some(count) = remember(type_name, &value) else { return };
    // Nothing fails for it, so this is how one learns that the API has grown and the client has not.
    tracing::warn!(target: TARGET, { api.type_name = type_name, api.value = value }, "the client does not know this value");
    if count == MOST {
        tracing::warn!(target: TARGET, values = count, "no more values are told that the client does not know");
    }
}

/// How many values there are by now, if `value` is a new one and there was room to remember it.
fn remember(type_name: &'static str, value: &str) -> Option<usize> {
    let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    let new = told.len() < MOST && told.insert((type_name, value.to_owned()));
    new.then(|| told.len())
}
