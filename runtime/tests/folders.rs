//! The folders of the library are layers: each imports only from those below it.
//!
//! `trace` is used by most of them, so it is low and takes plain values.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// The folders and files of `src`, from the lowest to the highest. `lib.rs` may name all of them.
const LAYERS: [&str; 12] = [
    "wire",
    "trace",
    "values",
    "api",
    "request",
    "registry",
    "response",
    "exchange",
    "transport",
    "client",
    "blocking",
    "test_support",
];

#[test]
fn each_folder_imports_only_from_those_below_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut upwards = Vec::new();
    for file in files(&src).unwrap() {
        let path = file.strip_prefix(&src).unwrap();
        let own = path.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs");
        if own == "lib" {
            continue;
        }
        let own = layer(own).unwrap_or_else(|| panic!("add `{own}` to `LAYERS`"));
        for (number, line) in (1..).zip(fs::read_to_string(&file).unwrap().lines()) {
            let found = imports(line).into_iter().filter(|name| layer(name).is_none_or(|other| other > own));
            upwards.extend(found.map(|_| format!("{}:{number}: {}", path.display(), line.trim())));
        }
    }
    assert!(upwards.is_empty(), "these lines import from a higher layer:\n{}", upwards.join("\n"));
}

#[test]
fn finds_imports_in_code_but_not_in_comments_and_macros() {
    assert_eq!(imports("use crate::exchange::{Limits, Moment};"), ["exchange"]);
    assert_eq!(imports("pub(in crate::exchange) fn f() -> crate::wire::Json {"), ["exchange", "wire"]);
    assert_eq!(imports("    /// See [`Wait`](crate::Wait)."), [""; 0]);
    assert_eq!(imports("impl $crate::Decode for $name {"), [""; 0]);
    assert_eq!(imports("let x = 1; // as crate::client does"), [""; 0]);
}

fn layer(name: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| *layer == name)
}

/// The folders that a line of code imports from.
fn imports(line: &str) -> Vec<&str> {
    let code = line.split("//").next().unwrap_or_default();
    let named = code.split("crate::").zip(code.split("crate::").skip(1)).filter(|(before, _)| !before.ends_with('$'));
    named.map(|(_, after)| after.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()).collect()
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(self::files(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}
