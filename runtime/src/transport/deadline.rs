//! The end of the time that an exchange may take.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use super::{BoxFuture, sleep};

/// A timer that runs from when it is made, whatever of an exchange is waited for.
pub(super) struct Deadline(BoxFuture<'static, ()>);

impl Deadline {
    /// The deadline in `time` from now.
    pub(super) fn after(time: Duration) -> Self {
        Self(Box::pin(sleep(time)))
    }

    /// What `future` comes to, or `None` where that is not there in time.
    pub(super) async fn bound<F: Future>(&mut self, future: F) -> Option<F::Output> {
        let mut future = pin!(future);
        poll_fn(|context| match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => self.0.as_mut().poll(context).map(|()| None),
        })
        .await
    }
}
