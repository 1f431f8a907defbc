//! What the rate limiter counts in one window of time, and which position comes next.

use std::time::Duration;

use crate::exchange::Instant;
use crate::response::RateLimit;

/// How many requests are in flight at most while the limit is unknown.
const FIRST: u32 = 4;

/// What is known of the limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Limit {
    /// No response has reported it yet.
    #[default]
    Unknown,
    /// A response has reported no limit.
    None,
    /// The number of requests that a window permits.
    Permitted(u32),
}

/// What a response reports of the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::exchange) enum Reported {
    /// Nothing: there is no response, or it may not come from the API.
    Nothing,
    /// That there is no limit.
    NoLimit,
    /// The limit.
    Limit(RateLimit),
}

/// The state of a call's permit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PermitState {
    /// Not asked for, or given back.
    Idle,
    /// The call has a position, as of the window in which it asked.
    Waiting { window: u32, position: Position },
    /// Granted: the request was sent in one window, last polled in another one, and has no outcome yet.
    Sent { sent: u32, seen: u32 },
}

/// A call's place in this window or a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    /// How many windows from now.
    pub(super) windows: u32,
    /// How many places of that window come before.
    pub(super) place: u32,
}

/// The counts of a window.
///
/// Requests in flight and waiting calls are counted in the window in which they were last polled and in the one after
/// it. A call that is not polled for a whole window holds nothing, so that others do not wait for it.
#[derive(Debug, Default)]
pub(super) struct Window {
    /// Which window it is, counted from 1970.
    number: u32,
    limit: Limit,
    /// Our requests that the server may count in this window.
    granted: u32,
    /// The requests of other clients, as far as the server's count exceeds ours.
    others: u32,
    /// Our requests without an outcome that were sent in this window.
    in_flight: u32,
    /// Those that were sent in the window before.
    carried: u32,
    /// Our waiting calls that have asked in this window.
    waiting: u32,
    /// Those that asked in the window before and are expected in this one.
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

    /// How many requests the window permits and how many of them remain, once a response has reported them.
    pub(super) fn left(&self) -> Option<(u32, u32)> {
        let Limit::Permitted(permitted) = self.limit else { return None };
        Some((permitted, if self.closed { 0 } else { permitted.saturating_sub(self.used()) }))
    }

    /// How many calls wait.
    pub(super) fn queue(&self) -> u32 {
        self.waiting.saturating_add(self.expected)
    }

    /// How many places the window has, if it is limited. A few requests are left to other clients with the same token.
    pub(super) fn places(&self) -> Option<u32> {
        let Limit::Permitted(permitted) = self.limit else { return None };
        Some((permitted - permitted / 50).max(1))
    }

    /// How many of `places` are available from the start of the window. The rest becomes available over its length.
    pub(super) fn at_once(places: u32) -> u32 {
        places - places / 5
    }

    /// How long to wait before asking again while it is unknown whether there is a limit; `None` if few requests are in
    /// flight. The longer there is no response, the more of them there may be.
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

    /// The position of a call whose permit is in `state`. `settled` says that all calls that are polled have taken the
    /// places that were available from the start of the window.
    pub(super) fn position(&self, state: PermitState, settled: bool) -> Position {
        let Some(places) = self.places() else {
            return Position { windows: u32::from(self.closed), place: 0 };
        };
        let used = if self.closed { places } else { self.used().min(places) };
        if settled && used < Self::at_once(places) {
            // The calls that should have come before are not polled.
            return Position { windows: 0, place: used };
        }
        let ahead = match state {
            PermitState::Waiting { window, position } => {
                let passed = self.number.saturating_sub(window);
                if position.windows > passed {
                    return Position { windows: position.windows - passed, place: position.place.min(places - 1) };
                }
                // A call that has waited must not wait for those that came later.
                0
            }
            _ => self.queue(),
        };
        let place = used.saturating_add(ahead);
        Position { windows: place / places, place: place % places }
    }

    /// Gives a call a permit.
    pub(super) fn grant(&mut self) -> PermitState {
        self.granted = self.granted.saturating_add(1);
        self.in_flight = self.in_flight.saturating_add(1);
        PermitState::Sent { sent: self.number, seen: self.number }
    }

    /// Puts a call into the queue.
    pub(super) fn enqueue(&mut self, position: Position) -> PermitState {
        self.waiting = self.waiting.saturating_add(1);
        PermitState::Waiting { window: self.number, position }
    }

    /// Notes that a request is still polled. `None` if its permit has expired.
    pub(super) fn keep(&mut self, state: PermitState) -> Option<PermitState> {
        let PermitState::Sent { sent, seen } = state else { return None };
        match self.number.checked_sub(seen) {
            Some(0) => {}
            Some(1) => {
                self.carried = self.carried.saturating_sub(1);
                self.in_flight = self.in_flight.saturating_add(1);
            }
            _ => return None,
        }
        Some(PermitState::Sent { sent, seen: self.number })
    }

    /// Takes in what the response to a call reports, and whether the server has refused the request.
    pub(super) fn learn(&mut self, state: PermitState, reported: Reported, refused: bool) {
        // A response from the last window says nothing about this one.
        let current = matches!(state, PermitState::Sent { sent, .. } if sent == self.number);
        match reported {
            Reported::Nothing => {}
            Reported::NoLimit if self.limit == Limit::Unknown => self.limit = Limit::None,
            Reported::NoLimit => {}
            Reported::Limit(limit) => {
                self.limit = Limit::Permitted(limit.permitted);
                if current {
                    let counted = limit.permitted.saturating_sub(limit.remaining);
                    self.others = self.others.max(counted.saturating_sub(self.granted));
                }
            }
        }
        self.closed |= refused && current;
    }

    /// Takes back what a call holds.
    pub(super) fn leave(&mut self, state: PermitState) {
        let (window, now, before) = match state {
            PermitState::Idle => return,
            PermitState::Waiting { window, .. } => (window, &mut self.waiting, &mut self.expected),
            PermitState::Sent { seen, .. } => (seen, &mut self.in_flight, &mut self.carried),
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
