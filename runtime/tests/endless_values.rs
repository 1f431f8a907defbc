//! A server that sends a new value in each response. The test has its own process, because values are counted per process.
#![allow(clippy::unwrap_used, clippy::panic)] // A test fails by panicking.

mod collected;
mod shop;

use api_client_runtime::Decode;
use collected::collected;

#[test]
fn reports_at_most_256_unknown_values() {
    let reported = collected(|_| {
        for number in 0..100_000 {
            shop::ErrorCode::from_body(format!("\"made_up_{number}\"").as_bytes()).unwrap();
        }
    });
    assert_eq!((reported.len(), reported[255].fields["api.value"].as_str()), (257, "made_up_255"));
    assert_eq!(reported[256].fields["message"], "no further unrecognized values are reported");
}
