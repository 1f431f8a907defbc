//! The span of a call, and the events within it.
//!
//! Fields have the names of OpenTelemetry where it has some. Of the server's texts, only codes and request ids are
//! recorded, shortened. The URL is not, as a query can hold secrets, and neither is the description of an error, as it
//! can quote an argument.

use std::panic::{RefUnwindSafe, UnwindSafe};

use tracing::Span;
use tracing::span::Entered;

use super::{FailedCall, TARGET};
use crate::wire::Brief;

/// The span of a call, from before its first request until its response is decoded.
#[derive(Debug, Clone)]
pub(crate) struct CallSpan(Span);

/// No span.
impl Default for CallSpan {
    fn default() -> Self {
        Self(Span::none())
    }
}

// A response that had a span is as unwind safe as one without the feature.
impl UnwindSafe for CallSpan {}
impl RefUnwindSafe for CallSpan {}

impl CallSpan {
    /// Enters the span until the guard is dropped.
    pub(crate) fn enter(&self) -> Entered<'_> {
        self.0.enter()
    }

    /// Records that the call failed after that many attempts.
    pub(crate) fn failed<'f>(&self, attempts: usize, failed: impl FnOnce() -> FailedCall<'f>) {
        let failed = failed();
        if !self.0.is_disabled() {
            self.0.record("error.type", error_type(&failed)).record("otel.status_code", "ERROR");
        }
        let _within = self.enter();
        // The caller gets the error and knows better how bad it is: a 404 can be the expected response.
        tracing::debug!(
            target: TARGET,
            attempts,
            error.kind = failed.kind,
            http.response.status_code = failed.status,
            api.error_code = failed.code.map(brief),
            api.request_id = failed.request_id.map(brief),
            "the call failed"
        );
    }
}

#[cfg(feature = "_exchange")]
mod attempts {
    use std::time::Duration;

    use http::Uri;
    use tracing::field::Empty;

    use super::{CallSpan, brief};
    use crate::trace::{FailedCall, ReceivedResponse, StartedCall, TARGET};

    impl CallSpan {
        /// Opens the span of a call, as a child of the current span.
        // INFO, because it is one span for each request that leaves the process, and events of every level belong in it.
        pub(crate) fn open(call: &StartedCall<'_>) -> Self {
            let span = tracing::info_span!(
                target: TARGET,
                "call",
                otel.name = format!("{} {}", call.method, call.path),
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
            );
            if !span.is_disabled()
                && let Ok(url) = Uri::try_from(call.url)
            {
                let port = if url.scheme_str() == Some("http") { 80 } else { 443 };
                let host = url.host().map(|host| host.trim_start_matches('[').trim_end_matches(']'));
                span.record("server.address", host).record("server.port", url.port_u16().unwrap_or(port));
            }
            Self(span)
        }

        /// The future that `begin` makes, within the span while it is made, polled and dropped.
        #[cfg(feature = "client")]
        pub(crate) fn around<F: Future>(&self, begin: impl FnOnce() -> F) -> tracing::instrument::Instrumented<F> {
            tracing::Instrument::instrument(self.0.in_scope(begin), self.0.clone())
        }

        /// Records that the rate limiter delays the call.
        pub(crate) fn delayed(&self, wait: Duration) {
            let _within = self.enter();
            tracing::debug!(target: TARGET, wait_ms = milliseconds(wait), "the rate limit delays the call");
        }

        /// Records that the attempt number `attempt` failed and is followed by another one after `wait`.
        pub(crate) fn retried<'f>(&self, attempt: usize, wait: Duration, failed: impl FnOnce() -> FailedCall<'f>) {
            let failed = failed();
            let _within = self.enter();
            // WARN, because nothing else shows it: a call that succeeds in the end only takes longer.
            tracing::warn!(
                target: TARGET,
                attempt,
                error.kind = failed.kind,
                http.response.status_code = failed.status,
                api.error_code = failed.code.map(brief),
                api.request_id = failed.request_id.map(brief),
                wait_ms = milliseconds(wait),
                "retrying the call"
            );
        }

        /// Records the response of the last attempt, if there is one, and how many attempts came before it.
        pub(crate) fn responded<'r>(&self, resends: usize, response: impl FnOnce() -> Option<ReceivedResponse<'r>>) {
            if self.0.is_disabled() {
                return;
            }
            let response = response();
            let response = response.as_ref();
            self.0
                .record("http.request.resend_count", (resends > 0).then_some(resends))
                .record("http.response.status_code", response.map(|response| response.status))
                .record("api.request_id", response.and_then(|response| response.request_id).map(brief))
                .record("api.rate_limit.permitted", response.and_then(|response| response.permitted))
                .record("api.rate_limit.remaining", response.and_then(|response| response.remaining));
        }
    }

    fn milliseconds(wait: Duration) -> u64 {
        u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)
    }
}

/// The text as logs show it.
fn brief(text: &str) -> String {
    Brief(text).to_string()
}

/// The label to count failures by: the API's code, or else the status, or else the kind of error.
fn error_type(failed: &FailedCall<'_>) -> String {
    match (failed.code, failed.status) {
        (Some(code), _) => brief(code),
        // The status says more than the kind where a proxy responds with a page. A partial response has one that says nothing.
        (None, Some(status)) if failed.is_rejected => status.to_string(),
        _ => failed.kind.to_owned(),
    }
}
