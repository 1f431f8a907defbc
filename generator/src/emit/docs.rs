//! Documentation: lines become `///`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    docs::{Docs, Line, line, plain, wrap},
    format,
    ir::Field,
};

/// The width of text after `    /// `, in lines of 100 columns.
const WIDTH: usize = 92;

/// `docs` as an attribute.
pub(super) fn attributes(docs: &Docs) -> TokenStream {
    lines(docs.lines())
}

/// The attribute of something that is deprecated.
pub(super) fn deprecated(note: Option<&Line>) -> TokenStream {
    match note {
        Some(note) => {
            let note = note.as_str();
            quote!(#[deprecated(note = #note)])
        }
        None => quote!(),
    }
}

/// What lets an item use something that is deprecated, if it has to.
pub(super) fn allow_deprecated(has_deprecated: bool) -> TokenStream {
    if has_deprecated { quote!(#[allow(deprecated)]) } else { quote!() }
}

/// `lines` as an attribute.
pub(super) fn lines<'l>(lines: impl IntoIterator<Item = &'l Line>) -> TokenStream {
    let lines = wrap(lines, WIDTH);
    if lines.is_empty() { quote!() } else { format::docs(&lines) }
}

/// A list of the parameters that have docs. Rust has no place for docs at a parameter itself.
pub(super) fn parameters<'f>(fields: impl IntoIterator<Item = &'f Field>) -> Vec<Line> {
    let mut lines = Vec::new();
    for field in fields {
        let Some((first, more)) = field.docs.lines().split_first() else { continue };
        lines.push(line!["- `", plain(&field.name), "`: ", first]);
        lines.extend(more.iter().map(|line| if line.is_empty() { Line::default() } else { line!["  ", line] }));
    }
    lines
}

/// `items` as a list in a sentence: `a`, `a or b`, `a, b or c`.
pub(super) fn list(items: &[Line], word: &'static str) -> Line {
    match items {
        [] => Line::default(),
        [one] => one.clone(),
        [before @ .., last] => line![Line::join(before, ", "), " ", word, " ", last],
    }
}
