//! Points in time, as APIs count them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::{Decode, DecodeError, Reader, Value};

/// A point in time, in whole seconds since 1970-01-01 00:00:00 UTC. On the wire it is an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct Timestamp(i64);

impl Timestamp {
    /// The point in time `seconds` after 1970-01-01 00:00:00 UTC, or before it where negative.
    pub const fn from_unix_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Seconds since 1970-01-01 00:00:00 UTC; negative before it.
    pub const fn unix_seconds(self) -> i64 {
        self.0
    }

    /// The same point in time for the standard library, or `None` where the platform cannot count that far.
    pub fn to_system_time(self) -> Option<SystemTime> {
        let distance = Duration::from_secs(self.0.unsigned_abs());
        if self.0 < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) }
    }
}

/// Drops fractions of a second.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let seconds = |distance: Duration| i64::try_from(distance.as_secs()).unwrap_or(i64::MAX);
        match time.duration_since(UNIX_EPOCH) {
            Ok(after) => Self(seconds(after)),
            Err(before) => Self(-seconds(before.duration())),
        }
    }
}

impl From<Timestamp> for Value {
    fn from(timestamp: Timestamp) -> Self {
        Self::Integer(timestamp.0)
    }
}

impl Decode for Timestamp {
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        json.integer().map(Self)
    }
}
