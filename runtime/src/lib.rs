//! The runtime of generated API clients: requests, JSON, errors, retries, the rate limit, and the clients.
//!
//! Users of an API depend on its generated crate, which re-exports this one. A generated crate declares an [`Api`], and
//! for each operation a static [`Operation`] and a type that implements [`Call`]: a description of a request, which
//! does no I/O. A client with feature `client` (async) or `blocking` sends it.
//!
//! # Features
//!
//! None is enabled by default.
//!
//! | feature | what it adds |
//! |---|---|
//! | `client` | the async client, over hyper and tokio, or on wasm32-unknown-unknown over `fetch` |
//! | `blocking` | the blocking client, over hyper and the sockets of std |
//! | `tower` | any `tower` service as the transport of the async client |
//! | `tracing` | a span for each call, and events in it |
//! | `serde` | `Serialize` and `Deserialize` for ids, enums, timestamps, JSON values and secrets, which are redacted outside `WithSecrets` |
//! | `xml` | documents that are written as XML |
//! | `chrono`, `jiff`, `time` | conversions between [`Timestamp`] and the types of these crates |
//! | `registry` | a table of all operations |
//! | `test-support` | the module `test_support`: a transport that returns prepared responses, and sample values |
//!
//! # Tracing
//!
//! With feature `tracing`, each call has a span named `call` at level INFO, with all attempts, waits and decoding in
//! it. It is the current span while a transport sends. The target of the span and of its events is the name of the
//! generated crate, such as `shop_api`, for a filter such as `shop_api=debug`. The fields follow OpenTelemetry where it
//! has names, and are recorded as soon as they are known:
//!
//! | field of the span | value |
//! |---|---|
//! | `api.operation` | the operation, such as `products::get` |
//! | `api.request_id` | the server's id of the last request |
//! | `api.rate_limit.permitted`, `api.rate_limit.remaining` | the [`RateLimit`] of the last response |
//! | `error.type` | if the call failed: the API's code; else the status, if it is not 2xx; else the [`ErrorKind`], such as `timeout` or `empty_body` |
//! | `http.request.method` | such as `GET` |
//! | `http.request.resend_count` | the number of attempts after the first one, if there were any |
//! | `http.response.status_code` | the status of the last attempt |
//! | `otel.kind`, `otel.name` | `client`, and method and path, such as `GET /v1/products/{product}` |
//! | `otel.status_code` | `ERROR` if the call failed |
//! | `server.address`, `server.port` | the host |
//! | `url.template` | the path, such as `/v1/products/{product}` |
//!
//! Each call ends with one event at level DEBUG, `the call succeeded` or `the call failed`:
//!
//! | event | level | fields |
//! |---|---|---|
//! | `the call succeeded` | DEBUG | `api.operation`, `http.response.status_code`, `attempts`, `duration_ms` (from the first request to the last response) |
//! | `the call failed` | DEBUG, as the caller gets the error | the same, `error.kind`, `api.error_code`, `api.request_id` |
//! | `retrying the call` | WARN | `attempt` (the number of the failed attempt), `error.kind`, `http.response.status_code`, `api.error_code`, `api.request_id`, `wait_ms` (the time until the next attempt) |
//! | `the rate limit delays the call` | WARN if the call is held for more than 5 seconds, else DEBUG; at most once each for an attempt | `wait_ms` (the time until requests are permitted again, as far as that is known) |
//! | `unrecognized value` | WARN | `api.type_name`, and `api.value`: a value of an enum, the type of a union, or the code of an error |
//!
//! An unrecognized value is reported once for each process, and at most 256 of them. Of the server's texts, only codes,
//! request ids and unrecognized values are recorded, each in one line of at most 300 characters and the size of the
//! rest. The token, arguments, queries, bodies, descriptions and other headers are not recorded.

#![warn(missing_docs)]
// docs.rs sets `docsrs` and shows which feature an item needs, but not the one that users do not enable.
#![cfg_attr(docsrs, feature(doc_cfg), doc(auto_cfg(hide(feature = "_exchange"))))]

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
#[cfg(feature = "test-support")]
pub mod test_support;
mod trace;
#[cfg(feature = "_exchange")]
mod transport;
mod values;
mod wire;

pub use bytes::Bytes;
pub use http;

pub use self::api::{Api, Authentication, Description, Method, Operation, Service};
#[cfg(feature = "_exchange")]
#[cfg_attr(docsrs, doc(cfg(any(feature = "blocking", feature = "client"))))]
pub use self::client::{BuildError, Builder};
#[cfg(feature = "client")]
pub use self::client::{Client, Items, Pages};
pub use self::exchange::{IntoWait, Limits, Page, Paged, Progress, RetryPolicy, Wait, WaitError};
pub use self::request::{Call, Idempotent, Request, RequestError};
pub use self::response::{
    Attempt, Error, ErrorKind, FailedWait, RateLimit, RateLimitState, Response, TransportError, WaitErrorKind,
};
#[doc(hidden)] // For `callsites!`.
pub use self::trace::Callsites;
#[cfg(feature = "tower")]
pub use self::transport::Tower;
#[cfg(feature = "client")]
pub use self::transport::{BoxFuture, MaybeSend, Transport};
pub use self::values::{Text, Timestamp, TimestampError, UnknownValue, UnrecognizedUnion};
#[cfg(feature = "serde")]
pub use self::wire::WithSecrets;
pub use self::wire::{ContentType, Decode, DecodeError, Json, Reader, Secret, Value, Xml, XmlError};
// For generated code only.
#[doc(hidden)]
pub use self::api::DetailFields;
#[doc(hidden)]
pub use self::exchange::Waiter;
#[doc(hidden)]
pub use self::wire::{Arguments, ListOrOne};
#[cfg(feature = "xml")]
#[doc(hidden)]
pub use self::wire::{Content, Element};

#[cfg(all(feature = "blocking", target_arch = "wasm32", target_os = "unknown"))]
compile_error!("feature `blocking` is for threads that can wait, and wasm32-unknown-unknown has none: use `client`");

/// Compiles the example of the README.
#[cfg(all(doctest, feature = "client"))]
#[doc = include_str!("../README.md")]
struct Readme;

/// What the macros of this crate expand to.
#[doc(hidden)]
pub mod __private {
    #[cfg(feature = "serde")]
    pub use serde;

    #[cfg(feature = "serde")]
    pub use crate::wire::stored::deserialize;

    #[cfg(feature = "tracing")]
    pub use tracing;

    pub use crate::trace::{Callsites, unrecognized};
    #[cfg(feature = "tracing")]
    pub use crate::trace::{brief, milliseconds};
    pub use crate::values::index_of;

    #[cfg(feature = "xml")]
    pub mod xml {
        pub use crate::wire::xml::{argument, text};
    }
}
