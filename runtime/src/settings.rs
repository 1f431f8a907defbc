//! The settings of a client, and the checks that they have to pass.

use std::env::VarError;
use std::fmt;
use std::time::Duration;

use http::{HeaderValue, Uri, uri};

use crate::exchange::{Clock, Governor, Target, Terms};
use crate::secret::PublicUrl;
use crate::{BuildError, Description, Limits, RetryPolicy, Secret};

/// The longest timeout that can be set. A client that waits for ever is a mistake nobody makes on purpose.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// The settings, of whatever API and transport.
#[derive(Default)]
pub(crate) struct Settings {
    pub(crate) token: Option<Secret>,
    pub(crate) url: Option<String>,
    pub(crate) user_agent: Option<String>,
    pub(crate) plain_http: bool,
    pub(crate) limits: Limits,
    pub(crate) retry: RetryPolicy,
    pub(crate) ignore_rate_limit: bool,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) clock: Clock,
}

/// Shows no secret of a URL either, though one with a secret is refused later.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("token", &self.token)
            .field("url", &self.url.as_deref().map(PublicUrl))
            .field("user_agent", &self.user_agent)
            .field("plain_http", &self.plain_http)
            .field("limits", &self.limits)
            .field("total_timeout", &self.total_timeout)
            .field("retry", &self.retry)
            .field("ignore_rate_limit", &self.ignore_rate_limit)
            .finish()
    }
}

/// Settings that were found to be good: all of a client but its transport.
pub(crate) struct Session {
    pub(crate) terms: Terms,
    pub(crate) limits: Limits,
    /// Whether connections are to be encrypted.
    #[cfg_attr(
        all(target_arch = "wasm32", target_os = "unknown"),
        allow(dead_code, reason = "JavaScript has connections of its own")
    )]
    pub(crate) secure: bool,
    pub(crate) clock: Clock,
}

/// Shows a client, and so no token.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api", &self.terms.description.name)
            .field("target", &self.terms.target)
            .field("limits", &self.limits)
            .field("retry", &self.terms.retry)
            .finish_non_exhaustive()
    }
}

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
impl Session {
    /// The proxy through which to connect, if the environment names one.
    pub(crate) fn proxy(&self) -> Result<Option<crate::transport::Proxy>, BuildError> {
        let url = Uri::try_from(&self.terms.target.url).map_err(|_| BuildError::Url { reason: "it is none" })?;
        crate::transport::Proxy::of(&url, variable)
    }
}

impl Settings {
    /// Fills in what the API itself says, and checks the rest.
    pub(crate) fn check(self, description: &'static Description) -> Result<Session, BuildError> {
        let given = self.url.as_deref().unwrap_or(description.url);
        let (url, secure) = base_url(given, self.plain_http)?;
        for timeout in [self.limits.timeout, self.limits.connect_timeout].into_iter().chain(self.total_timeout) {
            if timeout.is_zero() || timeout > LONGEST {
                return Err(BuildError::Timeout { timeout });
            }
        }
        let authorization = self.token.map(|token| authorization(&token)).transpose()?;
        let user_agent = match self.user_agent {
            Some(product) => format!("{product} {}", description.user_agent),
            None => description.user_agent.to_owned(),
        };
        let user_agent = HeaderValue::try_from(user_agent).map_err(|_| BuildError::UserAgent)?;
        let target = Target { url, authorization, user_agent };
        let governor = || {
            let window = Duration::from_secs(description.rate_limit_window?.into());
            (!self.ignore_rate_limit).then(|| Governor::new(window))
        };
        let (governor, open_governor) = (governor(), governor());
        let (retry, total_timeout) = (self.retry, self.total_timeout);
        let terms = Terms { description, target, retry, governor, open_governor, total_timeout };
        Ok(Session { terms, limits: self.limits, secure, clock: self.clock })
    }
}

/// The value of the environment variable `name`, unless that is empty.
pub(crate) fn variable(name: &'static str) -> Result<Option<String>, BuildError> {
    match std::env::var(name) {
        // A token that was read from a file often ends in a line break.
        Ok(value) => Ok(Some(value.trim().to_owned()).filter(|value| !value.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(BuildError::Variable { name }),
    }
}

/// The value of `Authorization` for `token`.
fn authorization(token: &Secret) -> Result<HeaderValue, BuildError> {
    if token.expose().is_empty() {
        return Err(BuildError::Token);
    }
    let mut value = HeaderValue::try_from(format!("Bearer {}", token.expose())).map_err(|_| BuildError::Token)?;
    value.set_sensitive(true);
    Ok(value)
}

/// What `url` is without a slash at its end, and whether it is encrypted.
fn base_url(url: &str, plain_http: bool) -> Result<(String, bool), BuildError> {
    let wrong = |reason| BuildError::Url { reason };
    let uri = Uri::try_from(url).map_err(|_| wrong("it is none"))?;
    let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
        return Err(wrong("it needs a scheme and a host"));
    };
    if authority.as_str().contains('@') {
        return Err(wrong("it has a user name or a password in it"));
    }
    if uri.query().is_some() || url.contains('#') {
        return Err(wrong("it has a query or a fragment"));
    }
    let secure = *scheme == uri::Scheme::HTTPS;
    if !secure && *scheme != uri::Scheme::HTTP {
        return Err(wrong("its scheme is neither https nor http"));
    }
    if !secure && !plain_http && !is_loopback(authority.host()) {
        return Err(BuildError::PlainHttp { host: authority.host().to_owned() });
    }
    Ok((format!("{scheme}://{authority}{}", uri.path().trim_end_matches('/')), secure))
}

/// Whether `host` is this machine, as nobody listens on the way to oneself.
fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
