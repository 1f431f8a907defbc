//! The tests of this crate, in one binary: one for each file takes several times as long to build. Those that measure time
//! have a binary of their own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test fails by panicking.

mod any_change;
mod drift;
mod inputs;
mod own;
mod write;
