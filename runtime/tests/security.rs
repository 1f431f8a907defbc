//! The tests that `SECURITY.md` names exist.

use std::fs;
use std::path::Path;

#[test]
fn every_promise_names_existing_tests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = fs::read_to_string(root.join("SECURITY.md")).unwrap();
    let mut promises = 0;
    for row in text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| promise")) {
        let (_, tests) = row.trim_end_matches('|').rsplit_once('|').unwrap();
        let mut named = tests.split('`').skip(1).step_by(2);
        promises += 1;
        assert!(tests.contains('`'), "{row}");
        while let Some(path) = named.next() {
            let test = named.next().unwrap_or_else(|| panic!("no test of `{path}`: {row}"));
            let code = fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
            let is_there =
                if test.ends_with('!') { code.contains(test) } else { code.contains(&format!("fn {test}(")) };
            assert!(is_there, "{path} has no `{test}`");
        }
    }
    assert!(promises > 10, "{promises}");
}
