//! The READMEs match the example, the features and the Rust version.

#[test]
fn readmes_contain_the_first_call_example() {
    let example = include_str!("../examples/first_call.rs");
    let (_, code) = example.split_once("\n\n").unwrap_or_default();
    for (path, readme) in
        [("README.md", include_str!("../../README.md")), ("generated/README.md", include_str!("../README.md"))]
    {
        assert!(readme.contains(&format!("```rust\n{code}```")), "copy examples/first_call.rs into {path}");
    }
}

#[test]
fn readme_lists_every_feature() {
    let manifest = include_str!("../Cargo.toml");
    let (_, features) = manifest.split_once("[features]\n").unwrap_or_default();
    let (features, _) = features.split_once("\n\n").unwrap_or_default();
    let names = features.lines().filter_map(|line| line.split_once(" = ")).map(|(name, _)| name);
    let names: Vec<_> = names.filter(|name| *name != "default").collect();
    assert!(names.contains(&"client"), "no features found: {names:?}");
    let readme = include_str!("../README.md");
    for name in names {
        assert!(readme.contains(&format!("| `{name}`")), "add feature `{name}` to generated/README.md");
    }
}

#[test]
fn readmes_have_the_minimum_rust_version() {
    let manifest = include_str!("../../Cargo.toml");
    let (_, version) = manifest.split_once("\nrust-version = \"").unwrap_or_default();
    let (version, _) = version.split_once('"').unwrap_or_default();
    let sentence = format!("The minimum supported Rust version is {version}.");
    for (path, readme) in [
        ("generated/README.md", include_str!("../README.md")),
        ("runtime/README.md", include_str!("../../runtime/README.md")),
    ] {
        assert!(readme.contains(&sentence), "{path} does not say: {sentence}");
    }
}
