//! IDs: a type each, so that the compiler tells them apart.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use crate::{
    docs::{Line, code, line},
    ir::Type,
};

/// The type of an id.
pub(super) fn items(ty: &Type, example: Option<&str>) -> [TokenStream; 1] {
    let name = &ty.name.ident;
    let mut lines = ty.docs.lines().to_vec();
    if let Some(example) = example {
        lines.extend([Line::default(), line!["For example, ", code(example), "."]]);
    }
    let about = docs::lines(&lines);
    [quote! {
        #about
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct #name(String);
    }]
}

/// The conversions, decoder and encoder of an ID.
pub(super) fn wire(ty: &Type) -> TokenStream {
    let name = &ty.name.ident;
    quote!(runtime::id!(super::#name);)
}
