//! `cargo +nightly fuzz run har seeds/har`; see `fuzz::har`.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz::har(input));

#[cfg(not(fuzzing))]
fn main() {}
