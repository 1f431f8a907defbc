//! `cargo xtask VERB`: reads the command line and calls the verb, which is a module of the library.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use xtask::{Failed, changelog, ci, codegen, comparison::Outcome, diff, docs, drift, observe, schema, stdio};

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
    /// Reports what a change of the spec means to those who depend on the crate.
    Diff(diff::Arguments),
    /// Puts the changes of the spec into CHANGELOG.md.
    Changelog(changelog::Arguments),
    /// Compares the spec with the provider's OpenAPI documents.
    Drift(drift::Arguments),
    /// Reports what recorded traffic shows and the spec does not say.
    Observe(observe::Arguments),
    /// Renders the OpenAPI document as one page, to read and search.
    Docs(docs::Arguments),
    /// Runs everything that has to pass before a change lands.
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

/// The exit code of a comparison, which tells a difference from one that could not run.
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
