//! The types for points in time of std and of other crates.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::Timestamp;

/// The error of converting a [`Timestamp`] into a type that does not have that point in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimestampError {
    timestamp: Timestamp,
    target: &'static str,
}

impl TimestampError {
    /// Returns the timestamp.
    pub fn timestamp(&self) -> Timestamp {
        self.timestamp
    }
}

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { timestamp, target } = self;
        write!(f, "the timestamp {timestamp} is out of the range of `{target}`")
    }
}

impl std::error::Error for TimestampError {}

/// Fails if the platform has no such time.
impl TryFrom<Timestamp> for SystemTime {
    type Error = TimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TimestampError> {
        let distance = Duration::from_secs(timestamp.0.unsigned_abs());
        let time = if timestamp.0 < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) };
        time.ok_or(TimestampError { timestamp, target: "std::time::SystemTime" })
    }
}

/// Drops the fraction of a second.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        match time.duration_since(UNIX_EPOCH) {
            Ok(after) => Self(0_i64.saturating_add_unsigned(after.as_secs())),
            Err(before) => {
                let before = before.duration();
                let fraction = i64::from(before.subsec_nanos() > 0);
                Self(0_i64.saturating_sub_unsigned(before.as_secs()).saturating_sub(fraction))
            }
        }
    }
}

/// Fails outside of the years -9999 to 9999.
#[cfg(feature = "jiff")]
impl TryFrom<Timestamp> for jiff::Timestamp {
    type Error = TimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TimestampError> {
        Self::from_second(timestamp.0).map_err(|_| TimestampError { timestamp, target: "jiff::Timestamp" })
    }
}

/// Drops the fraction of a second.
#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for Timestamp {
    fn from(time: jiff::Timestamp) -> Self {
        // Before 1970, the fraction is negative.
        Self(time.as_second() - i64::from(time.subsec_nanosecond() < 0))
    }
}

/// Fails outside of the years that chrono has, about -262142 to 262142.
#[cfg(feature = "chrono")]
impl TryFrom<Timestamp> for chrono::DateTime<chrono::Utc> {
    type Error = TimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TimestampError> {
        Self::from_timestamp(timestamp.0, 0).ok_or(TimestampError { timestamp, target: "chrono::DateTime" })
    }
}

/// Drops the fraction of a second.
#[cfg(feature = "chrono")]
impl<Tz: chrono::TimeZone> From<chrono::DateTime<Tz>> for Timestamp {
    fn from(time: chrono::DateTime<Tz>) -> Self {
        Self(time.timestamp())
    }
}

/// Fails outside of the years -9999 to 9999.
#[cfg(feature = "time")]
impl TryFrom<Timestamp> for time::OffsetDateTime {
    type Error = TimestampError;

    fn try_from(timestamp: Timestamp) -> Result<Self, TimestampError> {
        Self::from_unix_timestamp(timestamp.0).map_err(|_| TimestampError { timestamp, target: "time::OffsetDateTime" })
    }
}

/// Drops the fraction of a second.
#[cfg(feature = "time")]
impl From<time::OffsetDateTime> for Timestamp {
    fn from(time: time::OffsetDateTime) -> Self {
        Self(time.unix_timestamp())
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    use super::{Timestamp, TimestampError};

    /// Checks that `seconds` survive a round trip through `T`.
    fn survive<T: TryFrom<Timestamp, Error = TimestampError> + Into<Timestamp> + Debug>(seconds: &[i64]) {
        for seconds in seconds {
            let time = Timestamp::from_unix_seconds(*seconds);
            assert_eq!(T::try_from(time).unwrap().into(), time, "{seconds}");
        }
    }

    /// The error for the largest and the smallest timestamp.
    #[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
    fn out_of_range<T: TryFrom<Timestamp, Error = TimestampError> + Debug>() -> String {
        let error = |seconds| T::try_from(Timestamp::from_unix_seconds(seconds)).unwrap_err();
        assert_eq!(error(i64::MIN).timestamp().unix_seconds(), i64::MIN);
        error(i64::MAX).to_string()
    }

    const MOMENTS: &[i64] = &[0, 1, -1, -5, 1_767_225_600, -62_167_219_200, 253_402_207_200];

    #[test]
    fn converts_to_system_time() {
        survive::<SystemTime>(MOMENTS);
        // Whatever the platform's range is, there is no panic.
        for seconds in [i64::MIN, i64::MAX] {
            let time = Timestamp::from_unix_seconds(seconds);
            assert_eq!(SystemTime::try_from(time).map_or(time, Timestamp::from), time);
        }
        let half = Duration::from_millis(500);
        assert_eq!(Timestamp::from(UNIX_EPOCH + half).unix_seconds(), 0);
        assert_eq!(Timestamp::from(UNIX_EPOCH - half).unix_seconds(), -1);
    }

    #[cfg(feature = "jiff")]
    #[test]
    fn converts_to_jiff() {
        survive::<jiff::Timestamp>(MOMENTS);
        assert_eq!(
            out_of_range::<jiff::Timestamp>(),
            "the timestamp 9223372036854775807 s is out of the range of `jiff::Timestamp`"
        );
        let from = |milliseconds| Timestamp::from(jiff::Timestamp::from_millisecond(milliseconds).unwrap());
        assert_eq!([from(1500), from(-500), from(-1500)].map(Timestamp::unix_seconds), [1, -1, -2]);
    }

    #[cfg(feature = "chrono")]
    #[test]
    fn converts_to_chrono() {
        use chrono::{DateTime, FixedOffset, Utc};

        survive::<DateTime<Utc>>(MOMENTS);
        assert_eq!(
            out_of_range::<DateTime<Utc>>(),
            "the timestamp 9223372036854775807 s is out of the range of `chrono::DateTime`"
        );
        let from = |milliseconds| Timestamp::from(DateTime::from_timestamp_millis(milliseconds).unwrap());
        assert_eq!([from(1500), from(-500), from(-1500)].map(Timestamp::unix_seconds), [1, -1, -2]);
        let zone = FixedOffset::east_opt(7200).unwrap();
        let there = DateTime::from_timestamp(1_767_225_600, 0).unwrap().with_timezone(&zone);
        assert_eq!(Timestamp::from(there).unix_seconds(), 1_767_225_600);
    }

    #[cfg(feature = "time")]
    #[test]
    fn converts_to_time() {
        use time::{OffsetDateTime, UtcOffset};

        survive::<OffsetDateTime>(MOMENTS);
        assert_eq!(
            out_of_range::<OffsetDateTime>(),
            "the timestamp 9223372036854775807 s is out of the range of `time::OffsetDateTime`"
        );
        let from = |milliseconds: i128| {
            Timestamp::from(OffsetDateTime::from_unix_timestamp_nanos(milliseconds * 1_000_000).unwrap())
        };
        assert_eq!([from(1500), from(-500), from(-1500)].map(Timestamp::unix_seconds), [1, -1, -2]);
        let there = OffsetDateTime::from_unix_timestamp(7).unwrap().to_offset(UtcOffset::from_hms(2, 0, 0).unwrap());
        assert_eq!(Timestamp::from(there).unix_seconds(), 7);
    }
}
