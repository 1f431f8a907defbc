//! `cargo xtask codegen`: the spec into the generated crate, once, whenever it changes, or only to see whether it would.

use std::{
    collections::BTreeMap,
    io::IsTerminal,
    path::{Path, PathBuf},
    sync::mpsc,
    time::{Duration, Instant},
};

use generator::{
    Spec,
    diagnostic::Format,
    ir::Shape,
    output::{Reason, Stale},
};
use notify_debouncer_mini::{new_debouncer, notify::RecursiveMode};

use crate::{Failed, stdio};

/// What `codegen` is told.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Write nothing; fail if a file is not what the spec makes of it.
    #[arg(long, conflicts_with = "watch")]
    check: bool,
    /// Stay, and generate again whenever a file of the spec is saved.
    #[arg(long)]
    watch: bool,
    /// For whom mistakes are written: human, github or json.
    #[arg(long, default_value = "human")]
    format: Format,
    /// The folder of the spec.
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// The folder of the generated sources. A Rust file in it that is not generated is an error.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Runs the verb.
pub fn run(arguments: &Arguments) -> Result<(), Failed> {
    let spec = crate::folder(arguments.spec.as_ref(), "spec")?;
    let out = crate::folder(arguments.out.as_ref(), "generated/src")?;
    let format = match arguments.format {
        Format::Human { .. } => Format::Human { colored: std::io::stderr().is_terminal() },
        other => other,
    };
    match arguments {
        Arguments { check: true, .. } => check(&spec, &out, format),
        Arguments { watch: true, .. } => watch(&spec, &out, format),
        _ => write(&spec, &out, format),
    }
}

/// The spec in `dir`; its mistakes are printed, and `after` says what follows from them.
fn read(dir: &Path, format: Format, after: &str) -> Result<Spec, Failed> {
    generator::read(dir).or_else(|diagnostics| {
        let text = diagnostics.render(format);
        match format {
            // For programs, which read standard output.
            Format::Github | Format::Json => stdio::out(text)?,
            Format::Human { .. } => stdio::err(format_args!("{text}\n{}; {after}\n", diagnostics.tally())),
        }
        Err(Failed::Reported)
    })
}

fn write(dir: &Path, out: &Path, format: Format) -> Result<(), Failed> {
    let start = Instant::now();
    let spec = read(dir, format, "nothing written")?;
    let written = spec.emit().write(out)?;
    let time = start.elapsed();
    for path in &written.changed {
        stdio::out(format_args!("  wrote {}\n", out.join(path).display()))?;
    }
    for path in &written.removed {
        stdio::out(format_args!("removed {}\n", out.join(path).display()))?;
    }
    stdio::out(format_args!("{}\n", summary(&spec)))?;
    let (changed, removed, unchanged) = (files(written.changed.len()), written.removed.len(), written.unchanged);
    stdio::out(format_args!("{changed} written, {removed} removed, {unchanged} unchanged, in {time:.0?}\n"))
}

fn files(count: usize) -> String {
    if count == 1 { "1 file".to_owned() } else { format!("{count} files") }
}

/// What the spec holds, in one line.
fn summary(spec: &Spec) -> String {
    let operations: usize = spec.api.resources.iter().map(|resource| resource.operations.len()).sum();
    let waiters: usize = spec.api.resources.iter().map(|resource| resource.waiters.len()).sum();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for id in spec.api.resources.iter().flat_map(|resource| &resource.types) {
        let kind = match spec.api.ty(*id).shape {
            Shape::Struct(_) | Shape::Arguments(_) | Shape::Union(_) | Shape::Document(_) => "schemas",
            Shape::Enum(_) => "enums",
            Shape::Lookup(_) => "lookups",
            Shape::Id(_) => "ids",
        };
        *counts.entry(kind).or_default() += 1;
    }
    let count = |kind| counts.get(kind).copied().unwrap_or_default();
    format!(
        "{operations} operations, {waiters} waiters, {} schemas, {} enums, {} lookups, {} ids, {} error codes",
        count("schemas"),
        count("enums"),
        count("lookups"),
        count("ids"),
        spec.api.errors.len()
    )
}

fn check(dir: &Path, out: &Path, format: Format) -> Result<(), Failed> {
    let spec = read(dir, format, "nothing checked")?;
    let output = spec.emit();
    let stale = output.stale(out)?;
    if stale.is_empty() {
        let (count, out, dir) = (files(output.files().len()), out.display(), dir.display());
        return stdio::out(format_args!("{count} in {out} are what {dir} makes of them\n"));
    }
    for stale in &stale {
        stdio::err(format_args!("stale: {}\n", describe(&spec, out, stale)));
    }
    stdio::err("run `cargo xtask codegen` and commit the result\n");
    Err(Failed::Reported)
}

/// A stale file in one line, with the line of the spec from which its first difference comes.
fn describe(spec: &Spec, out: &Path, stale: &Stale) -> String {
    let path = out.join(&stale.path);
    let why = match stale.reason {
        Reason::Missing => "is missing",
        Reason::Different => "differs",
        Reason::Superfluous => "is not called for",
    };
    match stale.place.as_ref().map(|place| spec.sources.position(place)) {
        Some(position) => format!("{} {why}, first from {position}", path.display()),
        None => format!("{} {why}", path.display()),
    }
}

/// Generates now and whenever something in `dir` is saved, until the process is stopped.
fn watch(dir: &Path, out: &Path, format: Format) -> Result<(), Failed> {
    let failed = |error: notify_debouncer_mini::notify::Error| Failed::Because(error.to_string());
    let (saved, saves) = mpsc::channel();
    let mut watcher = new_debouncer(Duration::from_millis(50), saved).map_err(failed)?;
    watcher.watcher().watch(dir, RecursiveMode::Recursive).map_err(failed)?;
    stdio::out(format_args!("watching {}; stop with Ctrl-C\n", dir.display()))?;
    again(dir, out, format);
    for events in saves {
        let is_spec = |path: &Path| path.extension().is_some_and(|extension| extension == "yaml");
        if events.map_err(failed)?.iter().any(|event| is_spec(&event.path)) {
            stdio::out("\n")?;
            again(dir, out, format);
        }
    }
    Ok(())
}

fn again(dir: &Path, out: &Path, format: Format) {
    // A mistake is printed and does not end the watch: the author is about to mend it.
    if let Err(Failed::Because(message)) = write(dir, out, format) {
        stdio::err(format_args!("error: {message}\n"));
    }
}
