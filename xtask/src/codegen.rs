//! `cargo xtask codegen`: generates the crate from the spec, once or on every change, or checks that it is up to date.

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
    Diagnostic, Diagnostics, Files, Spec,
    diagnostic::{Annotate, Code, Format, Tally},
    ir::Shape,
    openapi,
    output::{Reason, Stale, Written},
    schema,
    source::{Place, Sources},
};

use crate::{Failed, stdio};

/// Arguments of `codegen`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Write nothing; fail if a file is not up to date.
    #[arg(long, conflicts_with = "watch")]
    check: bool,
    /// Keep running, and generate again whenever a file of the spec is saved.
    #[arg(long)]
    watch: bool,
    /// The format of diagnostics: human, github or json.
    #[arg(long, default_value = "human")]
    format: Format,
    /// Fail on warnings, and write nothing.
    #[arg(long, value_name = "warnings", value_parser = ["warnings"])]
    deny: Option<String>,
    /// The folder of the spec.
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// The folder of the generated sources. A Rust file in it that is not generated is an error.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failed> {
    let spec = crate::folder(arguments.spec.as_ref(), "spec")?;
    let out = crate::folder(arguments.out.as_ref(), "generated/src")?;
    let format = match arguments.format {
        Format::Human { .. } => Format::Human { colored: std::io::stderr().is_terminal() },
        other => other,
    };
    let rules = Rules { format, deny_warnings: arguments.deny.is_some() };
    let done = match arguments {
        Arguments { check: true, .. } => check(&spec, &out, rules),
        Arguments { watch: true, .. } => watch::watch(&spec, &out, rules),
        _ => write(&spec, &out, rules),
    };
    match (done, format) {
        // Programs read the failure on standard output, too.
        (Err(Failed::Because(message) | Failed::Unable(message)), Format::Github | Format::Json) => {
            stdio::out(format.failure(&message))?;
            Err(Failed::Reported)
        }
        (done, _) => done,
    }
}

/// How diagnostics are printed, and which of them are errors.
#[derive(Clone, Copy)]
struct Rules {
    format: Format,
    deny_warnings: bool,
}

impl Rules {
    fn are_human(self) -> bool {
        matches!(self.format, Format::Human { .. })
    }
}

/// Why nothing was generated.
enum Failure {
    /// The spec has errors or denied warnings, which are already printed.
    Mistakes(Tally),
    Other(Failed),
}

impl<E: Into<Failed>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

impl Failure {
    /// Prints the number of errors and `what` after the diagnostics in the human format.
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

/// Reads `files` as a spec. Errors are printed, and warnings in the human format. The JSON format is one array, so that
/// its warnings are printed at the end.
fn read(files: Files, rules: Rules) -> Result<Spec, Failure> {
    let (spec, diagnostics) = match generator::read_files(files) {
        Ok(mut spec) => {
            let warnings = mem::take(&mut spec.warnings);
            (Some(spec), warnings)
        }
        Err(diagnostics) => (None, diagnostics),
    };
    let accepted = spec.filter(|_| diagnostics.list.is_empty() || !rules.deny_warnings);
    if rules.are_human() || accepted.is_none() {
        print(&diagnostics, rules)?;
    }
    match accepted {
        Some(spec) => Ok(Spec { warnings: diagnostics, ..spec }),
        None => Err(Failure::Mistakes(diagnostics.tally())),
    }
}

fn print(diagnostics: &Diagnostics, rules: Rules) -> Result<(), Failed> {
    if diagnostics.list.is_empty() && rules.format != Format::Json {
        return Ok(());
    }
    match rules.format {
        Format::Human { .. } => stdio::err(format_args!("{}\n", diagnostics.render(rules.format))),
        // The command can run in any folder, but annotations need paths from the root of the repository.
        Format::Github | Format::Json => stdio::out(diagnostics.with_paths(crate::from_root).render(rules.format))?,
    }
    Ok(())
}

/// The result of a run. Displays as its last line.
struct Generated {
    spec: Spec,
    written: Written,
    /// The OpenAPI document, if it was written.
    document: Option<PathBuf>,
    /// The file of the names that editors complete, if it was written.
    names: Vec<PathBuf>,
    time: Duration,
}

/// Generates the sources in `out` from `files`.
fn generate(files: Files, out: &Path, rules: Rules) -> Result<Generated, Failure> {
    let start = Instant::now();
    let names = schemas(files.dir());
    let spec = read(files, rules)?;
    let beside = beside(out);
    let (output, document) = spec.emit_all();
    let (written, is_document_written) = output.write_with(out, &document, &beside)?;
    let document = is_document_written.then(|| beside.join(openapi::NAME));
    let names = match names {
        Some(dir) => {
            let Written { changed, .. } = schema::write_names(&dir, &spec.api)?;
            changed.iter().map(|name| dir.join(name)).collect()
        }
        None => Vec::new(),
    };
    if !rules.are_human() {
        print(&spec.warnings, rules)?;
    }
    Ok(Generated { spec, written, document, names, time: start.elapsed() })
}

fn write(dir: &Path, out: &Path, rules: Rules) -> Result<(), Failed> {
    let generated = generate(Files::of(dir), out, rules).map_err(|failure| failure.end(rules, "nothing written"))?;
    if rules.format == Format::Json {
        return Ok(());
    }
    generated.report(out)?;
    stdio::out(format_args!("{}\n{generated}\n", summary(&generated.spec)))
}

/// Returns the folder of the OpenAPI document of the crate with its sources in `out`: the folder of the package if
/// `out` is named `src`, and otherwise `out`, so that nothing is written outside of the given folder.
fn beside(out: &Path) -> PathBuf {
    match out.parent().filter(|_| out.file_name().is_some_and(|name| name == "src")) {
        Some(package) if package.as_os_str().is_empty() => PathBuf::from("."),
        Some(package) => package.to_owned(),
        None => out.to_owned(),
    }
}

/// Returns the folder of the schemas of the spec in `dir`, if there is one.
fn schemas(dir: &Path) -> Option<PathBuf> {
    Some(dir.join("schema")).filter(|dir| dir.is_dir())
}

impl Generated {
    /// Prints each file that was written or removed.
    fn report(&self, out: &Path) -> Result<(), Failed> {
        let changed = self.written.changed.iter().map(|path| out.join(path));
        for path in changed.chain(self.document.iter().chain(&self.names).cloned()) {
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
        // The OpenAPI document is either written or unchanged, as each source is.
        let written = files(changed.len() + usize::from(self.document.is_some()) + self.names.len());
        let (removed, unchanged) = (removed.len(), unchanged + usize::from(self.document.is_none()));
        if !self.spec.warnings.list.is_empty() {
            write!(f, "{}; ", self.spec.warnings.tally())?;
        }
        write!(f, "{written} written, {removed} removed, {unchanged} unchanged, in {:.0?}", self.time)
    }
}

fn files(count: usize) -> String {
    if count == 1 { "1 file".to_owned() } else { format!("{count} files") }
}

/// Returns the contents of the spec in one line.
fn summary(spec: &Spec) -> String {
    let operations: usize = spec.api.resources.iter().map(|resource| resource.operations.len()).sum();
    let waiters: usize = spec.api.resources.iter().map(|resource| resource.waiters.len()).sum();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for id in spec.api.resources.iter().flat_map(|resource| &resource.types) {
        let kind = match spec.api.ty(*id).shape {
            Shape::Struct(_) | Shape::Arguments(_) | Shape::OneOf(_) | Shape::Union(_) | Shape::Document(_) => {
                "schemas"
            }
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
    let (output, document) = spec.emit_all();
    let stale = output.stale(out)?.into_iter().map(|stale| (out.join(&stale.path), stale));
    let beside = beside(out);
    let document = document.stale(&beside)?.map(|stale| (beside.join(&stale.path), stale));
    let stale: Vec<(PathBuf, Stale)> = stale.chain(document).collect();
    let names: Vec<PathBuf> = match schemas(dir) {
        Some(dir) => schema::stale_names(&dir, &spec.api)?.iter().map(|name| dir.join(name)).collect(),
        None => Vec::new(),
    };
    let is_fresh = stale.is_empty() && names.is_empty();
    if rules.are_human() {
        report_check(&spec, &stale, &names);
        if is_fresh {
            let (count, out, dir) = (files(output.files().len()), out.display(), dir.display());
            stdio::out(format_args!(
                "{count} in {out} and {} are up to date with {dir}\n",
                beside.join(openapi::NAME).display()
            ))?;
        }
    } else {
        let mut diagnostics = spec.warnings;
        for (path, stale) in &stale {
            let error = diagnose(&mut diagnostics.sources, path, stale.reason, &stale.place);
            diagnostics.list.push(error);
        }
        for path in names {
            let error = diagnose(&mut diagnostics.sources, &path, Reason::Different, &None);
            diagnostics.list.push(error);
        }
        print(&diagnostics, rules)?;
    }
    if is_fresh { Ok(()) } else { Err(Failed::Reported) }
}

/// The help for stale files.
const HELP: &str = "run `cargo xtask codegen` and commit the result";

/// Prints each stale file.
fn report_check(spec: &Spec, stale: &[(PathBuf, Stale)], names: &[PathBuf]) {
    for (path, stale) in stale {
        stdio::err(format_args!("stale: {}\n", describe(spec, path, stale)));
    }
    for path in names {
        stdio::err(format_args!("stale: {}\n", path.display()));
    }
    if !(stale.is_empty() && names.is_empty()) {
        stdio::err(format_args!("{HELP}\n"));
    }
}

/// Returns the diagnostic of a stale file at the entry of the spec that generates its first difference, because a pull
/// request shows that entry, and not the generated file. Without an entry, the place is the file.
fn diagnose(sources: &mut Sources, path: &Path, reason: Reason, place: &Option<Place>) -> Diagnostic {
    let shown = crate::from_root(path).display().to_string().replace('\\', "/");
    let place = place.clone().unwrap_or_else(|| Place::file(sources.add(path.to_owned(), String::new())));
    let message = format!("`{shown}` {}", why(reason));
    Diagnostic::new(Code::Stale, place, message).label("the first difference is generated from here").help(HELP)
}

/// Describes a stale file in one line, with the line of the spec that generates its first difference.
fn describe(spec: &Spec, path: &Path, stale: &Stale) -> String {
    let why = why(stale.reason);
    match stale.place.as_ref().map(|place| spec.sources.position(place)) {
        Some(position) => format!("{} {why}, first from {position}", path.display()),
        None => format!("{} {why}", path.display()),
    }
}

fn why(reason: Reason) -> &'static str {
    match reason {
        Reason::Missing => "is missing",
        Reason::Different => "differs",
        Reason::Superfluous => "is not generated by the spec",
    }
}
