//! Undocumented values of the server: an event for each value that the process has not seen before.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use super::Callsites;
use crate::wire::Brief;

/// How many values are reported, and so kept in memory, at most.
const MOST: usize = 256;

/// The values that were reported, each with the type that does not have it.
static REPORTED: Mutex<BTreeSet<(&str, String)>> = Mutex::new(BTreeSet::new());

/// Reports a value that `T` does not have.
#[cold]
pub fn unrecognized<T>(callsites: &'static Callsites, value: &str) {
    report(callsites, std::any::type_name::<T>(), value);
}

fn report(callsites: &Callsites, type_name: &'static str, value: &str) {
    // A value is not remembered before somebody subscribes.
    if !(callsites.reports_unrecognized)() {
        return;
    }
    let value = Brief(value).to_string();
    let Some(count) = remember(type_name, &value) else { return };
    (callsites.unrecognized)(type_name, &value);
    if count == MOST {
        (callsites.no_more_unrecognized)(count);
    }
}

/// The number of values so far, if `value` is new and there was room for it.
fn remember(type_name: &'static str, value: &str) -> Option<usize> {
    let mut reported = REPORTED.lock().unwrap_or_else(PoisonError::into_inner);
    let new = reported.len() < MOST && reported.insert((type_name, value.to_owned()));
    new.then(|| reported.len())
}
