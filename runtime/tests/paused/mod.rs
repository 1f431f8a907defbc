//! The clock of an async client on a paused runtime. It advances when all tasks wait.
#![allow(dead_code)] // Each test uses another part.

use std::cell::OnceCell;
use std::future::Future;
use std::time::{Duration, Instant, UNIX_EPOCH};

use api_client_runtime::exchange::{Clock, Moment};

thread_local! {
    /// The start of the test on this thread, at a full minute.
    static START: OnceCell<Instant> = const { OnceCell::new() };
}

/// The clock of the paused runtime.
pub const CLOCK: Clock = Clock { now, sleep: |_| {} };

fn now() -> Moment {
    let instant = tokio::time::Instant::now().into_std();
    let start = START.with(|start| *start.get_or_init(|| instant));
    Moment { instant, wall: UNIX_EPOCH + Duration::from_secs(30_000_000 * 60) + (instant - start) }
}

/// The time since the start of the test.
pub fn elapsed() -> Duration {
    let now = now().instant;
    START.with(|start| now - start.get().copied().unwrap_or(now))
}

/// Runs `future` on a paused runtime, starting at a full minute.
pub fn run<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.unwrap().block_on(async {
        now();
        future.await
    })
}
