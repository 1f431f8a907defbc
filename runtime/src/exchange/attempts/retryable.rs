//! Which failures are retried, and when the server wants the next attempt. Nothing else decides this.

use std::time::{Duration, SystemTime};

use http::StatusCode;
use http::header::RETRY_AFTER;

use crate::api::{Description, Method};
use crate::exchange::rate_limiter::Reported;
use crate::request::Request;
use crate::response::{Cause, Failure, RawResponse};

/// Whether sending `request` again after `failure` can help and does no harm.
pub(in crate::exchange) fn retryable(request: &Request, description: &Description, failure: &Failure) -> bool {
    let status = failure.response.as_ref().map(|response| response.status);
    let (unseen, transient) = match &failure.cause {
        // The next handshake has the same outcome: it depends on what the server is, and on its certificate.
        Cause::Transport(error) if error.is_tls() => (true, false),
        Cause::Transport(error) => {
            (error.is_connect(), error.is_connect() || error.is_timeout() || error.is_interrupted())
        }
        // Nothing was sent.
        Cause::Overdue { .. } | Cause::RateLimit { .. } => (true, true),
        _ => {
            let code = failure.envelope().map(|envelope| envelope.code.as_str());
            (false, status.is_some_and(|status| is_transient(description, status, code)))
        }
    };
    let unprocessed = unseen || status == Some(StatusCode::TOO_MANY_REQUESTS);
    // With status 2xx the request was carried out. Repeating it could only lose what there is of the response.
    let done = status.is_some_and(|status| status.is_success()) && request.operation().method != Method::Get;
    transient && (unprocessed || (request.is_idempotent() && !done))
}

/// Whether the name of the host could not be resolved. That is seldom a passing failure, so it is retried once.
pub(super) fn is_dns(failure: &Failure) -> bool {
    matches!(&failure.cause, Cause::Transport(error) if error.is_dns())
}

/// Whether another attempt may get another response than this one. A code that the API declares wins over the status.
fn is_transient(description: &Description, status: StatusCode, code: Option<&str>) -> bool {
    match code {
        Some(code) if description.retryable_codes.contains(&code) => true,
        Some(code) if description.final_codes.contains(&code) => false,
        _ => matches!(status.as_u16(), 429 | 502 | 503 | 504),
    }
}

/// Whether the server refuses a request because the rate limit is used up, and not because of a limit of the operation.
pub(super) fn is_rate_limit(response: &RawResponse) -> bool {
    response.status == StatusCode::TOO_MANY_REQUESTS && response.rate_limit().is_none_or(|limit| limit.remaining == 0)
}

/// What a response reports of the rate limit.
pub(super) fn reported(response: &RawResponse) -> Reported {
    match response.rate_limit() {
        Some(limit) => Reported::Limit(limit),
        // A response with one of these statuses can come from a proxy, which knows nothing of the limit.
        None if response.status.is_server_error() || response.status.is_redirection() => Reported::Nothing,
        None if response.status == StatusCode::TOO_MANY_REQUESTS => Reported::Nothing,
        None => Reported::NoLimit,
    }
}

/// How long the server asks to wait, from `Retry-After`: in seconds, or until a date.
pub(super) fn retry_after(response: &RawResponse, now: SystemTime) -> Option<Duration> {
    let text = response.header(RETRY_AFTER.as_str())?.trim();
    match text.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => Some(httpdate::parse_http_date(text).ok()?.duration_since(now).unwrap_or_default()),
    }
}
