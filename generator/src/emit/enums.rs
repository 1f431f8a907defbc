//! String enums: every listed value, and room for those that the server adds later.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use crate::{
    docs::{code, line},
    ir::{Type, Value},
};

/// The enum and its two tables, three lines a value.
pub(super) fn items(ty: &Type, values: &[Value]) -> [TokenStream; 3] {
    let name = &ty.name.ident;
    let about = docs::attributes(&ty.docs);
    let idents: Vec<_> = values.iter().map(|value| &value.name.ident).collect();
    let wires: Vec<_> = values.iter().map(|value| &value.name.wire).collect();
    let variants = values.iter().map(|value| {
        let ident = &value.name.ident;
        let about = if value.docs.lines().is_empty() {
            docs::lines(&[line!["The value ", code(&value.name.wire), "."]])
        } else {
            docs::attributes(&value.docs)
        };
        let deprecated = docs::deprecated(value.deprecated.as_ref());
        quote!(#about #deprecated #ident)
    });
    let allowed = docs::allow_deprecated(values.iter().any(|value| value.deprecated.is_some()));
    [
        quote! {
            #about
            #[derive(Debug, Clone, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants,)*
                #[doc = " A value that this version of the crate does not know, as the server sent it."]
                Unrecognized(String),
            }
        },
        quote! {
            #allowed
            impl #name {
                #[doc = " The value as it is on the wire."]
                pub fn as_str(&self) -> &str {
                    match self {
                        #(Self::#idents => #wires,)*
                        Self::Unrecognized(value) => value,
                    }
                }
            }
        },
        quote! {
            #allowed
            impl From<&str> for #name {
                fn from(value: &str) -> Self {
                    match value {
                        #(#wires => Self::#idents,)*
                        _ => Self::Unrecognized(value.to_owned()),
                    }
                }
            }
        },
    ]
}

/// How an enum is read and sent.
pub(super) fn wire(ty: &Type) -> TokenStream {
    let name = &ty.name.ident;
    quote!(runtime::string_enum!(super::#name);)
}
