//! The polls of a wait: what each one means, and when to make the next.

use std::time::Duration;

use super::{Progress, Wait, WaitError, WaitFailure, WaitTarget};
use crate::api::Description;
use crate::exchange::attempts::retryable;
use crate::exchange::classify::Exchange;
use crate::exchange::{Instant, Moment, decode};
use crate::request::{Call, Request};
use crate::response::{Cause, Error, FailedWait, Failure, Response, WaitErrorKind};

/// What to do next for a wait.
#[derive(Debug)]
pub enum WaitStep<C: Call, T> {
    /// Wait that long, then make the [request](Polling::request) again.
    Wait(Duration),
    /// Stop: this is the result of the wait.
    Done(Result<T, WaitError<C>>),
}

/// A wait between its first poll and its last. It does no I/O and reads no clock.
pub struct Polling<C: Call, T> {
    wait: Wait<C, T>,
    description: &'static Description,
    random: fastrand::Rng,
    began: Instant,
    /// When the latest poll was due.
    due: Instant,
    /// Whether there is no time for another poll after it.
    is_last: bool,
    polls: u32,
    pause: Duration,
    /// Since when the status is one of the failed ones, which may pass.
    failing: Option<Instant>,
    last: Option<Response<C::Output>>,
    /// Whether the server has responded: with success, or with one of the pending errors.
    answered: bool,
}

impl<C: Call, T> Polling<C, T> {
    /// Begins `wait`. The same `seed` gives the same pauses.
    pub fn new(wait: Wait<C, T>, description: &'static Description, seed: u64, now: Moment) -> Self {
        Self {
            description,
            random: fastrand::Rng::with_seed(seed),
            began: now.instant,
            due: now.instant,
            is_last: false,
            polls: 0,
            pause: wait.first_pause,
            failing: None,
            last: None,
            answered: false,
            wait,
        }
    }

    /// The request to make, now and after each pause.
    pub fn request(&self) -> Request {
        self.wait.request.clone()
    }

    /// When its response is due. `None` with a deadline of zero: there is one poll, which may take what a call may
    /// take.
    pub fn deadline(&self) -> Option<Instant> {
        Some(self.wait.deadline)
            .filter(|deadline| !deadline.is_zero())
            .and_then(|deadline| self.began.checked_add(deadline))
    }

    /// What to do after the request was made, with this `outcome`.
    pub fn outcome(&mut self, outcome: Result<Exchange, Box<Failure>>, now: Moment) -> WaitStep<C, T> {
        self.polls = self.polls.saturating_add(1);
        match outcome.and_then(|exchange| decode(C::OPERATION, exchange)) {
            Ok(response) => self.after_response(response, now),
            Err(failure) => self.after_failure(failure, now),
        }
    }

    fn after_response(&mut self, response: Response<C::Output>, now: Moment) -> WaitStep<C, T> {
        let waiter = self.wait.waiter;
        let status = (waiter.status)(&response);
        let elapsed = self.elapsed(now);
        if let Some(report) = &mut self.wait.on_progress {
            let percent = (waiter.progress)(&response);
            report(Progress { response: &response, status, percent, polls: self.polls, elapsed });
        }
        let is = |statuses: &[&str]| status.is_some_and(|status| statuses.contains(&status));
        let (done, failed) = (is(waiter.done), is(waiter.failed));
        let output = match self.wait.target {
            WaitTarget::Status(output) if done => Some(output),
            WaitTarget::Success(output) => Some(output),
            WaitTarget::Number(number, output) if (waiter.number)(&response) == Some(number) => Some(output),
            WaitTarget::Status(_) | WaitTarget::Number(..) | WaitTarget::Gone(_) => None,
        };
        if let Some(output) = output {
            return WaitStep::Done(Ok(output(response)));
        }
        self.last = Some(response);
        self.answered = true;
        if !failed {
            self.failing = None;
            return self.pause(None, now);
        }
        let failing = now.instant.saturating_duration_since(*self.failing.get_or_insert(now.instant));
        if failing < Duration::from_secs(waiter.tolerance.into()) {
            return self.pause(None, now);
        }
        self.fail(WaitErrorKind::Failed, None, now)
    }

    fn after_failure(&mut self, failure: Box<Failure>, now: Moment) -> WaitStep<C, T> {
        let code = failure.envelope().map(|envelope| envelope.code.as_str());
        if let WaitTarget::Gone(output) = self.wait.target
            && code.is_some()
            && code == self.wait.waiter.gone
        {
            return WaitStep::Done(Ok(output()));
        }
        let pending = code.is_some_and(|code| self.wait.waiter.pending_errors.contains(&code));
        self.answered |= pending;
        let retryable = pending || retryable(&self.wait.request, self.description, &failure);
        let is_over = matches!(failure.cause, Cause::Overdue { .. }) || self.left(now).is_zero();
        if retryable && is_over && self.deadline().is_some() {
            return self.fail(WaitErrorKind::Deadline, Some(failure), now);
        }
        // Without any response so far the URL may be wrong, so there is no point in waiting.
        if self.answered && retryable {
            return self.pause(Some(failure), now);
        }
        self.fail(WaitErrorKind::Call, Some(failure), now)
    }

    /// A pause, unless there is no time for another poll after it.
    fn pause(&mut self, failure: Option<Box<Failure>>, now: Moment) -> WaitStep<C, T> {
        let left = self.left(now);
        if left.is_zero() || self.is_last {
            return self.fail(WaitErrorKind::Deadline, failure, now);
        }
        let longest = self.pause.min(self.wait.longest_pause);
        self.pause = longest.saturating_mul(3) / 2;
        // Random, so that many clients that wait for the same thing do not poll at the same time.
        let mut pause = longest.mul_f64(1.0 - self.random.f64() / 4.0);
        // The last poll is made as late as its response can be expected in time.
        let took = now.instant.saturating_duration_since(self.due);
        let latest = left.saturating_sub(took.saturating_mul(2).min(left / 2));
        if pause >= latest {
            (pause, self.is_last) = (latest, true);
        }
        self.due = now.instant.checked_add(pause).unwrap_or(now.instant);
        WaitStep::Wait(pause)
    }

    /// How much time is left until the deadline.
    fn left(&self, now: Moment) -> Duration {
        self.wait.deadline.saturating_sub(self.elapsed(now))
    }

    fn fail(&mut self, kind: WaitErrorKind, failure: Option<Box<Failure>>, now: Moment) -> WaitStep<C, T> {
        let response = self.last.take();
        let status = response.as_ref().and_then(|response| (self.wait.waiter.status)(response)).map(str::to_owned);
        let (waiter, polls, elapsed) = (self.wait.waiter.name, self.polls, self.elapsed(now));
        let wait = FailedWait { kind, waiter, status, polls, elapsed, response: None };
        WaitStep::Done(Err(WaitError(Box::new(WaitFailure { wait, response, error: failure.map(Error::from) }))))
    }

    fn elapsed(&self, now: Moment) -> Duration {
        now.instant.saturating_duration_since(self.began)
    }
}

impl<C: Call, T> std::fmt::Debug for Polling<C, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Polling").field("wait", &self.wait).field("polls", &self.polls).finish_non_exhaustive()
    }
}
