//! `cargo +nightly fuzz run document seeds/document`; see `fuzz::document`.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz::document(input));

#[cfg(not(fuzzing))]
fn main() {}
