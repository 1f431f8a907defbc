//! `cargo xtask ci`: runs all checks, the fastest ones first.

use std::fmt::Write;
use std::path::Path;
use std::process::{self, Command, Stdio};
use std::time::{Duration, Instant};

use crate::{Failed, stdio};

/// The steps, each with its title and command.
const STEPS: &[(&str, &str)] = &[
    ("formatting of the hand-written crates", "cargo fmt --all --check"),
    ("the generated crate is up to date", "cargo xtask codegen --check --deny warnings"),
    ("the JSON Schemas are up to date", "cargo xtask schema --check"),
    ("clippy", "cargo clippy --quiet --workspace --all-targets --all-features -- -D warnings"),
    ("types only, without a client", "cargo clippy --quiet -p katapult-api --no-default-features -- -D warnings"),
    (
        "the asynchronous client only",
        "cargo clippy --quiet -p katapult-api --no-default-features --features client -- -D warnings",
    ),
    (
        "the blocking client only",
        "cargo clippy --quiet -p katapult-api --no-default-features --features blocking -- -D warnings",
    ),
    ("serde only", "cargo clippy --quiet -p katapult-api --no-default-features --features serde -- -D warnings"),
    (
        "the table of operations only",
        "cargo clippy --quiet -p katapult-api --no-default-features --features registry -- -D warnings",
    ),
    (
        "the tower transport only",
        "cargo clippy --quiet -p katapult-api --no-default-features --features tower -- -D warnings",
    ),
    (
        "tracing only",
        "cargo clippy --quiet -p api-client-runtime --no-default-features --features tracing -- -D warnings",
    ),
    (
        "chrono only",
        "cargo clippy --quiet -p api-client-runtime --no-default-features --features chrono -- -D warnings",
    ),
    ("jiff only", "cargo clippy --quiet -p api-client-runtime --no-default-features --features jiff -- -D warnings"),
    ("time only", "cargo clippy --quiet -p api-client-runtime --no-default-features --features time -- -D warnings"),
    ("XML only", "cargo clippy --quiet -p katapult-api --no-default-features --features xml -- -D warnings"),
    ("the client on WebAssembly", "cargo check --quiet -p katapult-api --target wasm32-unknown-unknown"),
    (
        "all features that support WebAssembly",
        "cargo check --quiet -p katapult-api --target wasm32-unknown-unknown --features chrono,jiff,registry,serde,test-support,time,tower,tracing,xml",
    ),
    ("documentation", "cargo doc --quiet --workspace --no-deps --all-features"),
    ("tests, with more cases of the generator", "env THOROUGH=1 cargo test --workspace --all-features"),
    (
        "fuzz targets for ten seconds each",
        "cargo run --quiet --release --locked --manifest-path fuzz/Cargo.toml --bin stable -- --seconds 10",
    ),
    ("the published packages", "bash .ci/packages"),
    (
        "the minimum supported Rust version",
        "cargo +1.88 check --quiet --locked --all-features -p api-client-runtime -p katapult-api",
    ),
];

/// Runs the command.
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
        if status.success() {
            Ok(())
        } else {
            Err(Failed::Because(format!("{what} ({command}): {}", describe(status))))
        }
    });
    stdio::out(table(&steps))?;
    done
}

/// Returns `target` or `toolchain` if that of `command` is not installed.
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

/// Whether the standard library for `target` is installed.
fn is_target(target: &str) -> bool {
    let found = Command::new("rustc").args(["--print", "target-libdir", "--target", target]).output();
    found.is_ok_and(|found| Path::new(String::from_utf8_lossy(&found.stdout).trim()).is_dir())
}

/// Whether `toolchain` is installed. `rustup run` does not install it.
fn is_toolchain(toolchain: &str) -> bool {
    let mut rustc = Command::new("rustup");
    rustc.args(["run", toolchain, "rustc", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
    rustc.status().is_ok_and(|status| status.success())
}

/// Returns the time of each step, and the total.
fn table(steps: &[(&str, Option<Duration>)]) -> String {
    let total = steps.iter().filter_map(|(_, took)| *took).sum();
    let rows = steps.iter().copied().chain([("total", Some(total))]);
    rows.fold("== time of each step\n".to_owned(), |mut text, (what, took)| {
        let took = took.map_or_else(|| "skipped".to_owned(), |took| format!("{:.1} s", took.as_secs_f64()));
        let _ = writeln!(text, "{took:>10}  {what}"); // Writing into a String does not fail.
        text
    })
}

fn describe(status: process::ExitStatus) -> String {
    status.code().map_or_else(|| "terminated by a signal".to_owned(), |code| format!("exit code {code}"))
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
