//! The builder of a client. Both clients are built by this one.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use crate::exchange::Clock;
use crate::settings::{Settings, variable};
use crate::{Api, BuildError, RetryPolicy, Secret};

/// The settings of a client of the API `A` that sends through the transport `T`.
///
/// `Debug` shows no token, and of a URL neither user information nor query.
pub struct Builder<A, T: ?Sized> {
    pub(crate) settings: Settings,
    pub(crate) transport: Option<Arc<T>>,
    api: PhantomData<fn() -> A>,
}

impl<A: Api, T: ?Sized> Builder<A, T> {
    pub(crate) fn new() -> Self {
        Self { settings: Settings::default(), transport: None, api: PhantomData }
    }

    /// Takes the token, and the URL if there is one, from the environment variables that the API names.
    ///
    /// # Errors
    ///
    /// Where the variable of the token is not set, or is empty, or one of the two is no text.
    pub fn from_env(mut self) -> Result<Self, BuildError> {
        let description = A::DESCRIPTION;
        let name = description.token_variable;
        self.settings.token = Some(variable(name)?.ok_or(BuildError::MissingVariable { name })?.into());
        if let Some(url) = variable(description.url_variable)? {
            self.settings.url = Some(url);
        }
        Ok(self)
    }

    /// The token to send. Without one, only operations that need none can be called.
    #[must_use]
    pub fn token(mut self, token: impl Into<Secret>) -> Self {
        self.settings.token = Some(token.into());
        self
    }

    /// Where the API is, if not where it is documented to be: scheme, host, and what all paths begin with.
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.settings.url = Some(url.into());
        self
    }

    /// How long a single attempt may take, from looking up the host to the last byte of the answer. 60 s by default,
    /// 24 h at most.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.limits.timeout = timeout;
        self
    }

    /// How long a call may take as a whole: with all attempts, the pauses between them, and the time that the rate limit
    /// holds it back. Without a limit by default, 24 h at most. Of a list, each page is a call; the calls of a wait end
    /// with its [deadline](crate::Wait::deadline) as well.
    ///
    /// A call that cannot be made in time fails at once, with an error of the kind [`Timeout`](crate::ErrorKind::Timeout).
    #[must_use]
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.settings.total_timeout = Some(timeout);
        self
    }

    /// How long it may take until a connection stands. 10 s by default. Where JavaScript or a `tower` service makes the
    /// connections, only `timeout` counts.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.limits.connect_timeout = timeout;
        self
    }

    /// How large the body of a response may be, in bytes. 64 MiB by default.
    ///
    /// It bounds memory, too: to decode a body takes 16 times its size and 1 MiB at most. A response that needs more
    /// fails with an error of which [`is_too_large`](crate::Error::is_too_large) is true.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.settings.limits.max_body = bytes;
        self
    }

    /// When and how often a call that failed is tried again. See [`RetryPolicy`] for the default.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry = policy;
        self
    }

    /// Sends at whatever rate it is called, and treats a refusal for the rate limit as any other failure that passes.
    ///
    /// Otherwise the client and its clones learn from each answer how many requests are left, and hold calls back that
    /// the server would refuse. A call waits for as long as it takes until it is its turn: for the next minute, where
    /// the server counts by minutes, or for a later one where that many are waiting.
    #[must_use]
    pub fn ignore_rate_limit(mut self) -> Self {
        self.settings.ignore_rate_limit = true;
        self
    }

    /// Who is calling, as in `my-tool/1.0`: it goes into `User-Agent`, before the name of the client.
    #[must_use]
    pub fn user_agent(mut self, product: impl Into<String>) -> Self {
        self.settings.user_agent = Some(product.into());
        self
    }

    /// Reads that clock in place of the system's. For tests.
    #[doc(hidden)]
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.settings.clock = clock;
        self
    }

    /// Permits a URL of `http://` whose host is another machine. Everybody on the way can read the token then.
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
