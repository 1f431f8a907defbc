//! The span of a call, and the events within it.

use std::panic::{RefUnwindSafe, UnwindSafe};
use std::time::Duration;

use tracing::Span;
use tracing::span::Entered;

use super::{Callsites, FailedCall, SucceededCall};
use crate::wire::Brief;

/// The span of a call, from before its first request until its response is decoded.
#[derive(Debug, Clone)]
pub(crate) struct CallSpan {
    span: Span,
    callsites: &'static Callsites,
}

// A response that had a span is as unwind safe as one without the feature.
impl UnwindSafe for CallSpan {}
impl RefUnwindSafe for CallSpan {}

impl CallSpan {
    /// No span, for a response without a client.
    pub(crate) fn none(callsites: &'static Callsites) -> Self {
        Self { span: Span::none(), callsites }
    }

    /// Enters the span until the guard is dropped.
    pub(crate) fn enter(&self) -> Entered<'_> {
        self.span.enter()
    }

    /// Records that the call succeeded.
    pub(crate) fn succeeded(&self, call: impl FnOnce() -> SucceededCall) {
        (self.callsites.succeeded)(&call());
    }

    /// Records that the call failed.
    pub(crate) fn failed<'f>(&self, failed: impl FnOnce() -> FailedCall<'f>) {
        let failed = failed();
        if !self.span.is_disabled() {
            self.span.record("error.type", error_type(&failed)).record("otel.status_code", "ERROR");
        }
        let _within = self.enter();
        (self.callsites.failed)(&failed);
    }
}

#[cfg(feature = "_exchange")]
mod attempts {
    use std::time::Duration;

    use http::Uri;

    use super::{CallSpan, Callsites, brief};
    use crate::trace::{FailedCall, ReceivedResponse, StartedCall};

    impl CallSpan {
        /// Opens the span of a call, as a child of the current span.
        pub(crate) fn open(callsites: &'static Callsites, call: &StartedCall<'_>) -> Self {
            let span = (callsites.call)(call);
            if !span.is_disabled()
                && let Ok(url) = Uri::try_from(call.url)
            {
                let port = if url.scheme_str() == Some("http") { 80 } else { 443 };
                let host = url.host().map(|host| host.trim_start_matches('[').trim_end_matches(']'));
                span.record("server.address", host).record("server.port", url.port_u16().unwrap_or(port));
            }
            Self { span, callsites }
        }

        /// The future that `begin` makes, within the span while it is made, polled and dropped.
        #[cfg(feature = "client")]
        pub(crate) fn around<F: Future>(&self, begin: impl FnOnce() -> F) -> tracing::instrument::Instrumented<F> {
            tracing::Instrument::instrument(self.span.in_scope(begin), self.span.clone())
        }

        /// Records that the rate limiter delays the call, and whether for so long that it is a warning.
        pub(crate) fn delayed(&self, wait: Duration, is_long: bool) {
            let _within = self.enter();
            if is_long { (self.callsites.delayed_for_long)(wait) } else { (self.callsites.delayed)(wait) }
        }

        /// Records that the last attempt failed and is followed by another one after `wait`.
        pub(crate) fn retried<'f>(&self, wait: Duration, failed: impl FnOnce() -> FailedCall<'f>) {
            let _within = self.enter();
            (self.callsites.retrying)(&failed(), wait);
        }

        /// Records the response of the last attempt, if there is one, and how many attempts came before it.
        pub(crate) fn responded<'r>(&self, resends: usize, response: impl FnOnce() -> Option<ReceivedResponse<'r>>) {
            if self.span.is_disabled() {
                return;
            }
            let response = response();
            let response = response.as_ref();
            self.span
                .record("http.request.resend_count", (resends > 0).then_some(resends))
                .record("http.response.status_code", response.map(|response| response.status))
                .record("api.request_id", response.and_then(|response| response.request_id).map(brief))
                .record("api.rate_limit.permitted", response.and_then(|response| response.permitted))
                .record("api.rate_limit.remaining", response.and_then(|response| response.remaining));
        }
    }
}

/// A time as logs show it.
pub fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// The text as logs show it.
pub fn brief(text: &str) -> String {
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
