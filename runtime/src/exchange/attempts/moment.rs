//! The clock, read in one place and passed on from there, so that a test can be at whatever time it needs.

use std::time::SystemTime;

use crate::platform::{Instant, wall};

/// A moment, on the clock that only ever goes on and on the one on the wall.
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
