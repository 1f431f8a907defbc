//! HTTP requests: where they go, and how they are encoded.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{HeaderValue, Uri};

use super::{Request, RequestError};
use crate::api::Authentication;

/// The base URL and the headers of all requests of a client.
#[derive(Clone)]
pub struct Target {
    /// The base URL, without a slash at the end.
    pub url: Arc<str>,
    /// The value of the header `Authorization`, if there is a token.
    pub authorization: Option<HeaderValue>,
    /// The value of the header `User-Agent`.
    pub user_agent: HeaderValue,
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target")
            .field("url", &PublicUrl(&self.url))
            .field("authorized", &self.authorization.is_some())
            .field("user_agent", &self.user_agent)
            .finish()
    }
}

/// Encodes `request` as an HTTP request.
///
/// # Errors
///
/// If an argument of the path is missing or cannot be in a path, a document cannot be written, the URL is not a valid
/// URI, or the operation requires a token that `target` does not have.
pub fn encode(request: &Request, target: &Target) -> Result<http::Request<Bytes>, RequestError> {
    let operation = request.operation();
    let wire = request.to_wire(&target.url)?;
    let mut message = http::Request::new(Bytes::new());
    *message.method_mut() = operation.method.into();
    *message.uri_mut() = Uri::try_from(wire.target).map_err(|_| RequestError::Uri)?;
    let headers = message.headers_mut();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(USER_AGENT, target.user_agent.clone());
    match operation.service.authentication {
        Authentication::Bearer => {
            let mut authorization = target.authorization.clone().ok_or(RequestError::NoToken)?;
            // HTTP libraries print headers in their logs, except sensitive ones.
            authorization.set_sensitive(true);
            headers.insert(AUTHORIZATION, authorization);
        }
        Authentication::None => {}
    }
    if let Some(body) = wire.body {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        *message.body_mut() = body.into();
    }
    // A mock replies by operation, and compares arguments.
    #[cfg(feature = "test-support")]
    message.extensions_mut().insert(request.clone());
    Ok(message)
}

/// Shows a URL without user information, query and fragment, as each of them can contain a secret. The URL need not be
/// valid.
pub(crate) struct PublicUrl<'u>(pub(crate) &'u str);

impl fmt::Debug for PublicUrl<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A password may contain any other delimiter, so everything before the last `@` counts as user information.
        let (user, rest) = self.0.rsplit_once('@').map_or((None, self.0), |(user, rest)| (Some(user), rest));
        let shown = &rest[..rest.find(['?', '#']).unwrap_or(rest.len())];
        match user {
            None => fmt::Debug::fmt(shown, f),
            // Unless that `@` is in a query.
            Some(user) if user.contains(['?', '#']) => f.write_str("[secret]"),
            Some(user) => {
                let scheme = ["https://", "http://"].into_iter().find(|scheme| user.starts_with(scheme));
                fmt::Debug::fmt(&format!("{}[secret]@{shown}", scheme.unwrap_or_default()), f)
            }
        }
    }
}
