//! The transport that async clients use by themselves: HTTP/1.1 by reqwest.

use std::future::Future;
use std::pin::Pin;

use bytes::{Bytes, BytesMut};
use reqwest::redirect::Policy;

use super::Transport;
use crate::{Limits, TransportError, tls};

/// A pool of connections.
pub(super) struct Reqwest(reqwest::Client);

impl Reqwest {
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

impl Transport for Reqwest {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + '_>> {
        Box::pin(async move {
            let mut request = reqwest::Request::try_from(request).map_err(failed)?;
            *request.timeout_mut() = Some(limits.timeout);
            let response = self.0.execute(request).await.map_err(failed)?;
            read(response, limits.max_body).await
        })
    }
}

/// Reads the body, but no further than `limit`.
async fn read(mut response: reqwest::Response, limit: usize) -> Result<http::Response<Bytes>, TransportError> {
    let mut whole = http::Response::new(Bytes::new());
    *whole.status_mut() = response.status();
    *whole.headers_mut() = std::mem::take(response.headers_mut());
    if response.content_length().is_some_and(|length| length > limit as u64) {
        return Err(TransportError::too_large(limit).with_partial(whole));
    }
    let mut body = BytesMut::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if chunk.len() > limit - body.len() => {
                return Err(TransportError::too_large(limit).with_partial(whole));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => break,
            Err(error) => {
                *whole.body_mut() = body.freeze();
                return Err(failed(error).with_partial(whole));
            }
        }
    }
    *whole.body_mut() = body.freeze();
    Ok(whole)
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
