//! Documents: builders of the content of each element, in a module that exists only with feature `xml`.

mod choice;
mod wire;

use proc_macro2::TokenStream;
use quote::quote;

pub(super) use wire::file as wire;

use super::{
    File,
    arguments::{self, Given},
    docs,
    imports::Imports,
    sentences, source, ty,
};
use crate::{
    docs::line,
    ir::{Api, Body, Content, Field, Presence, Resource, Type, TypeRef},
    name::Ident,
    output,
};

/// The module of a resource's documents, and its re-exports.
pub(super) fn module(api: &Api, resource: &Resource) -> Vec<TokenStream> {
    let types: Vec<_> = api.documents(resource).map(|(ty, _)| &ty.name.ident).collect();
    if types.is_empty() {
        return Vec::new();
    }
    vec![
        quote! {
            #[cfg(feature = "xml")]
            mod documents;
        },
        quote! {
            #[cfg(feature = "xml")]
            pub use documents::{#(#types),*};
        },
    ]
}

/// `documents.rs`.
pub(super) fn file(api: &Api, resource: &Resource) -> output::File {
    let about = line!["The documents of [`super`], which are written as XML; see `", source(resource), "`."];
    let mut file = File::new(&source(resource), &[about], &resource.place);
    file.block(
        &resource.place,
        [quote!(
            mod wire;
        )],
    );
    let mut imports = Imports::default();
    for id in resource.types.iter().filter(|id| api.ty(**id).document().is_some()) {
        imports.own(api, *id);
        imports.declaration(api, *id);
    }
    file.block(&resource.place, imports.items());
    for (ty, document) in api.documents(resource) {
        let items = match &document.body {
            Body::Content(content) => self::content(api, ty, content),
            Body::OneOf(alternatives) => choice::items(api, ty, alternatives),
        };
        file.items(&ty.place, items);
    }
    file.finish()
}

/// The builder of the content of an element.
fn content(api: &Api, ty: &Type, content: &Content) -> Vec<TokenStream> {
    let name = &ty.name.ident;
    let about = docs::attributes(&ty.docs);
    let fields = || content.parts.iter().map(|part| &part.field);
    let declarations = fields().map(|field| {
        let (name, ty) = (&field.name.ident, held(api, field));
        quote!(#name: #ty)
    });
    let setters = fields().filter(|field| field.presence.is_optional()).map(|field| setter(api, ty, field));
    let default = fields().all(|field| field.presence.is_optional());
    let (derived, constructor) =
        if default { (quote!(, Default), arguments::empty(ty)) } else { (quote!(), new(api, ty, content)) };
    vec![
        quote! {
            #about
            #[derive(Debug, Clone, PartialEq #derived)]
            #[must_use = "a document does nothing until a request carries it"]
            pub struct #name {
                #(#declarations,)*
            }
        },
        quote! {
            impl #name {
                #constructor
                #(#setters)*
            }
        },
    ]
}

fn new(api: &Api, ty: &Type, content: &Content) -> TokenStream {
    let required = || content.parts.iter().map(|part| &part.field).filter(|field| !field.presence.is_optional());
    let parameters = required().map(|field| arguments::parameter(api, field));
    let fields = content.parts.iter().map(|part| {
        let field = &part.field;
        match (field.presence.is_optional(), &field.ty) {
            (false, _) => given(field),
            (true, ty) => {
                let name = &field.name.ident;
                let empty = if matches!(ty, TypeRef::List(_)) { quote!(Vec::new()) } else { quote!(None) };
                quote!(#name: #empty)
            }
        }
    });
    let about = docs::lines(&arguments::constructor_docs(ty, required()));
    quote! {
        #about
        pub fn new(#(#parameters),*) -> Self {
            Self { #(#fields),* }
        }
    }
}

/// The method that sets a part that can be left out.
fn setter(api: &Api, ty: &Type, field: &Field) -> TokenStream {
    let name = &field.name.ident;
    let about = docs::lines(&sentences::argument(ty, field));
    let Given { name: value, generics, parameter, bounds } = Given::to_setter(api, field);
    let value = converted(field, &value);
    let value = if matches!(field.ty, TypeRef::List(_)) { value } else { quote!(Some(#value)) };
    quote! {
        #about
        pub fn #name #generics(mut self, #parameter) -> Self #bounds {
            self.#name = #value;
            self
        }
    }
}

/// The field of a literal that takes its value from the parameter of the same name.
fn given(field: &Field) -> TokenStream {
    let name = &field.name.ident;
    let value = converted(field, name);
    if *name == value.to_string() { quote!(#name) } else { quote!(#name: #value) }
}

/// `value`, the parameter for a field, converted into the type of the field.
fn converted(field: &Field, value: &Ident) -> TokenStream {
    let value = arguments::converted(&field.ty, value);
    if field.boxed { quote!(Box::new(#value)) } else { value }
}

/// The type of a part; a list that is left out is empty.
fn held(api: &Api, field: &Field) -> TokenStream {
    let presence = if matches!(field.ty, TypeRef::List(_)) { Presence::Required } else { field.presence };
    ty::field(api, &Field { presence, ..field.clone() })
}
