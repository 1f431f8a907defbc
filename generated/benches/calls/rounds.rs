//! Rounds of calls, in which both sides alternate, and their statistics.

use std::time::Instant;

use crate::ALLOCATOR;

const ROUNDS: usize = 160;
/// The number of calls of a side per round.
pub const CALLS: usize = 128;

pub const HEAD: &str = concat!(
    "                                calls/s      ratio of   median of   allocations/call\n",
    "                             ours      bare   medians      ratios       ours   bare",
);

/// Measures both sides alternately, and prints the results.
pub fn compare(name: &str, ours: impl Fn(), bare: impl Fn()) {
    let allocations = [allocations(&ours), allocations(&bare)];
    let mut rates = [Vec::new(), Vec::new()];
    for round in 0..ROUNDS {
        // The first side alternates from round to round.
        for side in [round % 2, 1 - round % 2] {
            let start = Instant::now();
            if side == 0 {
                ours()
            } else {
                bare()
            }
            rates[side].push(CALLS as f64 / start.elapsed().as_secs_f64());
        }
    }
    let ratios = rates[0].iter().zip(&rates[1]).map(|(ours, bare)| ours / bare).collect();
    let [ours, bare] = rates.map(median);
    println!(
        "{name:<22} {ours:>10.0} {bare:>9.0} {:>9.3} {:>11.3} {:>10} {:>6}",
        ours / bare,
        median(ratios),
        allocations[0],
        allocations[1],
    );
}

/// The allocations per call on an open connection.
fn allocations(calls: impl Fn()) -> usize {
    calls();
    let before = ALLOCATOR.stats();
    calls();
    let made = ALLOCATOR.stats() - before;
    (made.allocations + made.reallocations) / CALLS
}

pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { f64::midpoint(values[middle - 1], values[middle]) }
}
