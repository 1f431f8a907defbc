//! The deadline of an attempt.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use super::{BoxFuture, sleep};

/// A timer over several futures, which runs from its creation.
pub(super) struct Deadline(BoxFuture<'static, ()>);

impl Deadline {
    /// A deadline `time` from now.
    pub(super) fn after(time: Duration) -> Self {
        Self(Box::pin(sleep(time)))
    }

    /// The output of `future`; `None` if the deadline comes first.
    pub(super) async fn bound<F: Future>(&mut self, future: F) -> Option<F::Output> {
        let mut future = pin!(future);
        poll_fn(|context| match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => self.0.as_mut().poll(context).map(|()| None),
        })
        .await
    }
}
