//! Whether a failed request may be sent again, and when the server wants it.

use std::time::{Duration, SystemTime};

use http::StatusCode;
use http::header::RETRY_AFTER;

use super::governor::Told;
use crate::exchange::{Answer, Failure};
use crate::failure::Cause;
use crate::{Description, Method, Request};

/// Whether it may help to send `request` again after `failure`, and can do no harm.
pub(in crate::exchange) fn may_repeat(request: &Request, description: &Description, failure: &Failure) -> bool {
    let status = failure.answer.as_ref().map(|answer| answer.status);
    let (unseen, passing) = match &failure.cause {
        Cause::Transport(error) => {
            (error.is_connect(), error.is_connect() || error.is_timeout() || error.is_interrupted())
        }
        // Nothing was sent.
        Cause::Overdue { .. } => (true, true),
        _ => {
            let code = failure.envelope().map(|envelope| envelope.code.as_str());
            (false, status.is_some_and(|status| passes(description, status, code)))
        }
    };
    let unprocessed = unseen || status == Some(StatusCode::TOO_MANY_REQUESTS);
    // The server has said that it is done. Doing it again could only lose what there is of the answer.
    let done = status.is_some_and(|status| status.is_success()) && request.operation().method != Method::Get;
    passing && (unprocessed || (request.is_repeatable() && !done))
}

/// Whether an answer is one of those that another attempt may not get.
fn passes(description: &Description, status: StatusCode, code: Option<&str>) -> bool {
    match code {
        Some(code) if description.retryable_codes.contains(&code) => true,
        Some(code) if description.final_codes.contains(&code) => false,
        _ => matches!(status.as_u16(), 429 | 502 | 503 | 504),
    }
}

/// Whether the server refuses because its window of time is used up, and not for a reason of the operation's own.
pub(super) fn is_rate_limit(answer: &Answer) -> bool {
    answer.status == StatusCode::TOO_MANY_REQUESTS && answer.rate_limit().is_none_or(|limit| limit.remaining == 0)
}

/// What a response tells about the rate limit.
pub(super) fn told(answer: &Answer) -> Told {
    match answer.rate_limit() {
        Some(limit) => Told::Limit(limit),
        // What comes with these statuses can be the page of a proxy, which knows nothing of the limit.
        None if answer.status.is_server_error() || answer.status.is_redirection() => Told::Nothing,
        None if answer.status == StatusCode::TOO_MANY_REQUESTS => Told::Nothing,
        None => Told::NoLimit,
    }
}

/// How long the server asks to be left alone: in seconds, or until a date.
pub(super) fn retry_after(answer: &Answer, now: SystemTime) -> Option<Duration> {
    let text = answer.header(RETRY_AFTER.as_str())?.trim();
    match text.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => Some(httpdate::parse_http_date(text).ok()?.duration_since(now).unwrap_or_default()),
    }
}
