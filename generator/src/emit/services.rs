//! `wire.rs`: what all modules refer to, which is the services of the API and the callsites of its events.

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
    let about = "The services of the API, for its operations, and the callsites of its spans and events.";
    let mut file = File::new(&"spec/api.yaml".into(), &[about.into()], &api.place);
    file.block(&api.place, Imports::only([Runtime::Authentication, Runtime::Callsites, Runtime::Service]));
    file.items(&api.place, [services(api), callsites(api)]);
    file.finish()
}

fn services(api: &Api) -> TokenStream {
    let count = Literal::usize_unsuffixed(api.services.len());
    let services = api.services.iter().map(|service| self::service(api, service));
    quote! {
        pub(crate) static SERVICES: [Service; #count] = [#(#services),*];
    }
}

/// The path of the callsites from a module `wire` that many modules below the root. Relative, as the printer writes a space
/// into `crate::` in a macro.
pub(super) fn callsites_above(modules: usize) -> TokenStream {
    let up = std::iter::repeat_n(quote!(super::), modules);
    quote!(#(#up)* wire::CALLSITES)
}

/// The callsites, whose target is the name of the crate.
fn callsites(api: &Api) -> TokenStream {
    let target = api.krate.to_string();
    quote! {
        pub(crate) static CALLSITES: Callsites = runtime::callsites!(#target);
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
