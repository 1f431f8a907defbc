//! A wait on its way: what a poll means, and when to make the next one. It does no I/O and reads no clock.

use std::time::Duration;

use super::attempts::may_repeat;
use super::{Answer, Failure, Moment, decode};
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
        // Who has never heard of the server should not wait for it: the URL may be wrong.
        if self.last.is_some() && may_repeat(&self.wait.request, self.description, &failure) {
            return self.pause(Some(failure), now);
        }
        self.vain(WaitErrorKind::Call, Some(failure), now)
    }

    /// A pause, unless the time is over.
    fn pause(&mut self, trouble: Option<Box<Failure>>, now: Moment) -> WaitStep<C, T> {
        let left = self.wait.deadline.saturating_sub(self.elapsed(now));
        if left.is_zero() {
            return self.vain(WaitErrorKind::Deadline, trouble, now);
        }
        let longest = self.pause.min(self.wait.longest_pause);
        self.pause = longest.saturating_mul(3) / 2;
        // Where many wait for the same, they should not all ask at the same time.
        WaitStep::Wait(longest.mul_f64(1.0 - self.random.f64() / 4.0).min(left))
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
