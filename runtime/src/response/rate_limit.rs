//! The rate limit, as the server reports it and as a client knows it.

use std::time::Duration;

/// How much of the API one may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// Requests permitted in one window of time.
    pub permitted: u32,
    /// Requests that remain in this window.
    pub remaining: u32,
}

/// What a client knows of the rate limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimitState {
    /// Requests permitted in one window of time.
    pub permitted: u32,
    /// Requests that remain in this window, without those that are on their way.
    pub remaining: u32,
    /// Calls that the client holds back until it is their turn.
    pub waiting: u32,
    /// How long this window lasts.
    pub resets_in: Duration,
}
