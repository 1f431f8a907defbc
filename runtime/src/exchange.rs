//! The exchange of requests for responses without the I/O: attempts, retries, the rate limit, pages and waits.
//!
//! A client does what this says and nothing else. Time and randomness are passed in, so that tests control both.

#[cfg(feature = "_exchange")]
mod attempts;
mod classify;
#[cfg(feature = "_exchange")]
mod clock;
mod limits;
mod page;
#[cfg(feature = "_exchange")]
mod paging;
#[cfg(feature = "_exchange")]
mod rate_limiter;
mod retry;
mod wait;

#[cfg(feature = "_exchange")]
pub use self::attempts::{Attempts, CallSettings, CallStep, Renewal};
pub use self::classify::{Exchange, classify, decode, refused};
#[cfg(all(feature = "_exchange", feature = "test-support"))]
pub use self::clock::TestClock;
#[cfg(feature = "_exchange")]
pub use self::clock::{Clock, Moment};
#[cfg(feature = "_exchange")]
pub(crate) use self::clock::{Instant, Time};
pub use self::limits::Limits;
pub use self::page::{Page, Paged};
#[cfg(feature = "_exchange")]
pub use self::paging::Paging;
#[cfg(feature = "_exchange")]
pub use self::rate_limiter::RateLimiter;
pub use self::retry::RetryPolicy;
pub use self::wait::{IntoWait, Progress, Wait, WaitError, Waiter};
#[cfg(feature = "_exchange")]
pub use self::wait::{Polling, WaitStep};
pub use crate::request::{Target, encode};
pub use crate::response::Failure;
