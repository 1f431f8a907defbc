//! A resource: its module, and the module `wire` with encoders and decoders.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    File, arguments, documents, enums, ids, imports::Imports, lookups, one_of, operations, requests, schemas, services,
    source, unions, waiters,
};
use crate::{
    docs::{BREAK, Line, line, plain},
    ir::{Api, Resource, ResponseType, Shape, TypeId},
    output,
    source::Place,
    taken::Runtime,
};

/// The module of a resource: functions, then types, in the author's order.
pub(super) fn file(api: &Api, resource: &Resource) -> output::File {
    let mut file = File::new(&source(resource), &[], &resource.place);
    for (place, lines) in module_docs(resource) {
        file.docs(place, &lines);
    }
    let [requests, their_types] = requests::module(resource);
    let wire = quote!(
        mod wire;
    );
    let sample = quote! {
        #[cfg(feature = "test-support")]
        mod sample;
    };
    file.block(&resource.place, requests.into_iter().chain([sample, wire]));
    file.block(&resource.place, documents::module(api, resource));
    file.block(&resource.place, imports(api, resource));
    file.block(&resource.place, their_types);
    for operation in &resource.operations {
        file.items(&operation.place, [operations::item(api, resource, operation)]);
    }
    for waiter in &resource.waiters {
        file.items(&waiter.place, [waiters::item(api, resource, waiter)]);
    }
    for id in &resource.types {
        file.items(&api.ty(*id).place, declaration(api, *id));
    }
    file.finish()
}

/// The docs of a resource, with its operations and waiters, because rustdoc lists functions last. Each comes from its place
/// in the spec.
fn module_docs(resource: &Resource) -> Vec<(&Place, Vec<Line>)> {
    let mut docs = vec![(&resource.place, resource.docs.lines().to_vec())];
    for (index, operation) in resource.operations.iter().enumerate() {
        let mut lines = heading("# Operations", index);
        lines.push(line!["- ", operations::link(operation), ": ", operation.docs.summary(), BREAK]);
        lines.push(line!["  ", operations::request_line(operation)]);
        docs.push((&operation.place, lines));
    }
    for (index, waiter) in resource.waiters.iter().enumerate() {
        let function = &waiter.function;
        let link = line!["[`", plain(function), "`](", &function.ident, "())"];
        let mut lines = heading("# Waits", index);
        lines.push(line!["- ", link, ": ", waiter.docs.summary()]);
        docs.push((&waiter.place, lines));
    }
    docs
}

/// The heading of a list, before its first item.
fn heading(text: &'static str, index: usize) -> Vec<Line> {
    if index == 0 { ["", text, ""].map(Line::from).to_vec() } else { Vec::new() }
}

fn imports(api: &Api, resource: &Resource) -> Vec<TokenStream> {
    let mut imports = Imports::default();
    for operation in &resource.operations {
        imports.runtime(Runtime::Call);
        imports.runtime(Runtime::Request);
        imports.fields(api, operation.required());
    }
    if !resource.waiters.is_empty() {
        imports.runtime(Runtime::Wait);
    }
    for id in &resource.types {
        imports.own(api, *id);
        if api.ty(*id).document().is_none() {
            imports.declaration(api, *id);
        }
    }
    imports.items()
}

fn declaration(api: &Api, id: TypeId) -> Vec<TokenStream> {
    let ty = api.ty(id);
    match &ty.shape {
        Shape::Id(example) => ids::items(ty, example.as_deref()).into(),
        Shape::Lookup(lookup) => lookups::items(api, ty, &lookup.members),
        Shape::Arguments(fields) => arguments::items(api, ty, fields),
        Shape::OneOf(members) => one_of::items(api, ty, members),
        Shape::Struct(object) => schemas::items(api, ty, object).into(),
        Shape::Union(kinds) => unions::items(api, ty, kinds).into(),
        Shape::Enum(values) => enums::items(ty, values).into(),
        Shape::Document(_) => Vec::new(),
    }
}

/// `wire.rs` of a resource.
pub(super) fn wire(api: &Api, resource: &Resource) -> output::File {
    let about = line!["Encoders and decoders of [`super`]; see `", source(resource), "`."];
    let mut file = File::new(&source(resource), &[about], &resource.place);
    file.block(&resource.place, wire_imports(api, resource));
    for operation in &resource.operations {
        file.items(&operation.place, operations::wire(api, resource, operation));
    }
    for waiter in &resource.waiters {
        file.items(&waiter.place, waiters::wire(api, resource, waiter));
    }
    let callsites = services::callsites_above(if resource.module.is_at_root() { 2 } else { 3 });
    for id in &resource.types {
        file.items(&api.ty(*id).place, wire_items(api, *id, &callsites));
    }
    file.finish()
}

fn wire_imports(api: &Api, resource: &Resource) -> Vec<TokenStream> {
    let mut imports = Imports::default();
    let outputs = resource.operations.iter().filter_map(|operation| match operation.output {
        ResponseType::Own(id) => Some(id),
        ResponseType::Shared(_) | ResponseType::Text => None,
    });
    if !resource.operations.is_empty() {
        let needs = [Runtime::Call, Runtime::Method, Runtime::Operation, Runtime::Request];
        needs.into_iter().for_each(|name| imports.runtime(name));
    }
    if resource.operations.iter().any(|operation| operation.pages.is_some()) {
        [Runtime::Page, Runtime::Paged].into_iter().for_each(|name| imports.runtime(name));
    }
    imports.waiters(&resource.waiters);
    for id in resource.types.iter().copied().chain(outputs) {
        let needs: &[_] = match &api.ty(id).shape {
            Shape::Id(_) | Shape::Enum(_) | Shape::Union(_) | Shape::Document(_) => &[],
            Shape::Lookup(_) | Shape::Arguments(_) | Shape::OneOf(_) => &[Runtime::Value],
            Shape::Struct(object) if object.sendable => {
                &[Runtime::Decode, Runtime::DecodeError, Runtime::Reader, Runtime::Value]
            }
            Shape::Struct(_) => &[Runtime::Decode, Runtime::DecodeError, Runtime::Reader],
        };
        needs.iter().for_each(|name| imports.runtime(*name));
    }
    imports.items()
}

fn wire_items(api: &Api, id: TypeId, callsites: &TokenStream) -> Vec<TokenStream> {
    let ty = api.ty(id);
    match &ty.shape {
        Shape::Id(_) => vec![ids::wire(ty)],
        Shape::Lookup(lookup) => lookups::wire(ty, &lookup.members),
        Shape::OneOf(members) => vec![one_of::wire(ty, members)],
        Shape::Arguments(_) => vec![arguments::wire(ty)],
        Shape::Struct(object) => schemas::wire(ty, object).into(),
        Shape::Union(kinds) => unions::wire(ty, kinds, callsites).into(),
        Shape::Enum(values) => enums::wire(&ty.name.ident, values.iter().map(|value| &value.name), callsites).into(),
        Shape::Document(_) => Vec::new(),
    }
}
