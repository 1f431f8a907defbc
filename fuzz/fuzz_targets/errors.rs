//! `cargo +nightly fuzz run errors seeds/errors`; see `fuzz::errors`.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz::errors(input));

#[cfg(not(fuzzing))]
fn main() {}
