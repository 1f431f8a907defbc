//! Why files could not be written or compared.

use std::{fmt, io, path::PathBuf};

/// Why files could not be written or compared.
#[derive(Debug)]
pub enum Error {
    /// Two files have the same path, or paths that differ only by case and are the same on many file systems.
    OnePath(PathBuf),
    /// Files that have to be moved or removed first. Nothing was changed.
    InTheWay(Vec<(PathBuf, Obstacle)>),
    /// An error of the file system.
    Io {
        /// What failed, such as `cannot write`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The cause.
        error: io::Error,
    },
}

/// An entry that was not generated, and that writing would replace or follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// A file without the header of generated files.
    Foreign,
    /// A symbolic link.
    Link,
    /// A folder, or a device, in place of a file.
    NotAFile,
    /// A file in place of a folder.
    NotAFolder,
    /// The `Cargo.toml` of a package: its sources have a folder of their own.
    Package,
}

/// The maximum number of names of a folder to show.
const SHOWN: usize = 20;

impl Error {
    pub(super) fn io(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |error| Self::Io { action, path, error }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OnePath(path) => {
                write!(f, "two entries of the spec generate `{}`; rename one of them", path.display())
            }
            Self::InTheWay(found) => {
                write!(f, "refusing to replace or remove files that are not generated:")?;
                for (path, obstacle) in found.iter().take(SHOWN) {
                    write!(f, "\n  {} {obstacle}", path.display())?;
                }
                match found.len().saturating_sub(SHOWN) {
                    0 => Ok(()),
                    more => write!(f, "\n  and {more} more"),
                }
            }
            Self::Io { action, path, error } => write!(f, "cannot {action} `{}`: {error}", path.display()),
        }
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Foreign => "is not a generated file",
            Self::Link => "is a symbolic link",
            Self::NotAFile => "is not a file",
            Self::NotAFolder => "is not a folder",
            Self::Package => "makes this the folder of a package, not of its sources",
        })
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { error, .. } => Some(error),
            Self::OnePath(_) | Self::InTheWay(_) => None,
        }
    }
}
