//! Points in time.

use std::{
    fmt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use crate::wire::{Decode, DecodeError, Reader, Value};

/// A point in time, in seconds since 1970-01-01 00:00:00 UTC. In JSON it is an integer.
///
/// `Display` prints RFC 3339.
///
/// # Example
///
/// ```
/// use api_client_runtime::Timestamp;
///
/// let time = Timestamp::from_unix_seconds(1_767_225_600);
/// assert_eq!(time.to_string(), "2026-01-01T00:00:00Z");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct Timestamp(i64);

impl Timestamp {
    /// Creates a timestamp from seconds since 1970-01-01 00:00:00 UTC, negative before it.
    pub const fn from_unix_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Returns the seconds since 1970-01-01 00:00:00 UTC, negative before it.
    pub const fn unix_seconds(self) -> i64 {
        self.0
    }

    /// Converts the timestamp; `None` if the platform cannot represent it.
    pub fn to_system_time(self) -> Option<SystemTime> {
        let distance = Duration::from_secs(self.0.unsigned_abs());
        if self.0 < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) }
    }
}

/// Prints RFC 3339, such as `2026-01-01T00:00:00Z`; seconds, such as `-1 s`, before 1970 and after the year 9999.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const END_OF_9999: i64 = 253_402_300_800;
        match self.to_system_time() {
            Some(time) if (0..END_OF_9999).contains(&self.0) => humantime::format_rfc3339_seconds(time).fmt(f),
            _ => write!(f, "{} s", self.0),
        }
    }
}

/// Truncates fractions of a second.
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

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn prints_any_point_in_time() {
        let shown = |seconds| Timestamp::from_unix_seconds(seconds).to_string();
        assert_eq!(shown(1_767_225_600), "2026-01-01T00:00:00Z");
        assert_eq!(shown(253_402_300_799), "9999-12-31T23:59:59Z");
        assert_eq!(shown(253_402_300_800), "253402300800 s");
        assert_eq!(shown(-1), "-1 s");
        assert_eq!(shown(i64::MIN), "-9223372036854775808 s");
    }
}
