//! What people do in this repository. Each verb of `cargo xtask` is a module, which tests and fuzz targets call, too.

pub mod ci;
pub mod codegen;
pub mod drift;
pub mod observe;
pub mod schema;

use std::path::{Path, PathBuf};

/// Why a verb failed.
#[derive(Debug)]
pub enum Failed {
    /// The reason is printed already.
    Reported,
    /// The reason, to be printed.
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
