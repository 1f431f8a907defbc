//! `cargo xtask codegen`: the spec into the generated crate, once, whenever it changes, or only to see whether it would.

mod watch;

use std::{
    collections::BTreeMap,
    fmt,
    io::IsTerminal,
    mem,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use generator::{
    Files, Spec,
    diagnostic::{Format, Tally},
    ir::Shape,
    output::{Reason, Stale, Written},
    schema,
};

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
    /// Fail on warnings, too, and write nothing then.
    #[arg(long, value_name = "warnings", value_parser = ["warnings"])]
    deny: Option<String>,
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
    let rules = Rules { format, deny_warnings: arguments.deny.is_some() };
    match arguments {
        Arguments { check: true, .. } => check(&spec, &out, rules),
        Arguments { watch: true, .. } => watch::watch(&spec, &out, rules),
        _ => write(&spec, &out, rules),
    }
}

/// How diagnostics are printed, and which of them are failures.
#[derive(Clone, Copy)]
struct Rules {
    format: Format,
    deny_warnings: bool,
}

/// Why nothing was generated.
enum Failure {
    /// The spec has mistakes, or warnings that are denied, which are printed already.
    Mistakes(Tally),
    Other(Failed),
}

impl<E: Into<Failed>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

impl Failure {
    /// Ends what people read of mistakes with their number and `what` follows.
    fn end(self, rules: Rules, what: &str) -> Failed {
        match self {
            Self::Mistakes(tally) => {
                if let Format::Human { .. } = rules.format {
                    stdio::err(format_args!("{tally}; {what}\n"));
                }
                Failed::Reported
            }
            Self::Other(failed) => failed,
        }
    }
}

/// What `files` mean. Mistakes and warnings are printed.
fn read(files: Files, rules: Rules) -> Result<Spec, Failure> {
    let (spec, diagnostics) = match generator::read_files(files) {
        Ok(mut spec) => {
            let warnings = mem::take(&mut spec.warnings);
            (Some(spec), warnings)
        }
        Err(diagnostics) => (None, diagnostics),
    };
    if !diagnostics.list.is_empty() || rules.format == Format::Json {
        let text = diagnostics.render(rules.format);
        match rules.format {
            // For programs, which read standard output.
            Format::Github | Format::Json => stdio::out(text)?,
            Format::Human { .. } => stdio::err(format_args!("{text}\n")),
        }
    }
    match spec {
        Some(spec) if diagnostics.list.is_empty() || !rules.deny_warnings => Ok(Spec { warnings: diagnostics, ..spec }),
        _ => Err(Failure::Mistakes(diagnostics.tally())),
    }
}

/// What a run has written. Displays as its last line.
struct Generated {
    spec: Spec,
    written: Written,
    /// The file of the names that editors complete, if it was written.
    names: Vec<PathBuf>,
    time: Duration,
}

/// Turns `files` into the sources in `out`.
fn generate(files: Files, out: &Path, rules: Rules) -> Result<Generated, Failure> {
    let start = Instant::now();
    let names = schemas(files.dir());
    let spec = read(files, rules)?;
    let written = spec.emit().write(out)?;
    let names = match names {
        Some(dir) => {
            let Written { changed, .. } = schema::write_names(&dir, &spec.api)?;
            changed.iter().map(|name| dir.join(name)).collect()
        }
        None => Vec::new(),
    };
    Ok(Generated { spec, written, names, time: start.elapsed() })
}

fn write(dir: &Path, out: &Path, rules: Rules) -> Result<(), Failed> {
    let generated = generate(Files::of(dir), out, rules).map_err(|failure| failure.end(rules, "nothing written"))?;
    if rules.format == Format::Json {
        return Ok(());
    }
    generated.report(out)?;
    stdio::out(format_args!("{}\n{generated}\n", summary(&generated.spec)))
}

/// Where the schemas of the spec in `dir` are, if it has some.
fn schemas(dir: &Path) -> Option<PathBuf> {
    Some(dir.join("schema")).filter(|dir| dir.is_dir())
}

impl Generated {
    /// Names each file that was written or removed.
    fn report(&self, out: &Path) -> Result<(), Failed> {
        let changed = self.written.changed.iter().map(|path| out.join(path));
        for path in changed.chain(self.names.iter().cloned()) {
            stdio::out(format_args!("  wrote {}\n", path.display()))?;
        }
        for path in &self.written.removed {
            stdio::out(format_args!("removed {}\n", out.join(path).display()))?;
        }
        Ok(())
    }
}

impl fmt::Display for Generated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Written { changed, removed, unchanged } = &self.written;
        let (changed, removed) = (files(changed.len()), removed.len());
        if !self.spec.warnings.list.is_empty() {
            write!(f, "{}; ", self.spec.warnings.tally())?;
        }
        write!(f, "{changed} written, {removed} removed, {unchanged} unchanged, in {:.0?}", self.time)
    }
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

fn check(dir: &Path, out: &Path, rules: Rules) -> Result<(), Failed> {
    let spec = read(Files::of(dir), rules).map_err(|failure| failure.end(rules, "nothing checked"))?;
    let output = spec.emit();
    let stale = output.stale(out)?;
    let names = match schemas(dir) {
        Some(dir) => schema::stale_names(&dir, &spec.api)?.iter().map(|name| dir.join(name)).collect(),
        None => Vec::new(),
    };
    let is_fresh = stale.is_empty() && names.is_empty();
    if is_fresh && rules.format == Format::Json {
        return Ok(());
    }
    if is_fresh {
        let (count, out, dir) = (files(output.files().len()), out.display(), dir.display());
        return stdio::out(format_args!("{count} in {out} are what {dir} makes of them\n"));
    }
    for stale in &stale {
        stdio::err(format_args!("stale: {}\n", describe(&spec, out, stale)));
    }
    for path in names {
        stdio::err(format_args!("stale: {}\n", path.display()));
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
