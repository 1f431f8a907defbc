//! The path of a decode error is computed on request, in one pass over the body. The test has its own process, because it
//! measures the memory of the whole process.
#![allow(clippy::unwrap_used, clippy::panic)] // A test fails by panicking.

mod shop;

use std::time::{Duration, Instant};

use api_client_runtime::{Api, Bytes, Call, Decode, Json, exchange, http};
use peak_alloc::PeakAlloc;
use shop::{Error, Shop};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const KEY: &str = "a_key_of_sixty_four_characters_which_is_the_most_that_is_shown__";

/// A body with an invalid value after `items` items, nested in `depth` objects.
fn body(depth: usize, items: usize) -> String {
    let items = r#"{"id":"prod_1","tags":["a",1]},"#.repeat(items);
    format!("{}[{items}tru]", format!(r#"{{"{KEY}":"#).repeat(depth))
}

/// The shortest time to find the path in `body`.
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
    let response = exchange::classify(operation, Shop::DESCRIPTION, Ok(response)).unwrap();
    let start = MEMORY.current_usage();
    let error: Error = exchange::decode::<Json>(operation, response).unwrap_err().into();
    let failed = MEMORY.current_usage();
    let length = error.decode_path().unwrap().len();
    let with_path = MEMORY.current_usage();
    assert_eq!(length, 120 * (KEY.len() + 1) + "[10]".len() - 1);
    assert!(failed - start < 2_000, "the error takes {} bytes", failed - start);
    assert!(with_path - failed >= length, "the path of {length} bytes takes {}", with_path - failed);

    // A body of ten times the size takes about ten times as long, or more if only the small one fits into a cache. A
    // quadratic algorithm would take a hundred times as long.
    for depth in [1, 100] {
        let (small, large) = (time(&body(depth, 10_000)), time(&body(depth, 100_000)));
        assert!(large < small * 40, "{depth} levels: {small:?} for 310 kB, {large:?} for 3.1 MB");
    }
    // The depth of the mistake makes little difference.
    let (flat, deep) = (time(&body(1, 30_000)), time(&body(100, 30_000)));
    assert!(deep < flat * 8, "{flat:?} in 1 level, {deep:?} in 100");
}
