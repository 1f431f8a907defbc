//! The same functions as with feature `tracing`, empty.

use super::{FailedCall, SucceededCall};

/// The callsites of an API, of which there are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Callsites(());

impl Callsites {
    #[doc(hidden)]
    pub const NONE: Self = Self(());
}

/// The callsites of an API, of which there are none.
#[doc(hidden)]
#[macro_export]
macro_rules! callsites {
    ($target:expr) => {
        $crate::__private::Callsites::NONE
    };
}

/// The span of a call, of which there is none.
#[derive(Debug, Clone)]
pub(crate) struct CallSpan(());

/// The guard of a span that is entered.
pub(crate) struct Entered;

impl CallSpan {
    pub(crate) fn none(_: &'static Callsites) -> Self {
        Self(())
    }

    pub(crate) fn enter(&self) -> Entered {
        Entered
    }

    pub(crate) fn succeeded(&self, _: impl FnOnce() -> SucceededCall) {}

    pub(crate) fn failed<'f>(&self, _: impl FnOnce() -> FailedCall<'f>) {}
}

#[cfg(feature = "_exchange")]
mod attempts {
    use std::time::Duration;

    use super::{CallSpan, Callsites};
    use crate::trace::{FailedCall, ReceivedResponse, StartedCall};

    impl CallSpan {
        pub(crate) fn open(_: &'static Callsites, _: &StartedCall<'_>) -> Self {
            Self(())
        }

        #[cfg(feature = "client")]
        pub(crate) fn around<F: Future>(&self, begin: impl FnOnce() -> F) -> F {
            begin()
        }

        pub(crate) fn delayed(&self, _: Duration, _: bool) {}

        pub(crate) fn retried<'f>(&self, _: Duration, _: impl FnOnce() -> FailedCall<'f>) {}

        pub(crate) fn responded<'r>(&self, _: usize, _: impl FnOnce() -> Option<ReceivedResponse<'r>>) {}
    }
}

/// Reports a value that `T` does not have.
#[inline(always)]
pub fn unrecognized<T>(_: &'static Callsites, _: &str) {}
