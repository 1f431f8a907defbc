//! Pending changes of a spec's files. Each file is replaced atomically.

use std::{
    collections::BTreeMap,
    fmt, fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use generator::{Diagnostics, Spec};

use crate::edit::{Change, Edit, apply};

/// Pending changes of a spec's files.
#[derive(Debug, Default)]
pub struct Changes {
    files: Vec<File>,
    /// Why the changes cannot be written.
    problem: Option<Problem>,
    /// The number of differences that remain and need manual work.
    left: usize,
}

/// A file with a new text.
#[derive(Debug)]
struct File {
    path: PathBuf,
    /// The text as it was read; `None` for a new file.
    before: Option<String>,
    after: String,
}

/// Why changes cannot be written.
#[derive(Debug)]
enum Problem {
    /// An edit cannot be applied to the file.
    Edit(String),
    /// The edited spec is invalid.
    Mistakes(Diagnostics),
}

/// Why nothing was written.
#[derive(Debug)]
pub enum Refused {
    /// The changes make the spec invalid, or cannot be applied to it.
    Changes(String),
    /// A file has changed since it was read.
    Changed(PathBuf),
    /// A file cannot be read or written.
    Io(PathBuf, io::Error),
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changes(reason) => f.write_str(reason),
            Self::Changed(path) => write!(f, "{} has changed since it was read; run the command again", path.display()),
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for Refused {}

impl Changes {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Returns the number of differences that remain after writing.
    pub fn left(&self) -> usize {
        self.left
    }

    /// Returns every changed file with its new text.
    pub fn files(&self) -> impl Iterator<Item = (&Path, &str)> {
        self.files.iter().map(|file| (file.path.as_path(), file.after.as_str()))
    }

    /// Returns why the changes cannot be written, if they cannot.
    pub fn problem(&self) -> Option<String> {
        match self.problem.as_ref()? {
            Problem::Edit(reason) => Some(reason.clone()),
            Problem::Mistakes(mistakes) => Some(format!("the edited spec is invalid:\n{mistakes}")),
        }
    }

    /// Writes the files and returns their paths.
    ///
    /// # Errors
    ///
    /// Returns an error if nothing was written, or, on an I/O error between two files, the file that was not written.
    pub fn write(&self) -> Result<Vec<&Path>, Refused> {
        if let Some(reason) = self.problem() {
            return Err(Refused::Changes(reason));
        }
        let mut targets = Vec::new();
        for file in &self.files {
            let target = match fs::canonicalize(&file.path) {
                // The target of a link is written, and the link is kept.
                Ok(target) => target,
                Err(error) if error.kind() == io::ErrorKind::NotFound => file.path.clone(),
                Err(error) => return Err(Refused::Io(file.path.clone(), error)),
            };
            let now = match fs::read(&target) {
                Ok(now) => Some(now),
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(error) => return Err(Refused::Io(file.path.clone(), error)),
            };
            if now.as_deref() != file.before.as_deref().map(str::as_bytes) {
                return Err(Refused::Changed(file.path.clone()));
            }
            targets.push(target);
        }
        for (file, target) in self.files.iter().zip(targets) {
            replace(&target, &file.after).map_err(|error| Refused::Io(file.path.clone(), error))?;
        }
        Ok(self.files.iter().map(|file| file.path.as_path()).collect())
    }
}

/// The order in which the edits of a file are applied. A value is replaced before a field gets its long form, and keys
/// last, because the paths of edits use the current keys.
fn rank(change: &Change) -> u8 {
    match change {
        Change::Create(_) => 0,
        Change::Remove => 1,
        Change::Value(_) => 2,
        Change::Entry(..) | Change::Item(_) => 3,
        Change::Key(_) => 4,
    }
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(dir)?;
    let mut file = tempfile::NamedTempFile::new_in(dir)?;
    file.write_all(text.as_bytes())?;
    if let Ok(before) = fs::metadata(path) {
        file.as_file().set_permissions(before.permissions())?;
    } else {
        readable(file.as_file())?;
    }
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// Sets the usual permissions of a new file; a temporary file is readable by its owner only.
#[cfg(unix)]
fn readable(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_file: &fs::File) -> io::Result<()> {
    Ok(())
}

/// The texts of a spec while it is edited.
#[derive(Debug)]
pub(crate) struct Draft {
    /// By the path that messages show: the path on disk, the original text, and the current text.
    files: BTreeMap<String, (PathBuf, Option<String>, String)>,
    problem: Option<Problem>,
}

impl Draft {
    /// Creates a draft with the texts of `spec`.
    pub(crate) fn of(spec: &Spec) -> Self {
        let file = |source: &generator::source::Source| {
            let name = source.path.display().to_string().replace('\\', "/");
            (name, (source.path.clone(), Some(source.text.clone()), source.text.clone()))
        };
        Self { files: spec.sources.iter().map(|(_, source)| file(source)).collect(), problem: None }
    }

    /// Applies `edits`, and returns whether all of them could be applied.
    pub(crate) fn edit(&mut self, edits: &[Edit]) -> bool {
        let mut by_file: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
        for edit in edits {
            by_file.entry(&edit.file).or_default().push(edit);
        }
        by_file.values_mut().for_each(|edits| edits.sort_by_key(|edit| rank(&edit.change)));
        for (name, mut edits) in by_file {
            if let [Edit { change: Change::Create(text), .. }, ..] = edits[..] {
                let path = PathBuf::from(name);
                self.files.insert(name.to_owned(), (path, None, text.clone()));
                edits.remove(0);
            }
            let Some((.., text)) = self.files.get_mut(name) else {
                self.problem = Some(Problem::Edit(format!("there is no file {name}")));
                return false;
            };
            match apply(text, edits) {
                Ok(edited) => *text = edited,
                Err(reason) => {
                    self.problem = Some(Problem::Edit(reason));
                    return false;
                }
            }
        }
        true
    }

    /// Reads the current texts as a spec; `None` if they are invalid.
    pub(crate) fn read(&mut self) -> Option<Spec> {
        let texts = self.files.values().map(|(path, _, text)| (path.clone(), text.clone()));
        match generator::read_texts(texts) {
            Ok(spec) => Some(spec),
            Err(mistakes) => {
                self.problem = Some(Problem::Mistakes(mistakes));
                None
            }
        }
    }

    /// Returns the changes, after which `left` differences remain.
    pub(crate) fn changes(self, left: usize) -> Changes {
        let changed = self.files.into_values().filter(|(_, before, after)| before.as_deref() != Some(after));
        let files = changed.map(|(path, before, after)| File { path, before, after });
        Changes { files: files.collect(), problem: self.problem, left }
    }
}
