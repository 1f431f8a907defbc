//! The transport that blocking clients use by themselves: HTTP/1.1 by ureq.

use std::io::{self, Read as _};

use bytes::Bytes;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, Error, Timeout};

use super::Transport;
use crate::{Limits, TransportError, tls};

/// A pool of connections.
pub(super) struct Ureq(Agent);

impl Ureq {
    /// A pool without connections.
    pub(super) fn new(limits: Limits, secure: bool) -> Self {
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(tls::provider())
            .build();
        let mut builder = Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(limits.connect_timeout))
            // Looking up the host has a clock of its own in ureq, and would have no end without it.
            .timeout_resolve(Some(limits.connect_timeout));
        if !secure {
            // A proxy would get to read the token.
            builder = builder.proxy(None);
        }
        Self(builder.build().into())
    }
}

impl Transport for Ureq {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> Result<http::Response<Bytes>, TransportError> {
        let (head, body) = request.into_parts();
        let response = if body.is_empty() {
            self.run(http::Request::from_parts(head, ()), limits)
        } else {
            self.run(http::Request::from_parts(head, body.as_ref()), limits)
        };
        read(response.map_err(failed)?, limits.max_body)
    }
}

impl Ureq {
    fn run(
        &self,
        request: http::Request<impl ureq::AsSendBody>,
        limits: Limits,
    ) -> Result<http::Response<Body>, Error> {
        self.0.run(self.0.configure_request(request).timeout_global(Some(limits.timeout)).build())
    }
}

/// Reads the body, but no further than `limit`.
fn read(response: http::Response<Body>, limit: usize) -> Result<http::Response<Bytes>, TransportError> {
    let (head, mut body) = response.into_parts();
    let whole = |body: Vec<u8>| http::Response::from_parts(head, Bytes::from(body));
    let limit_and_one = (limit as u64).saturating_add(1);
    if body.content_length().is_some_and(|length| length > limit as u64) {
        return Err(TransportError::too_large(limit).with_partial(whole(Vec::new())));
    }
    // Room for what is announced, but not for whatever somebody announces.
    let length = body.content_length().unwrap_or(0).min(64 * 1024);
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    match body.with_config().limit(u64::MAX).reader().take(limit_and_one).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() > limit => Err(TransportError::too_large(limit).with_partial(whole(Vec::new()))),
        Ok(_) => Ok(whole(bytes)),
        Err(error) => Err(broken(error.into()).with_partial(whole(bytes))),
    }
}

/// Which failure a failure of ureq's is, once an answer has begun.
fn broken(error: Error) -> TransportError {
    match error {
        Error::Timeout(_) => TransportError::timeout(),
        error => TransportError::interrupted(error),
    }
}

/// Which failure a failure of ureq's is, before there is any answer.
fn failed(error: Error) -> TransportError {
    match error {
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => TransportError::connect_timeout(),
        Error::Timeout(_) => TransportError::timeout(),
        // These can name the URL, or the proxy's with its password.
        Error::BadUri(_) | Error::RequireHttpsOnly(_) => TransportError::other("the URL cannot be used"),
        Error::ConnectProxyFailed(_) | Error::InvalidProxyUrl => TransportError::connect("the proxy refuses"),
        Error::HostNotFound | Error::ConnectionFailed | Error::Tls(_) | Error::TlsRequired | Error::Rustls(_) => {
            TransportError::connect(error)
        }
        Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => TransportError::timeout(),
        Error::Io(error) if is_connect(&error) => TransportError::connect(error),
        Error::Io(_) | Error::Protocol(_) | Error::BodyStalled | Error::LargeResponseHeader(..) => {
            TransportError::interrupted(error)
        }
        _ => TransportError::other(error),
    }
}

/// Whether only an attempt to connect ends like this. Where that is open it is no, as the server may have seen the
/// request.
fn is_connect(error: &io::Error) -> bool {
    use io::ErrorKind::{AddrNotAvailable, ConnectionRefused, HostUnreachable, NetworkDown, NetworkUnreachable};
    let tls = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match tls {
        Some(rustls::Error::InvalidCertificate(_) | rustls::Error::PeerIncompatible(_)) => true,
        Some(_) => false,
        None => matches!(
            error.kind(),
            AddrNotAvailable | ConnectionRefused | HostUnreachable | NetworkDown | NetworkUnreachable
        ),
    }
}
