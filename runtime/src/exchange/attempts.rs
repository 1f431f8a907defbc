//! The attempts of a call: what to do next, until it is done. Both clients do nothing but what this says.

mod governor;
mod moment;
mod verdict;

use std::time::Duration;

use bytes::Bytes;

pub use self::governor::Governor;
use self::governor::{Ticket, Told};
pub use self::moment::{Clock, Moment};
pub(super) use self::verdict::may_repeat;
use self::verdict::{is_rate_limit, retry_after, told};
use super::{Answer, Failure, Target, conclude, encode, refused};
use crate::attempt::History;
use crate::failure::Cause;
use crate::platform::Instant;
use crate::trace::CallSpan;
use crate::{Authentication, Description, Limits, Operation, RateLimitState, Request, RetryPolicy, TransportError};

/// The terms on which calls are made: all that clones of a client share but its transport.
#[derive(Debug)]
pub struct Terms {
    /// The API.
    pub description: &'static Description,
    /// Where requests go, and whose they are.
    pub target: Target,
    /// When a call is tried again.
    pub retry: RetryPolicy,
    /// Who keeps to the rate limit of the token, if anybody does.
    pub governor: Option<Governor>,
    /// The same for requests without a token, which the server cannot count together with the others.
    pub open_governor: Option<Governor>,
    /// How long a call may take as a whole.
    pub total_timeout: Option<Duration>,
}

impl Terms {
    /// The rate limit as it is now, of the token if there is one.
    pub fn rate_limit(&self, now: Moment) -> Option<RateLimitState> {
        let open = self.target.authorization.is_none();
        if open { &self.open_governor } else { &self.governor }.as_ref()?.state(now)
    }

    fn governor(&self, operation: &Operation) -> Option<&Governor> {
        match operation.authentication {
            Authentication::Bearer => self.governor.as_ref(),
            Authentication::None => self.open_governor.as_ref(),
        }
    }
}

/// What to do next for a call.
#[derive(Debug)]
pub enum Step {
    /// Send this, and tell [`Attempts::outcome`] what comes of it.
    Send(http::Request<Bytes>),
    /// Wait that long, and ask [`Attempts::next`].
    Wait(Duration),
    /// Stop: this is what the call comes to.
    Done(Result<Answer, Box<Failure>>),
}

/// Whether a request in flight may be driven on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Renewal {
    /// Whether it may. It may not while its permit has expired, since driving it could be what sends it.
    pub may_go_on: bool,
    /// When to ask again.
    pub again_in: Duration,
}

/// A call on its way from the request to the answer. It does no I/O and reads no clock.
pub struct Attempts<'t> {
    terms: &'t Terms,
    request: Request,
    span: CallSpan,
    random: fastrand::Rng,
    ticket: Option<Ticket<'t>>,
    history: History,
    /// When the first request was sent.
    began: Option<Instant>,
    /// How much of the time since then was not for the call to decide, but for the rate limit.
    held: Duration,
    /// Whether the rate limiter has it wait.
    is_held: bool,
    /// When the last attempt ended, or the call began.
    since: Option<Instant>,
    /// How long to wait from then on.
    pause: Duration,
    /// When the call has to be over.
    deadline: Option<Instant>,
}

impl<'t> Attempts<'t> {
    /// The call of `request`. The same `seed` makes the same waits.
    pub fn new(terms: &'t Terms, request: Request, seed: u64) -> Self {
        let ticket = terms.governor(request.operation()).map(Governor::ticket);
        let span = CallSpan::open(request.operation(), &terms.target);
        Self {
            terms,
            request,
            span,
            random: fastrand::Rng::with_seed(seed),
            ticket,
            history: History::default(),
            began: None,
            held: Duration::ZERO,
            is_held: false,
            since: None,
            pause: Duration::ZERO,
            deadline: None,
        }
    }

    /// The same call, which has to be over at `deadline`, if there is one.
    #[must_use]
    pub fn until(mut self, deadline: Option<Instant>) -> Self {
        self.deadline = deadline;
        self
    }

    /// What the attempt may take that begins now: no longer than there is time for the call.
    pub fn limits(&self, limits: Limits, now: Moment) -> Limits {
        Limits { timeout: self.left(now).map_or(limits.timeout, |left| limits.timeout.min(left)), ..limits }
    }

    /// How much time there is left for the call, if that is bounded.
    pub(crate) fn left(&self, now: Moment) -> Option<Duration> {
        self.deadline.map(|deadline| deadline.saturating_duration_since(now.instant))
    }

    /// The span that a transport is to send within.
    pub(crate) fn span(&self) -> &CallSpan {
        &self.span
    }

    /// What to do now, at the beginning and after each wait.
    pub fn next(&mut self, now: Moment) -> Step {
        // What cannot be sent is to be known before it has waited.
        let message = match encode(&self.request, &self.terms.target) {
            Ok(message) => message,
            Err(error) => {
                let failure = refused(self.request.operation(), error);
                self.span.failed(&failure);
                return Step::Done(Err(failure));
            }
        };
        let since = match self.since {
            Some(since) => since,
            None => self.begin(now),
        };
        let waited = now.instant.saturating_duration_since(since);
        let wait = match self.pause.saturating_sub(waited) {
            Duration::ZERO => {
                let wait = self.ticket.as_mut().and_then(|ticket| ticket.ask(now, self.random.f64()));
                if let Some(wait) = wait
                    && !std::mem::replace(&mut self.is_held, true)
                {
                    self.span.held_back(wait);
                }
                wait
            }
            rest => Some(rest),
        };
        if let Some(left) = self.left(now)
            && wait.unwrap_or_default() >= left
        {
            return self.overdue(wait);
        }
        if let Some(wait) = wait {
            return Step::Wait(wait);
        }
        self.is_held = false;
        self.history.waited = waited;
        if self.began.is_some() {
            self.held = self.held.saturating_add(waited.saturating_sub(self.pause));
        }
        self.began.get_or_insert(now.instant);
        Step::Send(message)
    }

    /// Takes note of when the call has begun.
    fn begin(&mut self, now: Moment) -> Instant {
        self.since = Some(now.instant);
        let total = self.terms.total_timeout.and_then(|total| now.instant.checked_add(total));
        self.deadline = self.deadline.into_iter().chain(total).min();
        now.instant
    }

    /// Ends a call for which there is no time left, or not for as long as it would have to `wait`.
    fn overdue(&mut self, wait: Option<Duration>) -> Step {
        let held = wait.filter(|_| self.is_held);
        let mut failure = Box::new(Failure::new(self.request.operation(), Cause::Overdue { held }, None));
        failure.precede(&mut self.history);
        self.span.failed(&failure);
        Step::Done(Err(failure))
    }

    /// Whether a request can be in flight for longer than its permit is good.
    #[cfg(feature = "client")]
    pub(crate) fn can_outlive_its_permit(&self, timeout: Duration) -> bool {
        self.ticket.as_ref().is_some_and(|ticket| timeout > ticket.length())
    }

    /// Renews the permit of the request that is in flight. It is to be asked before each time that the request is driven.
    pub fn renew(&mut self, now: Moment) -> Renewal {
        let Some(ticket) = &mut self.ticket else { return Renewal { may_go_on: true, again_in: Duration::MAX } };
        let wait = ticket.renew(now, self.random.f64());
        Renewal { may_go_on: wait.is_none(), again_in: wait.unwrap_or(ticket.length()) }
    }

    /// What to do after a request was sent, and `outcome` came of it.
    pub fn outcome(&mut self, outcome: Result<http::Response<Bytes>, TransportError>, now: Moment) -> Step {
        let result = conclude(self.request.operation(), self.terms.description, outcome);
        self.report(&result, now);
        match result {
            Ok(mut answer) => {
                self.span.answered(Some(&answer), self.history.failed.len());
                answer.span = self.span.clone();
                answer.history = std::mem::take(&mut self.history);
                Step::Done(Ok(answer))
            }
            Err(mut failure) => match self.pause_after(&failure, now) {
                Some(pause) => {
                    failure.precede(&mut self.history);
                    self.history.failed = std::mem::take(&mut failure.attempts);
                    self.span.tried_again(&failure, self.history.failed.len(), pause);
                    self.since = Some(now.instant);
                    self.pause = pause;
                    self.next(now)
                }
                None => {
                    self.span.answered(failure.answer.as_ref(), self.history.failed.len());
                    failure.precede(&mut self.history);
                    self.span.failed(&failure);
                    Step::Done(Err(failure))
                }
            },
        }
    }

    /// Tells the rate limiter what the response says about the limit.
    fn report(&mut self, result: &Result<Answer, Box<Failure>>, now: Moment) {
        let answer = match result {
            Ok(answer) => Some(answer),
            Err(failure) => failure.answer.as_ref(),
        };
        if let Some(ticket) = &mut self.ticket {
            ticket.answered(answer.map_or(Told::Nothing, told), answer.is_some_and(is_rate_limit), now);
        }
    }

    /// How long to wait until another attempt, if there is to be one.
    fn pause_after(&mut self, failure: &Failure, now: Moment) -> Option<Duration> {
        let policy = self.terms.retry;
        let made = u32::try_from(self.history.failed.len()).unwrap_or(u32::MAX).saturating_add(1);
        if made >= policy.attempts || !may_repeat(&self.request, self.terms.description, failure) {
            return None;
        }
        let answer = failure.answer.as_ref();
        let backoff = policy.wait(made, self.random.f64());
        let pause = match answer.and_then(|answer| retry_after(answer, now.wall)) {
            Some(asked) => asked.saturating_add(backoff),
            // The governor knows when there are requests again.
            None if self.ticket.is_some() && answer.is_some_and(is_rate_limit) => Duration::ZERO,
            None => backoff,
        };
        if self.left(now).is_some_and(|left| pause >= left) {
            return None;
        }
        let took = self.began.map_or(Duration::ZERO, |began| now.instant.saturating_duration_since(began));
        (took.saturating_sub(self.held).saturating_add(pause) <= policy.total).then_some(pause)
    }
}

impl std::fmt::Debug for Attempts<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Attempts")
            .field("operation", &self.request.operation().name)
            .field("failed", &self.history.failed)
            .finish_non_exhaustive()
    }
}
