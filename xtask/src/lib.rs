//! The commands of `cargo xtask`. Each is a module, which tests and fuzz targets also use.

#![warn(clippy::print_stdout, clippy::print_stderr)] // They panic if the pipe is closed, unlike `stdio`.

pub mod changelog;
pub mod ci;
pub mod codegen;
pub mod comparison;
pub mod diff;
pub mod docs;
pub mod drift;
mod files;
mod git;
pub mod observe;
mod release;
pub mod schema;
pub mod stdio;

use generator::output;

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
};

/// Why a command failed.
#[derive(Debug)]
pub enum Failed {
    /// The reason is already printed.
    Reported,
    /// The reason, to be printed.
    Because(String),
    /// The reason, in one line to be printed, that there is no result.
    Unable(String),
}

impl From<std::io::Error> for Failed {
    fn from(error: std::io::Error) -> Self {
        Self::Because(error.to_string())
    }
}

impl From<output::Error> for Failed {
    fn from(error: output::Error) -> Self {
        Self::Because(match &error {
            output::Error::InTheWay(_) => {
                format!("{error}\nnothing written; move or delete these files, or specify another folder with `--out`")
            }
            _ => error.to_string(),
        })
    }
}

/// The root of the repository.
///
/// It is determined at run time and not at compile time, because cargo shares one binary between worktrees with the
/// same target folder.
fn root() -> Result<PathBuf, Failed> {
    let found = match env::var_os("CARGO_MANIFEST_DIR").filter(|dir| !dir.is_empty()) {
        // Cargo sets it for `cargo run` to the folder of this package.
        Some(package) => parent(package),
        None => env::current_dir()?.ancestors().find(|dir| dir.join("xtask/Cargo.toml").is_file()).map(PathBuf::from),
    };
    let help = "run `cargo xtask` inside the repository, or specify the folders with `--spec` and `--out`";
    found.ok_or_else(|| Failed::Because(format!("cannot find the root of the repository: {help}")))
}

fn parent(dir: OsString) -> Option<PathBuf> {
    PathBuf::from(dir).parent().map(PathBuf::from)
}

/// Returns `path` below the root, relative to the current folder if it is inside it.
fn below_root(path: &str) -> Result<PathBuf, Failed> {
    let full = root()?.join(path);
    let short = env::current_dir().ok().and_then(|here| full.strip_prefix(here).map(PathBuf::from).ok());
    Ok(match short {
        Some(here) if here.as_os_str().is_empty() => PathBuf::from("."),
        Some(short) => short,
        None => full,
    })
}

/// Returns `path` relative to the root, if it is inside it. The path need not exist, and can be a link.
fn from_root(path: &Path) -> PathBuf {
    let real = || {
        let mut folders = path.ancestors().skip(1);
        let (folder, real) = folders.find_map(|folder| {
            let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            Some((folder, here.canonicalize().ok()?))
        })?;
        let full = real.join(path.strip_prefix(folder).ok()?);
        full.strip_prefix(root().ok()?.canonicalize().ok()?).map(Path::to_owned).ok()
    };
    real().unwrap_or_else(|| path.to_owned())
}

/// Returns `given`, or `path` below the root.
fn folder(given: Option<&PathBuf>, path: &str) -> Result<PathBuf, Failed> {
    given.map_or_else(|| below_root(path), |given| Ok(given.clone()))
}
