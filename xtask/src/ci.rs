//! `cargo xtask ci`: everything that has to pass before a change lands, in the order in which it fails soonest.

use std::fmt::Write;
use std::path::Path;
use std::process::{self, Command, Stdio};
use std::time::{Duration, Instant};

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
    ("the crates as they are published", "bash .ci/packages"),
    (
        "the oldest Rust of both crates",
        "cargo +1.88 check --quiet --locked --all-features -p api-client-runtime -p katapult-api",
    ),
];

/// Runs the verb.
pub fn run() -> Result<(), Failed> {
    let root = crate::root()?;
    let mut steps = Vec::new();
    let done = STEPS.iter().try_for_each(|(what, command)| {
        if let Some(missing) = missing(command) {
            steps.push((*what, None));
            return stdio::out(format_args!("== skipped: {missing} not installed: {what}\n"));
        }
        stdio::out(format_args!("== {what}: {command}\n"))?;
        let start = Instant::now();
        let mut words = command.split(' ');
        let status = Command::new(words.next().unwrap_or_default())
            .args(words)
            .env("RUSTDOCFLAGS", "-D warnings")
            .current_dir(&root)
            .status()?;
        steps.push((*what, Some(start.elapsed())));
        if status.success() { Ok(()) } else { Err(Failed::Because(format!("{what} ({command}): {}", said(status)))) }
    });
    stdio::out(table(&steps))?;
    done
}

/// What `command` needs and is not installed: the target or the toolchain that it names.
fn missing(command: &str) -> Option<&'static str> {
    let mut words = command.split(' ');
    let has_toolchain = words.clone().filter_map(|word| word.strip_prefix('+')).all(is_toolchain);
    let has_target = words.find(|word| *word == "--target").is_none_or(|_| words.next().is_none_or(is_target));
    match (has_toolchain, has_target) {
        (true, true) => None,
        (false, _) => Some("toolchain"),
        (true, false) => Some("target"),
    }
}

/// Whether Rust's own library is there for `target`, without which nothing can be checked.
fn is_target(target: &str) -> bool {
    let found = Command::new("rustc").args(["--print", "target-libdir", "--target", target]).output();
    found.is_ok_and(|found| Path::new(String::from_utf8_lossy(&found.stdout).trim()).is_dir())
}

/// Whether rustup has `toolchain`. `rustup run` installs nothing by itself.
fn is_toolchain(toolchain: &str) -> bool {
    let mut rustc = Command::new("rustup");
    rustc.args(["run", toolchain, "rustc", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
    rustc.status().is_ok_and(|status| status.success())
}

/// How long each step took, and all of them.
fn table(steps: &[(&str, Option<Duration>)]) -> String {
    let total = steps.iter().filter_map(|(_, took)| *took).sum();
    let rows = steps.iter().copied().chain([("total", Some(total))]);
    rows.fold("== time of each step\n".to_owned(), |mut text, (what, took)| {
        let took = took.map_or_else(|| "skipped".to_owned(), |took| format!("{:.1} s", took.as_secs_f64()));
        let _ = writeln!(text, "{took:>10}  {what}"); // Writing into a String does not fail.
        text
    })
}

fn said(status: process::ExitStatus) -> String {
    status.code().map_or_else(|| "it was stopped".to_owned(), |code| format!("exit code {code}"))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{STEPS, missing, table};

    #[test]
    fn shows_the_time_of_each_step_and_the_total() {
        let steps =
            [("clippy", Some(Duration::from_millis(1540))), ("wasm", None), ("tests", Some(Duration::from_secs(90)))];
        let expected =
            "== time of each step\n     1.5 s  clippy\n   skipped  wasm\n    90.0 s  tests\n    91.5 s  total\n";
        assert_eq!(table(&steps), expected);
    }

    #[test]
    fn names_what_is_not_installed() {
        assert_eq!(missing("cargo check --target no-such-target --quiet"), Some("target"));
        assert_eq!(missing("cargo +no-such-toolchain check"), Some("toolchain"));
        assert_eq!(missing("cargo check --quiet"), None);
    }

    #[test]
    fn checks_the_rust_version_of_the_workspace() {
        let manifest = include_str!("../../Cargo.toml");
        let version = manifest.lines().find_map(|line| line.strip_prefix("rust-version = \"")).unwrap_or_default();
        let command = format!("cargo +{} check ", version.trim_end_matches('"'));
        assert!(STEPS.iter().any(|(_, step)| step.starts_with(&command)), "no step runs {command}");
    }
}
