//! Operations: a function that describes a request, the request's type, and a static that says what is true of all of them.

use proc_macro2::TokenStream;
use quote::quote;

use super::{arguments, docs, example, pages, schemas};
use crate::{
    docs::{Line, code, line, plain},
    ir::{Api, Authentication, ErrorId, Method, Operation, Output, Resource, Service, Shape},
};

/// What a caller reads: the function, the request with its optional arguments, and the answer.
pub(super) fn items(api: &Api, resource: &Resource, operation: &Operation) -> Vec<TokenStream> {
    let mut items = vec![function(api, resource, operation)];
    items.extend(request(api, operation));
    if let Output::Own(id) = operation.output {
        let ty = api.ty(id);
        if let Shape::Struct(object) = &ty.shape {
            items.extend(schemas::items(api, ty, object));
        }
    }
    items
}

fn function(api: &Api, resource: &Resource, operation: &Operation) -> TokenStream {
    let about = docs::lines(&function_docs(api, resource, operation));
    let (function, request, constant) = (&operation.function.ident, &operation.request, &operation.constant);
    let parameters = operation.required().map(|argument| arguments::parameter(api, argument));
    let assignments = operation.required().map(|argument| arguments::assignment(api, argument));
    quote! {
        #about
        pub fn #function(#(#parameters),*) -> #request {
            #request(Request::new(&wire::#constant) #(#assignments)*)
        }
    }
}

fn function_docs(api: &Api, resource: &Resource, operation: &Operation) -> Vec<Line> {
    let mut lines = operation.docs.lines().to_vec();
    let service = api.service(resource.service);
    lines.extend([
        Line::default(),
        line![code(&format!("{} {}", operation.method.as_str(), operation.path)), ", ", needs(service, operation), "."],
    ]);
    if operation.pages.is_some() {
        let about = "It answers one page; `pages` and `items` of a client go through [all of them](runtime::Paged).";
        lines.extend([Line::default(), about.into()]);
    }
    lines.extend(["", "# Example", ""].map(Line::from));
    lines.extend(example::of_call(api, resource, operation));
    lines.extend(["", "# Errors", ""].map(Line::from));
    let every = line!["the [errors of every operation](crate::errors#", super::errors::anchor(service), ")"];
    if operation.errors.is_empty() {
        lines.push(line!["Only ", every, "."]);
    } else {
        lines.extend(operation.errors.iter().map(|id| line![error_link(api, *id), ","]));
        lines.push(line!["and ", every, "."]);
    }
    lines
}

/// A link to the function of an operation from the docs of its resource.
pub(super) fn link(operation: &Operation) -> Line {
    line!["[`", plain(&operation.function), "`](", &operation.function.ident, "())"]
}

/// A link to an error code from the docs of a resource.
pub(super) fn error_link(api: &Api, id: ErrorId) -> Line {
    let name = plain(&api.error(id).name);
    line!["[`", &name, "`](crate::ErrorCode::", &name, ")"]
}

/// What a token needs for an operation.
fn needs(service: &Service, operation: &Operation) -> Line {
    let scopes: Vec<_> = operation.scopes.iter().map(|scope| code(scope)).collect();
    match service.authentication {
        Authentication::None => "without a token".into(),
        Authentication::Bearer if scopes.is_empty() => "with any token".into(),
        Authentication::Bearer => line!["with scope ", docs::list(&scopes, "or")],
    }
}

fn request(api: &Api, operation: &Operation) -> [TokenStream; 2] {
    let request = &operation.request;
    let about = docs::lines([&line!["A request of ", link(operation), "."]]);
    let optional = operation.arguments.iter().filter(|argument| argument.presence.is_optional());
    let setters: Vec<_> = optional.map(|argument| arguments::setter(api, argument)).collect();
    let methods = if setters.is_empty() { quote!() } else { quote!(impl #request { #(#setters)* }) };
    [
        quote! {
            #about
            #[derive(Debug, Clone)]
            #[must_use = "a request does nothing until a client sends it"]
            pub struct #request(Request);
        },
        methods,
    ]
}

/// What a client reads: how the request is sent, and what is read from the answer.
pub(super) fn wire(api: &Api, resource: &Resource, operation: &Operation) -> Vec<TokenStream> {
    let mut items = vec![constant(api, resource, operation), call(api, operation)];
    if let Output::Own(id) = operation.output {
        let ty = api.ty(id);
        if let Shape::Struct(object) = &ty.shape {
            items.extend(schemas::wire(ty, object));
        }
    }
    items.push(pages::wire(api, operation));
    items
}

/// The type of what an operation answers, beside its module.
pub(super) fn output(api: &Api, operation: &Operation) -> TokenStream {
    match operation.output {
        Output::Own(id) => {
            let ident = &api.ty(id).name.ident;
            quote!(super::#ident)
        }
        Output::Shared(id) => {
            let ident = &api.ty(id).name.ident;
            quote!(crate::#ident)
        }
        Output::Text => quote!(runtime::Text),
    }
}

fn call(api: &Api, operation: &Operation) -> TokenStream {
    let (marker, request, constant) = (&api.name.ident, &operation.request, &operation.constant);
    let output = output(api, operation);
    quote! {
        impl Call for super::#request {
            type Api = crate::#marker;
            type Output = #output;

            const OPERATION: &'static Operation = &#constant;

            fn into_request(self) -> Request {
                self.0
            }
        }
    }
}

/// The static that describes an operation.
fn constant(api: &Api, resource: &Resource, operation: &Operation) -> TokenStream {
    let constant = &operation.constant;
    let name = format!("{}::{}", resource.module, operation.function.wire);
    let method = match operation.method {
        Method::Get => quote!(Get),
        Method::Post => quote!(Post),
        Method::Put => quote!(Put),
        Method::Patch => quote!(Patch),
        Method::Delete => quote!(Delete),
    };
    let authentication = match api.service(resource.service).authentication {
        Authentication::Bearer => quote!(Bearer),
        Authentication::None => quote!(None),
    };
    let (path, body, scopes) = (&operation.path, operation.body, &operation.scopes);
    let repeatable = operation.repeatable;
    let errors = operation.errors.iter().map(|id| &api.error(*id).name.wire);
    quote! {
        pub(super) static #constant: Operation = Operation {
            name: #name,
            method: Method::#method,
            body: #body,
            path: #path,
            repeatable: #repeatable,
            authentication: Authentication::#authentication,
            scopes: &[#(#scopes),*],
            errors: &[#(#errors),*],
        };
    }
}
