//! `cargo xtask ci`: everything that has to pass before a change lands, in the order in which it fails soonest.

use std::path::Path;
use std::process::{self, Command};

use crate::{Failed, stdio};

/// The steps: what each is for, and its command.
const STEPS: &[(&str, &str)] = &[
    ("the hand-written crates are formatted", "cargo fmt --all --check"),
    ("the generated crate is what the spec makes", "cargo xtask codegen --check --deny warnings"),
    ("the JSON Schemas are what the loader reads", "cargo xtask schema --check"),
    ("clippy", "cargo clippy --quiet --workspace --all-targets --all-features -- -D warnings"),
    ("types alone, without a client", "cargo clippy --quiet -p katapult-api --no-default-features -- -D warnings"),
    (
        "the asynchronous client alone",
        "cargo clippy --quiet -p katapult-api --no-default-features --features client -- -D warnings",
    ),
    (
        "the blocking client alone",
        "cargo clippy --quiet -p katapult-api --no-default-features --features blocking -- -D warnings",
    ),
    ("serde alone", "cargo clippy --quiet -p katapult-api --no-default-features --features serde -- -D warnings"),
    (
        "the table of operations alone",
        "cargo clippy --quiet -p katapult-api --no-default-features --features registry -- -D warnings",
    ),
    (
        "the transport of a service alone",
        "cargo clippy --quiet -p katapult-api --no-default-features --features tower -- -D warnings",
    ),
    ("tracing alone", "cargo clippy --quiet -p katapult-api --no-default-features --features tracing -- -D warnings"),
    ("XML alone", "cargo clippy --quiet -p katapult-api --no-default-features --features xml -- -D warnings"),
    ("the client in JavaScript", "cargo check --quiet -p katapult-api --target wasm32-unknown-unknown"),
    (
        "every feature that JavaScript can have",
        "cargo check --quiet -p katapult-api --target wasm32-unknown-unknown --features registry,serde,tower,tracing,xml",
    ),
    ("documentation", "cargo doc --quiet --workspace --no-deps --all-features"),
    ("tests", "cargo test --workspace"),
    (
        "fuzz targets for thirty seconds each",
        "cargo run --quiet --release --locked --manifest-path fuzz/Cargo.toml --bin stable -- --seconds 30",
    ),
    ("tests of every feature", "cargo test --quiet -p katapult-api -p api-client-runtime --all-features"),
];

/// The target of JavaScript, which not every machine has.
const JAVASCRIPT: &str = "wasm32-unknown-unknown";

/// Runs the verb.
pub fn run() -> Result<(), Failed> {
    let root = crate::root()?;
    let javascript = is_installed(JAVASCRIPT);
    for (what, command) in STEPS {
        if !javascript && command.contains(JAVASCRIPT) {
            stdio::out(format_args!("== skipped, for want of the target {JAVASCRIPT}: {what}\n"))?;
            continue;
        }
        stdio::out(format_args!("== {what}: {command}\n"))?;
        let mut words = command.split(' ');
        let status = Command::new(words.next().unwrap_or_default())
            .args(words)
            .env("RUSTDOCFLAGS", "-D warnings")
            .current_dir(&root)
            .status()?;
        if !status.success() {
            return Err(Failed::Because(format!("{what} ({command}): {}", said(status))));
        }
    }
    Ok(())
}

/// Whether Rust's own library is there for `target`, without which nothing can be checked.
fn is_installed(target: &str) -> bool {
    let found = Command::new("rustc").args(["--print", "target-libdir", "--target", target]).output();
    found.is_ok_and(|found| Path::new(String::from_utf8_lossy(&found.stdout).trim()).is_dir())
}

fn said(status: process::ExitStatus) -> String {
    status.code().map_or_else(|| "it was stopped".to_owned(), |code| format!("exit code {code}"))
}
