//! Recorded calls, independent of the recording format.

use base64::{Engine, prelude::BASE64_STANDARD};

use super::{GZIP, gunzip};

/// A request and its response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call {
    /// The HTTP method, in upper case.
    pub(crate) method: String,
    /// The URL, with the query.
    pub(crate) url: String,
    /// The body of the request.
    pub(crate) request: Body,
    /// The HTTP status of the response.
    pub(crate) status: u16,
    /// The body of the response.
    pub(crate) response: Body,
    /// The day of the call, such as `2024-08-12`, if it is recorded.
    pub(crate) date: Option<String>,
}

/// The body of a request or of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Body {
    /// The value of the `Content-Type` header, or an empty string.
    pub(crate) content_type: String,
    /// The text, empty without a body; or the reason that it cannot be read.
    pub(crate) text: Result<String, &'static str>,
}

impl Default for Body {
    fn default() -> Self {
        Self { content_type: String::new(), text: Ok(String::new()) }
    }
}

impl Body {
    /// Whether the media type is `essence`, such as `text/html`.
    pub(crate) fn is(&self, essence: &str) -> bool {
        self.content_type.split(';').next().is_some_and(|found| found.trim().eq_ignore_ascii_case(essence))
    }
}

/// Decodes a base64 body. Recorders use base64 for compressed and binary bodies.
pub(super) fn from_base64(text: &str) -> Result<String, &'static str> {
    let text: String = text.split_ascii_whitespace().collect();
    let bytes = BASE64_STANDARD.decode(text).map_err(|_| "a body is not valid base64")?;
    let bytes = if bytes.starts_with(GZIP) { gunzip(&bytes).map_err(|_| "a body is not valid gzip")? } else { bytes };
    String::from_utf8(bytes).map_err(|_| "a body is not text")
}

/// Returns the day of a timestamp in the format of RFC 3339, as in HAR, or of the HTTP header `Date`.
pub(super) fn day(text: &str) -> Option<String> {
    use jiff::{Timestamp, fmt::rfc2822};
    let parser = rfc2822::DateTimeParser::new().relaxed_weekday(true);
    let moment: Timestamp = text.parse().ok().or_else(|| parser.parse_timestamp(text).ok())?;
    // `Timestamp` displays as RFC 3339, in UTC.
    moment.to_string().get(..10).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn parses_the_date_formats_of_all_recorders() {
        for text in ["2024-08-12T23:27:38Z", "2024-08-13T01:27:38.123+02:00", "Mon, 12 Aug 2024 23:27:38 GMT"] {
            assert_eq!(day(text).as_deref(), Some("2024-08-12"), "{text}");
        }
        assert_eq!(day("yesterday"), None);
    }
}
