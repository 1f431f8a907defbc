//! The attempts of a call: what to do next, until the call is done. Both clients do exactly what this says.

mod retryable;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

pub(super) use self::retryable::retryable;
use self::retryable::{is_dns, is_rate_limit, reported, retry_after};
use super::classify::Exchange;
use super::rate_limiter::{Delay, Permit, RateLimiter, Reported};
use super::{Instant, Limits, Moment, RetryPolicy, classify, refused};
use crate::api::{Authentication, Description, Operation};
use crate::request::{Request, Target, encode};
use crate::response::{Cause, Failure, History, RateLimitState, RawResponse, TransportError};
use crate::trace::{CallSpan, StartedCall};
use crate::values::Timestamp;
use crate::wire::Redaction;

/// How calls are made: what the clones of a client share, apart from its transport.
#[derive(Debug)]
pub struct CallSettings {
    /// The API.
    pub description: &'static Description,
    /// Where requests go, and the token to send.
    pub target: Target,
    /// When a failed call is retried.
    pub retry: RetryPolicy,
    /// The rate limiter of requests with the token; `None` if the rate limit is ignored or the API has none.
    pub rate_limiter: Option<RateLimiter>,
    /// The rate limiter of requests without a token, which the server cannot count together with the others.
    pub anonymous_rate_limiter: Option<RateLimiter>,
    /// How long the rate limiter may delay a call, with all its attempts.
    pub max_rate_limit_wait: Duration,
    /// How long a call may take with all its attempts.
    pub total_timeout: Option<Duration>,
}

impl CallSettings {
    /// The state of the rate limit: the one of the token, if there is a token.
    pub fn rate_limit(&self, now: Moment) -> Option<RateLimitState> {
        let anonymous = self.target.authorization.is_none();
        if anonymous { &self.anonymous_rate_limiter } else { &self.rate_limiter }.as_ref()?.state(now)
    }

    fn rate_limiter(&self, operation: &Operation) -> Option<&RateLimiter> {
        match operation.service.authentication {
            Authentication::Bearer => self.rate_limiter.as_ref(),
            Authentication::None => self.anonymous_rate_limiter.as_ref(),
        }
    }
}

/// What to do next for a call.
#[derive(Debug)]
pub enum CallStep {
    /// Send this request and pass the outcome to [`Attempts::outcome`].
    Send(http::Request<Bytes>),
    /// Wait that long, then call [`Attempts::next`].
    Wait(Duration),
    /// Stop: this is the result of the call.
    Done(Result<Exchange, Box<Failure>>),
}

/// A delay by the rate limiter that is longer than this is a warning, as nothing else shows it.
const LONG_HOLD: Duration = Duration::from_secs(5);

/// Whether the rate limiter is delaying a call, as was reported last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Hold {
    None,
    Short,
    Long,
}

/// Whether a request in flight may be polled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Renewal {
    /// Whether it may. It may not while its permit is expired, as polling it could be what sends it.
    pub may_go_on: bool,
    /// When to ask again.
    pub again_in: Duration,
}

/// A call between its request and its result. It does no I/O and reads no clock.
pub struct Attempts<'s> {
    settings: &'s CallSettings,
    request: Request,
    span: CallSpan,
    random: fastrand::Rng,
    permit: Option<Permit<'s>>,
    history: History,
    /// When the first request was sent.
    began: Option<Instant>,
    /// How much of the time since then the rate limiter has delayed the call.
    held: Duration,
    /// How long the rate limiter has made the call wait.
    delayed: Duration,
    /// Whether the rate limiter is delaying the call.
    hold: Hold,
    /// Whether the name of the host could not be resolved in an earlier attempt.
    is_unresolved: bool,
    /// When the last attempt ended, or the call began.
    since: Option<Instant>,
    /// How long to wait from then on.
    pause: Duration,
    /// When the call has to be done.
    deadline: Option<Instant>,
}

impl<'s> Attempts<'s> {
    /// The call of `request`. The same `seed` gives the same waits.
    pub fn new(settings: &'s CallSettings, request: Request, seed: u64) -> Self {
        let operation = request.operation();
        let permit = settings.rate_limiter(operation).map(RateLimiter::permit);
        let span = CallSpan::open(
            settings.description.callsites,
            &StartedCall {
                operation: operation.name,
                method: operation.method.as_str(),
                path: operation.path,
                url: &settings.target.url,
            },
        );
        Self {
            settings,
            request,
            span,
            random: fastrand::Rng::with_seed(seed),
            permit,
            history: History::default(),
            began: None,
            held: Duration::ZERO,
            delayed: Duration::ZERO,
            hold: Hold::None,
            is_unresolved: false,
            since: None,
            pause: Duration::ZERO,
            deadline: None,
        }
    }

    /// The same call, to be done by `deadline`, if there is one.
    #[must_use]
    pub fn until(mut self, deadline: Option<Instant>) -> Self {
        self.deadline = deadline;
        self
    }

    /// The limits of an attempt that begins now: its timeout is no longer than the time left for the call.
    pub fn limits(&self, limits: Limits, now: Moment) -> Limits {
        Limits { timeout: self.left(now).map_or(limits.timeout, |left| limits.timeout.min(left)), ..limits }
    }

    /// How much time is left for the call, if that is bounded.
    pub(crate) fn left(&self, now: Moment) -> Option<Duration> {
        self.deadline.map(|deadline| deadline.saturating_duration_since(now.instant))
    }

    /// The span for a transport to send in.
    pub(crate) fn span(&self) -> &CallSpan {
        &self.span
    }

    /// What to do now, at the beginning and after each wait.
    pub fn next(&mut self, now: Moment) -> CallStep {
        // First, so that a request that cannot be sent fails without waiting.
        let message = match encode(&self.request, &self.settings.target) {
            Ok(message) => message,
            Err(error) => return self.fail(refused(self.request.operation(), error)),
        };
        let since = match self.since {
            Some(since) => since,
            None => self.begin(now),
        };
        let waited = now.instant.saturating_duration_since(since);
        let wait = match self.pause.saturating_sub(waited) {
            Duration::ZERO => match self.permit.as_mut().and_then(|permit| permit.ask(now, self.random.f64())) {
                Some(delay) => match self.hold(delay, now) {
                    Ok(()) => Some(delay.ask_in),
                    Err(failure) => return self.fail(failure),
                },
                None => None,
            },
            rest => Some(rest),
        };
        if let Some(left) = self.left(now)
            && wait.unwrap_or_default() >= left
        {
            let held = wait.filter(|_| self.hold != Hold::None);
            let failure = self.unsent(Cause::Overdue { held }, now);
            return self.fail(failure);
        }
        if let Some(wait) = wait {
            return CallStep::Wait(wait);
        }
        self.hold = Hold::None;
        self.history.waited = waited;
        if self.began.is_some() {
            self.held = self.held.saturating_add(waited.saturating_sub(self.pause));
        }
        self.began.get_or_insert(now.instant);
        CallStep::Send(message)
    }

    /// Notes that the rate limiter delays the call. Fails if it is going to be delayed for longer than it may be.
    fn hold(&mut self, delay: Delay, now: Moment) -> Result<(), Box<Failure>> {
        let available_in = delay.available_in;
        let total = self.delayed.saturating_add(available_in);
        let max = self.settings.max_rate_limit_wait;
        if total > max {
            let at = now.wall.checked_add(available_in).map(Timestamp::from);
            return Err(self.unsent(Cause::RateLimit { available_in, at, max }, now));
        }
        let hold = if total > LONG_HOLD { Hold::Long } else { Hold::Short };
        if hold > self.hold {
            self.span.delayed(available_in, hold == Hold::Long);
            self.hold = hold;
        }
        // Not by the clock: a call that is not polled for a while does not wait for the rate limit.
        self.delayed = self.delayed.saturating_add(delay.ask_in);
        Ok(())
    }

    /// Creates the failure of a call whose next request is not sent.
    #[cold]
    fn unsent(&mut self, cause: Cause, now: Moment) -> Box<Failure> {
        let mut history = std::mem::take(&mut self.history);
        history.elapsed = self.took(now);
        Box::new(Failure::new(self.request.operation(), cause, None, history))
    }

    /// Notes when the call has begun.
    fn begin(&mut self, now: Moment) -> Instant {
        self.since = Some(now.instant);
        let total = self.settings.total_timeout.and_then(|total| now.instant.checked_add(total));
        self.deadline = self.deadline.into_iter().chain(total).min();
        now.instant
    }

    /// Ends the call with `failure`.
    #[cold]
    fn fail(&self, mut failure: Box<Failure>) -> CallStep {
        let target = &self.settings.target;
        let token = target.authorization.as_ref().and_then(|value| value.to_str().ok());
        let token = token.map(|value| value.strip_prefix("Bearer ").unwrap_or(value));
        failure.redaction = Redaction::new(self.request.arguments(), token);
        failure.url = Some(Arc::clone(&target.url));
        self.span.failed(|| failure.recorded());
        CallStep::Done(Err(failure))
    }

    /// Whether a request can be in flight for longer than its permit is valid.
    #[cfg(feature = "client")]
    pub(crate) fn can_outlive_its_permit(&self, timeout: Duration) -> bool {
        self.permit.as_ref().is_some_and(|permit| timeout > permit.length())
    }

    /// Renews the permit of the request in flight. To be called before each poll of the request.
    pub fn renew(&mut self, now: Moment) -> Renewal {
        let Some(permit) = &mut self.permit else { return Renewal { may_go_on: true, again_in: Duration::MAX } };
        let wait = permit.renew(now, self.random.f64());
        Renewal { may_go_on: wait.is_none(), again_in: wait.unwrap_or(permit.length()) }
    }

    /// What to do after a request was sent, with this `outcome`.
    pub fn outcome(&mut self, outcome: Result<http::Response<Bytes>, TransportError>, now: Moment) -> CallStep {
        let result = classify(self.request.operation(), self.settings.description, outcome);
        let response = match &result {
            Ok(exchange) => Some(&exchange.response),
            Err(failure) => failure.response.as_ref(),
        };
        self.report(response, now);
        self.history.elapsed = self.took(now);
        let earlier = self.history.failed.len();
        match result {
            Ok(mut exchange) => {
                self.span.responded(earlier, || Some(exchange.response.recorded()));
                exchange.span = self.span.clone();
                exchange.attempts = std::mem::take(&mut self.history);
                exchange.url = Some(Arc::clone(&self.settings.target.url));
                CallStep::Done(Ok(exchange))
            }
            Err(mut failure) => match self.pause_after(&failure, now) {
                Some(pause) => {
                    failure.prepend_attempts(&mut self.history);
                    self.span.retried(pause, || failure.recorded());
                    self.history.failed = std::mem::take(&mut failure.attempts);
                    self.since = Some(now.instant);
                    self.pause = pause;
                    self.next(now)
                }
                None => {
                    self.span.responded(earlier, || failure.response.as_ref().map(RawResponse::recorded));
                    failure.prepend_attempts(&mut self.history);
                    self.fail(failure)
                }
            },
        }
    }

    /// Tells the rate limiter what the response reports of the limit.
    fn report(&mut self, response: Option<&RawResponse>, now: Moment) {
        if let Some(permit) = &mut self.permit {
            permit.responded(response.map_or(Reported::Nothing, reported), response.is_some_and(is_rate_limit), now);
        }
    }

    /// How long the call has taken since its first request.
    fn took(&self, now: Moment) -> Duration {
        self.began.map_or(Duration::ZERO, |began| now.instant.saturating_duration_since(began))
    }

    /// How long to wait before the next attempt; `None` if there is none.
    fn pause_after(&mut self, failure: &Failure, now: Moment) -> Option<Duration> {
        let policy = self.settings.retry;
        let made = u32::try_from(self.history.failed.len()).unwrap_or(u32::MAX).saturating_add(1);
        if made >= policy.attempts || !retryable(&self.request, self.settings.description, failure) {
            return None;
        }
        if is_dns(failure) && std::mem::replace(&mut self.is_unresolved, true) {
            return None;
        }
        let response = failure.response.as_ref();
        let backoff = policy.wait(made, self.random.f64());
        let pause = match response.and_then(|response| retry_after(response, now.wall)) {
            Some(asked) => asked.saturating_add(backoff),
            // The rate limiter knows when requests are permitted again.
            None if self.permit.is_some() && response.is_some_and(is_rate_limit) => Duration::ZERO,
            None => backoff,
        };
        if self.left(now).is_some_and(|left| pause >= left) {
            return None;
        }
        (self.took(now).saturating_sub(self.held).saturating_add(pause) <= policy.total).then_some(pause)
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
