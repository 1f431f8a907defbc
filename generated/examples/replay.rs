//! Decodes recorded responses with the types of this crate, and reports those that fail to decode and the fields that are
//! not in the types: `cargo run -p katapult-api --features registry,serde --example replay -- traffic.har`.

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
#[command(about = "Decodes recorded responses, and reports decoding errors and unknown fields")]
struct Options {
    /// The output format.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Recordings in the HAR format, which browsers and proxies export.
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
