//! Waiting, for the async client.

use super::Client;
use crate::exchange::{WaitStep, Waiting};
use crate::platform::sleep;
use crate::{Api, Call, IntoWait, WaitError};

impl<A: Api> Client<A> {
    /// Waits for what the server does in the background, such as a task that an operation has answered: polls until it has
    /// come, and returns what the server said then. It needs what [`send`](Client::send) needs.
    ///
    /// Nothing is lost when the future is dropped: a new wait from the same id goes on where this one was.
    ///
    /// # Errors
    ///
    /// Where the server says that it has failed, where it would take longer than until the
    /// [deadline](crate::Wait::deadline), and where the
    /// server cannot be asked. The error keeps the last answer.
    pub async fn wait<W: IntoWait<Call: Call<Api = A>>>(&self, wait: W) -> Result<W::Output, WaitError<W::Call>> {
        let (clock, description) = (self.core.session.clock, self.core.session.terms.description);
        let mut waiting = Waiting::new(wait.into_wait(), description, fastrand::u64(..), clock.now());
        loop {
            let outcome = self.core.exchange(waiting.request(), waiting.deadline()).await;
            match waiting.outcome(outcome, clock.now()) {
                WaitStep::Wait(pause) => sleep(pause).await,
                WaitStep::Done(result) => return result,
            }
        }
    }
}
