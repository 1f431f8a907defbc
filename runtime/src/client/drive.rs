//! What the async client does for a call: it sends, waits, and reports the outcome.

use std::future::poll_fn;
use std::pin::pin;
use std::task::{Poll, ready};
use std::time::Duration;

use super::asynchronous::Core;
use crate::exchange::{Attempts, CallStep, Exchange, Failure, Instant, Time};
use crate::request::Request;
use crate::response::TransportError;
use crate::transport::{self, BoxFuture};

impl Core {
    /// Makes a call, which has to be done by `deadline`, if there is one.
    // The box keeps the futures of callers small, and the state machine in this crate.
    pub(super) fn exchange(
        &self,
        request: Request,
        deadline: Option<Instant>,
    ) -> BoxFuture<'_, Result<Exchange, Box<Failure>>> {
        Box::pin(async move {
            let clock = &self.settings.clock;
            let mut attempts = Attempts::new(&self.settings.calls, request, fastrand::u64(..)).until(deadline);
            let mut step = attempts.next(clock.now());
            loop {
                step = match step {
                    CallStep::Send(message) => {
                        let limits = attempts.limits(self.settings.limits, clock.now());
                        let sending = attempts.span().around(|| self.transport.send(message, limits));
                        // On a test clock a request is polled until it ends.
                        let renews = !clock.is_test() && attempts.can_outlive_its_permit(limits.timeout);
                        let outcome = if renews {
                            // In a box of its own, as few calls come here.
                            Box::pin(renewing(sending, &mut attempts, clock)).await
                        } else {
                            sending.await
                        };
                        attempts.outcome(outcome, clock.now())
                    }
                    CallStep::Wait(wait) => {
                        sleep(clock, wait).await;
                        attempts.next(clock.now())
                    }
                    CallStep::Done(result) => return result,
                };
            }
        })
    }
}

/// Waits that long on `clock`.
pub(super) async fn sleep(clock: &Time, time: Duration) {
    match clock {
        Time::Clock(_) => transport::sleep(time).await,
        #[cfg(feature = "test-support")]
        Time::Test(clock) => clock.sleep(time).await,
    }
}

/// Polls `sending` while its permit is valid, renews the permit in time, and ends with the deadline of the call.
async fn renewing<T>(
    sending: impl Future<Output = Result<T, TransportError>>,
    attempts: &mut Attempts<'_>,
    clock: &Time,
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
            timer.set(Some(transport::sleep(renewal.again_in.min(left))));
            if let Some(timer) = timer.as_mut().as_pin_mut() {
                ready!(timer.poll(context));
            }
        }
    })
    .await
}
