//! The example of the README compiles.

#[test]
fn the_first_call_of_the_readme_is_the_example() {
    let example = include_str!("../examples/first_call.rs");
    let (_, code) = example.split_once("\n\n").unwrap_or_default();
    let readme = include_str!("../../README.md");
    assert!(readme.contains(&format!("```rust\n{code}```")), "copy examples/first_call.rs into README.md");
}
