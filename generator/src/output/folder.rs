//! A folder on disk, whose files are replaced atomically.

use std::{
    collections::{BTreeMap, HashSet},
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use super::{Error, Obstacle};

/// A folder that is locked by one run at a time.
#[derive(Debug)]
pub(crate) struct Folder<'a> {
    path: &'a Path,
    /// The locked folder itself, so that no lock file is needed. `None` on systems that cannot lock folders.
    lock: Option<fs::File>,
}

/// The type of file at a path, without following links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    File,
    Folder,
    Link,
    Other,
}

impl Entry {
    fn of(kind: fs::FileType) -> Self {
        match kind {
            _ if kind.is_symlink() => Self::Link,
            _ if kind.is_dir() => Self::Folder,
            _ if kind.is_file() => Self::File,
            _ => Self::Other,
        }
    }
}

/// A stale file.
#[derive(Debug)]
pub(crate) enum Difference {
    /// The file is missing.
    Missing,
    /// The file has this content, with `\n` as line endings.
    Content(Vec<u8>),
    /// The file is generated, but no longer needed.
    Superfluous,
    /// A file that was not generated is at its path, or at that of a folder above it.
    InTheWay(Obstacle),
}

/// The prefix and suffix of the temporary folders.
const STAGE: (&str, &str) = (".codegen.", ".tmp");

impl<'a> Folder<'a> {
    /// Opens the folder at `path` for writing. It is created if it is missing.
    ///
    /// `path` itself may be a link to a folder, because the caller chose it.
    pub(crate) fn create(path: &'a Path) -> Result<Self, Error> {
        fs::create_dir_all(path).map_err(Error::io("create the folder", path))?;
        Ok(Self { path, lock: lock(path, fs::File::lock) })
    }

    /// Opens the folder at `path` for reading. It may be missing.
    pub(crate) fn open(path: &'a Path) -> Self {
        Self { path, lock: lock(path, fs::File::lock_shared) }
    }

    /// Returns all entries of the folder and its subfolders, by relative path. Hidden entries are skipped, because they
    /// belong to editors and the like.
    pub(crate) fn entries(&self) -> Result<BTreeMap<PathBuf, Entry>, Error> {
        let mut found = BTreeMap::new();
        let mut folders = vec![PathBuf::new()];
        while let Some(folder) = folders.pop() {
            let here = self.path.join(&folder);
            let entries = match fs::read_dir(&here).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
                Err(error) if error.kind() == io::ErrorKind::NotFound && folder.as_os_str().is_empty() => break,
                entries => entries.map_err(Error::io("read the folder", here))?,
            };
            for entry in entries.iter().filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(b".")) {
                let path = folder.join(entry.file_name());
                let kind = kind(entry).map_err(Error::io("read", entry.path()))?;
                if kind == Entry::Folder {
                    folders.push(path.clone());
                }
                found.insert(path, kind);
            }
        }
        Ok(found)
    }

    /// Returns the differences of the folder with these `entries` from `files`. A file may be replaced if it `is_ours`.
    pub(crate) fn differences(
        &self,
        entries: &BTreeMap<PathBuf, Entry>,
        files: &BTreeMap<&Path, String>,
        is_ours: impl Fn(&[u8]) -> bool,
    ) -> Result<BTreeMap<PathBuf, Difference>, Error> {
        let mut found = BTreeMap::new();
        for (&path, text) in files {
            let above = path.ancestors().skip(1).filter_map(|above| Some((above, *entries.get(above)?)));
            let difference = match entries.get(path) {
                None => match above.filter(|(_, entry)| *entry != Entry::Folder).last() {
                    Some((above, entry)) => {
                        let obstacle = if entry == Entry::Link { Obstacle::Link } else { Obstacle::NotAFolder };
                        found.insert(above.to_owned(), Difference::InTheWay(obstacle));
                        continue;
                    }
                    None => Difference::Missing,
                },
                Some(Entry::Link) => Difference::InTheWay(Obstacle::Link),
                Some(Entry::Folder | Entry::Other) => Difference::InTheWay(Obstacle::NotAFile),
                Some(Entry::File) => {
                    let full = self.path.join(path);
                    let content = fs::read(&full).map_err(Error::io("read", full))?;
                    // A checkout can have Windows line endings; the content is the same.
                    let content = if content == text.as_bytes() { continue } else { without_crlf(content) };
                    if content == text.as_bytes() {
                        continue;
                    }
                    // An empty file may be replaced, because a system crash can leave one.
                    let replaceable = content.is_empty() || is_ours(&content);
                    if replaceable { Difference::Content(content) } else { Difference::InTheWay(Obstacle::Foreign) }
                }
            };
            found.insert(path.to_owned(), difference);
        }
        Ok(found)
    }

    /// Returns the difference of the file at `path`, directly in the folder, from `text`. It may be replaced if it
    /// `is_ours`.
    pub(crate) fn difference(
        &self,
        path: &Path,
        text: &str,
        is_ours: impl Fn(&[u8]) -> bool,
    ) -> Result<Option<Difference>, Error> {
        let full = self.path.join(path);
        let entry = match fs::symlink_metadata(&full) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            found => Some(Entry::of(found.map_err(Error::io("read", full))?.file_type())),
        };
        let entries = entry.map(|entry| (path.to_owned(), entry)).into_iter().collect();
        let files = BTreeMap::from([(path, text.to_owned())]);
        Ok(self.differences(&entries, &files, is_ours)?.into_values().next())
    }

    /// Whether the file at `path` starts with `header`.
    pub(crate) fn starts_with(&self, path: &Path, header: &str) -> Result<bool, Error> {
        let full = self.path.join(path);
        let mut start = Vec::new();
        fs::File::open(&full)
            .and_then(|file| file.take(header.len() as u64).read_to_end(&mut start))
            .map_err(Error::io("read", full))?;
        Ok(start == header.as_bytes())
    }

    /// Moves the files of `new` to their paths and removes those of `old`, with the folders that become empty.
    ///
    /// All files are written before the first one is renamed, so that an error such as a full disk changes nothing.
    pub(crate) fn change(&self, new: &BTreeMap<&Path, String>, old: &[&Path]) -> Result<(), Error> {
        self.finish(self.prepare(new, old)?, new, old)
    }

    /// Writes the files of `new` to a temporary folder for [`finish`](Self::finish), if there is anything to change.
    pub(crate) fn prepare(&self, new: &BTreeMap<&Path, String>, old: &[&Path]) -> Result<Option<TempDir>, Error> {
        self.sweep()?;
        if new.is_empty() && old.is_empty() { Ok(None) } else { self.stage(new).map(Some) }
    }

    /// Completes [`change`](Self::change) with the result of [`prepare`](Self::prepare) for the same files.
    pub(crate) fn finish(
        &self,
        stage: Option<TempDir>,
        new: &BTreeMap<&Path, String>,
        old: &[&Path],
    ) -> Result<(), Error> {
        let Some(stage) = stage else { return Ok(()) };
        // On case-insensitive file systems, removing `A.rs` after writing `a.rs` would remove the latter.
        let names: HashSet<_> = new.keys().map(|path| folded(path)).collect();
        let (first, last): (Vec<_>, Vec<_>) = old.iter().partition(|path| names.contains(&folded(path)));
        first.into_iter().try_for_each(|path| self.remove(path))?;
        for (index, path) in new.keys().enumerate() {
            let target = self.path.join(path);
            let parent = target.parent().unwrap_or(self.path);
            fs::create_dir_all(parent).map_err(Error::io("create the folder", parent))?;
            fs::rename(stage.path().join(index.to_string()), &target).map_err(Error::io("write", &target))?;
        }
        last.into_iter().try_for_each(|path| self.remove(path))
    }

    /// Writes the files of `new`, named by index, to a temporary folder that is removed on drop.
    fn stage(&self, new: &BTreeMap<&Path, String>) -> Result<TempDir, Error> {
        let (prefix, suffix) = STAGE;
        let stage = tempfile::Builder::new().prefix(prefix).suffix(suffix).tempdir_in(self.path);
        let stage = stage.map_err(Error::io("write to", self.path))?;
        for (index, (path, text)) in new.iter().enumerate() {
            let write = fs::write(stage.path().join(index.to_string()), text);
            write.map_err(Error::io("write", self.path.join(path)))?;
        }
        Ok(stage)
    }

    fn remove(&self, path: &Path) -> Result<(), Error> {
        let full = self.path.join(path);
        fs::remove_file(&full).map_err(Error::io("remove", full))?;
        // A folder that is not empty is not removed, and neither is any above it.
        let folders = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
        folders.map(|folder| fs::remove_dir(self.path.join(folder))).take_while(Result::is_ok).for_each(drop);
        Ok(())
    }

    /// Removes the files of a killed run. This needs the lock, because they could belong to another active run.
    fn sweep(&self) -> Result<(), Error> {
        let (prefix, suffix) = STAGE;
        let entries = fs::read_dir(self.path).map_err(Error::io("read the folder", self.path))?;
        for entry in entries.filter(|_| self.lock.is_some()) {
            let entry = entry.map_err(Error::io("read the folder", self.path))?;
            let name = entry.file_name().into_encoded_bytes();
            let is_stage = name.starts_with(prefix.as_bytes()) && name.ends_with(suffix.as_bytes());
            if is_stage && kind(&entry).is_ok_and(|kind| kind == Entry::Folder) {
                fs::remove_dir_all(entry.path()).map_err(Error::io("remove", entry.path()))?;
            }
        }
        Ok(())
    }
}

fn lock(path: &Path, lock: impl Fn(&fs::File) -> io::Result<()>) -> Option<fs::File> {
    let folder = fs::File::open(path).ok()?;
    loop {
        match lock(&folder) {
            Ok(()) => return Some(folder),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
}

fn kind(entry: &fs::DirEntry) -> io::Result<Entry> {
    entry.file_type().map(Entry::of)
}

/// Returns `content` with `\r\n` replaced by `\n`.
fn without_crlf(mut content: Vec<u8>) -> Vec<u8> {
    let mut following = content.clone().into_iter().skip(1);
    content.retain(|byte| {
        let next = following.next();
        *byte != b'\r' || next != Some(b'\n')
    });
    content
}

/// Returns a path as compared by case-insensitive file systems.
pub(super) fn folded(path: &Path) -> String {
    path.to_string_lossy().to_lowercase()
}
