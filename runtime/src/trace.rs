//! The span of each call and its events, through the `tracing` crate. Callers pass plain values.
//!
//! Only this module knows whether the feature is on. Without it, everything here is empty and compiles to nothing.

#[cfg(not(feature = "tracing"))]
mod off;
#[cfg(feature = "tracing")]
mod on;
#[cfg(feature = "tracing")]
mod unrecognized;

#[cfg(not(feature = "tracing"))]
pub(crate) use self::off::CallSpan;
#[cfg(not(feature = "tracing"))]
pub use self::off::unrecognized;
#[cfg(feature = "tracing")]
pub(crate) use self::on::CallSpan;
#[cfg(feature = "tracing")]
pub use self::unrecognized::unrecognized;

/// The target of the span and of all events, for filters. The crates of all APIs share it.
#[cfg(feature = "tracing")]
const TARGET: &str = "api_client";

/// What is recorded of a call when it starts.
#[cfg(feature = "_exchange")]
#[cfg_attr(not(feature = "tracing"), allow(dead_code, reason = "only spans have these fields"))]
pub(crate) struct StartedCall<'c> {
    pub(crate) operation: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    /// The base URL of the API.
    pub(crate) url: &'c str,
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

/// What is recorded of a failed attempt or call.
#[cfg_attr(not(feature = "tracing"), allow(dead_code, reason = "only spans and events have these fields"))]
pub(crate) struct FailedCall<'f> {
    pub(crate) kind: &'static str,
    pub(crate) status: Option<u16>,
    /// Whether the whole response was received, with a status other than 2xx.
    pub(crate) is_rejected: bool,
    pub(crate) code: Option<&'f str>,
    pub(crate) request_id: Option<&'f str>,
}
