//! The clock for tests: who waits moves it, in the order in which the waits end.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::{Duration, UNIX_EPOCH};

use api_client_runtime::test_support::TestClock;
use futures_util::future::join_all;

const SECOND: Duration = Duration::from_secs(1);

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(future)
}

#[test]
fn a_wait_moves_the_clock_and_ends_at_once() {
    let clock = TestClock::new();
    let begin = std::time::Instant::now();
    block_on(async {
        clock.sleep(3600 * SECOND).await;
        clock.sleep(Duration::ZERO).await;
    });
    assert_eq!(clock.elapsed(), 3600 * SECOND);
    assert_eq!(clock.system_time(), UNIX_EPOCH + (1_767_225_600 + 3600) * SECOND);
    assert!(begin.elapsed() < SECOND);
}

#[test]
fn waits_end_in_the_order_of_their_ends() {
    let clock = TestClock::new();
    let order = Mutex::new(Vec::new());
    block_on(join_all([5, 1, 3, 1].map(|seconds| {
        let (clock, order) = (&clock, &order);
        async move {
            clock.sleep(seconds * SECOND).await;
            order.lock().expect("no panic").push((seconds, clock.elapsed()));
        }
    })));
    let order = order.into_inner().expect("no panic");
    assert_eq!(order, [1, 1, 3, 5].map(|seconds| (seconds, seconds * SECOND)));
}

#[test]
fn a_wait_that_is_not_polled_holds_nobody_up() {
    let clock = Arc::new(TestClock::new());
    block_on(async {
        let mut unpolled = pin!(clock.sleep(SECOND));
        let first = poll_fn(|context| Poll::Ready(unpolled.as_mut().poll(context))).await;
        assert!(first.is_pending());
        clock.sleep(10 * SECOND).await;
        assert_eq!(clock.elapsed(), 10 * SECOND);
        unpolled.await;
    });
    assert_eq!(clock.elapsed(), 10 * SECOND);
}

#[test]
fn a_dropped_wait_does_not_move_the_clock() {
    let clock = TestClock::new();
    block_on(async {
        let mut dropped = Box::pin(clock.sleep(SECOND));
        let first = poll_fn(|context| Poll::Ready(dropped.as_mut().poll(context))).await;
        assert!(first.is_pending());
        drop(dropped);
        clock.sleep(2 * SECOND).await;
    });
    assert_eq!(clock.elapsed(), 2 * SECOND);
}
