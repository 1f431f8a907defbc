//! A wait on its way: what a poll means, and when to make the next one. It does no I/O and reads no clock.

use std::time::Duration;

use super::attempts::may_repeat;
use super::{Answer, Failure, Moment, decode};
use crate::failure::Cause;
use crate::platform::Instant;
use crate::wait::{Ending, Vain, Wait};
use crate::{Call, Description, Error, Progress, Request, Response, WaitError, WaitErrorKind};

/// What to do next for a wait.
#[derive(Debug)]
pub enum WaitStep<C: Call, T> {
    /// Wait that long, and make the [request](Waiting::request) again.
    Wait(Duration),
    /// Stop: this is what the wait comes to.
    Done(Result<T, WaitError<C>>),
}

/// A wait on its way from the first poll to the last.
pub struct Waiting<C: Call, T> {
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
    /// Since when the server says that it has failed, which may pass.
    failing: Option<Instant>,
    last: Option<Response<C::Output>>,
}

impl<C: Call, T> Waiting<C, T> {
    /// The beginning of `wait`. The same `seed` makes the same pauses.
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
            wait,
        }
    }

    /// The request to make, now and after each pause.
    pub fn request(&self) -> Request {
        self.wait.request.clone()
    }

    /// When a response to it has to be there. With a deadline of zero there is one poll, which takes what a call may take.
    pub fn deadline(&self) -> Option<Instant> {
        Some(self.wait.deadline)
            .filter(|deadline| !deadline.is_zero())
            .and_then(|deadline| self.began.checked_add(deadline))
    }

    /// What to do after the request was made, and `outcome` came of it.
    pub fn outcome(&mut self, outcome: Result<Answer, Box<Failure>>, now: Moment) -> WaitStep<C, T> {
        self.polls = self.polls.saturating_add(1);
        match outcome.and_then(|answer| decode(C::OPERATION, answer)) {
            Ok(answer) => self.answered(answer, now),
            Err(failure) => self.failed(failure, now),
        }
    }

    fn answered(&mut self, answer: Response<C::Output>, now: Moment) -> WaitStep<C, T> {
        let waiter = self.wait.waiter;
        let status = (waiter.status)(&answer);
        let elapsed = self.elapsed(now);
        if let Some(tell) = &mut self.wait.on_progress {
            let percent = (waiter.progress)(&answer);
            tell(Progress { answer: &answer, status, percent, polls: self.polls, elapsed });
        }
        let is = |statuses: &[&str]| status.is_some_and(|status| statuses.contains(&status));
        let (done, failed) = (is(waiter.done), is(waiter.failed));
        if let Ending::Answer(outcome) = self.wait.ending
            && done
        {
            return WaitStep::Done(Ok(outcome(answer)));
        }
        self.last = Some(answer);
        if !failed {
            self.failing = None;
            return self.pause(None, now);
        }
        let failing = now.instant.saturating_duration_since(*self.failing.get_or_insert(now.instant));
        if failing < Duration::from_secs(waiter.tolerance.into()) {
            return self.pause(None, now);
        }
        self.vain(WaitErrorKind::Failed, None, now)
    }

    fn failed(&mut self, failure: Box<Failure>, now: Moment) -> WaitStep<C, T> {
        let code = failure.envelope().map(|envelope| envelope.code.as_str());
        if let Ending::Gone(outcome) = self.wait.ending
            && code.is_some()
            && code == self.wait.waiter.gone
        {
            return WaitStep::Done(Ok(outcome()));
        }
        let may_pass = may_repeat(&self.wait.request, self.description, &failure);
        let is_over = matches!(failure.cause, Cause::Overdue { .. }) || self.left(now).is_zero();
        if may_pass && is_over && self.deadline().is_some() {
            return self.vain(WaitErrorKind::Deadline, Some(failure), now);
        }
        // Who has never heard of the server should not wait for it: the URL may be wrong.
        if self.last.is_some() && may_pass {
            return self.pause(Some(failure), now);
        }
        self.vain(WaitErrorKind::Call, Some(failure), now)
    }

    /// A pause, unless there is no time for another poll after it.
    fn pause(&mut self, trouble: Option<Box<Failure>>, now: Moment) -> WaitStep<C, T> {
        let left = self.left(now);
        if left.is_zero() || self.is_last {
            return self.vain(WaitErrorKind::Deadline, trouble, now);
        }
        let longest = self.pause.min(self.wait.longest_pause);
        self.pause = longest.saturating_mul(3) / 2;
        // Where many wait for the same, they should not all ask at the same time.
        let mut pause = longest.mul_f64(1.0 - self.random.f64() / 4.0);
        // The last poll is made as late as its response can be expected to be there in time.
        let took = now.instant.saturating_duration_since(self.due);
        let latest = left.saturating_sub(took.saturating_mul(2).min(left / 2));
        if pause >= latest {
            (pause, self.is_last) = (latest, true);
        }
        self.due = now.instant.checked_add(pause).unwrap_or(now.instant);
        WaitStep::Wait(pause)
    }

    /// How much time there is until the deadline.
    fn left(&self, now: Moment) -> Duration {
        self.wait.deadline.saturating_sub(self.elapsed(now))
    }

    fn vain(&mut self, kind: WaitErrorKind, failure: Option<Box<Failure>>, now: Moment) -> WaitStep<C, T> {
        let answer = self.last.take();
        let status = answer.as_ref().and_then(|answer| (self.wait.waiter.status)(answer)).map(str::to_owned);
        WaitStep::Done(Err(WaitError(Box::new(Vain {
            kind,
            waiter: self.wait.waiter.name,
            status,
            answer,
            error: failure.map(Error::from),
            polls: self.polls,
            elapsed: self.elapsed(now),
        }))))
    }

    fn elapsed(&self, now: Moment) -> Duration {
        now.instant.saturating_duration_since(self.began)
    }
}

impl<C: Call, T> std::fmt::Debug for Waiting<C, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Waiting").field("wait", &self.wait).field("polls", &self.polls).finish_non_exhaustive()
    }
}
