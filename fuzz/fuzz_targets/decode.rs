//! `cargo +nightly fuzz run decode seeds/decode`; see `fuzz::decode`.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz::decode(input));

#[cfg(not(fuzzing))]
fn main() {}
