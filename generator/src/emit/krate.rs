//! `lib.rs`, and the modules of services.

use std::{collections::BTreeMap, path::PathBuf};

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::{File, WIDTH, docs, guide};
use crate::{
    docs::{Line, code, line, module, plain, words, wrap},
    ir::Api,
    name::{Ident, Name},
    output,
    taken::{self, Runtime},
};

/// The modules around the resources of services that have one.
pub(super) fn service_modules(api: &Api) -> Vec<(PathBuf, output::File)> {
    let services =
        api.services.iter().enumerate().filter_map(|(index, service)| Some((index, service, service.module.as_ref()?)));
    services
        .map(|(index, service, module)| {
            let mut file = File::new(&"spec/api.yaml".into(), service.docs.lines(), &api.place);
            let resources = api.resources.iter().filter(|resource| resource.service.0 == index);
            file.block(&api.place, resources.map(|resource| declaration(&resource.module.name().ident)));
            (PathBuf::from(format!("{}.rs", module.plain())), file.finish())
        })
        .collect()
}

/// The OpenAPI document of the API, which is written beside `src`.
fn openapi(api: &Api) -> TokenStream {
    let about = docs::lines([&line!["The ", words(&api.name).capitalized(), " API as an OpenAPI 3.1 document."]]);
    let file = format!("../{}", crate::openapi::NAME);
    quote! {
        #about
        #[cfg(feature = "openapi")]
        pub const OPENAPI: &str = include_str!(#file);
    }
}

fn declaration(module: &Ident) -> TokenStream {
    quote!(pub mod #module;)
}

/// `lib.rs`.
pub(super) fn file(api: &Api) -> output::File {
    let mut file = File::laid_out(&"spec/api.yaml".into(), &crate_docs(api), &api.place);
    // docs.rs sets `docsrs` and shows which feature an item needs.
    let attributes = quote! {
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #![warn(missing_docs)]
    };
    file.block(&api.place, [attributes]);
    file.block(&api.place, modules(api));
    file.block(&api.place, exports(api));
    file.items(&api.place, [marker(api), description(api)]);
    file.items(&api.place, [openapi(api)]);
    file.items(&api.place, clients(api));
    file.finish()
}

fn crate_docs(api: &Api) -> Vec<Line> {
    let mut lines = wrap(api.docs.lines(), WIDTH);
    lines.extend(wrap(&guide::lines(api), WIDTH));
    lines.extend(operations(api));
    if !api.scopes.is_empty() {
        lines.extend(["", "# Scopes", ""].map(Line::from));
        if let Some(oauth2) = &api.oauth2 {
            lines.push(line!["In OAuth2, each has the prefix ", code(&oauth2.scope_prefix), "."]);
            lines.extend(oauth2.authorize_url.iter().map(|url| line!["A user authorizes at ", code(url), "."]));
            let token_url = oauth2.token_url.iter();
            lines.extend(token_url.map(|url| line!["Codes and refresh tokens are exchanged at ", code(url), "."]));
            lines.push(Line::default());
        }
        lines.extend(["| scope | what it permits |", "|---|---|"].map(Line::from));
        let rows = api.scopes.iter().map(|scope| {
            let docs = Line::join(scope.docs.lines(), " ");
            line!["| ", code(&scope.wire).cell(), " | ", docs.cell(), " |"]
        });
        lines.extend(rows);
    }
    lines
}

/// Every operation and waiter by its resource, each in a line of its own, so that a new one changes no other line.
fn operations(api: &Api) -> Vec<Line> {
    let mut lines: Vec<Line> = ["", "# Operations", ""].map(Line::from).into();
    for resource in api.resources.iter().filter(|resource| !resource.operations.is_empty()) {
        let (module, path) = (module(resource), Line::from(&resource.module));
        // rustdoc warns of a target that repeats the label.
        let of_resource =
            if module == path { line!["[`", &path, "`]"] } else { line!["[`", module, "`](", &path, ")"] };
        // Not at the start of the line, where it would be a definition of a link.
        lines.push(line!["- In ", of_resource, ":"]);
        let link = |function: &Name| line!["  [`", plain(function), "`](", &path, "::", &function.ident, "())"];
        let functions = resource.operations.iter().map(|operation| &operation.function);
        let waits = resource.waiters.iter().map(|waiter| &waiter.function);
        lines.extend(functions.chain(waits).map(link));
    }
    lines
}

fn modules(api: &Api) -> Vec<TokenStream> {
    let services = api.services.iter().filter_map(|service| service.module.as_ref().map(|module| &module.ident));
    let at_root = api.resources.iter().filter(|resource| resource.module.is_at_root());
    let idents = at_root.map(|resource| &resource.module.name().ident).chain(services);
    // In the order of rustfmt.
    let mut sorted: BTreeMap<_, _> = idents.map(|ident| (ident.to_string(), declaration(ident))).collect();
    let errors = quote!(
        pub mod errors;
    );
    let registry = quote! {
        #[cfg(feature = "registry")]
        pub mod registry;
    };
    let wire = quote!(
        mod wire;
    );
    let test_support = quote! {
        #[cfg(feature = "test-support")]
        pub mod test_support;
    };
    sorted.insert("test_support".to_owned(), test_support);
    sorted.extend([("errors".to_owned(), errors), ("registry".to_owned(), registry), ("wire".to_owned(), wire)]);
    sorted.into_values().collect()
}

/// The re-exports: every type is available at the root of the crate.
fn exports(api: &Api) -> Vec<TokenStream> {
    let details = api.detail_types.iter().map(|id| &api.ty(*id).name.ident);
    let mut exports = vec![quote!(pub use errors::{ErrorCode, ErrorDetail, #(#details),*};)];
    for resource in &api.resources {
        let documents: Vec<_> = api.documents(resource).map(|(ty, _)| &ty.name.ident).collect();
        let types = resource.types.iter().filter(|id| api.ty(**id).document().is_none());
        let types: Vec<_> = types.map(|id| &api.ty(*id).name.ident).collect();
        let path = &resource.module;
        if !types.is_empty() {
            exports.push(quote!(pub use #path::{#(#types),*};));
        }
        if !documents.is_empty() {
            exports.push(quote! {
                #[cfg(feature = "xml")]
                pub use #path::{#(#documents),*};
            });
        }
    }
    let (of_runtime, http) = (Runtime::EXPORTED, Ident::new(taken::EXPORTED_MODULE));
    exports.push(quote!(pub use runtime::{#(#of_runtime,)* #http};));
    exports.extend(Runtime::GATED.iter().map(|(features, names)| {
        let condition = match features {
            [feature] => quote!(feature = #feature),
            several => quote!(any(#(feature = #several),*)),
        };
        quote! {
            #[cfg(#condition)]
            pub use runtime::{#(#names),*};
        }
    }));
    // Users depend on this crate alone, also for the less common parts of the runtime.
    exports.push(quote! {
        #[doc(no_inline)]
        pub use runtime;
    });
    exports
}

fn marker(api: &Api) -> TokenStream {
    let name = &api.name.ident;
    let about = docs::lines([&line!["Marker type for the ", words(&api.name).capitalized(), " API."]]);
    quote! {
        #about
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct #name;
    }
}

fn description(api: &Api) -> TokenStream {
    let marker = &api.name.ident;
    let (name, url) = (&api.name.wire, &api.url);
    let (token, url_variable) = (&api.token_variable, &api.url_variable);
    let envelope = optional(&api.error_envelope);
    let request_id = optional(&api.request_id_header);
    let permitted = optional(&api.rate_limit_permitted_header);
    let remaining = optional(&api.rate_limit_remaining_header);
    let window = optional(&api.rate_limit_window.map(Literal::u16_unsuffixed));
    let codes = |retry| api.errors.iter().filter(move |error| error.retry == Some(retry)).map(|error| &error.name.wire);
    let (retryable, final_codes) = (codes(true), codes(false));
    let paths = api.services.iter().map(|service| service.path.trim_end_matches('/')).filter(|path| !path.is_empty());
    quote! {
        impl runtime::Api for #marker {
            type Code = ErrorCode;
            type Detail = ErrorDetail;

            const DESCRIPTION: &'static runtime::Description = &runtime::Description {
                name: #name,
                url: #url,
                token_variable: #token,
                url_variable: #url_variable,
                error_envelope: #envelope,
                request_id_header: #request_id,
                rate_limit_permitted_header: #permitted,
                rate_limit_remaining_header: #remaining,
                rate_limit_window: #window,
                retryable_codes: &[#(#retryable),*],
                final_codes: &[#(#final_codes),*],
                details: ErrorDetail::FIELDS,
                service_paths: &[#(#paths),*],
                user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
                callsites: &wire::CALLSITES,
            };

            fn code(wire: &str) -> ErrorCode {
                ErrorCode::received(wire)
            }

            fn detail(code: &ErrorCode, json: &mut runtime::Reader<'_>) -> Result<ErrorDetail, DecodeError> {
                ErrorDetail::decode(code, json)
            }
        }
    }
}

fn optional(value: &Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}

fn clients(api: &Api) -> [TokenStream; 4] {
    let marker = &api.name.ident;
    let about = |path: &'static str| {
        let link = |method: &'static str| line!["[`", method, "`](", path, "::", method, ")"];
        docs::lines(&[
            line![link("send"), " sends a request, ", link("items"), " and ", link("pages"), " go through a list,"],
            line!["and ", link("wait"), " waits for what the server does in the background."],
            Line::default(),
            line![link("from_env"), " reads the token from the environment variable ", code(&api.token_variable), ","],
            line!["and the URL of the API from ", code(&api.url_variable), " if that is set."],
            line![link("builder"), " has the settings."],
        ])
    };
    let client = about("runtime::Client");
    let blocking = about("runtime::blocking::Client");
    [
        quote! {
            #[doc = " Error of everything that a client does: calls, lists, waits, and building it."]
            pub type Error = runtime::Error<#marker>;
        },
        quote! {
            #[doc = " An asynchronous client."]
            #[doc = ""]
            #client
            #[cfg(feature = "client")]
            pub type Client = runtime::Client<#marker>;
        },
        quote! {
            #[doc = " The settings of a [`Client`], which [`Client::builder`](runtime::Client::builder) returns."]
            #[cfg(feature = "client")]
            pub type Builder = runtime::Builder<#marker, dyn Transport>;
        },
        quote! {
            #[doc = " A client for code that is not asynchronous."]
            #[cfg(feature = "blocking")]
            pub mod blocking {
                pub use runtime::{BuildError, Limits, Progress, blocking::{Items, Pages, Transport}};

                #[doc = " A client that blocks until the response is there."]
                #[doc = ""]
                #blocking
                pub type Client = runtime::blocking::Client<super::#marker>;

                #[doc = " The settings of a [`Client`], which [`Client::builder`](runtime::blocking::Client::builder) returns."]
                pub type Builder = runtime::Builder<super::#marker, dyn Transport>;
            }
        },
    ]
}
