//! The tests of this crate, in one binary: one for each file takes several times as long to build.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test fails by panicking.

mod project;
#[path = "../../generator/tests/thorough/mod.rs"]
mod thorough;

mod binaries;
mod codegen;
mod comparisons;
mod diff;
mod watch;
