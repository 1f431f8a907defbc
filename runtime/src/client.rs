//! The async client, and what both clients are built from.

#[cfg(feature = "client")]
mod asynchronous;
mod build_error;
mod builder;
#[cfg(feature = "client")]
mod drive;
#[cfg(feature = "client")]
mod pages;
mod settings;

#[cfg(feature = "client")]
pub use self::asynchronous::Client;
pub use self::build_error::BuildError;
pub use self::builder::Builder;
#[cfg(feature = "client")]
pub use self::pages::{Items, Pages};
#[cfg(feature = "blocking")]
pub(crate) use self::settings::Checked;
