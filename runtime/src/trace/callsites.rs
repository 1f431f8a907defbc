//! Where spans and events are recorded. The target of a span or event is a constant of its callsite, so the callsites with
//! the name of a generated crate are in that crate.

use std::fmt;
use std::time::Duration;

use tracing::Span;

use super::{FailedCall, StartedCall, SucceededCall};

/// The callsites of an API, made by [`callsites!`](crate::callsites).
#[derive(Clone, Copy)]
pub struct Callsites {
    /// The span of a call.
    pub call: fn(&StartedCall<'_>) -> Span,
    /// A call succeeded.
    pub succeeded: fn(&SucceededCall),
    /// A call failed.
    pub failed: fn(&FailedCall<'_>),
    /// An attempt failed, and there is another one after that time.
    pub retrying: fn(&FailedCall<'_>, Duration),
    /// The rate limit delays a call.
    pub delayed: fn(Duration),
    /// The rate limit delays a call for so long that it is a warning.
    pub delayed_for_long: fn(Duration),
    /// Whether anybody subscribes to unrecognized values.
    pub reports_unrecognized: fn() -> bool,
    /// A value, of the type with that name, is not recognized.
    pub unrecognized: fn(&str, &str),
    /// That many values were reported, and no more are.
    pub no_more_unrecognized: fn(usize),
}

impl fmt::Debug for Callsites {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callsites").finish_non_exhaustive()
    }
}

/// The callsites of a crate are the same ones.
impl PartialEq for Callsites {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Callsites {}

/// The callsites of an API, with the name of its crate as their target.
///
/// Fields have the names of OpenTelemetry where it has some. Of the server's texts, only codes and request ids are
/// recorded, shortened. The URL is not, as a query can hold secrets, and neither is the description of an error, as it
/// can quote an argument.
#[doc(hidden)]
#[macro_export]
macro_rules! callsites {
    ($target:expr) => {
        $crate::__private::Callsites {
            // INFO, because it is one span for each request that leaves the process, and events of every level belong in it.
            call: |call| {
                use $crate::__private::tracing::field::Empty;
                $crate::__private::tracing::info_span!(
                    target: $target,
                    "call",
                    otel.name = ::std::format!("{} {}", call.method, call.path),
                    otel.kind = "client",
                    otel.status_code = Empty,
                    api.operation = call.operation,
                    api.request_id = Empty,
                    api.rate_limit.permitted = Empty,
                    api.rate_limit.remaining = Empty,
                    http.request.method = call.method,
                    http.request.resend_count = Empty,
                    http.response.status_code = Empty,
                    url.template = call.path,
                    server.address = Empty,
                    server.port = Empty,
                    "error.type" = Empty,
                )
            },
            succeeded: |call| {
                $crate::__private::tracing::debug!(
                    target: $target,
                    {
                        api.operation = call.operation,
                        attempts = call.attempts,
                        duration_ms = $crate::__private::milliseconds(call.elapsed),
                        http.response.status_code = call.status,
                    },
                    "the call succeeded"
                );
            },
            // DEBUG, because the caller gets the error and knows better how bad it is: a 404 can be the expected response.
            failed: |failed| {
                $crate::__private::tracing::debug!(
                    target: $target,
                    {
                        api.operation = failed.operation,
                        attempts = failed.attempts,
                        duration_ms = $crate::__private::milliseconds(failed.elapsed),
                        error.kind = failed.kind,
                        http.response.status_code = failed.status,
                        api.error_code = failed.code.map($crate::__private::brief),
                        api.request_id = failed.request_id.map($crate::__private::brief),
                    },
                    "the call failed"
                );
            },
            // WARN, because nothing else shows it: a call that succeeds in the end only takes longer.
            retrying: |failed, wait| {
                $crate::__private::tracing::warn!(
                    target: $target,
                    {
                        attempt = failed.attempts,
                        error.kind = failed.kind,
                        http.response.status_code = failed.status,
                        api.error_code = failed.code.map($crate::__private::brief),
                        api.request_id = failed.request_id.map($crate::__private::brief),
                        wait_ms = $crate::__private::milliseconds(wait),
                    },
                    "retrying the call"
                );
            },
            delayed: |wait| {
                $crate::__private::tracing::debug!(
                    target: $target,
                    wait_ms = $crate::__private::milliseconds(wait),
                    "the rate limit delays the call"
                );
            },
            delayed_for_long: |wait| {
                $crate::__private::tracing::warn!(
                    target: $target,
                    wait_ms = $crate::__private::milliseconds(wait),
                    "the rate limit delays the call"
                );
            },
            reports_unrecognized: || {
                $crate::__private::tracing::enabled!(target: $target, $crate::__private::tracing::Level::WARN)
            },
            // WARN, because nothing fails, and it shows that the API has grown and the client has not.
            unrecognized: |type_name, value| {
                $crate::__private::tracing::warn!(
                    target: $target,
                    { api.type_name = type_name, api.value = value },
                    "unrecognized value"
                );
            },
            no_more_unrecognized: |values| {
                $crate::__private::tracing::warn!(
                    target: $target,
                    values,
                    "no further unrecognized values are reported"
                );
            },
        }
    };
}
