//! Standard output and standard error, without the panic of `println!` where a reader such as `head` has closed them.

use std::{
    fmt::Display,
    io::{self, Write},
};

use crate::Failed;

/// Writes `text` to standard output.
///
/// A closed pipe is not an error: whoever reads `cargo xtask codegen | head -1` has seen enough.
///
/// # Errors
///
/// Any other error of standard output, such as a full disk to which it is redirected.
pub fn out(text: impl Display) -> Result<(), Failed> {
    match try_out(text) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failed::Because(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Writes `text` to standard output, and says so if it is closed.
///
/// # Errors
///
/// Any error of standard output.
pub fn try_out(text: impl Display) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    write!(stdout, "{text}")?;
    stdout.flush()
}

/// Writes `text` to standard error. There is no place left to report that this failed.
pub fn err(text: impl Display) {
    let _ = write!(io::stderr().lock(), "{text}");
}
