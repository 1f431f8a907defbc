//! Writes to standard output and standard error. Unlike `println!`, it does not panic if the pipe is closed.

use std::{
    fmt::Display,
    io::{self, Write},
};

use crate::Failed;

/// Writes `text` to standard output.
///
/// A closed pipe is not an error, as in `cargo xtask codegen | head -1`.
///
/// # Errors
///
/// Returns any other error of standard output, such as a full disk.
pub fn out(text: impl Display) -> Result<(), Failed> {
    match try_out(text) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failed::Because(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Writes `text` to standard output, and returns an error if it is closed.
///
/// # Errors
///
/// Returns any error of standard output.
pub fn try_out(text: impl Display) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    write!(stdout, "{text}")?;
    stdout.flush()
}

/// Writes `text` to standard error. Errors are ignored, because they cannot be reported.
pub fn err(text: impl Display) {
    let _ = write!(io::stderr().lock(), "{text}");
}
