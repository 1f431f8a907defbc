//! Waiters: a function that describes a wait, a static that says how to read the polled response, and the types that
//! convert into a wait.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{arguments, docs, example, field_paths, operations};
use crate::{
    docs::{Line, code, line, plain},
    ir::{Api, Ending, Operation, Resource, Statuses, WaitTarget, Waiter, WantedNumber},
};

/// The operation that `waiter` polls.
fn polled<'r>(resource: &'r Resource, waiter: &Waiter) -> &'r Operation {
    &resource.operations[waiter.polls]
}

/// The function.
pub(super) fn item(api: &Api, resource: &Resource, waiter: &Waiter) -> TokenStream {
    let operation = polled(resource, waiter);
    let about = docs::lines(&function_docs(api, resource, waiter));
    let (function, constant) = (&waiter.function.ident, &waiter.constant);
    // By its path, because a parameter can have the same name.
    let (call, request) = (&operation.function.ident, &operation.request);
    let parameters = operation.required().map(|argument| arguments::parameter(api, argument));
    let names = operation.required().map(|argument| &argument.name.ident);
    let wanted = match &waiter.ending {
        Ending::Number(WantedNumber { argument, .. }) => Some(&argument.ident),
        _ => None,
    };
    let parameters = parameters.chain(wanted.map(|name| quote!(#name: i64)));
    let wanted = wanted.map(|name| quote!(#name,));
    let (wait, make) = match waiter.ending {
        Ending::Status(_) => (quote!(Wait<#request>), quote!(until)),
        Ending::Success => (quote!(Wait<#request>), quote!(until_success)),
        Ending::Number(_) => (quote!(Wait<#request>), quote!(until_number)),
        Ending::Gone(_) => (quote!(Wait<#request, ()>), quote!(until_gone)),
    };
    quote! {
        #about
        pub fn #function(#(#parameters),*) -> #wait {
            Wait::#make(self::#call(#(#names),*), #wanted &wire::#constant)
        }
    }
}

fn function_docs(api: &Api, resource: &Resource, waiter: &Waiter) -> Vec<Line> {
    let operation = polled(resource, waiter);
    let asks = line!["Polls ", operations::link(operation)];
    let time = seconds(waiter.deadline);
    let mut lines = waiter.docs.lines().to_vec();
    lines.push(Line::default());
    match &waiter.ending {
        Ending::Gone(id) => {
            let code = operations::error_link(api, *id);
            lines.push(line![asks, " until it fails with ", code, ", for at most ", time, "."]);
        }
        Ending::Success => {
            lines.push(line!["Calls ", operations::link(operation), " until it succeeds, for at most ", time, "."])
        }
        Ending::Number(WantedNumber { field, argument }) => {
            let wanted = code(&argument.plain());
            lines.push(line![asks, " until ", code(&field.wire), " is ", wanted, ", for at most ", time, "."]);
        }
        Ending::Status(Statuses { field, done, failed, tolerance, .. }) => {
            let quoted = |values: &[String]| {
                let values: Vec<_> = values.iter().map(|value| code(value)).collect();
                docs::list(&values, "or")
            };
            let done = quoted(done);
            lines.push(line![asks, " until ", code(&field.wire), " is ", done, ", for at most ", time, "."]);
            if !failed.is_empty() {
                let long = if *tolerance > 0 { line![" for ", seconds(*tolerance)] } else { Line::default() };
                lines.push(line!["Fails if it is ", quoted(failed), long, "."]);
            }
        }
    }
    if !waiter.pending_errors.is_empty() {
        let codes: Vec<_> = waiter.pending_errors.iter().map(|id| operations::error_link(api, *id)).collect();
        let call = if waiter.pending_errors.len() == 1 { "this error" } else { "one of these errors" };
        lines.push(line!["Calls again after ", call, ": ", docs::list(&codes, "and"), "."]);
    }
    if !waiter.of.is_empty() {
        let name = |target: &WaitTarget| {
            let name = plain(&api.ty(target.ty).name);
            // rustdoc warns of a target that repeats the label.
            if resource.types.contains(&target.ty) {
                line!["[`", name, "`]"]
            } else {
                line!["[`", &name, "`](crate::", &name, ")"]
            }
        };
        let names: Vec<_> = waiter.of.iter().map(name).collect();
        let about = line!["`wait` of a client also takes a reference to a ", docs::list(&names, "or"), "."];
        lines.extend([Line::default(), about]);
    }
    lines.extend(["", "# Example", ""].map(Line::from));
    lines.extend(example::of_wait(api, resource, waiter, operation));
    lines
}

/// A duration in words.
fn seconds(seconds: u32) -> Line {
    match (seconds / 60, seconds % 60) {
        (1, 0) => "a minute".into(),
        (minutes, 0) => line![minutes, " minutes"],
        _ => line![seconds, " seconds"],
    }
}

/// The part for clients: the static, and the conversions.
pub(super) fn wire(api: &Api, resource: &Resource, waiter: &Waiter) -> Vec<TokenStream> {
    let mut items = vec![constant(api, resource, waiter)];
    items.extend(waiter.of.iter().map(|target| conversion(api, resource, waiter, target)));
    items
}

fn constant(api: &Api, resource: &Resource, waiter: &Waiter) -> TokenStream {
    let output = operations::output(api, polled(resource, waiter));
    let constant = &waiter.constant;
    let name = format!("{}::{}", resource.module, waiter.function.wire);
    let deadline = Literal::u32_unsuffixed(waiter.deadline);
    let facts = match &waiter.ending {
        Ending::Status(Statuses { field, progress, done, failed, tolerance }) => {
            let status = field_paths::text(field);
            let progress = match progress {
                Some(path) => {
                    let percent = field_paths::integer(path);
                    quote!(|output| #percent)
                }
                None => quote!(|_| None),
            };
            let tolerance = Literal::u32_unsuffixed(*tolerance);
            quote! {
                status: |output| #status,
                progress: #progress,
                number: |_| None,
                done: &[#(#done),*],
                failed: &[#(#failed),*],
                gone: None,
                deadline: #deadline,
                tolerance: #tolerance,
            }
        }
        Ending::Gone(id) => {
            let gone = &api.error(*id).name.wire;
            quote! {
                status: |_| None,
                progress: |_| None,
                number: |_| None,
                done: &[],
                failed: &[],
                gone: Some(#gone),
                deadline: #deadline,
                tolerance: 0,
            }
        }
        Ending::Success | Ending::Number(_) => {
            let number = match &waiter.ending {
                Ending::Number(WantedNumber { field, .. }) => {
                    let number = field_paths::integer(field);
                    quote!(|output| #number)
                }
                _ => quote!(|_| None),
            };
            quote! {
                status: |_| None,
                progress: |_| None,
                number: #number,
                done: &[],
                failed: &[],
                gone: None,
                deadline: #deadline,
                tolerance: 0,
            }
        }
    };
    let pending = waiter.pending_errors.iter().map(|id| &api.error(*id).name.wire);
    let safe = waiter.safe;
    quote! {
        pub(super) static #constant: Waiter<#output> = Waiter {
            name: #name,
            #facts
            pending_errors: &[#(#pending),*],
            safe: #safe,
        };
    }
}

/// The conversion of a type into a wait.
fn conversion(api: &Api, resource: &Resource, waiter: &Waiter, target: &WaitTarget) -> TokenStream {
    let operation = polled(resource, waiter);
    let (ty, lookup) = (&api.ty(target.ty).name.ident, &api.ty(target.lookup).name.ident);
    let (field, constructor) = (&target.field, &target.constructor);
    let (function, request) = (&waiter.function.ident, &operation.request);
    let (output, wait) = match waiter.ending {
        Ending::Status(_) | Ending::Success | Ending::Number(_) => {
            let output = operations::output(api, operation);
            (quote!(Response<#output>), quote!(Wait<super::#request>))
        }
        Ending::Gone(_) => (quote!(()), quote!(Wait<super::#request, ()>)),
    };
    quote! {
        impl IntoWait for &crate::#ty {
            type Call = super::#request;
            type Output = #output;

            fn into_wait(self) -> #wait {
                super::#function(crate::#lookup::#constructor(&self.#field))
            }
        }
    }
}
