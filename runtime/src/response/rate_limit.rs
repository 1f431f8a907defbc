//! The rate limit, as the server reports it and as a client knows it.

use std::time::Duration;

/// The rate limit, as a response reports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The number of requests that one window permits.
    pub permitted: u32,
    /// The number of requests that remain in the current window.
    pub remaining: u32,
}

/// The state of the rate limit, as a client knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimitState {
    /// The number of requests that one window permits.
    pub permitted: u32,
    /// The number of requests that remain in the current window, without those in flight.
    pub remaining: u32,
    /// The number of calls that the client delays.
    pub waiting: u32,
    /// The time until the next window.
    pub resets_in: Duration,
}
