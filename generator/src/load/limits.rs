//! Limits on the size of a spec: far larger than what people write, and small enough to bound the work.

/// The largest file in bytes.
pub(super) const MAX_FILE: usize = 512 * 1024;

/// The largest spec in bytes, all of its files together.
pub(super) const MAX_SPEC: usize = 64 * 1024 * 1024;

/// The maximum number of files of a spec.
pub(super) const MAX_FILES: usize = 10_000;

/// Why a spec is too large, if it is: `files` of them have `bytes` together.
pub(super) fn excess(files: usize, bytes: usize) -> Option<String> {
    if files > MAX_FILES {
        return Some(format!("this spec has more than {MAX_FILES} files"));
    }
    (bytes > MAX_SPEC).then(|| format!("this spec is larger than {} MiB", MAX_SPEC / 1024 / 1024))
}

/// Whether `text` could open so many brackets and braces that only a parser that bounds their depth may read it. The other
/// one needs time for each of them at every token.
pub(super) fn may_nest_deeply(text: &str) -> bool {
    const STEPS: usize = 50_000_000;
    let open: usize = ['[', '{'].into_iter().map(|bracket| text.matches(bracket).count()).sum();
    open * text.len() > STEPS
}
