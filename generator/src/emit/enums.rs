//! String enums: every listed value, and room for those that the server adds later.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use crate::{
    docs::{Line, code, line},
    ir::{Type, Value},
    name::{Ident, Name},
};

/// An enum of strings: of values that the spec lists, or of the codes of errors.
pub(super) struct StringEnum<'a> {
    pub(super) name: &'a Ident,
    pub(super) about: TokenStream,
    pub(super) variants: Vec<Variant<'a>>,
    /// What one of its strings is called.
    pub(super) noun: &'static str,
}

/// A string of an enum.
pub(super) struct Variant<'a> {
    pub(super) name: &'a Name,
    pub(super) about: TokenStream,
    pub(super) deprecated: Option<&'a Line>,
}

/// The enum of an author's values.
pub(super) fn items(ty: &Type, values: &[Value]) -> [TokenStream; 2] {
    let about = docs::attributes(&ty.docs);
    let variants = values.iter().map(|value| {
        let about = if value.docs.lines().is_empty() {
            docs::lines(&[line!["The value ", code(&value.name.wire), "."]])
        } else {
            docs::attributes(&value.docs)
        };
        Variant { name: &value.name, about, deprecated: value.deprecated.as_ref() }
    });
    StringEnum { name: &ty.name.ident, about, variants: variants.collect(), noun: "value" }.items()
}

impl StringEnum<'_> {
    /// The enum and its two tables.
    pub(super) fn items(&self) -> [TokenStream; 2] {
        let Self { name, about, variants, noun } = self;
        let idents: Vec<_> = variants.iter().map(|variant| &variant.name.ident).collect();
        let wires = variants.iter().map(|variant| &variant.name.wire);
        let declarations = variants.iter().map(|Variant { name, about, deprecated }| {
            let (ident, deprecated) = (&name.ident, docs::deprecated(*deprecated));
            quote!(#about #deprecated #ident)
        });
        let allowed = docs::allow_deprecated(variants.iter().any(|variant| variant.deprecated.is_some()));
        let unknown =
            docs::lines(&[line!["A ", *noun, " unknown to this version of the crate, as the server sent it."]]);
        let values = docs::lines(&[line!["Every ", *noun, " known to this version of the crate."]]);
        let as_str = docs::lines(&[line!["The ", *noun, " as it is on the wire."]]);
        [
            quote! {
                #about
                #[derive(Debug, Clone, PartialEq, Eq, Hash)]
                #[non_exhaustive]
                pub enum #name {
                    #(#declarations,)*
                    #unknown
                    Unrecognized(String),
                }
            },
            quote! {
                #allowed
                impl #name {
                    #values
                    pub const VALUES: &[Self] = &[#(Self::#idents),*];

                    #as_str
                    pub fn as_str(&self) -> &str {
                        match self {
                            #(Self::#idents => #wires,)*
                            Self::Unrecognized(value) => value,
                        }
                    }
                }
            },
        ]
    }
}

/// The decoder and encoder of an enum. `wires` are its values as they are on the wire.
pub(super) fn wire<'a>(
    name: &Ident,
    wires: impl IntoIterator<Item = &'a Name>,
    callsites: &TokenStream,
) -> [TokenStream; 2] {
    let wires = wires.into_iter().map(|name| &name.wire);
    [
        quote! {
            impl super::#name {
                #[doc = " [`VALUES`](Self::VALUES) as they are on the wire."]
                const WIRE_VALUES: &'static [&'static str] = &[#(#wires),*];
            }
        },
        quote!(runtime::string_enum!(super::#name, #callsites);),
    ]
}
