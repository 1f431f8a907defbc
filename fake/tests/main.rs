//! The tests of this crate, in one binary: one for each file takes several times as long to build.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test fails by panicking.

mod shared;

mod accounts;
mod compute;
mod derived;
mod dns;
mod faults;
mod file_storage;
mod files;
mod isolation;
mod load_balancers;
mod object_storage;
mod operations;
mod random;
mod requests;
mod security_groups;
mod sequences;
mod spec;
mod table;
mod waits;
