//! The same functions as with feature `tracing`, empty.

use super::FailedCall;

/// The span of a call, of which there is none.
#[derive(Debug, Clone, Default)]
pub(crate) struct CallSpan(());

/// The guard of a span that is entered.
pub(crate) struct Entered;

impl CallSpan {
    pub(crate) fn enter(&self) -> Entered {
        Entered
    }

    pub(crate) fn failed<'f>(&self, _: usize, _: impl FnOnce() -> FailedCall<'f>) {}
}

#[cfg(feature = "_exchange")]
mod attempts {
    use std::time::Duration;

    use super::CallSpan;
    use crate::trace::{FailedCall, ReceivedResponse, StartedCall};

    impl CallSpan {
        pub(crate) fn open(_: &StartedCall<'_>) -> Self {
            Self(())
        }

        #[cfg(feature = "client")]
        pub(crate) fn around<F: Future>(&self, begin: impl FnOnce() -> F) -> F {
            begin()
        }

        pub(crate) fn delayed(&self, _: Duration) {}

        pub(crate) fn retried<'f>(&self, _: usize, _: Duration, _: impl FnOnce() -> FailedCall<'f>) {}

        pub(crate) fn responded<'r>(&self, _: usize, _: impl FnOnce() -> Option<ReceivedResponse<'r>>) {}
    }
}

/// Reports a value that `T` does not have.
#[inline(always)]
pub fn unrecognized<T>(_: &str) {}
