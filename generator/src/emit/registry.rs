//! `registry.rs`: every operation in one table, for whoever handles answers without naming their types.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::File;
use crate::{
    ir::{Api, Operation, Resource, Service},
    output,
};

/// The table, and the function that looks into it.
pub(super) fn file(api: &Api) -> output::File {
    let about = "Every operation in one table, for whoever handles requests and answers without naming their types.";
    let mut file = File::new(&"spec/".into(), &[about.into()], &api.place);
    file.block(
        &api.place,
        [quote!(
            pub use runtime::registry::{Decoded, Entry, Service};
        )],
    );
    file.items(&api.place, [services(api), operations(api), find()]);
    file.finish()
}

fn services(api: &Api) -> TokenStream {
    let services = api.services.iter().map(|service| self::service(api, service));
    quote! {
        #[doc = " The parts of the API."]
        pub static SERVICES: &[Service] = &[#(#services),*];
    }
}

fn service(api: &Api, service: &Service) -> TokenStream {
    let name = &service.wire;
    let errors = service.errors.iter().map(|id| &api.error(*id).name.wire);
    quote!(Service { name: #name, errors: &[#(#errors),*] })
}

fn operations(api: &Api) -> TokenStream {
    let all = api.resources.iter().flat_map(|resource| resource.operations.iter().map(move |one| (resource, one)));
    let entries = all.map(|(resource, operation)| entry(resource, operation));
    quote! {
        #[doc = " The operations, each with what reads its answers."]
        pub static OPERATIONS: &[Entry] = &[#(#entries),*];
    }
}

fn entry(resource: &Resource, operation: &Operation) -> TokenStream {
    let (module, request) = (&resource.module, &operation.request);
    let service = Literal::usize_unsuffixed(resource.service.0);
    quote!(Entry::of::<crate::#module::#request>(&SERVICES[#service]))
}

fn find() -> TokenStream {
    quote! {
        #[doc = " The operation that the server runs for `method` and `path`, in which anything may stand for a"]
        #[doc = " placeholder: an id, the placeholder's name with or without a colon, `_`. A query makes no difference."]
        pub fn find(method: &str, path: &str) -> Option<&'static Entry> {
            runtime::registry::find(OPERATIONS, method, path)
        }
    }
}
