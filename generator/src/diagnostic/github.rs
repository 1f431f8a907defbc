//! Diagnostics as workflow commands, which GitHub shows beside the lines of a pull request.

use std::fmt::Write;

use super::locate::Located;

pub(super) fn render(found: &[Located<'_>]) -> String {
    let mut text = String::new();
    for one in found {
        let diagnostic = one.diagnostic;
        let mut place = format!("file={}", property(&one.spot.path));
        if let Some((start, end)) = one.spot.positions() {
            let (line, column, end) = (start.line, start.column, end.column);
            let _ = write!(place, ",line={line},col={column},endLine={line},endColumn={end}");
        }
        let lines = [Some(diagnostic.message.clone()), one.elsewhere(), diagnostic.help.clone()];
        let message = lines.into_iter().flatten().collect::<Vec<_>>().join("\n");
        // Writing to a string cannot fail.
        let (level, code) = (diagnostic.severity().as_str(), diagnostic.code);
        let _ = writeln!(text, "::{level} {place},title={code}::{}", data(&message));
    }
    text
}

/// An error without a place.
pub(super) fn failure(message: &str) -> String {
    format!("::error::{}\n", data(message))
}

/// Escapes the text after the second `::`.
pub(crate) fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a parameter, which commas and colons would end.
pub(crate) fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
