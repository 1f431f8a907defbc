//! The number of cases that a test tries: few by default, and many with `THOROUGH=1` in the environment, which
//! `cargo xtask ci` sets.
#![allow(dead_code)] // Each crate uses another part.

use std::env;

/// The number in the environment variable `name`, or else `few`, or `many` with `THOROUGH=1`.
pub fn number(name: &str, few: usize, many: usize) -> usize {
    let default = if is_set() { many } else { few };
    env::var(name).map_or(default, |number| number.parse().unwrap())
}

/// Whether many cases are to be tried.
pub fn is_set() -> bool {
    env::var_os("THOROUGH").is_some_and(|value| value == "1")
}
