//! The transport that async clients use by themselves: HTTP/1.1 by reqwest.

use bytes::Bytes;
use reqwest::redirect::Policy;

use super::Transport;
use super::arriving::Arriving;
use crate::platform::BoxFuture;
use crate::{Limits, TransportError, tls};

/// A pool of connections.
pub(super) struct Network(reqwest::Client);

impl Network {
    /// A pool without connections.
    pub(super) fn new(limits: Limits, secure: bool) -> Result<Self, TransportError> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::configuration(secure).map_err(TransportError::other)?)
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(limits.connect_timeout);
        if !secure {
            // A proxy would get to read the token.
            builder = builder.no_proxy();
        }
        builder.build().map(Self).map_err(|error| TransportError::other(error.without_url()))
    }
}

impl Transport for Network {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let mut request = reqwest::Request::try_from(request).map_err(failed)?;
            *request.timeout_mut() = Some(limits.timeout);
            let mut response = self.0.execute(request).await.map_err(failed)?;
            let headers = std::mem::take(response.headers_mut());
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
