//! Reads documents and recordings from files and folders.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use upstream::{INPUT_BYTES, Input};

/// The extensions of documents and recordings. Other files in folders are ignored.
const ENDINGS: &[&str] = &[".json", ".yaml", ".yml", ".har"];

/// Returns the files at `paths`, including those in folders and their subfolders.
pub(crate) fn inputs(paths: &[PathBuf]) -> Vec<Input> {
    let mut inputs = Vec::new();
    for path in paths {
        if path.is_dir() {
            let before = inputs.len();
            folder(path, &mut inputs);
            if inputs.len() == before {
                let empty = io::Error::other(
                    "no file in this folder has the extension .json, .yaml, .yml or .har, with or without .gz",
                );
                inputs.push(Input::given(path.display().to_string(), Err(empty)));
            }
        } else {
            inputs.push(Input::given(path.display().to_string(), read(path)));
        }
    }
    inputs
}

/// Adds the files in `dir` by name. Hidden files are skipped, and so are links to folders, which can be cyclic.
fn folder(dir: &Path, inputs: &mut Vec<Input>) {
    let entries = fs::read_dir(dir).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(error) => return inputs.push(Input::given(dir.display().to_string(), Err(error))),
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (name, path) = (entry.file_name().to_string_lossy().to_lowercase(), entry.path());
        if name.starts_with('.') {
            continue;
        }
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            folder(&path, inputs);
        } else if ENDINGS.iter().any(|ending| name.trim_end_matches(".gz").ends_with(ending)) {
            inputs.push(Input { name: path.display().to_string(), bytes: read(&path), found: true });
        }
    }
}

/// Reads the content of a file, up to one byte more than the size limit.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(INPUT_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
