//! Reads an earlier spec from git into memory. Nothing is checked out, and no file is written.

use std::{
    ffi::OsStr,
    io::{self, BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    thread,
};

/// A folder of a repository.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// Its path from the root of the repository, empty or with a trailing slash.
    prefix: String,
}

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit(String);

impl Folder {
    /// Opens the folder at `path`.
    ///
    /// # Errors
    ///
    /// Returns an error of one line if the folder is not in a repository.
    pub fn open(path: &Path) -> Result<Self, String> {
        if !path.is_dir() {
            return Err(format!("{} is not a folder", path.display()));
        }
        let output = git(path, ["rev-parse", "--show-prefix"])?;
        if !output.status.success() {
            return Err(format!("{} is not in a git repository", path.display()));
        }
        let prefix = line(&output.stdout);
        Ok(Self { path: path.to_owned(), prefix })
    }

    /// Returns the commit of the revision `name`.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such revision.
    pub fn commit(&self, name: &str) -> Result<Commit, String> {
        let wanted = format!("{name}^{{commit}}");
        let output = git(&self.path, ["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])?;
        if output.status.success() {
            Ok(Commit(line(&output.stdout)))
        } else {
            Err(format!("there is no revision `{name}` in this repository"))
        }
    }

    /// Returns the merge base of the current branch and `main`.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no `main`, or no common commit.
    pub fn merge_base(&self) -> Result<Commit, String> {
        let main = ["main", "origin/main"].into_iter().find(|name| self.commit(name).is_ok());
        let main = main.ok_or("there is no branch `main` to compare with: name a revision")?;
        let output = git(&self.path, ["merge-base", "HEAD", main])?;
        if output.status.success() {
            Ok(Commit(line(&output.stdout)))
        } else {
            Err(format!("HEAD and `{main}` have no commit in common: name a revision, or fetch the whole history"))
        }
    }

    /// Returns the latest release tag before the checked-out commit, such as `v0.1.0`.
    ///
    /// # Errors
    ///
    /// Returns an error if git cannot be run.
    pub fn latest_release(&self) -> Result<Option<String>, String> {
        let output = git(&self.path, ["describe", "--tags", "--abbrev=0", "--match", "v[0-9]*"])?;
        Ok(output.status.success().then(|| line(&output.stdout)))
    }

    /// Returns the text of the file at `path` from the root of the repository, if it is in the commit.
    ///
    /// # Errors
    ///
    /// Returns an error if git cannot be run.
    pub fn file(&self, Commit(commit): &Commit, path: &str) -> Result<Option<String>, String> {
        let output = git(&self.path, ["cat-file", "blob", &format!("{commit}:{path}")])?;
        Ok(output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned()))
    }

    /// Returns the `*.yaml` files of the commit in this folder and its subfolders, as the generator reads them, without
    /// hidden files.
    ///
    /// # Errors
    ///
    /// Returns an error if the commit has no such folder, or if git fails.
    pub fn specs(&self, Commit(commit): &Commit) -> Result<Vec<(PathBuf, String)>, String> {
        let tree = format!("{commit}:{}", self.prefix.trim_end_matches('/'));
        let output = git(&self.path, ["ls-tree", "-r", "-z", "--full-tree", &tree])?;
        if !output.status.success() {
            let folder = if self.prefix.is_empty() { "." } else { self.prefix.trim_end_matches('/') };
            return Err(format!("revision {} has no folder `{folder}`", short(commit)));
        }
        let listing = String::from_utf8_lossy(&output.stdout);
        // MODE blob ID<TAB>PATH
        let entries = listing.split('\0').filter_map(|entry| {
            let (facts, path) = entry.split_once('\t')?;
            let id = facts.split(' ').nth(2)?;
            let is_hidden = path.split('/').any(|part| part.starts_with('.'));
            (path.ends_with(".yaml") && !is_hidden).then(|| (id.to_owned(), Path::new(&self.prefix).join(path)))
        });
        let (ids, paths): (Vec<_>, Vec<_>) = entries.unzip();
        let texts = self.blobs(ids).map_err(|error| format!("git cannot read revision {}: {error}", short(commit)))?;
        Ok(paths.into_iter().zip(texts).collect())
    }

    /// Reads the content of these objects with one process.
    fn blobs(&self, ids: Vec<String>) -> io::Result<Vec<String>> {
        let mut git = Command::new("git")
            .arg("-C")
            .arg(&self.path)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (mut input, output) = (git.stdin.take(), git.stdout.take());
        let count = ids.len();
        // On another thread, because git blocks until its output is read.
        let writer = thread::spawn(move || {
            ids.iter().try_for_each(|id| input.as_mut().map_or(Ok(()), |input| writeln!(input, "{id}")))
        });
        let mut output = BufReader::new(output.ok_or(io::ErrorKind::BrokenPipe)?);
        let texts = (0..count).map(|_| blob(&mut output)).collect();
        let written = writer.join().unwrap_or_else(|_| Err(io::ErrorKind::BrokenPipe.into()));
        git.wait()?;
        written.and(texts)
    }
}

impl Commit {
    /// Returns the abbreviated name.
    pub fn short(&self) -> &str {
        short(&self.0)
    }
}

fn short(commit: &str) -> &str {
    commit.get(..8).unwrap_or(commit)
}

/// Reads one object: `ID blob SIZE`, and the content on the next line.
fn blob(output: &mut impl BufRead) -> io::Result<String> {
    let mut head = String::new();
    output.read_line(&mut head)?;
    let size: Option<u64> = head.trim_end().rsplit(' ').next().and_then(|size| size.parse().ok());
    let size = size.ok_or_else(|| io::Error::other(head.trim_end().to_owned()))?;
    let mut content = Vec::new();
    output.take(size).read_to_end(&mut content)?;
    output.read_exact(&mut [0])?;
    Ok(String::from_utf8(content).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

fn git<S: AsRef<OsStr>>(dir: &Path, arguments: impl IntoIterator<Item = S>) -> Result<Output, String> {
    let output = Command::new("git").arg("-C").arg(dir).args(arguments).stdin(Stdio::null()).output();
    output.map_err(|error| format!("cannot run git: {error}"))
}

fn line(output: &[u8]) -> String {
    String::from_utf8_lossy(output).trim_end_matches(['\n', '\r']).to_owned()
}
