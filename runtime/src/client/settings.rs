//! The settings of a client, and their checks.

use std::env::VarError;
use std::fmt;
use std::time::Duration;

use http::{HeaderValue, Uri, uri};

use super::BuildError;
use crate::api::Description;
use crate::exchange::{CallSettings, Limits, RateLimiter, RetryPolicy, Time};
use crate::request::{PublicUrl, Target};
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
use crate::transport::Proxy;
use crate::wire::Secret;

/// Why a text is not accepted as a URL at all.
const NOT_A_URL: &str = "not a valid URI";

/// The longest timeout that can be set. A longer one is more likely a mistake than an intention.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// How long the rate limiter may delay a call by default: two windows of a minute.
const RATE_LIMIT_WAIT: Duration = Duration::from_secs(2 * 60);

/// The settings of a builder.
#[derive(Default)]
pub(crate) struct Settings {
    pub(crate) token: Option<Secret>,
    pub(crate) url: Option<String>,
    pub(crate) user_agent: Option<String>,
    pub(crate) plain_http: bool,
    pub(crate) limits: Limits,
    pub(crate) retry: RetryPolicy,
    pub(crate) ignore_rate_limit: bool,
    pub(crate) max_rate_limit_wait: Option<Duration>,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) clock: Time,
}

/// Shows no secret of a URL either, although a URL with a secret is refused later.
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
            .field("max_rate_limit_wait", &self.max_rate_limit_wait)
            .finish()
    }
}

/// Checked settings: everything of a client but its transport.
pub(crate) struct Checked {
    pub(crate) calls: CallSettings,
    pub(crate) limits: Limits,
    /// Whether connections are encrypted.
    #[cfg_attr(
        all(target_arch = "wasm32", target_os = "unknown"),
        allow(dead_code, reason = "JavaScript makes its own connections")
    )]
    pub(crate) secure: bool,
    pub(crate) clock: Time,
}

/// As the `Debug` of a client. Shows no token.
impl fmt::Debug for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api", &self.calls.description.name)
            .field("target", &self.calls.target)
            .field("limits", &self.limits)
            .field("retry", &self.calls.retry)
            .field("max_rate_limit_wait", &self.calls.max_rate_limit_wait)
            .finish_non_exhaustive()
    }
}

#[cfg(all(feature = "client", target_arch = "wasm32", target_os = "unknown"))]
impl Checked {
    /// The connections of an async client.
    pub(crate) fn network(&self) -> Result<crate::transport::Network, BuildError> {
        Ok(crate::transport::Network)
    }
}

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
impl Checked {
    /// The connections of an async client.
    #[cfg(feature = "client")]
    pub(crate) fn network(&self) -> Result<crate::transport::Network, BuildError> {
        crate::transport::Network::new(self.secure, self.proxy()?).map_err(BuildError::Transport)
    }

    /// The connections of a blocking client.
    #[cfg(feature = "blocking")]
    pub(crate) fn blocking_network(&self) -> Result<crate::transport::BlockingNetwork, BuildError> {
        crate::transport::BlockingNetwork::new(self.secure, self.proxy()?).map_err(BuildError::Transport)
    }

    /// The proxy to connect through, if the environment names one.
    fn proxy(&self) -> Result<Option<Proxy>, BuildError> {
        let url = Uri::try_from(&*self.calls.target.url).map_err(|_| BuildError::Url { reason: NOT_A_URL })?;
        Proxy::of(&url, variable)
    }
}

impl Settings {
    /// Checks the settings, with defaults from the API.
    pub(crate) fn check(self, description: &'static Description) -> Result<Checked, BuildError> {
        let given = self.url.as_deref().unwrap_or(description.url);
        let (url, secure) = base_url(given, self.plain_http)?;
        if let Some((path, url)) = without_service(&url, description.service_paths) {
            return Err(BuildError::ServicePath { url: url.to_owned(), path });
        }
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
        let target = Target { url: url.into(), authorization, user_agent };
        let rate_limiter = || {
            let window = Duration::from_secs(description.rate_limit_window?.into());
            (!self.ignore_rate_limit).then(|| RateLimiter::new(window))
        };
        let (rate_limiter, anonymous_rate_limiter) = (rate_limiter(), rate_limiter());
        let (retry, total_timeout) = (self.retry, self.total_timeout);
        let max_rate_limit_wait = self.max_rate_limit_wait.unwrap_or(RATE_LIMIT_WAIT);
        let calls = CallSettings {
            description,
            target,
            retry,
            rate_limiter,
            anonymous_rate_limiter,
            max_rate_limit_wait,
            total_timeout,
        };
        Ok(Checked { calls, limits: self.limits, secure, clock: self.clock })
    }
}

/// The value of the environment variable `name`; `None` if it is not set or empty.
pub(crate) fn variable(name: &'static str) -> Result<Option<String>, BuildError> {
    match std::env::var(name) {
        // A token that was read from a file often ends with a line break.
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

/// The base URL without a slash at the end, and whether its scheme is `https`.
fn base_url(url: &str, plain_http: bool) -> Result<(String, bool), BuildError> {
    let wrong = |reason| BuildError::Url { reason };
    let uri = Uri::try_from(url).map_err(|_| wrong(NOT_A_URL))?;
    let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
        return Err(wrong("a scheme and a host are required"));
    };
    if authority.as_str().contains('@') {
        return Err(wrong("it contains a user name or a password"));
    }
    if uri.query().is_some() || url.contains('#') {
        return Err(wrong("it contains a query or a fragment"));
    }
    let secure = *scheme == uri::Scheme::HTTPS;
    if !secure && *scheme != uri::Scheme::HTTP {
        return Err(wrong("the scheme is neither https nor http"));
    }
    if !secure && !plain_http && !is_loopback(authority.host()) {
        return Err(BuildError::PlainHttp { host: authority.host().to_owned() });
    }
    Ok((format!("{scheme}://{authority}{}", uri.path().trim_end_matches('/')), secure))
}

/// The path of a service with which the path of `url` ends, and `url` without all of them.
fn without_service<'u>(url: &'u str, paths: &[&'static str]) -> Option<(&'static str, &'u str)> {
    let host = url.find("://").map_or(0, |scheme| scheme + "://".len());
    let strip = |url: &'u str| paths.iter().find_map(|path| Some((*path, url[host..].strip_suffix(*path)?)));
    let (path, _) = strip(url).filter(|(_, rest)| !rest.is_empty())?;
    let mut rest = url;
    while let Some((path, _)) = strip(rest).filter(|(_, shorter)| !shorter.is_empty()) {
        rest = &rest[..rest.len() - path.len()];
    }
    Some((path, rest))
}

/// Whether `host` is this machine.
fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
