//! What a call tells of itself through the `tracing` crate: one span, and an event for whatever nobody would notice.
//!
//! Only this module knows whether the feature is on. Without it, all that is here is empty, and compiled to nothing.

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

/// What a filter knows the span and all events by. The crates of all APIs share it.
#[cfg(feature = "tracing")]
const TARGET: &str = "api_client";
