//! The server of a request.

use std::mem;

use bytes::Bytes;
use http::header::HOST;
use http::uri::{Authority, PathAndQuery, Scheme};
use http::{HeaderValue, Request, Uri};

use crate::response::TransportError;

/// Scheme, host and port of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    scheme: Scheme,
    authority: Authority,
}

impl Origin {
    /// Splits the origin from `request`, which is left with the path, and the host in a header.
    pub(crate) fn of(mut request: Request<Bytes>) -> Result<(Self, Request<Bytes>), TransportError> {
        let http::uri::Parts { scheme, authority, path_and_query, .. } = mem::take(request.uri_mut()).into_parts();
        let (Some(scheme), Some(authority)) = (scheme, authority) else {
            return Err(TransportError::other("the URL has no scheme or no host"));
        };
        let origin = Self { scheme, authority };
        let host = if origin.authority.port_u16() == Some(origin.default_port()) {
            origin.authority.host()
        } else {
            origin.authority.as_str()
        };
        let host = HeaderValue::try_from(host).map_err(TransportError::other)?;
        request.headers_mut().insert(HOST, host);
        *request.uri_mut() = path_and_query.unwrap_or_else(|| PathAndQuery::from_static("/")).into();
        Ok((origin, request))
    }

    /// The URL of the root.
    pub(crate) fn uri(&self) -> Uri {
        let mut parts = http::uri::Parts::default();
        (parts.scheme, parts.authority) = (Some(self.scheme.clone()), Some(self.authority.clone()));
        parts.path_and_query = Some(PathAndQuery::from_static("/"));
        // These parts came from a URL.
        Uri::from_parts(parts).unwrap_or_default()
    }

    /// The host.
    pub(crate) fn host(&self) -> &str {
        self.authority.host()
    }

    /// Host and port, as in a CONNECT request.
    pub(super) fn host_and_port(&self) -> String {
        let port = self.authority.port_u16().unwrap_or(self.default_port());
        format!("{}:{port}", self.authority.host())
    }

    fn default_port(&self) -> u16 {
        if self.scheme == Scheme::HTTPS { 443 } else { 80 }
    }
}
