//! Undocumented values of the server: an event for each value that the process has not seen before.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use super::TARGET;
use crate::wire::Brief;

/// How many values are reported, and so kept in memory, at most.
const MOST: usize = 256;

/// The values that were reported, each with the type that does not have it.
static REPORTED: Mutex<BTreeSet<(&str, String)>> = Mutex::new(BTreeSet::new());

/// Reports a value that `T` does not have.
#[cold]
pub fn unrecognized<T>(value: &str) {
    report(std::any::type_name::<T>(), value);
}

fn report(type_name: &'static str, value: &str) {
    // A value is not remembered before somebody subscribes.
    if !tracing::enabled!(target: TARGET, tracing::Level::WARN) {
        return;
    }
    let value = Brief(value).to_string();
    let Some(count) = remember(type_name, &value) else { return };
    // WARN, because nothing fails, and it shows that the API has grown and the client has not.
    tracing::warn!(target: TARGET, { api.type_name = type_name, api.value = value }, "unrecognized value");
    if count == MOST {
        tracing::warn!(target: TARGET, values = count, "no further unrecognized values are reported");
    }
}

/// The number of values so far, if `value` is new and there was room for it.
fn remember(type_name: &'static str, value: &str) -> Option<usize> {
    let mut reported = REPORTED.lock().unwrap_or_else(PoisonError::into_inner);
    let new = reported.len() < MOST && reported.insert((type_name, value.to_owned()));
    new.then(|| reported.len())
}
