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
#[cfg(all(feature = "blocking", not(all(target_arch = "wasm32", target_os = "unknown"))))]
pub mod blocking;
#[cfg(feature = "_exchange")]
mod client;
#[doc(hidden)] // For transports and tests that make exchanges without a client.
pub mod exchange;
#[cfg(feature = "registry")]
pub mod registry;
mod request;
mod response;
mod trace;
#[cfg(feature = "_exchange")]
mod transport;
mod values;
mod wire;

pub use bytes::Bytes;
pub use http;

pub use self::api::{Api, Authentication, Description, Method, Operation, Service};
#[cfg(feature = "_exchange")]
pub use self::client::{BuildError, Builder};
#[cfg(feature = "client")]
pub use self::client::{Client, Items, Pages};
pub use self::exchange::{
    IntoWait, Limits, Page, Paged, Progress, RetryPolicy, Wait, WaitError, WaitErrorKind, Waiter,
};
pub use self::request::{Call, Idempotent, Request, RequestError};
pub use self::response::{Attempt, Error, ErrorKind, RateLimit, RateLimitState, Response, TransportError};
#[cfg(feature = "tower")]
pub use self::transport::Tower;
#[cfg(feature = "client")]
pub use self::transport::{BoxFuture, MaybeSend, Transport};
pub use self::values::{Text, Timestamp, UnrecognizedUnion};
pub use self::wire::{Arguments, ContentType, Decode, DecodeError, Fields, Json, Reader, Secret, Value, Xml, XmlError};
#[cfg(feature = "xml")]
pub use self::wire::{Content, Element};

#[cfg(all(feature = "blocking", target_arch = "wasm32", target_os = "unknown"))]
compile_error!("feature `blocking` is for threads that can wait, and wasm32-unknown-unknown has none: use `client`");

/// What the macros of this crate expand to.
#[doc(hidden)]
pub mod __private {
    #[cfg(feature = "serde")]
    pub use serde;

    pub use crate::trace::unrecognized;

    #[cfg(feature = "xml")]
    pub mod xml {
        pub use crate::wire::xml::{argument, text};
    }
}
