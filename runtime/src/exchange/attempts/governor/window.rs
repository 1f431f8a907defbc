//! What the rate limiter counts in one window of time, and which place of which window comes next.

use std::time::Duration;

use crate::RateLimit;
use crate::platform::Instant;

/// How many requests are in flight at most while nothing is known of the limit.
const FIRST: u32 = 4;

/// What is known of the limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Limit {
    /// No response has told it yet.
    #[default]
    Unknown,
    /// The server has responded and named no limit.
    None,
    /// Requests that a window permits.
    Permitted(u32),
}

/// What a response tells about the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::exchange::attempts) enum Told {
    /// Nothing: there is no response, or it is not certain that it comes from the API.
    Nothing,
    /// That the server names no limit.
    NoLimit,
    /// The limit.
    Limit(RateLimit),
}

/// Where a call is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// It holds nothing.
    Idle,
    /// It has a place in a window, as planned in the window in which it has asked.
    Waiting { window: u32, turn: Turn },
    /// Its request was sent in one window, was last seen to be driven in another one, and has no outcome yet.
    Sent { sent: u32, seen: u32 },
}

/// A place in a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Turn {
    /// How many windows from now.
    pub(super) windows: u32,
    /// How many places of that window come before.
    pub(super) place: u32,
}

/// The counts of a window.
///
/// Requests in flight and calls that wait are counted in the window in which they were last seen and in the one after it.
/// Whoever has not been seen for a whole window holds nothing: nobody drives it, and others must not wait for it.
#[derive(Debug, Default)]
pub(super) struct Window {
    /// Which window it is, counted from 1970.
    number: u32,
    limit: Limit,
    /// Our requests that the server may count in this window.
    granted: u32,
    /// The requests of others, as far as the server's count exceeds ours.
    others: u32,
    /// Our requests without an outcome that were sent in this window.
    in_flight: u32,
    /// Those that were sent in the window before.
    carried: u32,
    /// Our calls that wait and have asked in this window.
    waiting: u32,
    /// Those that have asked in the window before and are expected in this one.
    expected: u32,
    /// Whether the server has refused a request in this window.
    closed: bool,
    /// Since when there have been requests in flight while the limit is unknown.
    uncertain: Option<Instant>,
}

impl Window {
    /// Goes on to the window `number`.
    pub(super) fn roll(&mut self, number: u32) {
        if number == self.number {
            return;
        }
        // A clock that was set back makes nothing older.
        let is_next = number <= self.number.saturating_add(1);
        let (carried, expected) = if is_next { (self.in_flight, self.waiting) } else { (0, 0) };
        *self = Self {
            number,
            limit: self.limit,
            // The server may count what was sent just now into this window or into the last one.
            granted: carried,
            carried,
            expected,
            uncertain: self.uncertain,
            ..Self::default()
        };
    }

    /// How many requests the window permits and how many of them remain, once a response has told.
    pub(super) fn left(&self) -> Option<(u32, u32)> {
        let Limit::Permitted(permitted) = self.limit else { return None };
        Some((permitted, if self.closed { 0 } else { permitted.saturating_sub(self.used()) }))
    }

    /// How many calls wait.
    pub(super) fn queue(&self) -> u32 {
        self.waiting.saturating_add(self.expected)
    }

    /// How many places the window has, if it is limited. A few requests are left to others with the same token.
    pub(super) fn places(&self) -> Option<u32> {
        let Limit::Permitted(permitted) = self.limit else { return None };
        Some((permitted - permitted / 50).max(1))
    }

    /// How many of `places` are there from the start of the window. The rest comes over its length.
    pub(super) fn at_once(places: u32) -> u32 {
        places - places / 5
    }

    /// How long to wait before asking again while nobody knows whether there is a limit; `None` where a few more requests
    /// do no harm. The longer there is no response, the more requests may be in flight.
    pub(super) fn caution(&mut self, now: Instant) -> Option<Duration> {
        if self.limit != Limit::Unknown || self.closed {
            return None;
        }
        let in_flight = self.in_flight.saturating_add(self.carried);
        if in_flight == 0 {
            self.uncertain = Some(now);
        }
        let since = now.saturating_duration_since(*self.uncertain.get_or_insert(now));
        let doublings = u32::try_from(since.as_secs()).unwrap_or(u32::MAX);
        let most = FIRST.saturating_mul(1u32.checked_shl(doublings).unwrap_or(u32::MAX));
        (in_flight >= most).then(|| (since / 4).clamp(Duration::from_millis(10), Duration::from_millis(250)))
    }

    /// The turn of a call that is at `stage`. `settled` says that all calls that are driven have claimed the places that
    /// were there from the start of the window.
    pub(super) fn turn(&self, stage: Stage, settled: bool) -> Turn {
        let Some(places) = self.places() else {
            return Turn { windows: u32::from(self.closed), place: 0 };
        };
        let used = if self.closed { places } else { self.used().min(places) };
        if settled && used < Self::at_once(places) {
            // Whoever was to come before does not come.
            return Turn { windows: 0, place: used };
        }
        let ahead = match stage {
            Stage::Waiting { window, turn } => {
                let passed = self.number.saturating_sub(window);
                if turn.windows > passed {
                    return Turn { windows: turn.windows - passed, place: turn.place.min(places - 1) };
                }
                // Whoever has waited is not to wait behind those who came later.
                0
            }
            _ => self.queue(),
        };
        let place = used.saturating_add(ahead);
        Turn { windows: place / places, place: place % places }
    }

    /// Gives a call a permit.
    pub(super) fn grant(&mut self) -> Stage {
        self.granted = self.granted.saturating_add(1);
        self.in_flight = self.in_flight.saturating_add(1);
        Stage::Sent { sent: self.number, seen: self.number }
    }

    /// Puts a call into the queue.
    pub(super) fn enqueue(&mut self, turn: Turn) -> Stage {
        self.waiting = self.waiting.saturating_add(1);
        Stage::Waiting { window: self.number, turn }
    }

    /// Takes note that a request is still driven. `None` where its permit has expired.
    pub(super) fn keep(&mut self, stage: Stage) -> Option<Stage> {
        let Stage::Sent { sent, seen } = stage else { return None };
        match self.number.checked_sub(seen) {
            Some(0) => {}
            Some(1) => {
                self.carried = self.carried.saturating_sub(1);
                self.in_flight = self.in_flight.saturating_add(1);
            }
            _ => return None,
        }
        Some(Stage::Sent { sent, seen: self.number })
    }

    /// Takes note of what was told to a call that is at `stage`, and whether the server has refused its request.
    pub(super) fn learn(&mut self, stage: Stage, told: Told, refused: bool) {
        // A response from the last window says nothing about this one.
        let current = matches!(stage, Stage::Sent { sent, .. } if sent == self.number);
        match told {
            Told::Nothing => {}
            Told::NoLimit if self.limit == Limit::Unknown => self.limit = Limit::None,
            Told::NoLimit => {}
            Told::Limit(limit) => {
                self.limit = Limit::Permitted(limit.permitted);
                if current {
                    let counted = limit.permitted.saturating_sub(limit.remaining);
                    self.others = self.others.max(counted.saturating_sub(self.granted));
                }
            }
        }
        self.closed |= refused && current;
    }

    /// Takes back what a call at `stage` holds.
    pub(super) fn leave(&mut self, stage: Stage) {
        let (window, now, before) = match stage {
            Stage::Idle => return,
            Stage::Waiting { window, .. } => (window, &mut self.waiting, &mut self.expected),
            Stage::Sent { seen, .. } => (seen, &mut self.in_flight, &mut self.carried),
        };
        let count = match self.number.checked_sub(window) {
            Some(0) => now,
            Some(1) => before,
            // It is not counted any more.
            _ => return,
        };
        *count = count.saturating_sub(1);
    }

    fn used(&self) -> u32 {
        self.granted.saturating_add(self.others)
    }
}
