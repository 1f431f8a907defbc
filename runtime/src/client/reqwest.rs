//! The transport that async clients use by themselves: HTTP/1.1 by reqwest.

use std::future;
use std::mem;
use std::sync::OnceLock;
use std::time::Duration;

use bytes::Bytes;
use http::Uri;
use http::uri::{Authority, Scheme};
use reqwest::{Url, redirect::Policy};

use super::Transport;
use super::arriving::Arriving;
use crate::platform::BoxFuture;
use crate::{Limits, TransportError, tls};

/// A pool of connections.
pub(super) struct Network {
    client: reqwest::Client,
    /// How long an exchange may take if nothing else is said.
    timeout: Duration,
    /// Where the first request went, as a URL too. The others mostly go there as well.
    origin: OnceLock<(Scheme, Authority, Url)>,
}

impl Network {
    /// A pool without connections.
    pub(super) fn new(limits: Limits, secure: bool) -> Result<Self, TransportError> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::configuration(secure).map_err(TransportError::other)?)
            .redirect(Policy::none())
            .referer(false)
            .timeout(limits.timeout)
            .connect_timeout(limits.connect_timeout);
        if !secure {
            // A proxy would get to read the token.
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|error| TransportError::other(error.without_url()))?;
        Ok(Self { client, timeout: limits.timeout, origin: OnceLock::new() })
    }

    /// The same request as reqwest wants it.
    fn prepare(&self, request: http::Request<Bytes>, limits: Limits) -> Result<reqwest::Request, TransportError> {
        let (head, body) = request.into_parts();
        let mut request = reqwest::Request::new(head.method, self.url(&head.uri)?);
        *request.headers_mut() = head.headers;
        if !body.is_empty() {
            *request.body_mut() = Some(body.into());
        }
        // A timeout of its own is an allocation more.
        if limits.timeout != self.timeout {
            *request.timeout_mut() = Some(limits.timeout);
        }
        Ok(request)
    }

    /// The URL that `uri` is. Reading the host takes longer than all the rest, so it is done only once.
    fn url(&self, uri: &Uri) -> Result<Url, TransportError> {
        let (scheme, authority) = uri.scheme().zip(uri.authority()).ok_or_else(|| TransportError::other("no host"))?;
        match self.origin.get() {
            Some((known, host, origin)) if known == scheme && host == authority => {
                let mut url = origin.clone();
                url.set_path(uri.path());
                url.set_query(uri.query());
                Ok(url)
            }
            _ => {
                let url = Url::parse(&uri.to_string()).map_err(|_| TransportError::other("the URL cannot be used"))?;
                self.origin.get_or_init(|| {
                    let mut origin = url.clone();
                    // Arguments have no business here once their request is gone.
                    origin.set_path("");
                    origin.set_query(None);
                    (scheme.clone(), authority.clone(), origin)
                });
                Ok(url)
            }
        }
    }
}

impl Transport for Network {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let request = match self.prepare(request, limits) {
            Ok(request) => request,
            Err(error) => return Box::pin(future::ready(Err(error))),
        };
        // Begun outside of the future, which would keep room for the request.
        let pending = self.client.execute(request);
        Box::pin(async move {
            let mut response = pending.await.map_err(failed)?;
            let headers = mem::take(response.headers_mut());
            let mut arriving = Arriving::new(response.status(), headers, limits.max_body);
            let outcome = receive(response, &mut arriving).await;
            arriving.end(outcome)
        })
    }
}

/// Reads all of the body.
async fn receive(mut response: reqwest::Response, arriving: &mut Arriving) -> Result<(), TransportError> {
    arriving.announce(response.content_length())?;
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        arriving.push(chunk)?;
    }
    Ok(())
}

/// Which failure a failure of reqwest's is.
fn failed(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    match (error.is_connect(), error.is_timeout()) {
        (true, true) => TransportError::connect_timeout(),
        (true, false) => TransportError::connect(error),
        (false, true) => TransportError::timeout(),
        (false, false) if error.is_builder() => TransportError::other(error),
        (false, false) => TransportError::interrupted(error),
    }
}
