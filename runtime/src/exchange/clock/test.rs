//! A clock for tests, on which waiting takes no time.

use std::collections::BTreeSet;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::Moment;

/// The time of day at which every test clock starts: 2026-01-01 00:00:00 UTC.
const START: Duration = Duration::from_secs(1_767_225_600);

/// How often a future is polled at most before it ends although an earlier one has not. That one may never be polled.
const PATIENCE: u32 = 100;

/// A clock for tests: it stands still, and whoever waits moves it on and continues at once.
///
/// Clones show the same time. Of several futures that wait, the one that ends first moves the clock. The time of day
/// starts at 2026-01-01 00:00:00 UTC, so that nothing depends on when a test runs.
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use api_client_runtime::test_support::TestClock;
///
/// let clock = TestClock::new();
/// clock.advance(Duration::from_secs(3600));
/// assert_eq!(clock.elapsed(), Duration::from_secs(3600));
/// ```
#[derive(Clone)]
pub struct TestClock(Arc<Mutex<State>>);

struct State {
    start: super::Instant,
    elapsed: Duration,
    /// When the futures that wait end, each with its number.
    sleepers: BTreeSet<(Duration, u64)>,
    next: u64,
}

impl TestClock {
    /// Creates a clock.
    pub fn new() -> Self {
        let (start, elapsed) = (super::Instant::now(), Duration::ZERO);
        Self(Arc::new(Mutex::new(State { start, elapsed, sleepers: BTreeSet::new(), next: 0 })))
    }

    /// Returns how far the clock has moved on since it was created.
    pub fn elapsed(&self) -> Duration {
        self.state().elapsed
    }

    /// Returns the time of day.
    pub fn system_time(&self) -> SystemTime {
        self.moment().wall
    }

    /// Moves the clock on.
    pub fn advance(&self, time: Duration) {
        let mut state = self.state();
        state.elapsed = state.elapsed.saturating_add(time);
    }

    /// Waits until the clock has moved on by that much. The future moves it itself if no other one ends earlier.
    pub fn sleep(&self, time: Duration) -> impl Future<Output = ()> + Send + use<> {
        Sleep { clock: self.clone(), time, end: None, polls: 0 }
    }

    pub(crate) fn moment(&self) -> Moment {
        let State { start, elapsed, .. } = *self.state();
        // A clock of the platform ends after centuries.
        let instant = start.checked_add(elapsed).unwrap_or(start);
        let wall = UNIX_EPOCH + START;
        Moment { instant, wall: wall.checked_add(elapsed).unwrap_or(wall) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for TestClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestClock").field("elapsed", &self.elapsed()).finish_non_exhaustive()
    }
}

/// A future that waits on a test clock.
struct Sleep {
    clock: TestClock,
    time: Duration,
    /// When it ends, with its number, since the first poll.
    end: Option<(Duration, u64)>,
    polls: u32,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let clock = self.clock.clone();
        let mut state = clock.state();
        let end = match self.end {
            Some(end) => end,
            None => {
                let end = (state.elapsed.saturating_add(self.time), state.next);
                state.next += 1;
                state.sleepers.insert(end);
                *self.end.insert(end)
            }
        };
        self.polls += 1;
        // Not at the first poll, so that other futures can say when they end.
        let is_next = self.polls > 1 && state.sleepers.first() == Some(&end);
        if state.elapsed >= end.0 || is_next || self.polls > PATIENCE {
            state.elapsed = state.elapsed.max(end.0);
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(end) = self.end {
            self.clock.state().sleepers.remove(&end);
        }
    }
}
