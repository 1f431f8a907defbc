//! `registry.rs`: every operation in one table, for code that handles responses without naming their types.

use proc_macro2::TokenStream;
use quote::quote;

use super::File;
use crate::{
    ir::{Api, Operation, Resource},
    name::Ident,
    output,
};

/// The table, and the function that searches it.
pub(super) fn file(api: &Api) -> output::File {
    let about =
        "Every operation in one table, for code that handles requests and responses without naming their types.";
    let mut file = File::new(&"spec/".into(), &[about.into()], &api.place);
    file.block(
        &api.place,
        [quote!(
            pub use runtime::{
                Operation, Service,
                registry::{Decoded, Entry},
            };
        )],
    );
    file.items(&api.place, [services(), operations(api), find()]);
    if let Some(id) = api.scope_enum {
        file.items(&api.ty(id).place, [scopes(&api.ty(id).name.ident)]);
    }
    file.finish()
}

fn services() -> TokenStream {
    quote! {
        #[doc = " The services of the API."]
        pub static SERVICES: &[Service] = &crate::wire::SERVICES;
    }
}

fn operations(api: &Api) -> TokenStream {
    let all = api.resources.iter().flat_map(|resource| resource.operations.iter().map(move |one| (resource, one)));
    let entries = all.map(|(resource, operation)| entry(resource, operation));
    quote! {
        #[doc = " The operations, each with the decoder of its responses."]
        pub static OPERATIONS: &[Entry] = &[#(#entries),*];
    }
}

fn entry(resource: &Resource, operation: &Operation) -> TokenStream {
    let (module, request) = (&resource.module, &operation.request);
    quote!(Entry::of::<crate::#module::#request>())
}

fn find() -> TokenStream {
    quote! {
        #[doc = " Finds the operation that the server runs for `method` and `path`."]
        #[doc = ""]
        #[doc = " Anything may stand in place of a placeholder: an id, or the name of the placeholder with or"]
        #[doc = " without a colon. A query is ignored."]
        pub fn find(method: &str, path: &str) -> Option<&'static Entry> {
            runtime::registry::find(OPERATIONS, method, path)
        }
    }
}

/// The scopes of an operation, as values of the enum `name`.
fn scopes(name: &Ident) -> TokenStream {
    quote! {
        #[doc = " Returns the scopes of which a token needs any one for an operation; none if any token will do."]
        pub fn scopes(operation: &Operation) -> impl Iterator<Item = crate::#name> + use<> {
            operation.scopes.iter().map(|scope| crate::#name::from_wire(scope))
        }
    }
}
