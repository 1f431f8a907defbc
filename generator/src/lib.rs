//! From the YAML of a spec to the source of a client crate.
//!
//! `load` reads what authors wrote, `lower` finds out what is meant and reports every mistake, `emit` says it in Rust,
//! and [`Output`] compares the result with the disk or puts it there.

pub mod diagnostic;
pub mod diff;
mod docs;
mod emit;
mod format;
pub mod ir;
mod load;
mod lower;
mod name;
pub mod openapi;
pub mod output;
mod parallel;
pub mod paths;
mod samples;
pub mod schema;
pub mod source;
mod spec;
mod taken;
pub mod yaml;

use std::{
    collections::HashSet,
    panic,
    path::{Path, PathBuf},
    thread,
};

pub use diagnostic::{Diagnostic, Diagnostics};
pub use load::Files;
pub use output::Output;
pub use spec::key_orders;

use diagnostic::Severity;
use load::Loaded;
use source::{FileId, Sources};

/// Reads the spec in `dir` and returns every file of the generated crate.
///
/// # Errors
///
/// Everything that is wrong with the spec.
pub fn generate(dir: &Path) -> Result<Output, Diagnostics> {
    Ok(read(dir)?.emit())
}

/// Reads the spec in `dir`: what it means, its files, and warnings.
///
/// # Errors
///
/// Everything that is wrong with the spec, its warnings included.
pub fn read(dir: &Path) -> Result<Spec, Diagnostics> {
    read_files(Files::of(dir))
}

/// Reads a spec of which the files are in memory as they were on disk.
///
/// # Errors
///
/// Everything that is wrong with the spec, its warnings included.
pub fn read_files(files: Files) -> Result<Spec, Diagnostics> {
    let mut loaded = load::files(files);
    if loaded.spec.is_some() {
        loaded.diagnostics.extend(schema::modelines(&loaded.sources));
    }
    lower(loaded)
}

/// Reads a spec that is in memory, each file with the path that messages show.
///
/// # Errors
///
/// Everything that is wrong with the spec, its warnings included.
pub fn read_texts(files: impl IntoIterator<Item = (PathBuf, String)>) -> Result<Spec, Diagnostics> {
    lower(load::texts(files))
}

/// A spec without mistakes.
#[derive(Debug)]
pub struct Spec {
    /// What it means.
    pub api: ir::Api,
    /// Its files.
    pub sources: Sources,
    /// What could be better about it.
    pub warnings: Diagnostics,
}

impl Spec {
    /// Every file in `src` of the generated crate.
    pub fn emit(&self) -> Output {
        emit::api(&self.api)
    }

    /// Both what [`emit`](Self::emit) and [`openapi`](Self::openapi) return, made at the same time.
    pub fn emit_all(&self) -> (Output, openapi::Document) {
        thread::scope(|scope| {
            let document = scope.spawn(|| self.openapi());
            let output = self.emit();
            match document.join() {
                Ok(document) => (output, document),
                Err(panicked) => panic::resume_unwind(panicked),
            }
        })
    }

    /// The API as an OpenAPI document.
    pub fn openapi(&self) -> openapi::Document {
        openapi::Document::of(&self.api)
    }
}

/// Every file of the spec in `dir` whose first line does not name the JSON Schema with which editors check it.
pub fn modelines(dir: &Path) -> Diagnostics {
    let Loaded { sources, .. } = load::files(Files::of(dir));
    let found = schema::modelines(&sources);
    Diagnostics::new(sources, found)
}

/// Whether a type of a spec cannot be called `name`, because that has a meaning in the generated crate.
pub fn is_taken(name: &str) -> bool {
    taken::is_type(name)
}

fn lower(loaded: Loaded) -> Result<Spec, Diagnostics> {
    let Loaded { spec, sources, mut diagnostics, removed } = loaded;
    let lowered = spec.map(|spec| {
        let broken: HashSet<FileId> = errors(&diagnostics).map(|error| error.place.file).collect();
        let (api, found) = lower::api(&spec, &sources, &removed);
        diagnostics.extend(found);
        // The docs that a broken file seems to lack can be in what could not be read of it.
        diagnostics.extend(lower::undocumented(&spec).into_iter().filter(|one| !broken.contains(&one.place.file)));
        api
    });
    let diagnostics = Diagnostics::new(sources.clone(), diagnostics);
    match lowered {
        Some(api) if !diagnostics.has_errors() => Ok(Spec { api, sources, warnings: diagnostics }),
        _ => Err(diagnostics),
    }
}

fn errors(diagnostics: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    diagnostics.iter().filter(|one| one.severity() == Severity::Error)
}
