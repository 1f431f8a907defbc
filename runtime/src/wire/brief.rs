//! The form in which errors, logs and `Debug` show text from the server.

use std::fmt::{self, Write as _};

/// How many characters are shown.
const LONGEST: usize = 300;

/// Shows text in one line, and of a long text the first characters and the size of the rest.
pub(crate) struct Brief<'t>(pub(crate) &'t str);

impl<'t> Brief<'t> {
    /// The text that is shown, and the rest.
    fn split(&self) -> (&'t str, &'t str) {
        let end = self.0.char_indices().nth(LONGEST).map_or(self.0.len(), |(end, _)| end);
        self.0.split_at(end)
    }
}

impl fmt::Display for Brief<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (shown, rest) = self.split();
        for c in shown.chars() {
            f.write_char(if c.is_control() { ' ' } else { c })?;
        }
        write_size(f, rest)
    }
}

/// In quotes and with escapes, as `Debug` of a string.
impl fmt::Debug for Brief<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (shown, rest) = self.split();
        fmt::Debug::fmt(shown, f)?;
        write_size(f, rest)
    }
}

fn write_size(f: &mut fmt::Formatter<'_>, rest: &str) -> fmt::Result {
    if rest.is_empty() { Ok(()) } else { write!(f, "... ({} more bytes)", rest.len()) }
}
