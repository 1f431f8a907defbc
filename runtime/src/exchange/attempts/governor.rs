//! The rate limiter: keeps the calls of a client within the rate limit, so that the server refuses none of them.
//!
//! It knows what the headers of responses say, and that the server counts by windows of the clock, such as minutes. Each
//! call gets a place in a window: the next one of this window, or else of a later one. Most of a window's places are
//! there from its start; the last fifth is handed out over its length, so that one who asks late finds something left.
//! Places are a plan. When its time comes, a call asks again, because others may use the same token.
//!
//! Only calls that somebody drives count. A future that nobody polls keeps its permit until the end of the window after
//! the one in which it was last driven, and a call that waits asks once in each window, or else loses its place. Before
//! the first response tells the limit, only a few requests are in flight.

mod window;

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, UNIX_EPOCH};

pub(super) use self::window::Told;
use self::window::{Stage, Turn, Window};
use super::Moment;
use crate::RateLimitState;

/// Shares out the requests that a server permits in each window of time.
pub struct Governor {
    length: Duration,
    window: Mutex<Window>,
}

impl Governor {
    /// A rate limiter that knows nothing yet of a server that counts by windows of that length.
    pub fn new(window: Duration) -> Self {
        Self { length: window.max(Duration::from_secs(1)), window: Mutex::default() }
    }

    /// What is known at this moment; `None` before the first response, and where it names no limit.
    pub fn state(&self, now: Moment) -> Option<RateLimitState> {
        let (window, into) = self.at(now);
        let (permitted, remaining) = window.left()?;
        Some(RateLimitState { permitted, remaining, waiting: window.queue(), resets_in: self.length - into })
    }

    pub(super) fn ticket(&self) -> Ticket<'_> {
        Ticket { governor: self, stage: Stage::Idle }
    }

    /// The window as of now, and how much of it is over.
    fn at(&self, now: Moment) -> (MutexGuard<'_, Window>, Duration) {
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let time = now.wall.duration_since(UNIX_EPOCH).unwrap_or_default();
        let length = self.length.as_nanos();
        window.roll(u32::try_from(time.as_nanos() / length).unwrap_or(u32::MAX));
        (window, Duration::from_nanos(u64::try_from(time.as_nanos() % length).unwrap_or(0)))
    }

    /// How long to wait for `turn` at the time `into` of a window with that many places. `random`, from 0 to 1, decides
    /// which part of a second calls come after the start of a later window.
    fn until(&self, turn: Turn, places: Option<u32>, into: Duration, random: f64) -> Duration {
        let later = match turn.windows {
            0 => return self.offset(turn.place, places).saturating_sub(into),
            1 => self.offset(turn.place, places),
            windows => self.visit(windows),
        };
        // The server's clock may be a little behind ours.
        (self.length - into).saturating_add(later) + self.length.mul_f64(0.002 + random / 60.0)
    }

    /// How long after its window's start the place number `place` is there.
    fn offset(&self, place: u32, places: Option<u32>) -> Duration {
        let Some(places) = places else { return Duration::ZERO };
        let at_once = Window::at_once(places);
        match place.checked_sub(at_once) {
            None => Duration::ZERO,
            // It ends before the window does, so that nobody comes late into the next one.
            Some(late) => self.length.mul_f64(0.9 * f64::from(late) / f64::from(places - at_once).max(1.0)),
        }
    }

    /// How long after the next window's start a call asks whose turn is only `windows` from now: to show that it is
    /// still driven, and to take the place of one that is not. Earlier calls ask earlier.
    fn visit(&self, windows: u32) -> Duration {
        self.settled() + self.length.mul_f64(f64::from(windows.saturating_sub(2).min(45)) / 60.0)
    }

    /// How long after a window's start all calls have come that are driven and have a place there from the start.
    fn settled(&self) -> Duration {
        self.length / 20
    }
}

impl fmt::Debug for Governor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Governor").field("window", &self.length).finish_non_exhaustive()
    }
}

/// A call's permit, or its place in the queue for one. A call that is dropped gives back what it held, wherever it was.
pub(super) struct Ticket<'g> {
    governor: &'g Governor,
    stage: Stage,
}

impl Ticket<'_> {
    /// How long a window is, and so how long a permit is good at least without being renewed.
    pub(super) fn length(&self) -> Duration {
        self.governor.length
    }

    /// Asks for a permit: `None` where it is there now, or else how long to wait before asking again.
    ///
    /// A call that comes in a later window comes some random part of a second after its start.
    pub(super) fn ask(&mut self, now: Moment, random: f64) -> Option<Duration> {
        let (mut window, into) = self.governor.at(now);
        let stage = std::mem::replace(&mut self.stage, Stage::Idle);
        window.leave(stage);
        if let Some(pause) = window.caution(now.instant) {
            // It gets a place as soon as somebody knows how many there are.
            return Some(pause.mul_f64(1.0 + random / 4.0));
        }
        let turn = window.turn(stage, into >= self.governor.settled());
        let wait = self.governor.until(turn, window.places(), into, random);
        self.stage = if wait.is_zero() { window.grant() } else { window.enqueue(turn) };
        (!wait.is_zero()).then_some(wait)
    }

    /// Keeps the permit of a request that is still driven: `None` where it is good, or is so again after it has expired.
    /// Or else how long to wait before asking again, and not to drive the request any further until then.
    pub(super) fn renew(&mut self, now: Moment, random: f64) -> Option<Duration> {
        let kept = self.governor.at(now).0.keep(self.stage);
        match kept {
            Some(stage) => {
                self.stage = stage;
                None
            }
            None => self.ask(now, random),
        }
    }

    /// Learns from the outcome of the request.
    pub(super) fn answered(&mut self, told: Told, refused: bool, now: Moment) {
        let mut window = self.governor.at(now).0;
        let stage = std::mem::replace(&mut self.stage, Stage::Idle);
        window.learn(stage, told, refused);
        window.leave(stage);
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        self.governor.window.lock().unwrap_or_else(PoisonError::into_inner).leave(self.stage);
    }
}
