//! The clock, read in one place and passed on from there, so that a test can be at whatever time it needs.

use std::thread;
use std::time::{Duration, SystemTime};

use crate::platform::{Instant, wall};

/// A moment, on the clock that only ever goes on and the one on the wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// For how long something took. It is that of std, and on wasm32, which has none, that of the crate `web-time`.
    pub instant: Instant,
    /// For the minutes that a server counts by, and for dates.
    pub wall: SystemTime,
}

impl Moment {
    /// This moment.
    pub fn now() -> Self {
        Self { instant: Instant::now(), wall: wall() }
    }
}

/// The clock that a client reads, and by which the blocking client waits. The async client waits by the timers of its
/// runtime, which a test can pause.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// This moment.
    pub now: fn() -> Moment,
    /// Waits that long.
    pub sleep: fn(Duration),
}

impl Default for Clock {
    fn default() -> Self {
        Self { now: Moment::now, sleep: thread::sleep }
    }
}

impl Clock {
    pub(crate) fn now(self) -> Moment {
        (self.now)()
    }
}
