//! A server that sends a new value each time. The test has its own process, as values are counted for each process.
#![allow(clippy::unwrap_used, clippy::panic)] // A test fails by panicking.

mod collected;
mod shop;

use api_client_runtime::Decode;
use collected::collected;

#[test]
fn reports_at_most_256_unknown_values() {
    let told = collected(|_| {
        for number in 0..100_000 {
            shop::ErrorCode::from_body(format!("\"made_up_{number}\"").as_bytes()).unwrap();
        }
    });
    assert_eq!((told.len(), told[255].fields["api.value"].as_str()), (257, "made_up_255"));
    assert_eq!(told[256].fields["message"], "no further unrecognized values are reported");
}
