//! The fuzz targets: each function takes any bytes, and panics if it finds a bug. libFuzzer runs them through
//! `fuzz_targets/`, and the binary `stable` runs them without libFuzzer.

mod client;
mod fake;
mod verbs;

pub use client::{decode, errors, requests};
pub use fake::fake;
pub use verbs::{cassettes, document, har, load};

/// A target and its name.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 8] = [
    ("load", load),
    ("har", har),
    ("cassettes", cassettes),
    ("document", document),
    ("decode", decode),
    ("errors", errors),
    ("requests", requests),
    ("fake", fake),
];
