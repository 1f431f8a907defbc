//! Schemas: a struct and its decoder.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    arguments, docs,
    sentences::{self, Owner},
    ty,
};
use crate::ir::{Api, Field, Presence, Struct, Type, TypeRef};

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
    let name = &ty.name.ident;
    let allowed = allowed(object);
    let body = match object.fields.as_slice() {
        [] => return decode_empty(ty),
        fields if fields.len() <= WIDEST_TUPLE && fields.iter().all(|field| !field.or_one) => values(fields),
        fields => slots(fields),
    };
    let fields = object.fields.iter().map(take);
    quote! {
        #allowed
        impl Decode for super::#name {
            fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
                #body
                Ok(Self { #(#fields),* })
            }
        }
    }
}

fn decode_empty(ty: &Type) -> TokenStream {
    let name = &ty.name.ident;
    quote! {
        impl Decode for super::#name {
            fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
                json.skip_object()?;
                Ok(Self {})
            }

            fn from_empty() -> Option<Self> {
                Some(Self {})
            }
        }
    }
}

/// How many values the runtime reads as a tuple.
const WIDEST_TUPLE: usize = 12;

/// Reads the fields as a tuple, which rustc checks and compiles faster than a loop in each decoder.
fn values(fields: &[Field]) -> TokenStream {
    let keys = fields.iter().map(|field| &field.name.wire);
    let slots: Vec<_> = fields.iter().map(|field| &field.local).collect();
    let tuple = if let [slot] = slots.as_slice() { quote!((#slot,)) } else { quote!((#(#slots),*)) };
    quote!(let #tuple = json.values(&[#(#keys),*])?;)
}

/// Reads the fields in a loop: one arm per field.
fn slots(fields: &[Field]) -> TokenStream {
    let slots = fields.iter().map(slot);
    let keys = fields.iter().map(|field| &field.name.wire);
    let arms = fields.iter().enumerate().map(|(index, field)| arm(index, field));
    let check = required(fields);
    quote! {
        #(#slots)*
        let mut fields = json.fields(&[#(#keys),*])?;
        while let Some(field) = fields.next(json)? {
            match field {
                #(#arms,)*
                _ => json.skip(),
            }?;
        }
        #check
    }
}

/// What lets the code of an object name its fields.
fn allowed(object: &Struct) -> TokenStream {
    docs::allow_deprecated(object.fields.iter().any(|field| field.deprecated.is_some()))
}

/// The check for missing fields: one for all of them, which compiles faster than one each.
fn required(fields: &[Field]) -> TokenStream {
    let required: Vec<_> = fields.iter().filter(|field| field.presence == Presence::Required).collect();
    let wires = required.iter().map(|field| &field.name.wire);
    let slots: Vec<_> = required.iter().map(|field| &field.local).collect();
    let (found, slots) = match slots.as_slice() {
        [] => return quote!(),
        [slot] => (quote!(Some(#slot)), quote!(#slot)),
        _ => (quote!((#(Some(#slots)),*)), quote!((#(#slots),*))),
    };
    quote! {
        let #found = #slots else {
            return Err(fields.missing(json, &[#(#wires),*]));
        };
    }
}

/// The variable that holds a field until the object ends.
fn slot(field: &Field) -> TokenStream {
    let slot = &field.local;
    quote!(let mut #slot = None;)
}

fn arm(index: usize, field: &Field) -> TokenStream {
    let index = Literal::usize_unsuffixed(index);
    let slot = &field.local;
    match field.presence {
        Presence::Required | Presence::Optional if field.or_one => quote!(#index => json.list_or_one(&mut #slot)),
        Presence::Required => quote!(#index => json.field(&mut #slot)),
        Presence::Nullable | Presence::Optional | Presence::OptionalNullable => {
            quote!(#index => json.nullable(&mut #slot))
        }
    }
}

fn take(field: &Field) -> TokenStream {
    let name = &field.name.ident;
    let slot = &field.local;
    if name == slot { quote!(#name) } else { quote!(#name: #slot) }
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
