//! An operating system with threads: what std and tokio have.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// Waits that long.
pub(crate) fn sleep(time: Duration) -> impl Future<Output = ()> + Send {
    tokio::time::sleep(time)
}

/// A boxed future. It is `Send`, except on wasm32, which has one thread.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// [`Send`], except on wasm32, which has one thread: there every type implements it.
pub trait MaybeSend: Send {}

impl<T: Send + ?Sized> MaybeSend for T {}
