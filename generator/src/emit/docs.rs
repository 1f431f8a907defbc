//! Documentation: lines become `///`, one attribute each.

use proc_macro2::TokenStream;
use quote::quote;

use crate::docs::{Docs, Line, line};

/// `docs` as attributes.
pub(super) fn attributes(docs: &Docs) -> TokenStream {
    lines(docs.lines())
}

/// Each of `lines` as an attribute.
pub(super) fn lines<'l>(lines: impl IntoIterator<Item = &'l Line>) -> TokenStream {
    let lines = lines.into_iter().map(|line| match line.as_str() {
        "" => String::new(),
        line => format!(" {line}"),
    });
    quote!(#(#[doc = #lines])*)
}

/// `items` as prose lists them: `a`, `a or b`, `a, b or c`.
pub(super) fn list(items: &[Line], word: &'static str) -> Line {
    match items {
        [] => Line::default(),
        [one] => one.clone(),
        [before @ .., last] => line![Line::join(before, ", "), " ", word, " ", last],
    }
}
