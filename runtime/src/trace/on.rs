//! The span of a call, and the events within it.
//!
//! Fields have the names of OpenTelemetry where it has some. Of the server's texts, only codes and request ids are told,
//! and those shortened. There is no URL, as a query can hold what no log should, and no description, as it can quote an
//! argument.

use std::panic::{RefUnwindSafe, UnwindSafe};

use tracing::Span;
use tracing::span::Entered;

use super::TARGET;
use crate::ErrorKind;
use crate::brief::Brief;
use crate::exchange::Failure;
use crate::failure::Cause;

/// The span of a call, from before its first request until its answer is decoded.
#[derive(Debug, Clone)]
pub(crate) struct CallSpan(Span);

/// No span.
impl Default for CallSpan {
    fn default() -> Self {
        Self(Span::none())
    }
}

// A response, which has had one, is as good after a panic as it is without the feature.
impl UnwindSafe for CallSpan {}
impl RefUnwindSafe for CallSpan {}

impl CallSpan {
    /// Makes the span the current one for as long as the guard lives.
    pub(crate) fn enter(&self) -> Entered<'_> {
        self.0.enter()
    }

    /// Tells that the call has failed for good.
    pub(crate) fn failed(&self, failure: &Failure) {
        if !self.0.is_disabled() {
            self.0.record("error.type", error_type(failure)).record("otel.status_code", "ERROR");
        }
        let _within = self.enter();
        // The caller gets the error, and knows better how bad it is: a 404 can be just the answer that was hoped for.
        tracing::debug!(
            target: TARGET,
            attempts = failure.attempts.len(),
            error.kind = word(failure.kind()),
            http.response.status_code = status(failure),
            api.error_code = code(failure),
            api.request_id = request_id(failure),
            "the call failed"
        );
    }
}

#[cfg(any(feature = "client", feature = "blocking"))]
mod attempts {
    use std::time::Duration;

    use http::Uri;
    use tracing::field::Empty;

    use super::{CallSpan, code, request_id, status, word};
    use crate::Operation;
    use crate::brief::Brief;
    use crate::exchange::{Answer, Failure, Target};
    use crate::trace::TARGET;

    impl CallSpan {
        /// Opens the span of a call of `operation`, within whatever span is the current one.
        // INFO, as it is one for a call that leaves the house, and events of whatever level want to be in it.
        pub(crate) fn open(operation: &'static Operation, target: &Target) -> Self {
            let span = tracing::info_span!(
                target: TARGET,
                "call",
                otel.name = format!("{} {}", operation.method.as_str(), operation.path),
                otel.kind = "client",
                otel.status_code = Empty,
                api.operation = operation.name,
                api.request_id = Empty,
                api.rate_limit.permitted = Empty,
                api.rate_limit.remaining = Empty,
                http.request.method = operation.method.as_str(),
                http.request.resend_count = Empty,
                http.response.status_code = Empty,
                url.template = operation.path,
                server.address = Empty,
                server.port = Empty,
                "error.type" = Empty,
            );
            if !span.is_disabled()
                && let Ok(url) = Uri::try_from(&target.url)
            {
                let port = if url.scheme_str() == Some("http") { 80 } else { 443 };
                let host = url.host().map(|host| host.trim_start_matches('[').trim_end_matches(']'));
                span.record("server.address", host).record("server.port", url.port_u16().unwrap_or(port));
            }
            Self(span)
        }

        /// The future that `begin` makes, with the span as the current one while it is made, polled and dropped.
        #[cfg(feature = "client")]
        pub(crate) fn around<F: Future>(&self, begin: impl FnOnce() -> F) -> tracing::instrument::Instrumented<F> {
            tracing::Instrument::instrument(self.0.in_scope(begin), self.0.clone())
        }

        /// Tells that the call waits for its turn.
        pub(crate) fn held_back(&self, wait: Duration) {
            let _within = self.enter();
            tracing::debug!(target: TARGET, wait_ms = milliseconds(wait), "the call is held back by the rate limit");
        }

        /// Tells that an attempt, which was number `attempt`, failed and is followed by another one after `wait`.
        pub(crate) fn tried_again(&self, failure: &Failure, attempt: usize, wait: Duration) {
            let _within = self.enter();
            // Nobody else tells of it: a caller whose call succeeds in the end sees nothing but that it took long.
            tracing::warn!(
                target: TARGET,
                attempt,
                error.kind = word(failure.kind()),
                http.response.status_code = status(failure),
                api.error_code = code(failure),
                api.request_id = request_id(failure),
                wait_ms = milliseconds(wait),
                "the call is tried again"
            );
        }

        /// Tells what the last attempt, before which there were `resends` others, was answered.
        pub(crate) fn answered(&self, answer: Option<&Answer>, resends: usize) {
            if self.0.is_disabled() {
                return;
            }
            let rate_limit = answer.and_then(Answer::rate_limit);
            self.0
                .record("http.request.resend_count", (resends > 0).then_some(resends))
                .record("http.response.status_code", answer.map(|answer| answer.status.as_u16()))
                .record("api.request_id", answer.and_then(Answer::request_id).map(|id| Brief(id).to_string()))
                .record("api.rate_limit.permitted", rate_limit.map(|limit| limit.permitted))
                .record("api.rate_limit.remaining", rate_limit.map(|limit| limit.remaining));
        }
    }

    fn milliseconds(wait: Duration) -> u64 {
        u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)
    }
}

/// What a dashboard counts failures by: the API's code, or else the status, or else the kind of error.
fn error_type(failure: &Failure) -> String {
    match (code(failure), &failure.answer, &failure.cause) {
        (Some(code), ..) => code,
        // That a proxy's page is no JSON says less than its status does. Half an answer has one too that says nothing.
        (None, Some(answer), cause) if !answer.status.is_success() && !matches!(cause, Cause::Transport(_)) => {
            answer.status.as_str().to_owned()
        }
        _ => word(failure.kind()).to_owned(),
    }
}

fn status(failure: &Failure) -> Option<u16> {
    Some(failure.answer.as_ref()?.status.as_u16())
}

fn code(failure: &Failure) -> Option<String> {
    Some(Brief(&failure.envelope()?.code).to_string())
}

fn request_id(failure: &Failure) -> Option<String> {
    Some(Brief(failure.answer.as_ref()?.request_id()?).to_string())
}

/// The name of a kind of error, which stays what it is whatever happens to the Rust.
fn word(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Request => "request",
        ErrorKind::Connect => "connect",
        ErrorKind::Timeout => "timeout",
        ErrorKind::Interrupted => "interrupted",
        ErrorKind::TooLarge => "too_large",
        ErrorKind::Transport => "transport",
        ErrorKind::Redirect => "redirect",
        ErrorKind::Api => "api",
        ErrorKind::EmptyBody => "empty_body",
        ErrorKind::RepeatedPage => "repeated_page",
        ErrorKind::ContentType => "content_type",
        ErrorKind::Body => "body",
    }
}
