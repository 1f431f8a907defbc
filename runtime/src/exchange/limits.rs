//! The limits of one attempt.

use std::time::Duration;

/// The limits of one attempt, which a transport has to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// How long the attempt may take, from the DNS lookup to the last byte of the body. 60 seconds by default.
    pub timeout: Duration,
    /// How long it may take to connect, TLS handshake included. It is part of `timeout`. 10 seconds by default.
    pub connect_timeout: Duration,
    /// The maximum size of the response's body, in bytes. A transport stops reading there. 64 MiB by default.
    pub max_body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(60), connect_timeout: Duration::from_secs(10), max_body: 64 * 1024 * 1024 }
    }
}
