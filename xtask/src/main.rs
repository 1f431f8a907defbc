//! `cargo xtask COMMAND`: parses the command line and calls the module of the command.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use mimalloc::MiMalloc;
use xtask::{Failed, changelog, ci, codegen, comparison::Outcome, diff, docs, drift, observe, schema, stdio};

/// A fourth of the time of `codegen` was spent in the allocator of the C library.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The commands of this repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Command {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Generates the source of the crate from the spec.
    Codegen(codegen::Arguments),
    /// Writes the JSON Schemas that editors use to check the spec.
    Schema(schema::Arguments),
    /// Reports how a change of the spec affects users of the crate.
    Diff(diff::Arguments),
    /// Writes the changes of the spec to CHANGELOG.md.
    Changelog(changelog::Arguments),
    /// Compares the spec with the provider's OpenAPI documents.
    Drift(drift::Arguments),
    /// Compares the spec with recorded traffic.
    Observe(observe::Arguments),
    /// Renders the OpenAPI document as a searchable page.
    Docs(docs::Arguments),
    /// Runs all checks.
    Ci,
}

fn main() -> ExitCode {
    let done = match Command::parse().verb {
        Verb::Codegen(arguments) => codegen::run(&arguments),
        Verb::Schema(arguments) => schema::run(&arguments),
        Verb::Diff(arguments) => diff::run(&arguments),
        Verb::Changelog(arguments) => changelog::run(&arguments),
        Verb::Drift(arguments) => return compared(drift::run(&arguments)),
        Verb::Observe(arguments) => return compared(observe::run(&arguments)),
        Verb::Docs(arguments) => docs::run(&arguments),
        Verb::Ci => ci::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failed::Reported) => ExitCode::FAILURE,
        Err(Failed::Because(message)) => {
            stdio::err(format_args!("error: {message}\n"));
            ExitCode::FAILURE
        }
        Err(Failed::Unable(message)) => {
            stdio::err(format_args!("error: {message}\n"));
            ExitCode::from(2)
        }
    }
}

/// Returns the exit code of a comparison, which distinguishes differences from failures.
fn compared(outcome: Result<Outcome, Failed>) -> ExitCode {
    match outcome {
        Ok(Outcome::Agreement) => ExitCode::SUCCESS,
        Ok(Outcome::Differences) => ExitCode::from(1),
        Ok(Outcome::Incomplete) | Err(Failed::Reported) => ExitCode::from(2),
        Err(Failed::Because(message) | Failed::Unable(message)) => {
            stdio::err(format_args!("error: {message}\n"));
            ExitCode::from(2)
        }
    }
}
