//! `cargo +nightly fuzz run requests seeds/requests`; see `fuzz::requests`.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz::requests(input));

#[cfg(not(fuzzing))]
fn main() {}
