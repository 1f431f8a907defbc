//! What is fuzzed: each function takes any bytes, and panics where something is wrong. libFuzzer runs them by
//! `fuzz_targets/`, and `stable` without it.

mod client;
mod verbs;

pub use client::{decode, errors, requests};
pub use verbs::{cassettes, document, har, load};

/// A target under its name.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 7] = [
    ("load", load),
    ("har", har),
    ("cassettes", cassettes),
    ("document", document),
    ("decode", decode),
    ("errors", errors),
    ("requests", requests),
];
