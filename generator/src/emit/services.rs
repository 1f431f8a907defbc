//! `wire.rs`: the services of the API, which its operations refer to.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{File, imports::Imports};
use crate::{
    ir::{Api, Authentication, Service},
    output,
    taken::Runtime,
};

/// The services.
pub(super) fn wire(api: &Api) -> output::File {
    let about = "The services of the API, for its operations.";
    let mut file = File::new(&"spec/api.yaml".into(), &[about.into()], &api.place);
    file.block(&api.place, Imports::only([Runtime::Authentication, Runtime::Service]));
    file.items(&api.place, [services(api)]);
    file.finish()
}

fn services(api: &Api) -> TokenStream {
    let count = Literal::usize_unsuffixed(api.services.len());
    let services = api.services.iter().map(|service| self::service(api, service));
    quote! {
        pub(crate) static SERVICES: [Service; #count] = [#(#services),*];
    }
}

fn service(api: &Api, service: &Service) -> TokenStream {
    let name = &service.wire;
    let authentication = match service.authentication {
        Authentication::Bearer => quote!(Bearer),
        Authentication::None => quote!(None),
    };
    let errors = service.errors.iter().map(|id| &api.error(*id).name.wire);
    quote! {
        Service { name: #name, authentication: Authentication::#authentication, errors: &[#(#errors),*] }
    }
}
