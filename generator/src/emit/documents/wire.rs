//! How documents are written: the content that each of their types writes into an element, in the order of the document.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    docs::line,
    emit::{File, imports::Imports, source},
    ir::{Alternative, Api, Body, Content, DocumentPart, Field, Position, Resource, Shape, Type, TypeRef},
    name::Ident,
    output,
    taken::Runtime,
};

/// `documents/wire.rs`.
pub(in crate::emit) fn file(api: &Api, resource: &Resource) -> output::File {
    let about = line!["Encoders of the documents in [`super`]; see `", source(resource), "`."];
    let mut file = File::new(&source(resource), &[about], &resource.place);
    file.block(&resource.place, Imports::only([Runtime::Content, Runtime::Element]));
    for (ty, document) in api.documents(resource) {
        let body = match &document.body {
            Body::Content(content) => self::content(api, content),
            Body::OneOf(alternatives) => choice(api, alternatives),
        };
        file.items(&ty.place, [fill(ty, &body)]);
        if let Some(root) = &document.root {
            let name = &ty.name.ident;
            file.items(&ty.place, [quote!(runtime::document!(super::#name, #root);)]);
        }
    }
    file.finish()
}

fn fill(ty: &Type, body: &TokenStream) -> TokenStream {
    let name = &ty.name.ident;
    quote! {
        impl Content for super::#name {
            fn fill(self, element: &mut Element) {
                #body
            }
        }
    }
}

fn content(api: &Api, content: &Content) -> TokenStream {
    let fixed = fixed(content);
    let parts = content.parts.iter().map(|part| {
        let name = &part.field.name.ident;
        put(api, part, &quote!(self.#name))
    });
    quote!(#fixed #(#parts)*)
}

fn choice(api: &Api, alternatives: &[Alternative]) -> TokenStream {
    let arms = alternatives.iter().map(|Alternative { variant, content, .. }| {
        let fixed = fixed(content);
        let bindings = content.parts.iter().map(|part| binding(&part.field.name.ident, &part.field.local));
        let bindings = if content.parts.is_empty() { quote!() } else { quote!({ #(#bindings),* }) };
        let parts = content.parts.iter().map(|part| {
            let local = &part.field.local;
            put(api, part, &quote!(#local))
        });
        quote!(Self::#variant #bindings => { #fixed #(#parts)* })
    });
    quote!(match self { #(#arms)* })
}

fn binding(name: &Ident, local: &Ident) -> TokenStream {
    if name == local { quote!(#name) } else { quote!(#name: #local) }
}

fn fixed(content: &Content) -> TokenStream {
    let pairs = pairs(&content.fixed);
    if content.fixed.is_empty() { quote!() } else { quote!(element.fixed(#pairs);) }
}

fn pairs(fixed: &[(String, String)]) -> TokenStream {
    let pairs = fixed.iter().map(|(name, value)| quote!((#name, #value)));
    quote!(&[#(#pairs),*])
}

/// The statement that puts a part into the element.
fn put(api: &Api, DocumentPart { field, position }: &DocumentPart, value: &TokenStream) -> TokenStream {
    let path = &field.name.wire;
    match position {
        Position::Attribute => {
            let value = each(field, value);
            quote!(element.attribute(#path, #value);)
        }
        Position::Text => quote!(element.text(#value);),
        Position::Inline if field.presence.is_optional() => {
            quote!(if let Some(content) = #value { Content::fill(content, element); })
        }
        Position::Inline => quote!(Content::fill(#value, element);),
        Position::Element(fixed) => {
            let value = each(field, value);
            match field.ty.named().map(|id| &api.ty(id).shape) {
                Some(Shape::Document(_)) => quote!(element.contents(#path, #value);),
                Some(Shape::Lookup(lookup)) => {
                    let by = api.lookup_attribute.as_deref().unwrap_or_default();
                    let first = lookup.members.first().map_or("", |member| member.field.name.wire.as_str());
                    quote!(element.lookups(#path, (#by, #first), #value);)
                }
                _ if fixed.is_empty() => quote!(element.texts(#path, #value);),
                _ => {
                    let fixed = pairs(fixed);
                    quote!(element.fixed_texts(#path, #fixed, #value);)
                }
            }
        }
    }
}

/// The values of a part: one, none or several.
fn each(field: &Field, value: &TokenStream) -> TokenStream {
    match field.ty {
        TypeRef::List(_) => value.clone(),
        _ if field.presence.is_optional() => value.clone(),
        _ => quote!(Some(#value)),
    }
}
