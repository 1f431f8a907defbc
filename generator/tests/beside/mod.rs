//! Specs in a folder, and beside each a snapshot of what its author reads.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The folder `name` of the tests.
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// A file under the name that messages show.
pub fn file(path: &Path) -> (PathBuf, String) {
    let name = Path::new("spec").join(path.file_name().unwrap());
    (name, fs::read_to_string(path).unwrap())
}

fn paths_in(dir: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The files of the spec at `path`, a file or a folder however deep, under the names that messages show.
pub fn files(path: &Path) -> Vec<(PathBuf, String)> {
    if path.is_file() {
        return vec![file(path)];
    }
    let mut files = Vec::new();
    let mut todo = vec![path.to_owned()];
    while let Some(found) = todo.pop() {
        if found.is_dir() {
            todo.extend(paths_in(&found));
        } else {
            let name = Path::new("spec").join(found.strip_prefix(path).unwrap());
            files.push((name, fs::read_to_string(found).unwrap()));
        }
    }
    files
}

/// Every spec in `dir`, a file or a folder of files, with the `api.yaml` there: its name and its files. A folder may have an
/// `api.yaml` of its own.
pub fn specs(dir: &Path) -> Vec<(String, Vec<(PathBuf, String)>)> {
    let api = file(&dir.join("api.yaml"));
    let is_spec = |path: &PathBuf| path.extension().is_none_or(|extension| extension == "yaml");
    let paths = paths_in(dir).into_iter().filter(|path| is_spec(path) && *path != dir.join("api.yaml"));
    let named = paths.map(|path| {
        let mut files = files(&path);
        if files.iter().all(|(name, _)| *name != api.0) {
            files.push(api.clone());
        }
        (path.file_stem().unwrap().to_str().unwrap().to_owned(), files)
    });
    named.collect()
}

/// Compares `text` with the snapshot `name` in `dir`.
pub fn assert_snapshot(dir: &Path, name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(dir);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}
