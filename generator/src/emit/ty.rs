//! The types of fields and arguments in Rust.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::{
    ir::{Api, Field, Presence, RustType, Scalar, TypeRef},
    name::Ident,
};

/// The type of a field of a struct.
pub(super) fn field(api: &Api, field: &Field) -> TokenStream {
    let mut ty = owned(api, &field.ty);
    if field.boxed {
        ty = quote!(Box<#ty>);
    }
    match field.presence {
        Presence::Required => ty,
        Presence::Nullable | Presence::Optional | Presence::OptionalNullable => quote!(Option<#ty>),
    }
}

/// The type of a value that is present.
pub(super) fn owned(api: &Api, ty: &TypeRef) -> TokenStream {
    match ty {
        TypeRef::Scalar(scalar) => self::scalar(*scalar),
        TypeRef::Named(id) => {
            let ident = &api.ty(*id).name.ident;
            quote!(#ident)
        }
        TypeRef::List(item) => {
            let item = owned(api, item);
            quote!(Vec<#item>)
        }
    }
}

/// The type of a value that is present, with its full path.
pub(super) fn from_root(api: &Api, ty: &TypeRef) -> TokenStream {
    match ty {
        TypeRef::Scalar(scalar) => {
            let ty = self::scalar(*scalar);
            if let RustType::Runtime(_) = scalar.rust() { quote!(runtime::#ty) } else { ty }
        }
        TypeRef::Named(_) => {
            let ty = owned(api, ty);
            quote!(crate::#ty)
        }
        TypeRef::List(item) => {
            let item = from_root(api, item);
            quote!(Vec<#item>)
        }
    }
}

/// What a function takes for a value of type `ty`: anything that converts into one, if conversions exist.
pub(super) fn parameter(api: &Api, ty: &TypeRef) -> TokenStream {
    match ty {
        TypeRef::List(item) => {
            let item = owned(api, item);
            quote!(impl IntoIterator<Item = impl Into<#item>>)
        }
        ty if is_converted(ty) => {
            let ty = owned(api, ty);
            quote!(impl Into<#ty>)
        }
        ty => owned(api, ty),
    }
}

/// Whether a function converts what it takes for a value of type `ty`: numbers and booleans are taken as they are.
pub(super) fn is_converted(ty: &TypeRef) -> bool {
    !matches!(ty, TypeRef::Scalar(scalar) if matches!(scalar.rust(), RustType::Primitive(_)))
}

fn scalar(scalar: Scalar) -> TokenStream {
    match scalar.rust() {
        RustType::Primitive(name) | RustType::Prelude(name) => Ident::new(name).into_token_stream(),
        RustType::Runtime(name) => name.into_token_stream(),
    }
}
