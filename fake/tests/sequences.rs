//! The sequences of requests in `fuzz/seeds/fake`, one for each resource.

use std::fs;
use std::path::Path;

#[path = "../../fuzz/src/fake.rs"]
mod fake;

#[test]
fn every_response_is_one_of_the_operation() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds/fake");
    let mut wrong = Vec::new();
    let mut count = 0;
    for seed in fs::read_dir(seeds).expect("seeds") {
        let path = seed.expect("a seed").path();
        let input = fs::read(&path).expect("a seed");
        count += 1;
        if std::panic::catch_unwind(|| fake::fake(&input)).is_err() {
            wrong.push(path);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(count > 40, "{count}");
}
