//! Operations: a function that describes a request, and the facts that all its requests share.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{arguments, docs, example, pages, requests, schemas};
use crate::{
    docs::{Line, code, line, module, plain},
    ir::{Api, Authentication, ErrorId, Method, Operation, Resource, ResponseType, Service, Shape, TypeRef},
};

/// The function that describes a request.
pub(super) fn item(api: &Api, resource: &Resource, operation: &Operation) -> TokenStream {
    let about = docs::lines(&function_docs(api, resource, operation));
    let (function, request) = (&operation.function.ident, &operation.request);
    let deprecated = docs::deprecated(operation.deprecated.as_ref());
    let parameters = operation.required().map(|argument| arguments::parameter(api, argument));
    let assignments = operation.required().map(|argument| arguments::assignment(api, argument, &argument.name.ident));
    quote! {
        #about
        #deprecated
        pub fn #function(#(#parameters),*) -> #request {
            #request(Request::new(#request::OPERATION) #(#assignments)*)
        }
    }
}

fn function_docs(api: &Api, resource: &Resource, operation: &Operation) -> Vec<Line> {
    let mut lines = operation.docs.lines().to_vec();
    lines.extend([Line::default(), request_line(operation), Line::default()]);
    lines.extend(facts(api, resource, operation));
    let parameters = docs::parameters(operation.required());
    if !parameters.is_empty() {
        lines.extend(["", "# Arguments", ""].map(Line::from));
        lines.extend(parameters);
    }
    let deprecated = operation.required().filter_map(|argument| Some((argument, argument.deprecated.as_ref()?)));
    for (argument, note) in deprecated {
        lines.extend([Line::default(), line![code(&argument.name.plain()), " is deprecated: ", note]]);
    }
    if operation.deprecated.is_none() {
        lines.extend(["", "# Example", ""].map(Line::from));
        lines.extend(example::of_call(api, resource, operation));
    }
    lines.extend(["", "# Errors", ""].map(Line::from));
    lines.extend(operation.errors.iter().map(|id| {
        let meaning = api.error(*id).docs.summary();
        let colon = if meaning.is_empty() { "" } else { ": " };
        line!["- ", error_link(api, *id), colon, meaning]
    }));
    let anchor = super::errors::anchor(api.service(resource.service));
    lines.push(line!["- [Errors of every operation](crate::errors#", anchor, ")"]);
    lines
}

/// The method and path of an operation.
pub(super) fn request_line(operation: &Operation) -> Line {
    code(&format!("{} {}", operation.method.as_str(), operation.path))
}

/// The facts about an operation, one per line.
fn facts(api: &Api, resource: &Resource, operation: &Operation) -> Vec<Line> {
    let mut lines = vec![line!["- Returns: ", returns(api, operation)]];
    if operation.pages.is_some() {
        let all = "- Pages: one per request; `items` and `pages` of a client fetch [all of them](crate::Paged)";
        lines.push(all.into());
    }
    let optional = operation.arguments.iter().filter(|argument| argument.presence.is_optional());
    let optional: Vec<_> = optional.map(|argument| line!["`", plain(&argument.name), "`"]).collect();
    if !optional.is_empty() {
        let methods = if optional.len() == 1 { ", a method of [`" } else { ", methods of [`" };
        lines.push(line!["- Optional: ", docs::list(&optional, "and"), methods, &operation.request, "`]"]);
    }
    lines.push(line!["- ", needs(api.service(resource.service), operation)]);
    let idempotent = if operation.idempotent { "yes" } else { "no" };
    lines.push(line!["- Idempotent: ", idempotent, " ([retries](crate#retries))"]);
    lines.extend(waits(api, operation));
    lines
}

/// What an operation returns.
fn returns(api: &Api, operation: &Operation) -> Line {
    match operation.output {
        ResponseType::Own(id) => {
            let name = plain(&api.ty(id).name);
            let fields = match &api.ty(id).shape {
                Shape::Struct(object) => {
                    object.fields.iter().map(|field| line!["`", plain(&field.name), "`"]).collect()
                }
                _ => Vec::new(),
            };
            let link = line!["[`", name, "`]"];
            if fields.is_empty() {
                line![link, " without fields"]
            } else {
                line![link, " with ", docs::list(&fields, "and")]
            }
        }
        ResponseType::Shared(id) => {
            let name = plain(&api.ty(id).name);
            line!["[`", &name, "`](crate::", &name, ")"]
        }
        ResponseType::Text => "plain text".into(),
    }
}

/// The waiters that accept what an operation returns. A GET is left out: it starts nothing.
fn waits(api: &Api, operation: &Operation) -> Vec<Line> {
    let fields = match operation.output {
        ResponseType::Own(id) if operation.method != Method::Get => match &api.ty(id).shape {
            Shape::Struct(object) => object.fields.as_slice(),
            _ => &[],
        },
        _ => &[],
    };
    let all =
        || api.resources.iter().flat_map(|resource| resource.waiters.iter().map(move |waiter| (resource, waiter)));
    let of_field = fields.iter().filter_map(|field| {
        let TypeRef::Named(id) = field.ty else { return None };
        let (resource, waiter) = all().find(|(_, waiter)| waiter.of.iter().any(|stand| stand.ty == id))?;
        let (module, path) = (module(resource), &resource.module);
        let (name, function) = (plain(&waiter.function), &waiter.function.ident);
        let link = line!["[`", module, "::", name, "`](crate::", path, "::", function, "())"];
        Some(line!["- Wait: ", link, " for `", plain(&field.name), "`"])
    });
    of_field.collect()
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

/// The scopes that an operation requires.
fn needs(service: &Service, operation: &Operation) -> Line {
    let scopes: Vec<_> = operation.scopes.iter().map(|scope| code(scope)).collect();
    match service.authentication {
        Authentication::None => "Authentication: none".into(),
        Authentication::Bearer if scopes.is_empty() => "Scope: none required".into(),
        Authentication::Bearer => line!["Scope: ", docs::list(&scopes, "or")],
    }
}

/// The part for clients: how the request is sent, and how the response is decoded.
pub(super) fn wire(api: &Api, resource: &Resource, operation: &Operation) -> Vec<TokenStream> {
    let mut items = vec![call(api, resource, operation)];
    if let Some((ty, object)) = requests::response(api, operation) {
        items.extend(schemas::wire(ty, object));
    }
    items.push(pages::wire(api, operation));
    items
}

/// The type that an operation returns, as the submodules of its resource name it.
pub(super) fn output(api: &Api, operation: &Operation) -> TokenStream {
    match operation.output {
        ResponseType::Own(id) => {
            let ident = &api.ty(id).name.ident;
            quote!(super::#ident)
        }
        ResponseType::Shared(id) => {
            let ident = &api.ty(id).name.ident;
            quote!(crate::#ident)
        }
        ResponseType::Text => quote!(runtime::Text),
    }
}

/// How a request is sent, and the facts that all requests of its operation share.
fn call(api: &Api, resource: &Resource, operation: &Operation) -> TokenStream {
    let (marker, request) = (&api.name.ident, &operation.request);
    let output = output(api, operation);
    let name = format!("{}::{}", resource.module, operation.function.wire);
    let method = match operation.method {
        Method::Get => quote!(Get),
        Method::Post => quote!(Post),
        Method::Put => quote!(Put),
        Method::Patch => quote!(Patch),
        Method::Delete => quote!(Delete),
    };
    let service = Literal::usize_unsuffixed(resource.service.0);
    let (path, body, scopes) = (&operation.path, operation.body, &operation.scopes);
    let idempotent = operation.idempotent;
    let errors = operation.errors.iter().map(|id| &api.error(*id).name.wire);
    quote! {
        impl Call for super::#request {
            type Api = crate::#marker;
            type Output = #output;

            const OPERATION: &'static Operation = &Operation {
                name: #name,
                service: &crate::wire::SERVICES[#service],
                method: Method::#method,
                body: #body,
                path: #path,
                idempotent: #idempotent,
                scopes: &[#(#scopes),*],
                errors: &[#(#errors),*],
            };

            fn into_request(self) -> Request {
                self.0
            }
        }
    }
}
