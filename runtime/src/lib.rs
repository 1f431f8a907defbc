//! What every generated API client stands on: requests, JSON, errors, clients.
//!
//! A generated crate declares an [`Api`], and for each operation a static [`Operation`] and a type that is a [`Call`]:
//! a description of one request, which does no I/O. A client of feature `client` (async) or `blocking` sends it. Both
//! do nothing but I/O: everything that is decided is decided in [`exchange`], in pure functions.
//!
//! # Tracing
//!
//! With feature `tracing`, a call opens a span named `call` at level INFO, with all attempts, waits and decoding within
//! it. It is the current span while a transport sends. Its target, and that of the events, is `api_client`. The fields
//! have the names of OpenTelemetry where that has some, and are there once they are known:
//!
//! | field of the span | what it is |
//! |---|---|
//! | `api.operation` | the operation, as in `products::get` |
//! | `api.request_id` | the server's name for the request, of the last attempt |
//! | `api.rate_limit.permitted`, `api.rate_limit.remaining` | the [`RateLimit`] of the last answer |
//! | `error.type` | of a failure: the API's code; where there is none and the answer says no success, its status; or else the [`ErrorKind`], as in `timeout` or `empty_body` |
//! | `http.request.method` | `GET` |
//! | `http.request.resend_count` | how many attempts followed the first one, if any did |
//! | `http.response.status_code` | the status of the last attempt |
//! | `otel.kind`, `otel.name` | `client`, and method and path, as in `GET /v1/products/{product}` |
//! | `otel.status_code` | `ERROR`, if the call failed |
//! | `server.address`, `server.port` | the host |
//! | `url.template` | the path, as in `/v1/products/{product}` |
//!
//! | event | level | fields |
//! |---|---|---|
//! | `the call is tried again` | WARN | `attempt` (the number of the one that failed), `error.kind`, `http.response.status_code`, `api.error_code`, `api.request_id`, `wait_ms` (how long until the next one) |
//! | `the call is held back by the rate limit` | DEBUG, once for each attempt | `wait_ms` (how long until it asks again) |
//! | `the call failed` | DEBUG, as the caller gets the error | `attempts`, `error.kind`, `http.response.status_code`, `api.error_code`, `api.request_id` |
//! | `the client does not know this value` | WARN | `api.type_name`, and `api.value`: a value of an enum, the type of a union or the code of an error |
//!
//! An unknown value is told the first time that a process sees it, and 256 of them at most. Of the server's texts, only
//! codes, request ids and unknown values are told, each in one line of 300 characters at most, and how long the rest
//! is. The token, arguments, queries, bodies, descriptions and other headers are not.

mod api;
mod argument;
mod attempt;
#[cfg(all(feature = "blocking", not(all(target_arch = "wasm32", target_os = "unknown"))))]
pub mod blocking;
mod brief;
#[cfg(any(feature = "client", feature = "blocking"))]
mod build_error;
#[cfg(any(feature = "client", feature = "blocking"))]
mod builder;
#[cfg(feature = "client")]
mod client;
mod envelope;
mod error;
pub mod exchange;
mod failure;
mod id;
mod json;
mod operation;
mod page;
#[cfg(any(feature = "client", feature = "blocking"))]
mod platform;
#[cfg(feature = "registry")]
pub mod registry;
mod request;
mod response;
mod retry;
mod secret;
#[cfg(feature = "serde")]
mod serde_json_text;
#[cfg(any(feature = "client", feature = "blocking"))]
mod settings;
mod string_enum;
mod text;
mod timestamp;
#[cfg(all(any(feature = "client", feature = "blocking"), not(all(target_arch = "wasm32", target_os = "unknown"))))]
mod tls;
mod trace;
mod transport;
mod union;
mod wait;
mod xml;

pub use api::{Api, Call, Description, Repeatable};
pub use argument::{Arguments, Value};
pub use attempt::Attempt;
#[cfg(any(feature = "client", feature = "blocking"))]
pub use build_error::BuildError;
#[cfg(any(feature = "client", feature = "blocking"))]
pub use builder::Builder;
pub use bytes::Bytes;
#[cfg(feature = "tower")]
pub use client::Tower;
#[cfg(feature = "client")]
pub use client::{Client, Items, Pages, Transport};
pub use error::Error;
pub use failure::ErrorKind;
pub use http;
pub use json::{ContentType, Decode, DecodeError, Json, Reader, UnrecognizedUnion};
pub use operation::{Authentication, Method, Operation};
pub use page::{Page, Paged};
#[cfg(feature = "client")]
pub use platform::{BoxFuture, MaybeSend};
pub use request::{Request, RequestError};
pub use response::{RateLimit, RateLimitState, Response};
pub use retry::RetryPolicy;
pub use secret::Secret;
pub use text::Text;
pub use timestamp::Timestamp;
pub use transport::{Limits, TransportError};
pub use wait::{IntoWait, Progress, Wait, WaitError, WaitErrorKind, Waiter};
#[cfg(feature = "xml")]
pub use xml::{Content, Element};
pub use xml::{Xml, XmlError};

/// What the macros of this crate expand to. Not for anybody else.
#[doc(hidden)]
pub mod __private {
    #[cfg(feature = "serde")]
    pub use serde;

    pub use crate::trace::unrecognized;

    #[cfg(feature = "xml")]
    pub mod xml {
        pub use crate::xml::{argument, text};
    }
}
