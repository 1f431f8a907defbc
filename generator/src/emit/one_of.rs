//! Objects with exactly one key: an enum of the keys.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ty};
use crate::{
    docs::{Line, code, line},
    ir::{Api, Member, Type},
};

/// The enum, and the conversions into it.
pub(super) fn items(api: &Api, object: &Type, members: &[Member]) -> Vec<TokenStream> {
    let name = &object.name.ident;
    let about = docs::attributes(&object.docs);
    let variants = members.iter().map(|Member { field, variant, .. }| {
        let about = docs::lines(&member_docs(field.docs.lines(), &field.name.wire));
        let deprecated = docs::deprecated(field.deprecated.as_ref());
        let ty = ty::owned(api, &field.ty);
        quote!(#about #deprecated #variant(#ty))
    });
    let mut items = vec![quote! {
        #about
        #[derive(Debug, Clone)]
        #[must_use = "arguments do nothing until a request carries them"]
        #[non_exhaustive]
        pub enum #name { #(#variants),* }
    }];
    let converted = members.iter().filter(|member| member.converts && member.field.deprecated.is_none());
    items.extend(converted.map(|Member { field, variant, .. }| {
        let ty = ty::owned(api, &field.ty);
        quote! {
            impl From<#ty> for #name {
                fn from(value: #ty) -> Self {
                    Self::#variant(value)
                }
            }
        }
    }));
    items
}

fn member_docs(docs: &[Line], wire: &str) -> Vec<Line> {
    if docs.is_empty() { vec![line!["Sends ", code(wire), "."]] } else { docs.to_vec() }
}

/// The encoder of the enum.
pub(super) fn wire(object: &Type, members: &[Member]) -> TokenStream {
    let name = &object.name.ident;
    let allow = docs::allow_deprecated(members.iter().any(|member| member.field.deprecated.is_some()));
    let arms = members.iter().map(|Member { field, variant, .. }| {
        let wire = &field.name.wire;
        quote!(super::#name::#variant(value) => Value::object([(#wire, value.into())]))
    });
    quote! {
        #allow
        impl From<super::#name> for Value {
            fn from(object: super::#name) -> Self {
                match object { #(#arms),* }
            }
        }
    }
}
