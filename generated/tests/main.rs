//! The tests of this crate, in one binary: one for each file takes several times as long to build. Tests that measure or
//! set something of a whole process have binaries of their own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test fails by panicking.

#[cfg(all(feature = "registry", feature = "serde", feature = "xml"))]
mod responses;

#[cfg(feature = "xml")]
mod build_specs;
#[cfg(all(feature = "client", feature = "blocking"))]
mod clients;
mod decoding;
mod enums;
mod errors;
#[cfg(all(feature = "blocking", feature = "client", feature = "jiff", feature = "serde", feature = "test-support"))]
mod mistakes;
#[cfg(all(feature = "client", feature = "blocking", feature = "test-support"))]
mod mock;
#[cfg(all(feature = "client", feature = "test-support"))]
mod programs;
#[cfg(all(feature = "client", feature = "test-support"))]
mod provision;
#[cfg(all(feature = "client", feature = "blocking"))]
mod proxies;
mod readme;
#[cfg(all(feature = "registry", feature = "serde"))]
mod registry;
#[cfg(all(feature = "registry", feature = "serde"))]
mod replay;
mod requests;
#[cfg(feature = "test-support")]
mod samples;
#[cfg(all(feature = "registry", feature = "serde", feature = "xml"))]
mod secrets;
#[cfg(feature = "serde")]
mod stored;
#[cfg(feature = "blocking")]
mod waits;
