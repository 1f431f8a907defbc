//! `cargo +nightly fuzz run fake seeds/fake`; see `fuzz::fake`.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz::fake(input));

#[cfg(not(fuzzing))]
fn main() {}
