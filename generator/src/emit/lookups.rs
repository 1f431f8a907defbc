//! Lookups: an enum of the ways to identify an object, so that a caller gives exactly one.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ty};
use crate::{
    docs::{Line, code, line},
    ir::{Api, Member, Type, TypeRef},
};

/// The enum, its constructors, and what converts into it.
pub(super) fn items(api: &Api, lookup: &Type, members: &[Member]) -> Vec<TokenStream> {
    let name = &lookup.name.ident;
    let about = docs::attributes(&lookup.docs);
    let variants = members.iter().map(|Member { field, variant, .. }| {
        let about = docs::lines(&member_docs(field.docs.lines(), &field.name.wire));
        let ty = ty::owned(api, &field.ty);
        quote!(#about #variant(#ty))
    });
    let constructors = members.iter().map(|Member { field, variant, .. }| {
        let about = docs::lines([&line!["Lookup by ", code(&field.name.wire), "."]]);
        let function = &field.name.ident;
        let parameter = ty::parameter(api, &field.ty);
        quote! {
            #about
            pub fn #function(#function: #parameter) -> Self {
                Self::#variant(#function.into())
            }
        }
    });
    let mut items = vec![
        quote! {
            #about
            #[derive(Debug, Clone, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #name { #(#variants),* }
        },
        quote!(impl #name { #(#constructors)* }),
    ];
    items.extend(members.iter().filter(|member| member.converts).flat_map(|member| conversions(api, lookup, member)));
    items
}

/// The conversions from an ID into the lookup of its object.
fn conversions(api: &Api, lookup: &Type, Member { field, variant, .. }: &Member) -> Vec<TokenStream> {
    let TypeRef::Named(id) = field.ty else { return Vec::new() };
    let name = &lookup.name.ident;
    let id = &api.ty(id).name.ident;
    vec![
        quote! {
            impl From<#id> for #name {
                fn from(id: #id) -> Self {
                    Self::#variant(id)
                }
            }
        },
        quote! {
            impl From<&#id> for #name {
                fn from(id: &#id) -> Self {
                    Self::#variant(id.clone())
                }
            }
        },
    ]
}

fn member_docs(docs: &[Line], wire: &str) -> Vec<Line> {
    if docs.is_empty() { vec![line!["Lookup by ", code(wire), "."]] } else { docs.to_vec() }
}

/// The encoder of a lookup, and the conversion of a reference.
pub(super) fn wire(lookup: &Type, members: &[Member]) -> Vec<TokenStream> {
    let name = &lookup.name.ident;
    let arms = members.iter().map(|Member { field, variant, .. }| {
        let wire = &field.name.wire;
        quote!(super::#name::#variant(value) => Value::object([(#wire, value.into())]))
    });
    vec![
        quote!(runtime::lookup!(super::#name);),
        quote! {
            impl From<super::#name> for Value {
                fn from(lookup: super::#name) -> Self {
                    match lookup { #(#arms),* }
                }
            }
        },
    ]
}
