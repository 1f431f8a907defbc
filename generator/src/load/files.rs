//! The files of a spec on disk; the generator reads no others.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    ffi::OsStr,
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use super::limits::{self, MAX_FILE};

/// The files of a spec as they were on disk at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// The folder that they are in.
    pub(super) dir: PathBuf,
    pub(super) read: Vec<SpecFile>,
    /// Each path that cannot be read with the reason.
    pub(super) unreadable: Vec<(PathBuf, String)>,
    /// Why not all of them were read, if that is too much.
    pub(super) excess: Option<String>,
}

/// A file of the spec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SpecFile {
    pub(super) path: PathBuf,
    /// Its text, with U+FFFD for what is not UTF-8.
    pub(super) text: String,
    /// The first byte that is not UTF-8.
    pub(super) foreign_byte: Option<usize>,
    /// Whether it is so large that `text` is only its beginning.
    pub(super) too_large: bool,
}

impl SpecFile {
    /// A file of this text.
    pub(super) fn new(path: PathBuf, text: String) -> Self {
        Self::decoded(path, text.into_bytes())
    }

    fn decoded(path: PathBuf, mut bytes: Vec<u8>) -> Self {
        let too_large = bytes.len() > MAX_FILE;
        bytes.truncate(MAX_FILE);
        match String::from_utf8(bytes) {
            Ok(text) => Self { path, text, foreign_byte: None, too_large },
            Err(error) => {
                // Where the end is cut off, it can be in the middle of a character.
                let at = (!too_large).then_some(error.utf8_error().valid_up_to());
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                Self { path, text, foreign_byte: at, too_large }
            }
        }
    }
}

impl Files {
    /// The files of the spec in `dir`.
    pub fn of(dir: &Path) -> Self {
        let mut files = Self { dir: dir.to_owned(), read: Vec::new(), unreadable: Vec::new(), excess: None };
        read(dir, &mut files);
        files.unreadable.sort();
        files
    }

    /// The folder of the spec.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The files that are links. What they lead to can be anywhere.
    pub fn links(&self) -> impl Iterator<Item = &Path> {
        self.read.iter().map(|file| file.path.as_path()).filter(|path| path.is_symlink())
    }

    /// The paths whose content differs from `before`, including new and removed files.
    pub fn changed_since<'a>(&'a self, before: &'a Self) -> BTreeSet<&'a Path> {
        let (now, then) = (self.by_path(), before.by_path());
        let paths = now.keys().chain(then.keys()).copied();
        paths.filter(|path| now.get(path) != then.get(path)).collect()
    }

    fn by_path(&self) -> BTreeMap<&Path, (&str, Option<usize>)> {
        let read = self.read.iter().map(|file| (file.path.as_path(), (file.text.as_str(), file.foreign_byte)));
        let unreadable = self.unreadable.iter().map(|(path, why)| (path.as_path(), (why.as_str(), Some(0))));
        read.chain(unreadable).collect()
    }
}

/// Adds every `*.yaml` under `dir` to `files`, and each path that cannot be read with the reason. Hidden ones are left
/// alone.
fn read(dir: &Path, files: &mut Files) {
    let mut dirs = vec![dir.to_owned()];
    let mut seen: HashSet<PathBuf> = fs::canonicalize(dir).into_iter().collect();
    let mut bytes = 0;
    while let Some(dir) = dirs.pop() {
        let entries = fs::read_dir(&dir).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let entries = match entries {
            Ok(entries) => entries,
            Err(error) => {
                files.unreadable.push((dir, format!("this folder cannot be read: {error}")));
                continue;
            }
        };
        for entry in entries {
            let path = entry.path();
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            // A link is followed, but not to a folder that was read already, which could be a cycle.
            let kind = match fs::metadata(&path) {
                Ok(kind) => kind,
                Err(error) => {
                    files.unreadable.push((path, format!("this cannot be read: {error}")));
                    continue;
                }
            };
            let is_other_case = |extension: &OsStr| extension.eq_ignore_ascii_case("yaml") && extension != "yaml";
            if kind.is_dir() {
                match fs::canonicalize(&path) {
                    Ok(real) if seen.insert(real.clone()) => dirs.push(path),
                    Ok(_) => {
                        files.unreadable.push((path, "this link leads to a folder that is read already".to_owned()));
                    }
                    Err(error) => files.unreadable.push((path, format!("this folder cannot be read: {error}"))),
                }
            } else if path
                .extension()
                .is_some_and(|extension| extension.eq_ignore_ascii_case("yml") || is_other_case(extension))
            {
                files.unreadable.push((path, "spec files must end in `.yaml`".to_owned()));
            } else if path.extension().is_some_and(|extension| extension == "yaml") {
                match read_file(&path, &kind) {
                    Ok(file) => {
                        bytes += file.text.len();
                        files.read.push(file);
                    }
                    Err(why) => files.unreadable.push((path, why)),
                }
            }
            files.excess = limits::excess(files.read.len() + files.unreadable.len(), bytes);
            if files.excess.is_some() {
                return;
            }
        }
    }
}

/// The file at `path`, or why it cannot be read. Only the beginning of a file that is too large is read.
fn read_file(path: &Path, kind: &fs::Metadata) -> Result<SpecFile, String> {
    if !kind.is_file() {
        // To read a pipe or a device could take forever.
        return Err("this is not a file".to_owned());
    }
    let mut bytes = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(MAX_FILE as u64 + 1).read_to_end(&mut bytes));
    match read {
        Ok(_) => Ok(SpecFile::decoded(path.to_owned(), bytes)),
        Err(error) => Err(format!("this file cannot be read: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_one_of_content() {
        let dir = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &[u8]| fs::write(dir.path().join(path), text).unwrap();
        fs::create_dir(dir.path().join("public")).unwrap();
        for path in ["same.yaml", "other.yaml", "public/gone.yaml", "notes.txt"] {
            write(path, b"docs: Old.");
        }
        let before = Files::of(dir.path());
        assert_eq!(before.changed_since(&before), BTreeSet::new());

        write("same.yaml", b"docs: Old.");
        write("other.yaml", b"docs: New.");
        write("new.yaml", b"docs: \xff");
        write("notes.txt", b"Not of the spec.");
        fs::remove_file(dir.path().join("public/gone.yaml")).unwrap();
        let expected = ["new.yaml", "other.yaml", "public/gone.yaml"].map(|path| dir.path().join(path));
        let now = Files::of(dir.path());
        assert_eq!(now.changed_since(&before), expected.iter().map(PathBuf::as_path).collect());

        fs::remove_dir_all(dir.path()).unwrap();
        assert!(Files::of(dir.path()).changed_since(&now).contains(dir.path()), "the folder cannot be read");
    }
}
