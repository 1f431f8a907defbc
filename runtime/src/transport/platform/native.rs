//! An operating system with threads: what std and tokio have.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// Waits that long.
pub(crate) fn sleep(time: Duration) -> impl Future<Output = ()> + Send {
    tokio::time::sleep(time)
}

/// A future in a box, which can move to another thread, except on wasm32, where there is no other.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// [`Send`], except on wasm32, where it is anything, as there is no other thread to go to.
pub trait MaybeSend: Send {}

impl<T: Send + ?Sized> MaybeSend for T {}
