//! The deadline of an attempt.

use std::future::{Future, poll_fn};
use std::pin::Pin;
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
    // Not an async function, as its future would contain `future` twice.
    pub(super) fn bound<F: Future + Unpin>(&mut self, mut future: F) -> impl Future<Output = Option<F::Output>> {
        poll_fn(move |context| match Pin::new(&mut future).poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => self.0.as_mut().poll(context).map(|()| None),
        })
    }
}
