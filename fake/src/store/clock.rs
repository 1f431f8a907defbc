//! The clock of a cloud, by which builds and tasks finish.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::Store;

/// When the manual clock starts: 2026-01-01 00:00:00 UTC.
const START: u64 = 1_767_225_600_000;

/// The time of a store, in milliseconds since 1970.
#[derive(Debug)]
pub(crate) struct Time {
    kind: TimeKind,
    /// What the time is said to be while an event happens.
    pretended: Option<u64>,
}

#[derive(Debug)]
enum TimeKind {
    Manual { now: u64 },
    Real { start: u64, from: Instant, speed: f64 },
}

impl Time {
    /// A clock that stands still unless it is advanced.
    pub(crate) fn manual() -> Self {
        Self { kind: TimeKind::Manual { now: START }, pretended: None }
    }

    /// A clock that runs `speed` times as fast as the real one, from now.
    pub(crate) fn real(speed: f64) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { kind: TimeKind::Real { start: millis(now), from: Instant::now(), speed }, pretended: None }
    }

    pub(crate) fn is_manual(&self) -> bool {
        matches!(self.kind, TimeKind::Manual { .. })
    }

    pub(crate) fn millis(&self) -> u64 {
        if let Some(pretended) = self.pretended {
            return pretended;
        }
        match &self.kind {
            TimeKind::Manual { now } => *now,
            TimeKind::Real { start, from, speed } => {
                let passed = from.elapsed().as_secs_f64() * speed * 1000.0;
                // A cast of a float saturates.
                start.saturating_add(passed as u64)
            }
        }
    }

    pub(super) fn pretend(&mut self, at: Option<u64>) {
        self.pretended = at;
    }

    pub(crate) fn advance(&mut self, by: Duration) {
        match &mut self.kind {
            TimeKind::Manual { now } => *now = now.saturating_add(millis(by)),
            TimeKind::Real { start, .. } => *start = start.saturating_add(millis(by)),
        }
    }

    /// Sets the time, if it is later than it was.
    pub(super) fn resume(&mut self, at: u64) {
        let now = self.millis();
        self.advance(Duration::from_millis(at.saturating_sub(now)));
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// The clock of a [`Cloud`](crate::Cloud). Builds and tasks finish by it.
#[derive(Debug, Clone)]
pub struct Clock {
    pub(crate) store: Arc<Mutex<Store>>,
}

impl Clock {
    /// Advances the clock, and lets everything happen that is due by then.
    pub fn advance(&self, by: Duration) {
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        store.clock.advance(by);
        store.catch_up();
    }

    /// Returns the time in seconds since 1970.
    pub fn now(&self) -> i64 {
        self.store.lock().unwrap_or_else(PoisonError::into_inner).now()
    }
}
