//! Documentation: lines become `///`, one attribute each.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Docs;

/// `docs` as attributes.
pub(super) fn attributes(docs: &Docs) -> TokenStream {
    lines(docs.lines())
}

/// Each of `lines` as an attribute.
pub(super) fn lines<S: AsRef<str>>(lines: impl IntoIterator<Item = S>) -> TokenStream {
    let lines = lines.into_iter().map(|line| match line.as_ref() {
        "" => String::new(),
        line => format!(" {line}"),
    });
    quote!(#(#[doc = #lines])*)
}

/// `items` as prose lists them: `a`, `a or b`, `a, b or c`.
pub(super) fn list(items: &[String], word: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => format!("{} {word} {last}", before.join(", ")),
    }
}
