//! Points in time.

mod convert;

use std::fmt;

pub use self::convert::TimestampError;
use crate::wire::{Decode, DecodeError, Reader, Value};

/// A point in time, in whole seconds since 1970-01-01 00:00:00 UTC. In JSON it is an integer.
///
/// `Display` and `Debug` print RFC 3339.
///
/// # Conversions
///
/// It converts to and from [`SystemTime`](std::time::SystemTime), and with features of these names, the types of `chrono`,
/// `jiff` and `time`. Converting into a timestamp drops the fraction of a second, and gives the last whole second before.
/// Converting from one is a `try_into`, as each type has its own range:
///
/// | feature | type | years |
/// |---|---|---|
/// | | `std::time::SystemTime` | depends on the platform |
/// | `chrono` | `chrono::DateTime<Utc>`, and from a `DateTime` of any zone | about -262142 to 262142 |
/// | `jiff` | `jiff::Timestamp` | -9999 to 9999 |
/// | `time` | `time::OffsetDateTime` | -9999 to 9999 |
///
/// # Example
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use api_client_runtime::{Timestamp, TimestampError};
///
/// let time = Timestamp::from_unix_seconds(1_767_225_600);
/// assert_eq!(time.to_string(), "2026-01-01T00:00:00Z");
///
/// let system: SystemTime = time.try_into()?;
/// assert_eq!(Timestamp::from(system + Duration::from_millis(1500)).unix_seconds(), 1_767_225_601);
/// # Ok::<(), TimestampError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
}

/// The first second of the year 0, and the first one after the year 9999: RFC 3339 has no other years.
const YEARS: std::ops::Range<i64> = -62_167_219_200..253_402_300_800;

/// Prints RFC 3339, such as `2026-01-01T00:00:00Z`; seconds, such as `253402300800 s`, outside of the years 0 to 9999.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !YEARS.contains(&self.0) {
            return f.pad(&format!("{} s", self.0));
        }
        const DAY: i64 = 24 * 60 * 60;
        let (year, month, day) = date(self.0.div_euclid(DAY));
        let second = self.0.rem_euclid(DAY);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        f.pad(&format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
    }
}

/// Prints as `Display` does.
impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The date in the Gregorian calendar `days` after 1970-01-01, by the algorithm `civil_from_days` of Howard Hinnant.
fn date(days: i64) -> (i64, i64, i64) {
    // Years begin in March, so that the leap day is the last day of one. An era has 400 years.
    const ERA: i64 = 146_097;
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(ERA), days.rem_euclid(ERA));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

impl From<Timestamp> for Value {
    fn from(timestamp: Timestamp) -> Self {
        Self::Integer(timestamp.0)
    }
}

impl Decode for Timestamp {
    fn placeholder() -> Self {
        Self(0)
    }

    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        self.0.decode_into(json)
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn prints_any_point_in_time() {
        let shown = |seconds| Timestamp::from_unix_seconds(seconds).to_string();
        assert_eq!(shown(1_767_225_600), "2026-01-01T00:00:00Z");
        assert_eq!(shown(951_827_696), "2000-02-29T12:34:56Z");
        assert_eq!(shown(0), "1970-01-01T00:00:00Z");
        assert_eq!(shown(-1), "1969-12-31T23:59:59Z");
        assert_eq!(shown(-2_203_891_200), "1900-03-01T00:00:00Z");
        assert_eq!(shown(-2_203_891_201), "1900-02-28T23:59:59Z");
        assert_eq!(shown(-62_167_219_200), "0000-01-01T00:00:00Z");
        assert_eq!(shown(-62_167_219_201), "-62167219201 s");
        assert_eq!(shown(253_402_300_799), "9999-12-31T23:59:59Z");
        assert_eq!(shown(253_402_300_800), "253402300800 s");
        assert_eq!(shown(i64::MIN), "-9223372036854775808 s");
        assert_eq!(shown(i64::MAX), "9223372036854775807 s");
    }

    #[test]
    fn debug_prints_the_same() {
        let time = Timestamp::from_unix_seconds(1_767_225_600);
        assert_eq!(format!("{:?}", Some(time)), "Some(2026-01-01T00:00:00Z)");
        assert_eq!(format!("{time:>22}|"), "  2026-01-01T00:00:00Z|");
    }

    #[cfg(feature = "jiff")]
    #[test]
    fn prints_every_date_as_jiff_does() {
        // A prime number of seconds, so that every day and every time of day occurs.
        for seconds in (super::YEARS.start..super::YEARS.end).step_by(604_801 * 13) {
            let theirs = jiff::Timestamp::from_second(seconds).unwrap();
            assert_eq!(Timestamp::from_unix_seconds(seconds).to_string(), theirs.to_string());
        }
    }
}
