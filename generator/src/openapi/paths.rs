//! Paths and operations.
//!
//! A lookup is not inserted into the path: the name of its placeholder remains there, and the lookup is sent with the
//! other arguments. In the document, it is a literal segment, too.

use std::collections::HashMap;

use super::{
    errors, extensions,
    json::{Json, Object},
    parameters, prose, schemas, security,
    writer::Writer,
};
use crate::{
    ir::{Api, Operation, Resource, Shape, TypeRef},
    paths,
};

/// An operation with its resource and API.
#[derive(Clone, Copy)]
struct Entry<'a> {
    resource: &'a Resource,
    /// Its index in the resource.
    index: usize,
    operation: &'a Operation,
}

/// Writes all paths, in the order of the spec.
pub(super) fn write(to: &mut Writer, api: &Api) {
    let mut paths: Vec<(String, Vec<Entry<'_>>)> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for resource in &api.resources {
        for (index, operation) in resource.operations.iter().enumerate() {
            let path = template(api, operation);
            // Paths that differ only by the names of placeholders are the same path.
            let at = *known.entry(paths::unnamed(&path)).or_insert(paths.len());
            if at == paths.len() {
                paths.push((path, Vec::new()));
            }
            paths[at].1.push(Entry { resource, index, operation });
        }
    }
    if paths.is_empty() {
        to.value_of(&Object::new().into());
        return;
    }
    to.open();
    for (path, entries) in &paths {
        let Some(first) = entries.first() else { continue };
        to.key(path, &first.operation.place);
        to.open();
        for entry in entries {
            let method = entry.operation.method.as_str().to_ascii_lowercase();
            to.entry(&method, operation(api, path, *entry), &entry.operation.place);
        }
        to.close();
    }
    to.close();
}

/// Returns the path of an operation, with placeholders for scalars only.
fn template(api: &Api, operation: &Operation) -> String {
    let segments = operation.path.split('/').map(|segment| match paths::placeholder(segment) {
        Some(name) if !is_in_path(api, operation, name) => name,
        _ => segment,
    });
    segments.collect::<Vec<_>>().join("/")
}

/// Whether the argument `name` is inserted into the path.
fn is_in_path(api: &Api, operation: &Operation, name: &str) -> bool {
    let argument = operation.arguments.iter().find(|argument| argument.name.wire == name);
    let is_lookup = |ty: &TypeRef| match ty {
        TypeRef::Named(id) => matches!(api.ty(*id).shape, Shape::Lookup(_)),
        TypeRef::Scalar(_) | TypeRef::List(_) => false,
    };
    argument.is_some_and(|argument| !is_lookup(&argument.ty))
}

/// Returns the tag of `resource`.
pub(super) fn tag(resource: &Resource) -> String {
    resource.module.file()
}

/// Returns the id of an operation: its module and function. A module has no dot, so that this is unique.
pub(super) fn operation_id(resource: &Resource, operation: &Operation) -> String {
    format!("{}.{}", tag(resource).replace('/', "."), operation.function.plain())
}

fn operation<'a>(api: &'a Api, path: &'a str, entry: Entry<'a>) -> Json<'a> {
    let Entry { resource, index, operation } = entry;
    let own = template(api, operation);
    // The names of the operation's placeholders, and those of the shared path.
    let places: Vec<(String, &str)> =
        paths::placeholders(&own).map(str::to_owned).zip(paths::placeholders(path)).collect();
    let (parameters, body) = parameters::of(api, operation, &places);
    Object::new()
        .with("operationId", operation_id(resource, operation))
        .with("tags", vec![tag(resource).into()])
        .and(prose::summarized(&operation.docs, operation.deprecated.as_ref()))
        .with_some("security", security::of_operation(api, resource, operation))
        .with_some("parameters", Some(parameters).filter(|parameters| !parameters.is_empty()))
        .with_some("requestBody", body)
        .with("responses", responses(api, resource, operation))
        // In the document's own path, a placeholder for a lookup looks like a literal segment.
        .with("x-path", operation.path.as_str())
        .with("x-idempotent", operation.idempotent)
        .with_some("x-pages", operation.pages.as_ref().map(extensions::pages))
        .with_some("x-waiters", extensions::waiters(api, resource, index))
        .into()
}

fn responses<'a>(api: &'a Api, resource: &'a Resource, operation: &'a Operation) -> Object<'a> {
    let content = match schemas::output(api, resource, &operation.output) {
        Some(schema) => errors::json(schema),
        None => Object::new().with("text/plain", Object::new().with("schema", Object::new().with("type", "string"))),
    };
    let success = Object::new().with("description", "Success.").and(errors::with_headers(api)).with("content", content);
    Object::new().with("2XX", success).and(errors::responses(api, resource, operation))
}
