//! Reads documents and recordings, which come from elsewhere and can be larger than anybody expects.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

/// The text of the file at `path`, unless it has more than `limit` bytes.
///
/// # Errors
///
/// Any error of the file system, text that is not UTF-8, and a file that is too large.
pub(crate) fn read(path: &Path, limit: usize) -> io::Result<String> {
    let mut text = String::new();
    // One byte more than the limit shows that there are more, also where the size is not known before, as of a pipe.
    File::open(path)?.take(limit as u64 + 1).read_to_string(&mut text)?;
    if text.len() > limit { Err(io::Error::other(format!("larger than {} MB", limit >> 20))) } else { Ok(text) }
}
