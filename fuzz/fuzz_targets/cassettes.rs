//! `cargo +nightly fuzz run cassettes seeds/cassettes`; see `fuzz::cassettes`.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz::cassettes(input));

#[cfg(not(fuzzing))]
fn main() {}
