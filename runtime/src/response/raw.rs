//! A response before its body is decoded.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::RateLimit;
use crate::api::Description;
use crate::wire::Brief;

/// An HTTP response, and the API that says which of its headers have a meaning.
#[derive(Clone)]
pub(crate) struct RawResponse {
    pub(crate) description: &'static Description,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl RawResponse {
    pub(crate) fn new(description: &'static Description, response: http::Response<Bytes>) -> Self {
        let (head, body) = response.into_parts();
        Self { description, status: head.status, headers: head.headers, body }
    }

    pub(crate) fn request_id(&self) -> Option<&str> {
        self.header(self.description.request_id_header?)
    }

    pub(crate) fn rate_limit(&self) -> Option<RateLimit> {
        let count = |name: Option<&'static str>| self.header(name?)?.trim().parse().ok();
        Some(RateLimit {
            permitted: count(self.description.rate_limit_permitted_header)?,
            remaining: count(self.description.rate_limit_remaining_header)?,
        })
    }

    /// The value of a header, if the response has it and it is ASCII.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// What a span records of the response.
    #[cfg(feature = "_exchange")]
    pub(crate) fn recorded(&self) -> crate::trace::ReceivedResponse<'_> {
        let rate_limit = self.rate_limit();
        crate::trace::ReceivedResponse {
            status: self.status.as_u16(),
            request_id: self.request_id(),
            permitted: rate_limit.map(|limit| limit.permitted),
            remaining: rate_limit.map(|limit| limit.remaining),
        }
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("status", &self.status.as_u16())
            .field("request_id", &self.request_id().map(Brief))
            .finish_non_exhaustive()
    }
}
