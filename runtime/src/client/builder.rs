//! The builder of a client. Both clients are built by this one.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::BuildError;
use super::settings::{Settings, variable};
use crate::api::Api;
#[cfg(feature = "test-support")]
use crate::exchange::TestClock;
use crate::exchange::{Clock, RetryPolicy, Time};
use crate::wire::Secret;

/// Builds a client of the API `A` with settings of your own.
///
/// It comes from `Client::builder`; `T` is the kind of transport of that client. `Debug` shows neither the token nor
/// the user information and query of the URL.
///
/// # Example
///
/// ```
/// # use api_client_runtime::{Api, BuildError, RetryPolicy};
/// use std::time::Duration;
///
/// # #[cfg(all(feature = "client", not(target_family = "wasm")))]
/// fn client<A: Api>(token: &str) -> Result<api_client_runtime::Client<A>, BuildError> {
///     api_client_runtime::Client::builder()
///         .token(token)
///         .timeout(Duration::from_secs(20))
///         .retry(RetryPolicy::default().attempts(3))
///         .user_agent("my-tool/1.0")
///         .build()
/// }
/// ```
pub struct Builder<A, T: ?Sized> {
    pub(crate) settings: Settings,
    pub(crate) transport: Option<Arc<T>>,
    api: PhantomData<fn() -> A>,
}

impl<A: Api, T: ?Sized> Builder<A, T> {
    pub(crate) fn new() -> Self {
        Self { settings: Settings::default(), transport: None, api: PhantomData }
    }

    /// Reads the token, and the URL if there is one, from the environment variables of the API. The docs of the
    /// `Client` of its generated crate name them.
    ///
    /// # Errors
    ///
    /// If the variable with the token is not set or empty, or one of the two is not valid Unicode.
    pub fn from_env(mut self) -> Result<Self, BuildError> {
        let description = A::DESCRIPTION;
        let name = description.token_variable;
        self.settings.token = Some(variable(name)?.ok_or(BuildError::MissingVariable { name })?.into());
        if let Some(url) = variable(description.url_variable)? {
            self.settings.url = Some(url);
        }
        Ok(self)
    }

    /// Sets the token to send. Without a token, only operations that need none can be called.
    #[must_use]
    pub fn token(mut self, token: impl Into<Secret>) -> Self {
        self.settings.token = Some(token.into());
        self
    }

    /// Sets the base URL: scheme, host, and an optional prefix of all paths. The default is the API's own
    /// [URL](crate::Description::url).
    ///
    /// Requests add the path of their operation, which begins with that of its
    /// [service](crate::Description::service_paths). A URL that ends with the path of a service is an
    /// [error](BuildError::ServicePath) when the client is built.
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.settings.url = Some(url.into());
        self
    }

    /// Sets how long a single attempt may take, from the DNS lookup to the last byte of the response. The default is
    /// 60 seconds; at most 24 hours.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.limits.timeout = timeout;
        self
    }

    /// Sets how long a call may take with all its attempts, the pauses between them, and the delays of the rate
    /// limiter. There is no limit by default; at most 24 hours.
    ///
    /// A call that cannot be made in time fails at once with the kind [`Timeout`](crate::ErrorKind::Timeout). Each page
    /// of a list is a call, and so is each poll of a wait, which ends with the wait's
    /// [deadline](crate::Wait::deadline) as well.
    #[must_use]
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.settings.total_timeout = Some(timeout);
        self
    }

    /// Sets how long it may take to connect, TLS handshake included. The default is 10 seconds; at most 24 hours.
    ///
    /// It has no effect if JavaScript or a `tower` service makes the connections.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.limits.connect_timeout = timeout;
        self
    }

    /// Sets the maximum size of a response's body, in bytes. The default is 64 MiB.
    ///
    /// It bounds memory as well: decoding a body takes at most 16 times its size plus 1 MiB. A response that needs more
    /// is an error for which [`is_too_large`](crate::Error::is_too_large) returns `true`.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.settings.limits.max_body = bytes;
        self
    }

    /// Sets how often a failed call is retried. See [`RetryPolicy`] for the default.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry = policy;
        self
    }

    /// Sets how long the rate limiter may delay a call, with all its attempts. The default is 2 minutes; with zero, no call
    /// waits for the rate limit, and with [`Duration::MAX`] there is no maximum.
    ///
    /// A call that would wait for longer fails at once, with the kind [`RateLimit`](crate::ErrorKind::RateLimit), and
    /// [`retry_after`](crate::Error::retry_after) says when requests are permitted again. When more calls are made at the
    /// same time than the limit permits in that time, the last of them fail: set a longer time for them. A
    /// [wait](crate::Wait) polls again after such an error, until its deadline.
    #[must_use]
    pub fn max_rate_limit_wait(mut self, wait: Duration) -> Self {
        self.settings.max_rate_limit_wait = Some(wait);
        self
    }

    /// Turns the rate limiter off: requests are sent at any rate, and a response with status 429 is retried like other
    /// transient failures.
    ///
    /// By default, a client and its clones learn from the responses how many requests remain, and delay calls that the
    /// server would refuse. A call waits until the next window of the server, such as the next minute, or for a later
    /// one if enough calls for a window wait already, but not for longer than
    /// [`max_rate_limit_wait`](Self::max_rate_limit_wait).
    #[must_use]
    pub fn ignore_rate_limit(mut self) -> Self {
        self.settings.ignore_rate_limit = true;
        self
    }

    /// Adds a product, such as `my-tool/1.0`, in front of the client's own name in the `User-Agent` header.
    #[must_use]
    pub fn user_agent(mut self, product: impl Into<String>) -> Self {
        self.settings.user_agent = Some(product.into());
        self
    }

    /// Replaces the system's clock. For tests.
    #[doc(hidden)]
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.settings.clock = Time::Clock(clock);
        self
    }

    /// Sets a clock on which waiting takes no time: for retries, the rate limit, and waits.
    #[cfg(feature = "test-support")]
    #[must_use]
    pub fn test_clock(mut self, clock: &TestClock) -> Self {
        self.settings.clock = Time::Test(clock.clone());
        self
    }

    /// Allows a URL with the scheme `http` whose host is another machine. Everyone on the network path can read the
    /// token then.
    #[must_use]
    pub fn dangerously_allow_plain_http(mut self) -> Self {
        self.settings.plain_http = true;
        self
    }
}

impl<A: Api, T: ?Sized> fmt::Debug for Builder<A, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("api", &A::DESCRIPTION.name)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
