//! Schemas: a struct and its decoder.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    arguments, docs,
    sentences::{self, Owner},
    ty,
};
use crate::ir::{Api, Field, Struct, Type, TypeRef};

/// The struct, and its constructor if requests contain it.
pub(super) fn items(api: &Api, ty: &Type, object: &Struct) -> [TokenStream; 2] {
    let owner = Owner::Object(sentences::noun(api, ty, object));
    let constructor = if object.sendable { constructor(api, ty, object) } else { quote!() };
    [declaration(api, ty, object, &owner), constructor]
}

/// The struct. Fields without docs are described as fields of `owner`.
pub(super) fn declaration(api: &Api, ty: &Type, object: &Struct, owner: &Owner) -> TokenStream {
    let name = &ty.name.ident;
    let about = docs::attributes(&ty.docs);
    let fields = object.fields.iter().map(|field| self::field(api, field, owner));
    quote! {
        #about
        #[derive(Debug, Clone, PartialEq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
        }
    }
}

fn field(api: &Api, field: &Field, owner: &Owner) -> TokenStream {
    let name = &field.name.ident;
    let about = docs::lines(&sentences::field(api, field, owner));
    let ty = ty::field(api, field);
    let renamed = (field.name.plain() != field.name.wire).then(|| {
        let wire = &field.name.wire;
        quote!(#[cfg_attr(feature = "serde", serde(rename = #wire))])
    });
    let deprecated = docs::deprecated(field.deprecated.as_ref());
    quote!(#about #deprecated #renamed pub #name: #ty)
}

fn constructor(api: &Api, ty: &Type, object: &Struct) -> TokenStream {
    let name = &ty.name.ident;
    let parameters = object.fields.iter().map(|field| arguments::parameter(api, field));
    let fields = object.fields.iter().map(|field| {
        let name = &field.name.ident;
        let value = arguments::converted(&field.ty, name);
        if *name == value.to_string() { quote!(#name) } else { quote!(#name: #value) }
    });
    let about = docs::lines(&arguments::constructor_docs(ty, &object.fields));
    let allowed = allowed(object);
    quote! {
        impl #name {
            #about
            #allowed
            pub fn new(#(#parameters),*) -> Self {
                Self { #(#fields),* }
            }
        }
    }
}

/// The decoder of an object, and the encoder if requests contain it.
pub(super) fn wire(ty: &Type, object: &Struct) -> [TokenStream; 2] {
    [decode(ty, object), if object.sendable { encode(ty, object) } else { quote!() }]
}

/// The decoder of a struct, which skips unknown fields.
fn decode(ty: &Type, object: &Struct) -> TokenStream {
    let fields = object.fields.as_slice();
    if fields.is_empty() {
        return decode_empty(ty);
    }
    let name = &ty.name.ident;
    let allowed = allowed(object);
    let keys = fields.iter().map(|field| &field.name.wire);
    let names = fields.iter().map(|field| &field.name.ident);
    let slots = fields.iter().map(slot);
    let (lists, taken): (Vec<_>, Vec<_>) = fields.iter().filter(|field| field.or_one).map(list_or_one).unzip();
    let object = quote!(json.read_object(&[#(#keys),*], &mut [#(#slots),*]));
    let body = if lists.is_empty() { object } else { quote!(#(#lists)* #object?; #(#taken)* Ok(())) };
    quote! {
        #allowed
        impl Decode for super::#name {
            fn placeholder() -> Self {
                Self { #(#names: Decode::placeholder()),* }
            }

            fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
                #body
            }
        }
    }
}

fn decode_empty(ty: &Type) -> TokenStream {
    let name = &ty.name.ident;
    quote! {
        impl Decode for super::#name {
            fn placeholder() -> Self {
                Self {}
            }

            fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
                json.read_object(&[], &mut [])
            }

            fn from_empty() -> Option<Self> {
                Some(Self {})
            }
        }
    }
}

/// The place of a field's value.
fn slot(field: &Field) -> TokenStream {
    let (name, local) = (&field.name.ident, &field.local);
    if field.or_one { quote!(&mut #local) } else { quote!(&mut self.#name) }
}

/// The place of a list for which the server can send a single item, and what moves it into its field.
fn list_or_one(field: &Field) -> (TokenStream, TokenStream) {
    let (name, local) = (&field.name.ident, &field.local);
    (quote!(let mut #local = runtime::ListOrOne::placeholder();), quote!(self.#name = #local.0;))
}

/// What lets the code of an object name its fields.
fn allowed(object: &Struct) -> TokenStream {
    docs::allow_deprecated(object.fields.iter().any(|field| field.deprecated.is_some()))
}

fn encode(ty: &Type, object: &Struct) -> TokenStream {
    let name = &ty.name.ident;
    let fields = object.fields.iter().map(|field| {
        let name = &field.name.ident;
        let wire = &field.name.wire;
        match field.ty {
            TypeRef::List(_) => quote!((#wire, Value::list(object.#name))),
            TypeRef::Scalar(_) | TypeRef::Named(_) => quote!((#wire, object.#name.into())),
        }
    });
    let parameter = if object.fields.is_empty() { quote!(_) } else { quote!(object) };
    let allowed = allowed(object);
    quote! {
        #allowed
        impl From<super::#name> for Value {
            fn from(#parameter: super::#name) -> Self {
                Value::object([#(#fields),*])
            }
        }
    }
}
