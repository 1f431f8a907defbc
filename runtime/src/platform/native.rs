//! An operating system with threads: what std and tokio have.

use std::time::SystemTime;
#[cfg(feature = "client")]
use std::{future::Future, pin::Pin, time::Duration};

pub(crate) use std::time::Instant;

/// The time on the wall.
pub(crate) fn wall() -> SystemTime {
    SystemTime::now()
}

/// Waits that long.
#[cfg(feature = "client")]
pub(crate) fn sleep(time: Duration) -> impl Future<Output = ()> + Send {
    tokio::time::sleep(time)
}

/// A future in a box, which can move to another thread, except on wasm32, where there is no other.
#[cfg(feature = "client")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// [`Send`], except on wasm32, where it is anything, as there is no other thread to go to.
#[cfg(feature = "client")]
pub trait MaybeSend: Send {}

#[cfg(feature = "client")]
impl<T: Send + ?Sized> MaybeSend for T {}
