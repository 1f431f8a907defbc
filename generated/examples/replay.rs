//! Decodes recorded traffic with the types of this crate, and says what fails and what is lost: `cargo run -p
//! katapult-api --features registry,serde --example replay -- traffic.har`. With `--format json` it is for programs.

#[path = "replay/decode.rs"]
mod decode;
#[path = "replay/har.rs"]
mod har;
#[path = "replay/lost.rs"]
mod lost;
#[path = "replay/report.rs"]
mod report;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, ValueEnum};
use report::Report;

#[derive(Parser)]
#[command(about = "Decodes recorded traffic with the types of this crate, and says what fails and what is lost")]
struct Options {
    /// How to say it.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Recordings, as browsers and proxies save them (HAR).
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Human,
    Json,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let mut report = Report::default();
    let mut unreadable = false;
    for file in &options.files {
        match har::read(file) {
            Ok(exchanges) => exchanges.iter().for_each(|exchange| decode::replay(exchange, &mut report)),
            Err(error) => {
                eprintln!("{}: {error}", file.display());
                unreadable = true;
            }
        }
    }
    match options.format {
        Format::Human => print!("{report}"),
        Format::Json => println!("{:#}", serde_json::json!(report)),
    }
    if unreadable || !report.failed.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
