//! Error codes and their details: what a caller can match on.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    File, docs,
    enums::{self, StringEnum, Variant},
    imports::Imports,
    schemas,
    sentences::Owner,
    services,
};
use crate::{
    docs::{Line, code, letters, line, plain},
    ir::{Api, ErrorCode, Scalar, Service, Shape, TypeId, TypeRef},
    name::Ident,
    output,
    taken::Runtime,
};

/// The heading under which the module lists the errors of every operation of `service`, as the anchor of a link.
pub(super) fn anchor(service: &Service) -> Line {
    heading(service).anchor()
}

fn heading(service: &Service) -> Line {
    line!["Errors of every operation of ", letters(&service.wire)]
}

/// `errors.rs`.
pub(super) fn file(api: &Api) -> output::File {
    let mut file = File::new(&"spec/".into(), &module_docs(api), &api.place);
    file.block(
        &api.place,
        [quote! {
            #[cfg(feature = "test-support")]
            mod sample;
            mod wire;
        }],
    );
    file.block(&api.place, imports(api));
    file.items(&api.place, codes(api));
    file.items(&api.place, [details(api)]);
    for id in &api.detail_types {
        let ty = api.ty(*id);
        if let Shape::Struct(object) = &ty.shape {
            file.items(&ty.place, [schemas::declaration(api, ty, object, &Owner::Response { list: None })]);
        }
    }
    file.finish()
}

/// `errors/wire.rs`.
pub(super) fn wire(api: &Api) -> output::File {
    let mut file = File::new(&"spec/".into(), &["Decoders of errors.".into()], &api.place);
    let of_module = quote!(
        use super::{ErrorCode, ErrorDetail};
    );
    let of_runtime = Imports::only([Runtime::Decode, Runtime::DecodeError, Runtime::DetailFields, Runtime::Reader]);
    file.block(&api.place, std::iter::once(of_module).chain(of_runtime));
    let codes = api.errors.iter().map(|error| &error.name);
    file.items(&api.place, enums::wire(&Ident::new("ErrorCode"), codes, &services::callsites_above(2)));
    file.items(&api.place, [read(api)]);
    for id in &api.detail_types {
        let ty = api.ty(*id);
        if let Shape::Struct(object) = &ty.shape {
            file.items(&ty.place, schemas::wire(ty, object));
        }
    }
    file.finish()
}

fn module_docs(api: &Api) -> Vec<Line> {
    let mut lines = vec!["Error codes and their details.".into()];
    for service in &api.services {
        lines.extend([Line::default(), line!["# ", heading(service)], Line::default()]);
        let codes = service.errors.iter().map(|id| {
            let error = api.error(*id);
            line!["- ", link(error), ": ", error.docs.summary()]
        });
        lines.extend(codes);
    }
    lines
}

/// A link to a code from the docs of this module.
fn link(error: &ErrorCode) -> Line {
    line!["[`", plain(&error.name), "`](ErrorCode::", plain(&error.name), ")"]
}

fn imports(api: &Api) -> Vec<TokenStream> {
    let mut imports = Imports::default();
    imports.runtime(Runtime::Json);
    for error in &api.errors {
        if let Some(id) = error.detail
            && !api.detail_types.contains(&id)
        {
            imports.named(api, id);
        }
    }
    for id in &api.detail_types {
        if let Shape::Struct(object) = &api.ty(*id).shape {
            imports.fields(api, &object.fields);
        }
    }
    imports.items()
}

/// The enum of codes.
fn codes(api: &Api) -> [TokenStream; 2] {
    let name = Ident::new("ErrorCode");
    let about = docs::lines([&"Code of an error.".into()]);
    StringEnum { name: &name, about, variants: api.errors.iter().map(variant).collect(), noun: "code" }.items()
}

fn variant(error: &ErrorCode) -> Variant<'_> {
    let mut lines = error.docs.lines().to_vec();
    lines.extend([Line::default(), line!["Status ", u32::from(error.status), ", ", code(&error.name.wire), "."]]);
    Variant { name: &error.name, about: docs::lines(&lines), deprecated: None }
}

/// The enum of details, one variant for each code that has any.
fn details(api: &Api) -> TokenStream {
    let variants = api.errors.iter().filter_map(|error| {
        let ident = &error.name.ident;
        let ty = &api.ty(error.detail?).name.ident;
        let about = docs::lines([&line!["Detail of ", link(error), "."]]);
        Some(quote!(#about #ident(Box<#ty>)))
    });
    quote! {
        #[doc = " Detail of an error, typed by its code."]
        #[derive(Debug, Clone, PartialEq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize), serde(untagged))]
        #[non_exhaustive]
        pub enum ErrorDetail {
            #(#variants,)*
            #[doc = " The detail of a code without a documented detail, or unknown to this version of the crate."]
            Unrecognized(Json),
        }
    }
}

/// An entry for each code with a documented detail.
fn shown(api: &Api) -> impl Iterator<Item = TokenStream> {
    api.errors.iter().filter_map(|error| {
        let mut fields = Vec::new();
        shown_fields(api, error.detail?, "", &mut Vec::new(), &mut fields);
        let code = &error.name.wire;
        let paths = fields.iter().map(|(path, _)| path);
        let timestamps = fields.iter().filter(|(_, scalar)| *scalar == Scalar::Timestamp).map(|(path, _)| path);
        Some(quote! {
            DetailFields { code: #code, shown: &[#(#paths),*], timestamps: &[#(#timestamps),*] }
        })
    })
}

/// Adds the paths below `parent` in a struct that are not secret, each with its type as text or number. `around` are the
/// structs around it, as a type can contain itself.
fn shown_fields(api: &Api, id: TypeId, parent: &str, around: &mut Vec<TypeId>, fields: &mut Vec<(String, Scalar)>) {
    let Shape::Struct(object) = &api.ty(id).shape else { return };
    if around.contains(&id) {
        return;
    }
    around.push(id);
    for field in &object.fields {
        let wire = &field.name.wire;
        let path = if parent.is_empty() { wire.clone() } else { format!("{parent}.{wire}") };
        match field.ty.innermost() {
            TypeRef::Scalar(Scalar::Secret | Scalar::Json | Scalar::Xml) | TypeRef::List(_) => {}
            TypeRef::Scalar(scalar) => fields.push((path, *scalar)),
            TypeRef::Named(id) => match api.ty(*id).shape {
                Shape::Id(_) | Shape::Enum(_) => fields.push((path, Scalar::String)),
                _ => shown_fields(api, *id, &path, around, fields),
            },
        }
    }
    around.pop();
}

/// The function that decodes the detail of a code.
fn read(api: &Api) -> TokenStream {
    let arms = api.errors.iter().filter(|error| error.detail.is_some()).map(|error| {
        let ident = &error.name.ident;
        quote!(ErrorCode::#ident => ErrorDetail::#ident(Decode::decode(json)?))
    });
    let fields = shown(api);
    quote! {
        impl ErrorDetail {
            #[doc = " What errors print of their details: the documented fields that are not secret."]
            pub(crate) const FIELDS: &'static [DetailFields] = &[#(#fields),*];

            #[doc = " Reads the detail of an error with that code."]
            pub(crate) fn decode(code: &ErrorCode, json: &mut Reader<'_>) -> Result<Self, DecodeError> {
                Ok(match code {
                    #(#arms,)*
                    _ => ErrorDetail::Unrecognized(Decode::decode(json)?),
                })
            }
        }
    }
}
