//! Nothing, in the shape of what feature `tracing` puts in its place.

use crate::exchange::Failure;

/// The span of a call, which there is none of.
#[derive(Debug, Clone, Default)]
pub(crate) struct CallSpan(());

/// What lasts as long as a span would be the current one.
pub(crate) struct Entered;

impl CallSpan {
    pub(crate) fn enter(&self) -> Entered {
        Entered
    }

    pub(crate) fn failed(&self, _: &Failure) {}
}

#[cfg(any(feature = "client", feature = "blocking"))]
mod attempts {
    use std::time::Duration;

    use super::CallSpan;
    use crate::Operation;
    use crate::exchange::{Answer, Failure, Target};

    impl CallSpan {
        pub(crate) fn open(_: &'static Operation, _: &Target) -> Self {
            Self(())
        }

        #[cfg(feature = "client")]
        pub(crate) fn around<F: Future>(&self, begin: impl FnOnce() -> F) -> F {
            begin()
        }

        pub(crate) fn held_back(&self, _: Duration) {}

        pub(crate) fn tried_again(&self, _: &Failure, _: usize, _: Duration) {}

        pub(crate) fn answered(&self, _: Option<&Answer>, _: usize) {}
    }
}

/// Takes note of a value of a `T` that nobody documented.
#[inline(always)]
pub fn unrecognized<T>(_: &str) {}
