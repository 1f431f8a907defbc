//! The span of each call and its events, through the `tracing` crate. Callers pass plain values.
//!
//! Only this module knows whether the feature is on. Without it, everything here is empty and compiles to nothing.

#[cfg(feature = "tracing")]
mod callsites;
#[cfg(not(feature = "tracing"))]
mod off;
#[cfg(feature = "tracing")]
mod on;
#[cfg(feature = "tracing")]
mod unrecognized;

use std::time::Duration;

#[cfg(feature = "tracing")]
pub use self::callsites::Callsites;
#[cfg(not(feature = "tracing"))]
pub(crate) use self::off::CallSpan;
#[cfg(not(feature = "tracing"))]
pub use self::off::{Callsites, unrecognized};
#[cfg(feature = "tracing")]
pub(crate) use self::on::CallSpan;
#[cfg(feature = "tracing")]
pub use self::on::{brief, milliseconds};
#[cfg(feature = "tracing")]
pub use self::unrecognized::unrecognized;

/// What is recorded of a call when it starts.
#[derive(Debug)]
#[cfg_attr(
    not(all(feature = "tracing", feature = "_exchange")),
    allow(dead_code, reason = "only spans of clients have these fields")
)]
pub struct StartedCall<'c> {
    pub operation: &'static str,
    pub method: &'static str,
    pub path: &'static str,
    /// The base URL of the API.
    pub url: &'c str,
}

/// What is recorded of a response.
#[cfg(feature = "_exchange")]
#[cfg_attr(not(feature = "tracing"), allow(dead_code, reason = "only spans have these fields"))]
pub(crate) struct ReceivedResponse<'r> {
    pub(crate) status: u16,
    pub(crate) request_id: Option<&'r str>,
    pub(crate) permitted: Option<u32>,
    pub(crate) remaining: Option<u32>,
}

/// What is recorded of a call that succeeded.
#[derive(Debug)]
#[cfg_attr(not(feature = "tracing"), allow(dead_code, reason = "only events have these fields"))]
pub struct SucceededCall {
    pub operation: &'static str,
    pub status: u16,
    pub attempts: usize,
    pub elapsed: Duration,
}

/// What is recorded of a failed attempt or call.
#[derive(Debug)]
#[cfg_attr(not(feature = "tracing"), allow(dead_code, reason = "only spans and events have these fields"))]
pub struct FailedCall<'f> {
    pub operation: Option<&'static str>,
    pub kind: &'static str,
    pub status: Option<u16>,
    /// Whether the whole response was received, with a status other than 2xx.
    pub is_rejected: bool,
    pub code: Option<&'f str>,
    pub request_id: Option<&'f str>,
    pub attempts: usize,
    pub elapsed: Duration,
}
