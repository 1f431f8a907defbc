//! What every generated API client stands on: requests, JSON, errors, clients.
//!
//! A generated crate declares an [`Api`], and for each operation a static [`Operation`] and a type that is a [`Call`]:
//! a description of one request, which does no I/O. A client of feature `client` (async) or `blocking` sends it. Both
//! do nothing but I/O: everything that is decided is decided in [`exchange`], in pure functions.

mod api;
mod argument;
mod attempt;
#[cfg(feature = "blocking")]
pub mod blocking;
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
#[cfg(any(feature = "client", feature = "blocking"))]
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
#[cfg(feature = "client")]
pub use client::{Client, Items, Pages, Transport};
pub use error::Error;
pub use failure::ErrorKind;
pub use http;
pub use json::{ContentType, Decode, DecodeError, Json, Reader, UnrecognizedUnion};
pub use operation::{Authentication, Method, Operation};
pub use page::{Page, Paged};
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
