//! A server that makes up a new value each time. It has a process to itself, as that is who counts the values.
#![allow(clippy::unwrap_used, clippy::panic)] // A test that panics has failed, and that is what it is for.

mod collected;
mod shop;

use api_client_runtime::Decode;
use collected::collected;

#[test]
fn only_so_many_unknown_values_are_told() {
    let told = collected(|_| {
        for number in 0..100_000 {
            shop::ErrorCode::from_body(format!("\"made_up_{number}\"").as_bytes()).unwrap();
        }
    });
    assert_eq!((told.len(), told[255].fields["api.value"].as_str()), (257, "made_up_255"));
    assert_eq!(told[256].fields["message"], "no further unrecognized values are reported");
}
