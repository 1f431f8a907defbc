//! How often a failed call is retried, and when.

use std::time::Duration;

/// How often a failed call is retried, and for how long.
///
/// Which failures are retried is not part of the policy:
///
/// - A request that is [idempotent](crate::Operation::idempotent) (GET, PUT and DELETE, unless the API says otherwise)
///   is retried if there was no connection, the connection broke, the response took too long, had the status 429, 502,
///   503 or 504, or has an error code that the API declares to be transient.
/// - Every other request, such as POST and PATCH, is retried only if the server cannot have carried it out: if there
///   was no connection, or the status was 429. Wrap the call in [`Idempotent`](crate::Idempotent) if you know that
///   repeating it does no harm.
///
/// A TLS handshake that fails is not retried: the server does not use TLS, or its certificate is not accepted. A name
/// that cannot be resolved is retried once.
///
/// A response with status 2xx that breaks off is requested again for a GET, and is an error otherwise. After a DELETE
/// whose response was lost, the next attempt can find nothing to delete: [`Error::attempts`](crate::Error::attempts)
/// shows whether there was an earlier one.
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use api_client_runtime::RetryPolicy;
///
/// let patient = RetryPolicy::default()
///     .attempts(8)
///     .total(Duration::from_secs(600))
///     .backoff(Duration::from_secs(1), Duration::from_secs(60));
/// # _ = patient;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    pub(crate) attempts: u32,
    pub(crate) total: Duration,
    first_wait: Duration,
    longest_wait: Duration,
}

impl RetryPolicy {
    /// Returns the policy that never retries.
    pub const fn never() -> Self {
        Self { attempts: 1, total: Duration::ZERO, first_wait: Duration::ZERO, longest_wait: Duration::ZERO }
    }

    /// Sets the maximum number of attempts, the first one included. The default is 5.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets how long after the start of the first attempt the last one may start. The default is 2 minutes.
    ///
    /// The delays of the rate limiter do not count. The duration of a single attempt is bounded by
    /// [`Builder::timeout`](crate::Builder::timeout), that of the whole call by
    /// [`Builder::total_timeout`](crate::Builder::total_timeout).
    #[must_use]
    pub const fn total(mut self, total: Duration) -> Self {
        self.total = total;
        self
    }

    /// Sets the backoff: the upper bound of the wait before the second attempt, and that of any wait. The defaults are
    /// 500 ms and 20 seconds.
    ///
    /// The upper bound doubles with each attempt until it reaches `longest`. The wait is random, between zero and the
    /// upper bound. A `Retry-After` header of the response is added to it.
    #[must_use]
    pub const fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.first_wait = first;
        self.longest_wait = longest;
        self
    }

    /// The wait after that many failures. `random`, from 0 to 1, is the fraction of the upper bound, so that clients
    /// that failed at the same time do not retry at the same time.
    #[cfg(feature = "_exchange")]
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
