//! Unions: objects whose `type` selects a schema.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use crate::{
    docs::{code, line},
    ir::{Api, Type, UnionOption},
};

/// The enum.
pub(super) fn items(api: &Api, union: &Type, kinds: &[UnionOption]) -> [TokenStream; 1] {
    let name = &union.name.ident;
    let about = docs::attributes(&union.docs);
    let variants = kinds.iter().map(|kind| {
        let about = docs::lines([&line!["The `type` is ", code(&kind.name.wire), "."]]);
        let variant = &kind.name.ident;
        let ty = &api.ty(kind.ty).name.ident;
        quote!(#about #variant(Box<#ty>))
    });
    [quote! {
        #about
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " A type unknown to this version of the crate, as the server sent it."]
            Unrecognized(UnrecognizedUnion),
        }
    }]
}

/// The decoder of a union.
pub(super) fn wire(union: &Type, kinds: &[UnionOption], callsites: &TokenStream) -> [TokenStream; 1] {
    let name = &union.name.ident;
    let wires: Vec<_> = kinds.iter().map(|kind| &kind.name.wire).collect();
    let variants: Vec<_> = kinds.iter().map(|kind| &kind.name.ident).collect();
    [quote! {
        runtime::union! {
            super::#name, #callsites {
                #(#wires => #variants,)*
            }
        }
    }]
}
