//! Support for tests of programs that use a client: a transport with prepared responses, and sample values.
//!
//! A generated crate re-exports this module with the types of its API filled in, and a guide.
//!
//! [`Mock`] is the transport. [`Sample`] creates the values that it returns, and [`Encode`] writes them as a server does,
//! secrets included. Requests of a client carry the [`Request`](crate::Request) from which they were made in their
//! [extensions](http::Request::extensions), so that a transport need not find the operation by its path.

mod encode;
mod function;
mod macros;
#[cfg(feature = "_exchange")]
mod mock;
#[cfg(feature = "_exchange")]
mod on;
#[cfg(feature = "_exchange")]
mod received;
#[cfg(feature = "_exchange")]
mod reply;
mod sample;

pub use self::encode::{Encode, Encoder, optional};
pub use self::function::{Function, MockApi, MockCall};
#[cfg(feature = "_exchange")]
pub use self::mock::{Mock, Unused};
#[cfg(feature = "_exchange")]
pub use self::on::{On, Prepared};
#[cfg(feature = "_exchange")]
pub use self::received::{Received, ReceivedRequest};
#[cfg(feature = "_exchange")]
pub use self::reply::{IntoDetail, Reply};
pub use self::sample::{Sample, SampleError};
#[cfg(feature = "_exchange")]
pub use crate::exchange::TestClock;
