//! The rate limiter: keeps the calls of a client within the rate limit, so that the server refuses none of them.
//!
//! It knows what the headers of responses report, and that the server counts by windows of the clock, such as minutes.
//! Each call gets a position in a window: the next one of this window, or else of a later one. Most of the positions of
//! a window are available from its start; the last fifth becomes available over its length, so that a call that comes
//! late finds one. Positions are a plan: when its time comes, a call asks again, because other clients may use the same
//! token.
//!
//! Only calls that are polled count. A future that is not polled keeps its permit until the end of the window after the
//! one in which it was last polled. A waiting call asks once in each window, or loses its position. Until a response
//! reports the limit, only a few requests are in flight.

mod window;

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, UNIX_EPOCH};

pub(super) use self::window::Reported;
use self::window::{PermitState, Position, Window};
use super::Moment;
use crate::response::RateLimitState;

/// Hands out permits for the requests that a server permits in each window of time.
pub struct RateLimiter {
    length: Duration,
    window: Mutex<Window>,
}

impl RateLimiter {
    /// A rate limiter for a server that counts by windows of that length, before the first response.
    pub fn new(window: Duration) -> Self {
        Self { length: window.max(Duration::from_secs(1)), window: Mutex::default() }
    }

    /// The state of the rate limit; `None` before the first response, and if the responses report no limit.
    pub fn state(&self, now: Moment) -> Option<RateLimitState> {
        let (window, into) = self.at(now);
        let (permitted, remaining) = window.left()?;
        Some(RateLimitState { permitted, remaining, waiting: window.queue(), resets_in: self.length - into })
    }

    /// A permit that is still to be asked for.
    pub(super) fn permit(&self) -> Permit<'_> {
        Permit { rate_limiter: self, state: PermitState::Idle }
    }

    /// The current window, and how much of it is over.
    fn at(&self, now: Moment) -> (MutexGuard<'_, Window>, Duration) {
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let time = now.wall.duration_since(UNIX_EPOCH).unwrap_or_default();
        let length = self.length.as_nanos();
        window.roll(u32::try_from(time.as_nanos() / length).unwrap_or(u32::MAX));
        (window, Duration::from_nanos(u64::try_from(time.as_nanos() % length).unwrap_or(0)))
    }

    /// How long to wait for `position` at the time `into` of a window with that many `places`. `random`, from 0 to 1,
    /// is the part of a second by which calls come after the start of a later window.
    fn until(&self, position: Position, places: Option<u32>, into: Duration, random: f64) -> Duration {
        let later = match position.windows {
            0 => return self.offset(position.place, places).saturating_sub(into),
            1 => self.offset(position.place, places),
            windows => self.visit(windows),
        };
        // The server's clock may be a little behind ours.
        (self.length - into).saturating_add(later) + self.length.mul_f64(0.002 + random / 60.0)
    }

    /// When `position` is available, without the random part.
    fn available_in(&self, position: Position, places: Option<u32>, into: Duration) -> Duration {
        let offset = self.offset(position.place, places);
        match position.windows.checked_sub(1) {
            None => offset.saturating_sub(into),
            Some(between) => (self.length - into).saturating_add(self.length.saturating_mul(between)) + offset,
        }
    }

    /// How long after the start of its window the place number `place` is available.
    fn offset(&self, place: u32, places: Option<u32>) -> Duration {
        let Some(places) = places else { return Duration::ZERO };
        let at_once = Window::at_once(places);
        match place.checked_sub(at_once) {
            None => Duration::ZERO,
            // Before the end of the window, so that no call is late and falls into the next one.
            Some(late) => self.length.mul_f64(0.9 * f64::from(late) / f64::from(places - at_once).max(1.0)),
        }
    }

    /// How long after the start of the next window a call asks again whose position is `windows` from now: to show that
    /// it is still polled, and to take the position of one that is not. Earlier calls ask earlier.
    fn visit(&self, windows: u32) -> Duration {
        self.settled() + self.length.mul_f64(f64::from(windows.saturating_sub(2).min(45)) / 60.0)
    }

    /// How long after the start of a window all calls have asked that are polled and have a place from its start.
    fn settled(&self) -> Duration {
        self.length / 20
    }
}

impl fmt::Debug for RateLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimiter").field("window", &self.length).finish_non_exhaustive()
    }
}

/// How long a call has to wait for its permit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Delay {
    /// When to ask again, at the latest once in each window.
    pub(super) ask_in: Duration,
    /// When the permit is available, as far as that is known.
    pub(super) available_in: Duration,
}

/// A call's permit, or its position in the queue for one. Dropping it gives back either.
pub(super) struct Permit<'g> {
    rate_limiter: &'g RateLimiter,
    state: PermitState,
}

impl Permit<'_> {
    /// The length of a window, for which a permit is valid at least without being renewed.
    pub(super) fn length(&self) -> Duration {
        self.rate_limiter.length
    }

    /// Asks for the permit: `None` if it is granted, or else how long to wait.
    ///
    /// A call in a later window comes at a random part of a second after its start.
    pub(super) fn ask(&mut self, now: Moment, random: f64) -> Option<Delay> {
        let (mut window, into) = self.rate_limiter.at(now);
        let state = std::mem::replace(&mut self.state, PermitState::Idle);
        window.leave(state);
        if let Some(pause) = window.caution(now.instant) {
            // It gets a position as soon as the limit is known.
            let ask_in = pause.mul_f64(1.0 + random / 4.0);
            return Some(Delay { ask_in, available_in: ask_in });
        }
        let position = window.position(state, into >= self.rate_limiter.settled());
        let ask_in = self.rate_limiter.until(position, window.places(), into, random);
        self.state = if ask_in.is_zero() { window.grant() } else { window.enqueue(position) };
        let available_in = self.rate_limiter.available_in(position, window.places(), into);
        (!ask_in.is_zero()).then_some(Delay { ask_in, available_in })
    }

    /// Renews the permit of a request that is still polled: `None` if it is valid, or is granted again after it has
    /// expired. Or else how long to wait before asking again; the request must not be polled until then.
    pub(super) fn renew(&mut self, now: Moment, random: f64) -> Option<Duration> {
        let kept = self.rate_limiter.at(now).0.keep(self.state);
        match kept {
            Some(state) => {
                self.state = state;
                None
            }
            None => self.ask(now, random).map(|delay| delay.ask_in),
        }
    }

    /// Takes in what the response to the request reports.
    pub(super) fn responded(&mut self, reported: Reported, refused: bool, now: Moment) {
        let mut window = self.rate_limiter.at(now).0;
        let state = std::mem::replace(&mut self.state, PermitState::Idle);
        window.learn(state, reported, refused);
        window.leave(state);
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.rate_limiter.window.lock().unwrap_or_else(PoisonError::into_inner).leave(self.state);
    }
}
