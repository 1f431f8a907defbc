//! `cargo xtask VERB`: what people do in this repository. Each verb is a file here.

mod ci;
mod codegen;
mod drift;
mod observe;
mod schema;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Parser, Subcommand};

/// The verbs of this repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Command {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Turns the spec into the source of the generated crate.
    Codegen(codegen::Arguments),
    /// Writes the JSON Schemas with which editors check the spec.
    Schema(schema::Arguments),
    /// Compares the spec with the provider's OpenAPI document.
    Drift(drift::Arguments),
    /// Reports what recorded traffic shows and the spec does not say.
    Observe(observe::Arguments),
    /// Runs everything that has to pass before a change lands.
    Ci,
}

fn main() -> ExitCode {
    let done = match Command::parse().verb {
        Verb::Codegen(arguments) => codegen::run(&arguments),
        Verb::Schema(arguments) => schema::run(&arguments),
        Verb::Drift(arguments) => drift::run(&arguments),
        Verb::Observe(arguments) => observe::run(&arguments),
        Verb::Ci => ci::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failed::Reported) => ExitCode::FAILURE,
        Err(Failed::Because(message)) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Why a verb did not do what it is for.
#[derive(Debug)]
enum Failed {
    /// It has said so already.
    Reported,
    /// To be said.
    Because(String),
}

impl From<std::io::Error> for Failed {
    fn from(error: std::io::Error) -> Self {
        Self::Because(error.to_string())
    }
}

/// The root of the repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// `path` below the root, as short as it can be said from where the command runs.
fn below_root(path: &str) -> PathBuf {
    let full = root().join(path);
    match std::env::current_dir().ok().and_then(|here| full.strip_prefix(here).map(Path::to_owned).ok()) {
        Some(short) => short,
        None => full,
    }
}
