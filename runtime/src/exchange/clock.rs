//! The clock. It is read in one place and passed on from there, so that tests can set the time.

#[cfg(feature = "test-support")]
mod test;

use std::thread;
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
pub(crate) use std::time::Instant;
use std::time::{Duration, SystemTime};

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
pub(crate) use web_time::Instant;

#[cfg(feature = "test-support")]
pub use self::test::TestClock;

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

/// The time of a client: that of a clock, or that of a test.
#[derive(Debug, Clone)]
pub(crate) enum Time {
    Clock(Clock),
    #[cfg(feature = "test-support")]
    Test(TestClock),
}

impl Time {
    pub(crate) fn now(&self) -> Moment {
        match self {
            Self::Clock(clock) => (clock.now)(),
            #[cfg(feature = "test-support")]
            Self::Test(clock) => clock.moment(),
        }
    }

    /// Blocks the thread for that long.
    #[cfg(feature = "blocking")]
    pub(crate) fn block(&self, time: Duration) {
        match self {
            Self::Clock(clock) => (clock.sleep)(time),
            #[cfg(feature = "test-support")]
            Self::Test(clock) => clock.advance(time),
        }
    }

    /// Whether waiting takes no time.
    #[cfg(feature = "client")]
    pub(crate) fn is_test(&self) -> bool {
        match self {
            Self::Clock(_) => false,
            #[cfg(feature = "test-support")]
            Self::Test(_) => true,
        }
    }
}

impl Default for Time {
    fn default() -> Self {
        Self::Clock(Clock::default())
    }
}
