//! The governor: keeps the calls of a client within the rate limit, so that the server has none to refuse.
//!
//! It knows what the headers of answers say, and that the server counts by windows of the clock, such as minutes. Each
//! call gets a place in a window: the next one of this window, or else of a later one. Most of a window's places are
//! there from its start; the last fifth is handed out over its length, so that one who asks late finds something left.
//! Places are a plan. When its time comes, a call asks again, because others may use the same token.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, UNIX_EPOCH};

use super::Moment;
use crate::{RateLimit, RateLimitState};

/// Shares out the requests that a server permits in each window of time.
pub struct Governor {
    window: Duration,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The window that the rest is about, counted from 1970.
    window: u64,
    /// How many requests a window permits, once an answer has said so.
    permitted: Option<u32>,
    /// Our requests in this window.
    granted: u32,
    /// The requests of others, as far as the server's count exceeds ours.
    others: u32,
    /// Our requests that have no answer yet.
    in_flight: u32,
    /// Our calls that wait for their time.
    waiting: u32,
    /// Whether the server has refused a request in this window.
    closed: bool,
}

impl Governor {
    /// A governor that knows nothing yet of a server that counts by windows of that length.
    pub fn new(window: Duration) -> Self {
        Self { window: window.max(Duration::from_secs(1)), state: Mutex::default() }
    }

    /// What is known at this moment; `None` before the first answer.
    pub fn state(&self, now: Moment) -> Option<RateLimitState> {
        let (state, into) = self.at(now);
        let permitted = state.permitted?;
        let remaining = if state.closed { 0 } else { permitted.saturating_sub(state.used()) };
        Some(RateLimitState { permitted, remaining, waiting: state.waiting, resets_in: self.window - into })
    }

    pub(super) fn ticket(&self) -> Ticket<'_> {
        Ticket { governor: self, stage: Stage::Idle }
    }

    /// The state as of now, and how much of its window is over.
    fn at(&self, now: Moment) -> (MutexGuard<'_, State>, Duration) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let time = now.wall.duration_since(UNIX_EPOCH).unwrap_or_default();
        let length = self.window.as_nanos();
        let window = u64::try_from(time.as_nanos() / length).unwrap_or(u64::MAX);
        if state.window != window {
            // The server may count what is on its way into this window or into the last one.
            *state = State { window, granted: state.in_flight, others: 0, closed: false, ..*state };
        }
        (state, Duration::from_nanos(u64::try_from(time.as_nanos() % length).unwrap_or(0)))
    }

    /// How long after its window's start the place number `place` is there.
    fn offset(&self, place: u32, places: u32) -> Duration {
        let at_once = places - places / 5;
        match place.checked_sub(at_once) {
            None => Duration::ZERO,
            // It ends before the window does, so that nobody comes late into the next one.
            Some(late) => self.window.mul_f64(0.9 * f64::from(late) / f64::from(places - at_once).max(1.0)),
        }
    }
}

impl State {
    fn used(&self) -> u32 {
        self.granted.saturating_add(self.others)
    }

    /// How many places a window has. A few requests are left to others with the same token.
    fn places(&self) -> Option<u32> {
        Some((self.permitted? - self.permitted? / 50).max(1))
    }

    /// How many windows from now a call comes in that has `ahead` others before it, and on which place there.
    fn turn(&self, ahead: u32) -> (u32, u32) {
        match self.places() {
            None => (u32::from(self.closed), 0),
            Some(places) => {
                let used = if self.closed { places } else { self.used().min(places) };
                let place = used.saturating_add(ahead);
                (place / places, place % places)
            }
        }
    }
}

impl fmt::Debug for Governor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Governor").field("window", &self.window).finish_non_exhaustive()
    }
}

/// A call's part in it. A call that is dropped, wherever it was, gives back what it held.
pub(super) struct Ticket<'g> {
    governor: &'g Governor,
    stage: Stage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Idle,
    Waiting,
    Sent { window: u64 },
}

impl Ticket<'_> {
    /// Asks for a request's turn: `None` where that is now, or else how long to wait before asking again.
    ///
    /// A call that comes in a later window comes some random part of a second after its start.
    pub(super) fn ask(&mut self, now: Moment, random: f64) -> Option<Duration> {
        let (mut state, into) = self.governor.at(now);
        // Whoever has waited is not to wait behind those who came later.
        let ahead = if self.stage == Stage::Waiting { 0 } else { state.waiting };
        let (windows, place) = state.turn(ahead);
        let window = self.governor.window;
        let offset = state.places().map_or(Duration::ZERO, |places| self.governor.offset(place, places));
        let wait = match windows {
            0 => offset.saturating_sub(into),
            // The server's clock may be a little behind ours.
            later => (window * later - into).saturating_add(offset) + window.mul_f64(0.002 + random / 60.0),
        };
        self.leave(&mut state);
        if wait.is_zero() {
            state.granted = state.granted.saturating_add(1);
            state.in_flight += 1;
            self.stage = Stage::Sent { window: state.window };
            None
        } else {
            state.waiting += 1;
            self.stage = Stage::Waiting;
            Some(wait)
        }
    }

    /// Learns from what came of the request: the limit, if the answer names it, and whether it was refused for it.
    pub(super) fn answered(&mut self, limit: Option<RateLimit>, refused: bool, now: Moment) {
        let (mut state, _) = self.governor.at(now);
        // An answer from the last window says nothing about this one.
        let current = self.stage == Stage::Sent { window: state.window };
        if let Some(limit) = limit {
            state.permitted = Some(limit.permitted);
            if current {
                let counted = limit.permitted.saturating_sub(limit.remaining);
                state.others = state.others.max(counted.saturating_sub(state.granted));
            }
        }
        state.closed |= refused && current;
        self.leave(&mut state);
    }

    fn leave(&mut self, state: &mut State) {
        match std::mem::replace(&mut self.stage, Stage::Idle) {
            Stage::Idle => {}
            Stage::Waiting => state.waiting = state.waiting.saturating_sub(1),
            Stage::Sent { .. } => state.in_flight = state.in_flight.saturating_sub(1),
        }
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        let governor = self.governor;
        self.leave(&mut governor.state.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
