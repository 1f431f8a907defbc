//! Diagnostics as workflow commands, which GitHub shows beside the lines of a pull request.

use std::fmt::Write;

use super::locate::Located;
use crate::source::LineColumn;

pub(super) fn render(found: &[Located<'_>]) -> String {
    let mut text = String::new();
    for one in found {
        let diagnostic = one.diagnostic;
        let lines = [Some(diagnostic.message.clone()), one.elsewhere(), diagnostic.help.clone()];
        let message = lines.into_iter().flatten().collect::<Vec<_>>().join("\n");
        text += &command(
            diagnostic.severity().as_str(),
            &one.spot.path,
            one.spot.positions(),
            &diagnostic.code.to_string(),
            &message,
        );
    }
    text
}

/// An error without a place.
pub(super) fn failure(message: &str) -> String {
    format!("::error::{}\n", data(message))
}

/// A line that GitHub shows at a place of a file, as an `error`, `warning` or `notice`.
pub fn command(level: &str, file: &str, span: Option<(LineColumn, LineColumn)>, title: &str, message: &str) -> String {
    let mut place = format!("file={}", property(file));
    if let Some((start, end)) = span {
        let (line, column, end) = (start.line, start.column, end.column);
        // Writing to a string cannot fail.
        let _ = write!(place, ",line={line},col={column},endLine={line},endColumn={end}");
    }
    format!("::{level} {place},title={}::{}\n", property(title), data(message))
}

/// Escapes the text after the second `::`.
pub(crate) fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a parameter, which commas and colons would end.
pub(crate) fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
