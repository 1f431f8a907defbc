//! What the async client does for a call: send, wait, and tell what came of it.

use std::future::poll_fn;
use std::pin::pin;
use std::task::{Poll, ready};
use std::time::Duration;

use super::Core;
use crate::exchange::{Answer, Attempts, Clock, Failure, Step};
use crate::platform::{BoxFuture, Instant, sleep};
use crate::{Request, TransportError};

impl Core {
    /// The response to `request`, if it says success and is there before `deadline`.
    // The box keeps the futures of callers small, and the state machine in this crate.
    pub(super) fn exchange(
        &self,
        request: Request,
        deadline: Option<Instant>,
    ) -> BoxFuture<'_, Result<Answer, Box<Failure>>> {
        Box::pin(async move {
            let clock = self.session.clock;
            let mut attempts = Attempts::new(&self.session.terms, request, fastrand::u64(..)).until(deadline);
            let mut step = attempts.next(clock.now());
            loop {
                step = match step {
                    Step::Send(message) => {
                        let limits = attempts.limits(self.session.limits, clock.now());
                        let sending = attempts.span().around(|| self.transport.send(message, limits));
                        let outcome = if attempts.can_outlive_its_permit(limits.timeout) {
                            // In a box of its own, as most calls never come here.
                            Box::pin(renewing(sending, &mut attempts, clock)).await
                        } else {
                            sending.await
                        };
                        attempts.outcome(outcome, clock.now())
                    }
                    Step::Wait(wait) => {
                        sleep(wait).await;
                        attempts.next(clock.now())
                    }
                    Step::Done(result) => return result,
                };
            }
        })
    }
}

/// What `sending` comes to in time, which is polled only while its permit is good. While it is polled at all, the permit
/// is renewed in time.
async fn renewing<T>(
    sending: impl Future<Output = Result<T, TransportError>>,
    attempts: &mut Attempts<'_>,
    clock: Clock,
) -> Result<T, TransportError> {
    let mut sending = pin!(sending);
    let mut timer = pin!(None);
    poll_fn(|context| {
        loop {
            let now = clock.now();
            let left = attempts.left(now).unwrap_or(Duration::MAX);
            if left.is_zero() {
                return Poll::Ready(Err(TransportError::timeout()));
            }
            let renewal = attempts.renew(now);
            if renewal.may_go_on
                && let Poll::Ready(outcome) = sending.as_mut().poll(context)
            {
                return Poll::Ready(outcome);
            }
            timer.set(Some(sleep(renewal.again_in.min(left))));
            if let Some(timer) = timer.as_mut().as_pin_mut() {
                ready!(timer.poll(context));
            }
        }
    })
    .await
}
