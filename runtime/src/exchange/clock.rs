//! The clock. It is read in one place and passed on from there, so that tests can set the time.

use std::thread;
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
pub(crate) use std::time::Instant;
use std::time::{Duration, SystemTime};

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
pub(crate) use web_time::Instant;

/// A moment, on the monotonic clock and as the time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The monotonic clock, for durations: of std, and on wasm32, where std has none, of the crate `web-time`.
    pub instant: Instant,
    /// The time of day, for the windows of a rate limit and for dates in headers.
    pub wall: SystemTime,
}

impl Moment {
    /// Reads both clocks.
    pub fn now() -> Self {
        Self { instant: Instant::now(), wall: wall() }
    }
}

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
fn wall() -> SystemTime {
    SystemTime::now()
}

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
fn wall() -> SystemTime {
    web_time::web::SystemTimeExt::to_std(web_time::SystemTime::now())
}

/// The clock that a client reads, and by which the blocking client sleeps.
///
/// The async client sleeps by the timers of its runtime, which a test can pause.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// Reads the clock.
    pub now: fn() -> Moment,
    /// Blocks the thread for that long.
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
