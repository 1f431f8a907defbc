//! Argument objects: builders over the tree that a request sends, in which absent, null and a value are three things.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::{docs, sentences, ty};
use crate::{
    docs::{Line, code, line, plain},
    ir::{Api, Field, Presence, Type, TypeRef},
    name::Ident,
};

/// The builder and its methods.
pub(super) fn items(api: &Api, object: &Type, fields: &[Field]) -> Vec<TokenStream> {
    let name = &object.name.ident;
    let about = docs::attributes(&object.docs);
    let required: Vec<_> = fields.iter().filter(|field| !field.presence.is_optional()).collect();
    let parameters = required.iter().map(|field| parameter(api, field));
    let assignments = required.iter().map(|field| assignment(api, field, &field.name.ident));
    let optional = fields.iter().filter(|field| field.presence.is_optional());
    let setters = optional.map(|field| setter(api, field, &sentences::argument(object, field)));
    let construct = if required.is_empty() {
        empty(object)
    } else {
        let about = docs::lines(&constructor_docs(object, required.iter().copied()));
        quote! {
            #about
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

/// The constructor of a builder without required fields.
pub(super) fn empty(object: &Type) -> TokenStream {
    let about = docs::lines(&[line!["Creates an empty [`", plain(&object.name), "`]."]]);
    quote! {
        #about
        pub fn new() -> Self {
            Self::default()
        }
    }
}

/// The docs of a constructor that takes the required fields.
pub(super) fn constructor_docs<'f>(object: &Type, required: impl IntoIterator<Item = &'f Field>) -> Vec<Line> {
    let name = plain(&object.name);
    let article = sentences::article(&name);
    let mut lines = vec![line!["Creates ", article, " [`", name, "`] from its required fields."]];
    let fields = docs::parameters(required);
    if !fields.is_empty() {
        lines.push(Line::default());
        lines.extend(fields);
    }
    lines
}

/// The parameter for a required field.
pub(super) fn parameter(api: &Api, field: &Field) -> TokenStream {
    let name = &field.name.ident;
    let ty = parameter_type(api, field);
    quote!(#name: #ty)
}

/// The type of such a parameter.
pub(super) fn parameter_type(api: &Api, field: &Field) -> TokenStream {
    match field.presence {
        Presence::Required | Presence::Optional => ty::parameter(api, &field.ty),
        Presence::Nullable | Presence::OptionalNullable => {
            let ty = ty::owned(api, &field.ty);
            quote!(Option<#ty>)
        }
    }
}

/// The call that puts `value` under the name of a field into `Arguments` or a `Request`.
///
/// For a parameter that is `impl Into<T>`, the compiler infers `T` from that bound.
pub(super) fn assignment(api: &Api, field: &Field, value: impl ToTokens) -> TokenStream {
    let wire = &field.name.wire;
    if let Some(tag) = &field.tag {
        return quote!(.tagged(#tag, #wire, #value));
    }
    match (&field.ty, field.presence) {
        (ty, Presence::Nullable) => {
            let ty = ty::owned(api, ty);
            quote!(.argument::<Option<#ty>>(#wire, #value))
        }
        (TypeRef::List(_), _) => quote!(.list(#wire, #value)),
        (ty, _) if !ty::is_converted(ty) => {
            let ty = ty::owned(api, ty);
            quote!(.argument::<#ty>(#wire, #value))
        }
        _ => quote!(.argument(#wire, #value)),
    }
}

/// `value`, which a parameter for `ty` takes, as a `ty`.
pub(super) fn converted(ty: &TypeRef, value: impl ToTokens) -> TokenStream {
    match ty {
        TypeRef::List(_) => quote!(#value.into_iter().map(Into::into).collect()),
        ty if ty::is_converted(ty) => quote!(#value.into()),
        _ => quote!(#value),
    }
}

/// Whether the signature of the setter of `field`, which converts into `ty`, is longer than the printer's line.
fn is_long(field: &Field, ty: &TokenStream) -> bool {
    const LINE: usize = 89;
    format!("    pub fn {}(mut self, value: impl Into<{ty}>) -> Self {{", field.name.ident).len() > LINE
}

/// What a setter takes.
pub(super) struct Given {
    /// The parameter.
    pub(super) name: Ident,
    pub(super) generics: TokenStream,
    /// The parameter with its type.
    pub(super) parameter: TokenStream,
    pub(super) bounds: TokenStream,
}

impl Given {
    /// What the setter of `field` takes. If its type is long, it is a type parameter, so that the signature stays short.
    pub(super) fn to_setter(api: &Api, field: &Field) -> Self {
        match &field.ty {
            TypeRef::List(item) => {
                let item = ty::owned(api, item);
                let name = Ident::new("values");
                Self {
                    generics: quote!(<I>),
                    parameter: quote!(#name: I),
                    bounds: quote!(where I: IntoIterator<Item: Into<#item>>),
                    name,
                }
            }
            ty => {
                let name = Ident::new("value");
                let owned = ty::owned(api, ty);
                if ty::is_converted(ty) && is_long(field, &owned) {
                    return Self {
                        generics: quote!(<I>),
                        parameter: quote!(#name: I),
                        bounds: quote!(where I: Into<#owned>),
                        name,
                    };
                }
                let ty = ty::parameter(api, ty);
                Self { generics: quote!(), parameter: quote!(#name: #ty), bounds: quote!(), name }
            }
        }
    }
}

/// The method that sets an optional field, and the one that sets it to null.
pub(super) fn setter(api: &Api, field: &Field, about: &[Line]) -> TokenStream {
    let name = &field.name.ident;
    let wire = &field.name.wire;
    let Given { name: value, generics, parameter, bounds } = Given::to_setter(api, field);
    let assignment = assignment(api, field, value);
    let about = docs::lines(about);
    let deprecated = docs::deprecated(field.deprecated.as_ref());
    let clear = field.clear.as_ref().map(|clear| {
        let text = line!["Sends ", code(wire), " as null to clear it. Without this call, it stays unchanged."];
        let about = docs::lines([&text]);
        quote! {
            #about
            #deprecated
            pub fn #clear(self) -> Self {
                Self(self.0.null(#wire))
            }
        }
    });
    quote! {
        #about
        #deprecated
        pub fn #name #generics(self, #parameter) -> Self #bounds {
            Self(self.0 #assignment)
        }
        #clear
    }
}

/// The encoder of an argument object.
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
