//! What the path of a decode error costs: nothing until somebody asks for it, and then one pass over the body. It has a
//! process to itself, as it counts the memory of all of it.
#![allow(clippy::unwrap_used, clippy::panic)] // A test fails by panicking.

mod shop;

use std::time::{Duration, Instant};

use api_client_runtime::{Api, Bytes, Call, Decode, Json, exchange, http};
use peak_alloc::PeakAlloc;
use shop::{Error, Shop};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const KEY: &str = "a_key_of_sixty_four_characters_which_is_the_most_that_is_shown__";

/// A body with something wrong behind `items`, in as many objects.
fn body(depth: usize, items: usize) -> String {
    let items = r#"{"id":"prod_1","tags":["a",1]},"#.repeat(items);
    format!("{}[{items}tru]", format!(r#"{{"{KEY}":"#).repeat(depth))
}

/// How long it takes to find the path in `body`, at best.
fn time(body: &str) -> Duration {
    let error = Json::from_body(body.as_bytes()).unwrap_err();
    let once = |_| {
        let start = Instant::now();
        assert!(error.path(body.as_bytes()).contains('['));
        start.elapsed()
    };
    (0..5).map(once).min().unwrap()
}

// One test, because another one in the same process would be measured too.
#[test]
fn finds_the_path_lazily_in_one_pass() {
    let response = http::Response::new(Bytes::from(body(120, 10)));
    let operation = shop::list().into_request().operation();
    let answer = exchange::classify(operation, Shop::DESCRIPTION, Ok(response)).unwrap();
    let start = MEMORY.current_usage();
    let error: Error = exchange::decode::<Json>(operation, answer).unwrap_err().into();
    let failed = MEMORY.current_usage();
    let length = error.decode_path().unwrap().len();
    let asked = MEMORY.current_usage();
    assert_eq!(length, 120 * (KEY.len() + 1) + "[10]".len() - 1);
    assert!(failed - start < 2_000, "the error takes {} bytes", failed - start);
    assert!(asked - failed >= length, "the path of {length} bytes takes {}", asked - failed);

    // Ten times the body takes ten times as long, wide or deep. It is more where only the small one fits into a cache, and
    // would be a hundred times if each item was looked at again for each other one.
    for depth in [1, 100] {
        let (small, large) = (time(&body(depth, 10_000)), time(&body(depth, 100_000)));
        assert!(large < small * 40, "{depth} levels: {small:?} for 310 kB, {large:?} for 3.1 MB");
    }
    // The same body takes as long wherever its mistake is.
    let (flat, deep) = (time(&body(1, 30_000)), time(&body(100, 30_000)));
    assert!(deep < flat * 8, "{flat:?} in 1 level, {deep:?} in 100");
}
