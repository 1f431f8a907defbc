//! A browser, Node.js, or whatever else runs JavaScript: one thread, which must never block.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use gloo_timers::future::TimeoutFuture;

/// The longest wait of one timer. The host counts milliseconds in 31 bits, and does not wait for more.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// Waits that long.
pub(crate) async fn sleep(time: Duration) {
    let mut left = time;
    while !left.is_zero() {
        let piece = left.min(LONGEST);
        // Rounded up, so that it does not end early.
        let millis = piece.as_nanos().div_ceil(1_000_000);
        TimeoutFuture::new(u32::try_from(millis).unwrap_or(u32::MAX)).await;
        left -= piece;
    }
}

/// A boxed future. It is `Send`, except on wasm32, which has one thread.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// [`Send`], except on wasm32, which has one thread: there every type implements it.
pub trait MaybeSend {}

impl<T: ?Sized> MaybeSend for T {}
