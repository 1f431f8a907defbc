//! The tests of this crate, in one binary: one for each file takes several times as long to build. Those that measure time
//! have a binary of their own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test fails by panicking.

mod batch;
mod beside;
#[path = "names/positions.rs"]
mod positions;
mod thorough;

mod any_input;
mod diff;
mod diff_any;
mod err;
mod fixups;
mod hostile;
mod lookup_errors;
mod mutations;
mod names;
mod ok;
mod one_cause;
mod openapi;
mod readme;
mod rustdoc;
mod shop;
mod types;
mod warn;
