//! The files of a spec on disk; the generator reads no others.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A file as it was read.
#[derive(Debug)]
pub(super) struct File {
    pub(super) path: PathBuf,
    /// Its text, with U+FFFD for what is not UTF-8.
    pub(super) text: String,
    /// The first byte that is not UTF-8.
    pub(super) foreign_byte: Option<usize>,
}

/// Every `*.yaml` under `dir`, and each path that cannot be read with the reason. Hidden ones are left alone.
pub(super) fn read(dir: &Path) -> (Vec<File>, Vec<(PathBuf, String)>) {
    let mut files = Vec::new();
    let mut unreadable = Vec::new();
    let mut dirs = vec![dir.to_owned()];
    while let Some(dir) = dirs.pop() {
        let entries = fs::read_dir(&dir).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let entries = match entries {
            Ok(entries) => entries,
            Err(error) => {
                unreadable.push((dir, format!("this folder cannot be read: {error}")));
                continue;
            }
        };
        for entry in entries {
            let path = entry.path();
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            // A link to a folder is not followed, for it could lead round in a circle.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                dirs.push(path);
            } else if path.extension().is_some_and(|extension| extension == "yml") {
                unreadable.push((path, "spec files must end in `.yaml`".to_owned()));
            } else if path.extension().is_some_and(|extension| extension == "yaml") {
                match fs::read(&path) {
                    Ok(bytes) => files.push(decode(path, bytes)),
                    Err(error) => unreadable.push((path, format!("this file cannot be read: {error}"))),
                }
            }
        }
    }
    unreadable.sort();
    (files, unreadable)
}

fn decode(path: PathBuf, bytes: Vec<u8>) -> File {
    match String::from_utf8(bytes) {
        Ok(text) => File { path, text, foreign_byte: None },
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            File { path, text, foreign_byte: Some(at) }
        }
    }
}
