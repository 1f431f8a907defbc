//! The types of requests and responses of a resource, in a module of their own: the page of the resource then begins with
//! its operations, and has the types that users name.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    File, arguments, docs,
    imports::Imports,
    schemas,
    sentences::{self, Owner},
    source,
};
use crate::{
    docs::{self as text, line, plain},
    ir::{Api, Operation, Resource, ResponseType, Shape, Struct, Type},
    output,
    taken::Runtime,
};

/// The module and its contents in the module of the resource, if there are any.
pub(super) fn module(resource: &Resource) -> [Option<TokenStream>; 2] {
    let has_requests = !resource.operations.is_empty();
    let declaration = quote!(
        pub mod requests;
    );
    // Hidden, because each type has a page in `requests`.
    let contents = quote! {
        #[doc(hidden)]
        pub use requests::*;
    };
    [declaration, contents].map(|item| has_requests.then_some(item))
}

/// `requests.rs`.
pub(super) fn file(api: &Api, resource: &Resource) -> output::File {
    let about = line!["The requests of [`", text::module(resource), "`](super), and the types of their responses."];
    let mut file = File::new(&source(resource), &[about], &resource.place);
    file.block(&resource.place, imports(api, resource));
    for operation in &resource.operations {
        file.items(&operation.place, request(api, operation));
        if let Some((ty, object)) = response(api, operation) {
            let list = operation.pages.as_ref().map(|pages| pages.list.wire.clone());
            file.items(&operation.place, [schemas::declaration(api, ty, object, &Owner::Response { list })]);
        }
    }
    file.finish()
}

/// The type that only the response of `operation` has.
pub(super) fn response<'a>(api: &'a Api, operation: &Operation) -> Option<(&'a Type, &'a Struct)> {
    let ResponseType::Own(id) = operation.output else { return None };
    match &api.ty(id).shape {
        Shape::Struct(object) => Some((api.ty(id), object)),
        _ => None,
    }
}

fn imports(api: &Api, resource: &Resource) -> Vec<TokenStream> {
    let mut imports = Imports::default();
    imports.runtime(Runtime::Request);
    for operation in &resource.operations {
        imports.fields(api, operation.arguments.iter().filter(|argument| argument.presence.is_optional()));
        if let ResponseType::Own(id) = operation.output {
            imports.declaration(api, id);
        }
    }
    imports.items()
}

fn request(api: &Api, operation: &Operation) -> [TokenStream; 2] {
    let request = &operation.request;
    let function = line!["[`", plain(&operation.function), "`](super::", &operation.function.ident, "())"];
    let about = docs::lines(&[line!["Request of ", function, "."]]);
    let optional = operation.arguments.iter().filter(|argument| argument.presence.is_optional());
    let setters: Vec<_> = optional.map(|field| arguments::setter(api, field, &sentences::part(field))).collect();
    let methods = if setters.is_empty() { quote!() } else { quote!(impl #request { #(#setters)* }) };
    [
        quote! {
            #about
            #[derive(Debug, Clone)]
            #[must_use = "a request does nothing until a client sends it"]
            pub struct #request(pub(super) Request);
        },
        methods,
    ]
}
