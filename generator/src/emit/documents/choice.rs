//! Choices: an enum of the alternatives for the content of an element.

use proc_macro2::TokenStream;
use quote::quote;

use super::{given, held};
use crate::{
    docs::{Line, code, line},
    emit::{arguments, docs, sentences, ty},
    ir::{Alternative, Api, Field, Scalar, Shape, Type, TypeRef},
};

/// The enum of the alternatives, with a constructor for each.
pub(super) fn items(api: &Api, ty: &Type, alternatives: &[Alternative]) -> Vec<TokenStream> {
    let name = &ty.name.ident;
    let about = docs::attributes(&ty.docs);
    let variants = alternatives.iter().map(|alternative| {
        let about = docs::lines(&alternative_docs(alternative));
        let variant = &alternative.variant;
        let fields: Vec<_> = alternative.content.parts.iter().map(|part| variant_field(api, &part.field)).collect();
        if fields.is_empty() { quote!(#about #variant) } else { quote!(#about #variant { #(#fields),* }) }
    });
    let constructors = alternatives.iter().map(|alternative| constructor(api, alternative));
    let mut items = vec![
        quote! {
            #about
            #[derive(Debug, Clone, PartialEq)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants,)*
            }
        },
        quote!(impl #name { #(#constructors)* }),
    ];
    items.extend(conversions(api, ty, alternatives));
    items
}

fn alternative_docs(alternative: &Alternative) -> Vec<Line> {
    if alternative.docs.lines().is_empty() {
        vec![line!["The alternative ", code(&alternative.name.wire), "."]]
    } else {
        alternative.docs.lines().to_vec()
    }
}

fn variant_field(api: &Api, field: &Field) -> TokenStream {
    let about = docs::lines(&sentences::part(field));
    let (name, ty) = (&field.name.ident, held(api, field));
    quote!(#about #name: #ty)
}

fn constructor(api: &Api, alternative: &Alternative) -> TokenStream {
    let (function, variant) = (&alternative.name.ident, &alternative.variant);
    let parts = &alternative.content.parts;
    let mut about = alternative_docs(alternative);
    let fields = docs::parameters(parts.iter().map(|part| &part.field));
    if !fields.is_empty() {
        about.push(Line::default());
        about.extend(fields);
    }
    let about = docs::lines(&about);
    let parameters = parts.iter().map(|part| arguments::parameter(api, &part.field));
    let fields = parts.iter().map(|part| given(&part.field));
    let fields = if parts.is_empty() { quote!() } else { quote!({ #(#fields),* }) };
    quote! {
        #about
        pub fn #function(#(#parameters),*) -> Self {
            Self::#variant #fields
        }
    }
}

/// The conversions from a text or a lookup into the only alternative that holds one.
fn conversions(api: &Api, choice: &Type, alternatives: &[Alternative]) -> Vec<TokenStream> {
    let name = &choice.name.ident;
    let sole: Vec<_> =
        alternatives.iter().filter_map(|alternative| Some((alternative, sole(api, alternative)?))).collect();
    let unique = |ty: &TypeRef| sole.iter().filter(|(_, field)| field.ty == *ty).count() == 1;
    let converted = sole.iter().filter(|(_, field)| unique(&field.ty));
    converted
        .flat_map(|(alternative, field)| {
            let (function, value) = (&alternative.name.ident, &field.name.ident);
            let owned = ty::owned(api, &field.ty);
            let text = matches!(field.ty, TypeRef::Scalar(_)).then(|| quote!(&str));
            [Some(owned), text].into_iter().flatten().map(move |from| {
                quote! {
                    impl From<#from> for #name {
                        fn from(#value: #from) -> Self {
                            Self::#function(#value)
                        }
                    }
                }
            })
        })
        .collect()
}

/// The text or lookup that is the only content of an alternative.
fn sole<'a>(api: &Api, alternative: &'a Alternative) -> Option<&'a Field> {
    let [part] = alternative.content.parts.as_slice() else { return None };
    let names = match &part.field.ty {
        TypeRef::Scalar(scalar) => *scalar == Scalar::String,
        TypeRef::Named(id) => matches!(api.ty(*id).shape, Shape::Lookup(_)),
        TypeRef::List(_) => false,
    };
    names.then_some(&part.field)
}
