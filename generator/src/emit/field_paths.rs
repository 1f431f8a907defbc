//! Paths from a response to a value in it, as expressions.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{FieldPath, FieldStep};

/// An `Option` of the number at the end of `path`, which begins at the reference `output`.
pub(super) fn integer(path: &FieldPath) -> TokenStream {
    option(value(quote!(output), &path.steps, &quote!()))
}

/// An `Option` of the text of the enum at the end of `path`.
pub(super) fn text(path: &FieldPath) -> TokenStream {
    option(value(quote!(output), &path.steps, &quote!(.as_str())))
}

/// An `Option` of the number at the end of `path`, if there is a path at all.
pub(super) fn maybe_integer(path: Option<&FieldPath>) -> TokenStream {
    path.map_or_else(|| quote!(None), integer)
}

fn option((value, optional): (TokenStream, bool)) -> TokenStream {
    if optional { value } else { quote!(Some(#value)) }
}

/// The value at `steps` from `from`, with `read` appended, and whether it is an `Option`.
fn value(from: TokenStream, steps: &[FieldStep], read: &TokenStream) -> (TokenStream, bool) {
    let Some((FieldStep { field, optional, first }, rest)) = steps.split_first() else {
        return (quote!(#from #read), false);
    };
    if *first {
        let item = match optional {
            true => quote!(#from.#field.as_ref().and_then(|list| list.first())),
            false => quote!(#from.#field.first()),
        };
        return match value(quote!(inner), rest, read) {
            (inner, false) => (quote!(#item.map(|inner| #inner)), true),
            (inner, true) => (quote!(#item.and_then(|inner| #inner)), true),
        };
    }
    if !optional {
        return value(quote!(#from.#field), rest, read);
    }
    if rest.is_empty() && read.is_empty() {
        return (quote!(#from.#field), true);
    }
    match value(quote!(inner), rest, read) {
        (inner, false) => (quote!(#from.#field.as_ref().map(|inner| #inner)), true),
        (inner, true) => (quote!(#from.#field.as_ref().and_then(|inner| #inner)), true),
    }
}
