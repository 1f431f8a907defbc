//! `cargo +nightly fuzz run load seeds/load`; see `fuzz::load`.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz::load(input));

#[cfg(not(fuzzing))]
fn main() {}
