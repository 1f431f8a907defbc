//! The tests of this crate, in one binary: one for each file takes several times as long to build. Tests that measure or
//! count something of a whole process have binaries of their own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test fails by panicking.

#[cfg(all(feature = "client", feature = "blocking"))]
mod both;
#[cfg(feature = "blocking")]
mod clock;
#[cfg(feature = "tracing")]
mod collected;
#[cfg(all(feature = "client", feature = "blocking"))]
mod memory;
#[cfg(feature = "client")]
mod paused;
mod server;
mod shop;
#[cfg(all(feature = "client", feature = "blocking", feature = "tracing"))]
mod traced_transport;

#[cfg(all(feature = "client", feature = "blocking"))]
mod broken_connections;
#[cfg(all(feature = "client", feature = "blocking"))]
mod clients;
#[cfg(all(feature = "client", feature = "blocking"))]
mod connections;
#[cfg(all(feature = "client", feature = "blocking"))]
mod deadlines;
mod decoding;
mod errors;
mod folders;
#[cfg(all(feature = "client", feature = "blocking"))]
mod handshakes;
#[cfg(all(feature = "client", feature = "blocking"))]
mod injected_errors;
mod objects;
#[cfg(all(feature = "client", feature = "blocking"))]
mod one_error;
#[cfg(all(feature = "client", feature = "blocking"))]
mod pages;
#[cfg(feature = "blocking")]
mod permits;
#[cfg(feature = "blocking")]
mod random_faults;
#[cfg(all(feature = "client", feature = "blocking"))]
mod rate_limit_wait;
#[cfg(feature = "blocking")]
mod rate_limiter;
#[cfg(all(feature = "client", feature = "blocking"))]
mod reasons;
mod requests;
#[cfg(feature = "blocking")]
mod retries;
#[cfg(all(feature = "client", feature = "blocking"))]
mod retrying_clients;
#[cfg(all(feature = "client", feature = "blocking"))]
mod secrets;
mod security;
#[cfg(all(feature = "client", feature = "blocking"))]
mod settings;
#[cfg(feature = "serde")]
mod stored;
#[cfg(all(feature = "client", feature = "test-support"))]
mod test_clock;
#[cfg(feature = "tower")]
mod tower;
#[cfg(all(feature = "tracing", feature = "client", feature = "blocking"))]
mod tracing;
#[cfg(all(feature = "tracing", feature = "client", feature = "blocking"))]
mod unknown_values;
#[cfg(feature = "client")]
mod unpolled;
#[cfg(all(feature = "client", feature = "blocking"))]
mod waiting;
#[cfg(feature = "xml")]
mod xml;
