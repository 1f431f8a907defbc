//! When a call that failed is made again, and how often.

use std::time::Duration;

/// How often, and for how long, a client tries a call again that failed for a passing reason.
///
/// What may be tried again is not a matter of this policy. An operation that does no more when it is called twice (GET,
/// PUT and DELETE, unless the API says otherwise) is tried again where there was no connection or it broke, where the
/// answer took too long, and where the answer was 429, 502, 503 or 504 or has a code that the API declares to pass. Any
/// other one, so POST and PATCH, is tried again only where the server provably has not carried it out: where there was no
/// connection, or a 429. Who knows better wraps the call into [`Repeatable`](crate::Repeatable).
///
/// Two things follow for the caller. An answer of success that breaks off is read again where that is a GET, and is an
/// error otherwise, as what was done must not be done again. And the second DELETE after a first whose answer was lost
/// finds nothing to delete: [`Error::attempts`](crate::Error::attempts) shows that there was a first one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    pub(crate) attempts: u32,
    pub(crate) total: Duration,
    first_wait: Duration,
    longest_wait: Duration,
}

impl RetryPolicy {
    /// One attempt, whatever comes of it.
    pub const fn never() -> Self {
        Self { attempts: 1, total: Duration::ZERO, first_wait: Duration::ZERO, longest_wait: Duration::ZERO }
    }

    /// How many attempts to make at most, the first included. 5 by default.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// How long after the first attempt the last one may begin. Two minutes by default.
    ///
    /// Time that a call is held back by the rate limit does not count. How long a single attempt may take is the
    /// client's `timeout`.
    #[must_use]
    pub const fn total(mut self, total: Duration) -> Self {
        self.total = total;
        self
    }

    /// How long to wait before trying again: some time up to `first`, and each time up to twice as long, but never more
    /// than `longest`. By default, half a second and 20 seconds.
    #[must_use]
    pub const fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.first_wait = first;
        self.longest_wait = longest;
        self
    }

    /// The wait after that many failures, of which `random`, from 0 to 1, decides how much of the longest it is. Those
    /// who failed together do not come back together then.
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(crate) fn wait(self, failures: u32, random: f64) -> Duration {
        let doubled = 1u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX);
        self.first_wait.saturating_mul(doubled).min(self.longest_wait).mul_f64(random.clamp(0.0, 1.0))
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::never()
            .attempts(5)
            .total(Duration::from_secs(120))
            .backoff(Duration::from_millis(500), Duration::from_secs(20))
    }
}
