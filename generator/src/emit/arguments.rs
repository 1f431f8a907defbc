//! Argument objects: builders over the tree that a request sends, in which absent, null and a value are three things.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ty};
use crate::{
    docs::{code, line},
    ir::{Api, Field, Presence, RustType, Type, TypeRef},
};

/// The builder and its methods.
pub(super) fn items(api: &Api, object: &Type, fields: &[Field]) -> Vec<TokenStream> {
    let name = &object.name.ident;
    let about = docs::attributes(&object.docs);
    let required: Vec<_> = fields.iter().filter(|field| !field.presence.is_optional()).collect();
    let parameters = required.iter().map(|field| parameter(api, field));
    let assignments = required.iter().map(|field| assignment(api, field));
    let setters = fields.iter().filter(|field| field.presence.is_optional()).map(|field| setter(api, field));
    let construct = if required.is_empty() {
        quote! {
            #[doc = " Nothing yet."]
            pub fn new() -> Self {
                Self::default()
            }
        }
    } else {
        quote! {
            #[doc = " What has to be there."]
            pub fn new(#(#parameters),*) -> Self {
                Self(Arguments::default() #(#assignments)*)
            }
        }
    };
    let default = required.is_empty().then(|| quote!(, Default));
    vec![
        quote! {
            #about
            #[derive(Debug, Clone #default)]
            #[must_use = "arguments do nothing until a request carries them"]
            pub struct #name(Arguments);
        },
        quote! {
            impl #name {
                #construct
                #(#setters)*
            }
        },
    ]
}

/// A parameter for a field that has to be there.
pub(super) fn parameter(api: &Api, field: &Field) -> TokenStream {
    let name = &field.name.ident;
    let ty = match field.presence {
        Presence::Required | Presence::Optional => ty::parameter(api, &field.ty),
        Presence::Nullable | Presence::OptionalNullable => {
            let ty = ty::owned(api, &field.ty);
            quote!(Option<#ty>)
        }
    };
    quote!(#name: #ty)
}

/// The call that puts the parameter of a field into `Arguments` or a `Request`.
pub(super) fn assignment(api: &Api, field: &Field) -> TokenStream {
    let name = &field.name.ident;
    let wire = &field.name.wire;
    match (&field.ty, field.presence) {
        (ty, Presence::Nullable) => {
            let ty = ty::owned(api, ty);
            quote!(.argument::<Option<#ty>>(#wire, #name))
        }
        (TypeRef::List(item), _) => {
            let item = ty::owned(api, item);
            quote!(.list::<#item>(#wire, #name))
        }
        (ty, _) => {
            let ty = ty::owned(api, ty);
            quote!(.argument::<#ty>(#wire, #name))
        }
    }
}

/// The parameter of a field as the field's own type.
pub(super) fn converted(field: &Field) -> TokenStream {
    let name = &field.name.ident;
    match &field.ty {
        TypeRef::Scalar(scalar) if matches!(scalar.rust(), RustType::Primitive(_)) => quote!(#name),
        TypeRef::List(_) => quote!(#name.into_iter().map(Into::into).collect()),
        TypeRef::Scalar(_) | TypeRef::Named(_) => quote!(#name.into()),
    }
}

/// The method that gives an optional field its value, and the one that makes it null.
pub(super) fn setter(api: &Api, field: &Field) -> TokenStream {
    let name = &field.name.ident;
    let wire = &field.name.wire;
    let about = if field.docs.lines().is_empty() {
        docs::lines([&line!["Sets ", code(wire), "."]])
    } else {
        docs::attributes(&field.docs)
    };
    let parameter = ty::parameter(api, &field.ty);
    let assignment = assignment(api, field);
    let clear = field.clear.as_ref().map(|clear| {
        let text = line!["Sends ", code(wire), " as null, which clears it; without a call it stays as it is."];
        let about = docs::lines([&text]);
        quote! {
            #about
            pub fn #clear(self) -> Self {
                Self(self.0.null(#wire))
            }
        }
    });
    quote! {
        #about
        pub fn #name(self, #name: #parameter) -> Self {
            Self(self.0 #assignment)
        }
        #clear
    }
}

/// What a request carries for an argument object.
pub(super) fn wire(object: &Type) -> TokenStream {
    let name = &object.name.ident;
    quote! {
        impl From<super::#name> for Value {
            fn from(object: super::#name) -> Self {
                object.0.into()
            }
        }
    }
}
