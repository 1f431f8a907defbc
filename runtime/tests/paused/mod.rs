//! The clock of an async client whose runtime is paused: it goes on when nothing is left to do but wait.
#![allow(dead_code)] // Each test uses another part.

use std::cell::OnceCell;
use std::future::Future;
use std::time::{Duration, Instant, UNIX_EPOCH};

use api_client_runtime::exchange::{Clock, Moment};

thread_local! {
    /// When the test of this thread began: at a full minute.
    static START: OnceCell<Instant> = const { OnceCell::new() };
}

/// The clock of the paused runtime.
pub const CLOCK: Clock = Clock { now, sleep: |_| {} };

fn now() -> Moment {
    let instant = tokio::time::Instant::now().into_std();
    let start = START.with(|start| *start.get_or_init(|| instant));
    Moment { instant, wall: UNIX_EPOCH + Duration::from_secs(30_000_000 * 60) + (instant - start) }
}

/// How much time has passed since the test began.
pub fn elapsed() -> Duration {
    let now = now().instant;
    START.with(|start| now - start.get().copied().unwrap_or(now))
}

/// What comes of `future`, from a full minute on.
pub fn run<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.unwrap().block_on(async {
        now();
        future.await
    })
}
