//! What comes of a spec that is right: one small resource for each idea, the Rust of each a snapshot that fits a screen.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{fs, path::Path};

/// The spec of a shop, whose every file is about one thing that the generator can do.
fn shop() -> generator::Spec {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ok");
    generator::read(&dir).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

#[test]
fn each_idea_in_rust() {
    let output = shop().emit();
    for (path, file) in output.files() {
        insta::assert_snapshot!(path.to_string_lossy().replace(".rs", "").replace('/', "."), file.text());
    }
}

#[test]
fn every_file_is_rust() {
    for (path, file) in shop().emit().files() {
        syn::parse_file(&file.text()).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

#[test]
fn two_runs_make_the_same_bytes() {
    let texts = || shop().emit().files().map(|(path, file)| (path.to_owned(), file.text())).collect::<Vec<_>>();
    assert_eq!(texts(), texts());
}

/// What lowers also compiles, without a warning, with every feature: a crate made of all ideas at once.
#[test]
fn the_crate_compiles() {
    let dir = tempfile::tempdir().unwrap();
    let src = dir.path().join("src");
    shop().emit().write(&src).unwrap();
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime").canonicalize().unwrap();
    let manifest = format!(
        r#"
            [package]
            name = "book_shop"
            version = "0.0.0"
            edition = "2024"

            [features]
            client = ["runtime/client"]
            blocking = ["runtime/blocking"]
            serde = ["dep:serde", "runtime/serde"]
            tower = ["client", "runtime/tower"]
            xml = ["runtime/xml"]
            registry = ["runtime/registry"]
            tracing = ["runtime/tracing"]

            [dependencies]
            runtime = {{ package = "api-client-runtime", path = {runtime:?} }}
            serde = {{ version = "1", features = ["derive"], optional = true }}

            [workspace]
        "#
    );
    fs::write(dir.path().join("Cargo.toml"), manifest).unwrap();
    // The versions that the workspace has, so that nothing is looked up or downloaded again.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, dir.path().join("Cargo.lock")).unwrap();
    let check = std::process::Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--all-features"])
        .current_dir(dir.path())
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("book_shop"))
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
}
