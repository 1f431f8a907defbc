//! A stateful fake of the Katapult cloud API, for tests and programs without an account.
//!
//! ```
//! use std::time::Duration;
//!
//! use katapult_api::{ErrorCode, NewTagArguments, OrganizationLookup, tags, virtual_machines};
//! use katapult_fake::Cloud;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), katapult_api::Error> {
//! let cloud = Cloud::start(); // in process, no port
//! let client = cloud.client(); // the ordinary client
//! let acme = || OrganizationLookup::sub_domain("acme");
//! let created = client.send(tags::create(acme(), NewTagArguments::new("web"))).await?;
//! let found = client.send(tags::get(&created.tag.id)).await?;
//! assert_eq!(found.tag.name, "web");
//!
//! cloud.clock().advance(Duration::from_secs(60)); // builds and tasks finish by the clock
//! cloud.fail_next(virtual_machines::start, ErrorCode::TaskQueueingError);
//! # Ok(())
//! # }
//! ```
//!
//! # Where the API comes from
//!
//! The fake interprets the [OpenAPI document](katapult_api::OPENAPI) that `cargo xtask codegen` writes beside the client.
//! It is the resolved spec: envelope, unions, lookups, errors by status, scopes and pages are in it, and the fake needs
//! neither the generator nor its parser of Rust. What the document did not say is in `x-` extensions of it, such as
//! `x-errors`, the errors that a lookup causes. The alternative, a part of the generator as a library, would add its
//! dependencies to every program under test, and would let the fake read what other languages cannot.
//!
//! # What is derived, and what is written by hand
//!
//! Routing, authentication, scopes, arguments, lookups, views, pages, errors and headers follow from the document, and so
//! do objects that are created, listed, fetched, changed and deleted. What does not follow is in [`behavior`].
//!
//! The operations of each resource, by what carries them out. A derived operation can show fields that a behavior computes,
//! and a sample has the right fields and says nothing of the store.
//!
#![doc = include_str!("../OPERATIONS.md")]

pub mod behavior;
mod catalogue;
mod cloud;
pub mod derived;
mod failure;
pub mod faults;
mod files;
mod request;
mod response;
#[cfg(feature = "server")]
pub mod serve;
pub mod spec;
mod store;
mod transport;
mod value;

pub use self::cloud::{Builder, Cloud, Exchange, Outcome, TOKEN};
pub use self::failure::Failure;
pub use self::files::FileError;
pub use self::request::{Call, Identity};
pub use self::store::{Clock, Event, Handle, Object, StateError, Store};
pub use self::transport::InProcess;
pub use self::value::{Entries, Map, Value};

#[doc = include_str!("../README.md")]
#[cfg(doctest)]
struct Readme;
