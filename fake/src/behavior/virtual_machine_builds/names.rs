//! Hostnames that the server chooses, such as `turquoise-young-sunflower`.

use crate::store::Store;

const FIRST: &[&str] = &["turquoise", "helpful", "better", "nervous", "loud", "amber", "quiet", "swift"];
const SECOND: &[&str] = &["young", "ancient", "brave", "sour", "better", "gentle", "bright", "narrow"];
const THIRD: &[&str] = &["sunflower", "magnesium", "penguin", "iron", "ship", "harbour", "maple", "comet"];

/// Returns a random hostname.
pub(super) fn random(store: &mut Store) -> String {
    let words = [FIRST, SECOND, THIRD].map(|words| words[store.random_below(8) as usize % words.len()]);
    // The words alone are not enough for many machines.
    format!("{}-{}", words.join("-"), store.random_text(6).to_ascii_lowercase())
}
