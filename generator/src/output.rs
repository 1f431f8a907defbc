//! The files of the generated crate: complete in memory before the disk is touched, and only there where they differ.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use crate::source::Place;

/// Every generated file under its path in the crate's `src`.
#[derive(Debug, Default)]
pub struct Output(BTreeMap<PathBuf, File>);

/// A file, as the pieces of which each comes from one entry of the spec.
#[derive(Debug, Default)]
pub struct File(Vec<(String, Place)>);

/// What [`Output::write`] did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The files that are new or have changed.
    pub changed: Vec<PathBuf>,
    /// The files that the spec no longer calls for, and that are gone.
    pub removed: Vec<PathBuf>,
    /// How many files were as they should be.
    pub unchanged: usize,
}

/// A file on disk that is not what the spec makes of it.
#[derive(Debug)]
pub struct Stale {
    /// Its path in the crate's `src`.
    pub path: PathBuf,
    /// What is wrong with it.
    pub reason: Reason,
    /// The entry of the spec from which the first difference comes.
    pub place: Option<Place>,
}

/// Why a file is stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It is not there.
    Missing,
    /// It says something else.
    Different,
    /// The spec does not call for it.
    Superfluous,
}

impl File {
    /// Adds a piece that comes from `place`.
    pub(crate) fn push(&mut self, text: String, place: Place) {
        self.0.push((text, place));
    }

    /// The whole text.
    pub fn text(&self) -> String {
        self.0.iter().map(|(text, _)| text.as_str()).collect()
    }

    /// The entry of the first piece that `text` does not have where it should.
    fn first_difference(&self, text: &str) -> Option<Place> {
        let mut rest = text;
        for (piece, place) in &self.0 {
            match rest.strip_prefix(piece.as_str()) {
                Some(behind) => rest = behind,
                None => return Some(place.clone()),
            }
        }
        self.0.last().map(|(_, place)| place.clone())
    }
}

impl Output {
    pub(crate) fn add(&mut self, path: impl Into<PathBuf>, file: File) {
        self.0.insert(path.into(), file);
    }

    /// Every file with its path, sorted by path.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (&Path, &File)> {
        self.0.iter().map(|(path, file)| (path.as_path(), file))
    }

    /// Makes `dir` hold these files and no other Rust.
    ///
    /// A file that is as it should be is not touched, so that cargo rebuilds nothing for nothing; another one is
    /// replaced whole, by a rename.
    ///
    /// # Errors
    ///
    /// The first error of the file system; files before it are written.
    pub fn write(&self, dir: &Path) -> io::Result<Written> {
        let mut written = Written::default();
        let stale = self.stale(dir)?;
        written.unchanged = self.0.len() - stale.iter().filter(|stale| stale.reason != Reason::Superfluous).count();
        for Stale { path, reason, .. } in stale {
            let target = dir.join(&path);
            match reason {
                Reason::Superfluous => {
                    fs::remove_file(&target)?;
                    // Succeeds only for a folder that is empty now, which is the one to remove.
                    target.parent().map(fs::remove_dir).and_then(Result::ok);
                    written.removed.push(path);
                }
                Reason::Missing | Reason::Different => {
                    let file = self.0.get(&path).map(File::text).unwrap_or_default();
                    replace(&target, &file)?;
                    written.changed.push(path);
                }
            }
        }
        Ok(written)
    }

    /// The files in `dir` that are not what they should be, sorted by path.
    ///
    /// # Errors
    ///
    /// The first error of the file system, other than a file that is not there.
    pub fn stale(&self, dir: &Path) -> io::Result<Vec<Stale>> {
        let mut stale = Vec::new();
        for (path, file) in &self.0 {
            match fs::read(dir.join(path)) {
                Ok(bytes) if bytes == file.text().as_bytes() => {}
                Ok(bytes) => {
                    let place = file.first_difference(&String::from_utf8_lossy(&bytes));
                    stale.push(Stale { path: path.clone(), reason: Reason::Different, place });
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    let place = file.0.first().map(|(_, place)| place.clone());
                    stale.push(Stale { path: path.clone(), reason: Reason::Missing, place });
                }
                Err(error) => return Err(error),
            }
        }
        let superfluous = rust_files(dir)?.into_iter().filter(|path| !self.0.contains_key(path));
        stale.extend(superfluous.map(|path| Stale { path, reason: Reason::Superfluous, place: None }));
        Ok(stale)
    }
}

/// Every `.rs` file under `dir`, relative to it.
fn rust_files(dir: &Path) -> io::Result<BTreeSet<PathBuf>> {
    let mut files = BTreeSet::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(dir.join(&folder)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        for entry in entries {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.insert(path);
            }
        }
    }
    Ok(files)
}

/// Puts `text` at `path`, so that a reader sees the old file or the new one, and never half of it.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let beside = path.with_extension("rs.new");
    fs::write(&beside, text)?;
    fs::rename(beside, path)
}
