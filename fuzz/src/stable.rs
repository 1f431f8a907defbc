//! Runs the targets without libFuzzer: `cargo run --release --bin stable -- --seconds 30 [TARGET...]`. The inputs are the
//! seeds in `seeds/TARGET`, and mutations of them.

use std::{
    env, fs,
    panic::{self, AssertUnwindSafe},
    path::{Path, PathBuf},
    process::ExitCode,
    thread,
    time::{Duration, Instant},
};

use fastrand::Rng;
use fuzz::{TARGETS, Target};

/// Tokens of the formats that the targets parse.
const TOKENS: &[&str] = &[
    "",
    " ",
    "\n",
    "  ",
    "\t",
    "\r\n",
    ":",
    ": ",
    "- ",
    "?",
    ",",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "#",
    " # ",
    "|",
    ">",
    "&a ",
    "*a",
    "!t ",
    "<<: ",
    "---\n",
    "~",
    "null",
    "true",
    "-1",
    "404",
    "1e999",
    "9223372036854775808",
    "\\u0000",
    "\\ud800",
    "é",
    "😀",
    "\u{feff}",
    "\u{202e}",
    "\0",
    "docs: ",
    "type: ",
    "fields: ",
    "Thing",
    "string",
    "GET /",
    "{thing}",
    "..",
    "/",
    "%2f",
    "=== api.yaml\n",
    "$ref",
    "#/components/schemas/A",
    "entries",
    "interactions:",
    "type",
    "value",
    "error",
    "code",
    "detail",
];

/// The time limit of one input.
const LONGEST: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let (mut seconds, mut names) = (30, Vec::new());
    while let Some(argument) = arguments.next() {
        match (argument.as_str(), ()) {
            ("--seconds", ()) => match arguments.next().and_then(|text| text.parse().ok()) {
                Some(number) => seconds = number,
                None => return usage(),
            },
            (name, ()) if TARGETS.iter().any(|(known, _)| *known == name) => names.push(argument),
            _ => return usage(),
        }
    }
    let chosen = TARGETS.iter().filter(|(name, _)| names.is_empty() || names.iter().any(|chosen| chosen == name));
    let chosen: Vec<Target> = chosen.copied().collect();
    let workers = thread::available_parallelism().map_or(1, usize::from).min(chosen.len());
    let run = |worker: usize| {
        let mine = chosen.iter().skip(worker).step_by(workers);
        mine.filter(|target| !fuzz(target, Duration::from_secs(seconds))).count()
    };
    let failed: usize = thread::scope(|scope| {
        let running: Vec<_> = (0..workers).map(|worker| scope.spawn(move || run(worker))).collect();
        running.into_iter().map(|worker| worker.join().unwrap_or(1)).sum()
    });
    println!("{} passed, {failed} failed", chosen.len() - failed);
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn usage() -> ExitCode {
    let names: Vec<_> = TARGETS.iter().map(|(name, _)| *name).collect();
    eprintln!("usage: stable [--seconds N] [TARGET...], where a target is {}", names.join(", "));
    ExitCode::FAILURE
}

/// Runs a target for `time`. Returns whether it passed.
fn fuzz((name, target): &Target, time: Duration) -> bool {
    let seeds = seeds(name);
    let start = Instant::now();
    let mut random = Rng::with_seed(u64::from_be_bytes(*b"katapult"));
    let mut executions = 0_u64;
    // First every seed, then mutations.
    let mut inputs = seeds.iter().cloned();
    while start.elapsed() < time {
        let input = inputs.next().unwrap_or_else(|| changed(&seeds, &mut random));
        let began = Instant::now();
        let outcome = panic::catch_unwind(AssertUnwindSafe(|| target(&input)));
        executions += 1;
        if outcome.is_err() || began.elapsed() > LONGEST {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("{name}.found"));
            let kept = fs::write(&path, &input);
            let what = if outcome.is_err() { "panicked".to_owned() } else { format!("took {:?}", began.elapsed()) };
            println!("{name}: {what} after {executions} executions; the input is in {} ({kept:?})", path.display());
            return false;
        }
    }
    let rate = executions as f64 / start.elapsed().as_secs_f64();
    println!("{name}: {executions} executions, {rate:.0} per second");
    true
}

fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(name);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let seeds: Vec<_> = paths.into_iter().filter_map(|path| fs::read(path).ok()).collect();
    assert!(!seeds.is_empty(), "{} has no seeds", folder.display());
    seeds
}

/// A mutation of a seed.
fn changed(seeds: &[Vec<u8>], random: &mut Rng) -> Vec<u8> {
    let mut input = seeds[random.usize(..seeds.len())].clone();
    for _ in 0..random.usize(1..6) {
        let start = random.usize(..=input.len());
        let end = (start + random.usize(..24)).min(input.len());
        match random.u8(..8) {
            0 => drop(input.drain(start..end)),
            1 => {
                let piece = input[start..end].repeat(random.usize(1..4));
                input.splice(start..start, piece);
            }
            2 => {
                let other = &seeds[random.usize(..seeds.len())];
                let from = random.usize(..=other.len());
                let to = (from + random.usize(..60)).min(other.len());
                input.splice(start..end, other[from..to].iter().copied());
            }
            3 if start < input.len() => input[start] = random.u8(..),
            4 if start < input.len() => input[start] ^= 1 << random.u8(..8),
            5 => lines(&mut input, random),
            _ => {
                let token = TOKENS[random.usize(..TOKENS.len())];
                input.splice(start..end, token.bytes());
            }
        }
    }
    input
}

/// Replaces a line by another one.
fn lines(input: &mut Vec<u8>, random: &mut Rng) {
    let mut lines: Vec<Vec<u8>> = input.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    if lines.is_empty() {
        return;
    }
    let (from, to) = (random.usize(..lines.len()), random.usize(..lines.len()));
    lines[to] = lines[from].clone();
    *input = lines.concat();
}
