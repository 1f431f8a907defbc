//! Error codes: a schema for each, and the responses that carry them, by status.

use std::collections::{BTreeMap, HashSet};

use super::{
    json::{Json, Object},
    prose,
    schemas::{constant, object, path, reference, value},
    writer::Writer,
};
use crate::ir::{Api, ErrorCode, ErrorId, Operation, Resource, Service, Shape, TypeRef};

/// The schema and the response of any other error.
const UNRECOGNIZED: &str = "Error.Unrecognized";

/// Writes the schema of each error code, and that of all other errors.
pub(super) fn write(to: &mut Writer, api: &Api) {
    for error in &api.errors {
        to.entry(&name(error), code(api, error).into(), &error.place);
    }
    let docs = "An error with a code that is not listed here.";
    let schema = Object::new()
        .with("description", docs)
        .and(error(Object::new().with("type", "string"), Some(Object::new())))
        .with("required", vec!["code".into()]);
    to.entry(UNRECOGNIZED, schema.into(), &api.place);
}

/// Returns the name of the schema. A declared type has no dot.
fn name(error: &ErrorCode) -> String {
    format!("Error.{}", error.name.plain())
}

fn code<'a>(api: &'a Api, error: &'a ErrorCode) -> Object<'a> {
    let detail = error.detail.map(|id| {
        let ty = api.ty(id);
        match &ty.shape {
            // A detail that is not declared by a resource is only used by this code.
            Shape::Struct(detail) if api.detail_types.contains(&id) => object(api, &detail.fields),
            _ => value(api, &TypeRef::Named(id), false),
        }
    });
    let required = if detail.is_some() { vec!["code".into(), "detail".into()] } else { vec!["code".into()] };
    prose::described(&error.docs, None)
        .and(self::error(constant(&error.name.wire), detail))
        .with("required", required)
        .with_some("x-retryable", error.retry)
}

fn error<'a>(code: Object<'a>, detail: Option<Object<'a>>) -> Object<'a> {
    let description = Object::new().with("type", vec!["string".into(), "null".into()]);
    let properties = Object::new().with("code", code).with("description", description).with_some("detail", detail);
    Object::new().with("type", "object").with("properties", properties)
}

/// Returns all error responses: those of each service by status, those of operations, and the default.
pub(super) fn components(api: &Api) -> Json<'_> {
    let mut responses = Object::new();
    let mut known = HashSet::new();
    let mut add = |service: &Service, status, codes: Vec<ErrorId>| {
        let name = response_name(api, service, status, &codes);
        if known.insert(name.clone()) {
            responses.push(name, response(api, &codes));
        }
    };
    for service in &api.services {
        by_status(api, &service.errors).into_iter().for_each(|(status, codes)| add(service, status, codes));
    }
    for resource in &api.resources {
        for operation in &resource.operations {
            let all = of_operation(api, resource, operation).into_iter();
            all.for_each(|(status, codes)| add(api.service(resource.service), status, codes));
        }
    }
    let default = Object::new().with("description", "Any other error.");
    let schema = enveloped(api, reference(UNRECOGNIZED));
    responses.with("default", with_content(api, default, schema)).into()
}

/// Returns the name of a response of `service`: the status, and the codes that are not those of the service.
fn response_name(api: &Api, service: &Service, status: u16, codes: &[ErrorId]) -> String {
    let mut name = String::new();
    component(&mut name, &service.wire);
    name.push_str(&format!(".{status}"));
    for id in codes.iter().filter(|id| !service.errors.contains(id)) {
        name.push('.');
        component(&mut name, &api.error(*id).name.wire);
    }
    name
}

/// Appends `text` to the name of a component, which consists of letters, digits, `.`, `-` and `_`.
fn component(name: &mut String, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => name.push(char::from(byte)),
            // So that different names remain different.
            _ => name.push_str(&format!("-{byte:02x}")),
        }
    }
}

/// Returns the error responses of an operation, by status.
pub(super) fn responses<'a>(api: &'a Api, resource: &Resource, operation: &Operation) -> Object<'a> {
    let service = api.service(resource.service);
    let all = of_operation(api, resource, operation).into_iter();
    let responses: Object<'_> = all
        .map(|(status, codes)| (status.to_string(), to_response(&response_name(api, service, status, &codes))))
        .collect();
    responses.with("default", to_response("default"))
}

/// Returns the codes of an operation by status: its own, then those of its service.
fn of_operation(api: &Api, resource: &Resource, operation: &Operation) -> BTreeMap<u16, Vec<ErrorId>> {
    by_status(api, operation.errors.iter().chain(&api.service(resource.service).errors))
}

fn to_response<'a>(name: &str) -> Object<'a> {
    Object::new().with("$ref", format!("#/components/responses/{name}"))
}

fn by_status<'e>(api: &Api, errors: impl IntoIterator<Item = &'e ErrorId>) -> BTreeMap<u16, Vec<ErrorId>> {
    let mut statuses: BTreeMap<u16, Vec<ErrorId>> = BTreeMap::new();
    for id in errors {
        let codes = statuses.entry(api.error(*id).status).or_default();
        if !codes.contains(id) {
            codes.push(*id);
        }
    }
    statuses
}

/// Returns the response with one of `codes`.
fn response<'a>(api: &'a Api, codes: &[ErrorId]) -> Object<'a> {
    let codes: Vec<&ErrorCode> = codes.iter().map(|id| api.error(*id)).collect();
    let listed: Vec<String> = codes.iter().map(|error| format!("`{}`", error.name.wire)).collect();
    let schema = match codes.as_slice() {
        [only] => reference(&name(only)),
        _ => {
            let mapping: Object<'_> =
                codes.iter().map(|error| (error.name.wire.as_str(), path(&name(error)))).collect();
            let discriminator = Object::new().with("propertyName", "code").with("mapping", mapping);
            Object::new()
                .with("oneOf", codes.iter().map(|error| reference(&name(error)).into()).collect::<Vec<Json<'_>>>())
                .with("discriminator", discriminator)
        }
    };
    let response = Object::new().with("description", listed.join(", "));
    with_content(api, response, enveloped(api, schema))
}

/// Wraps the schema of an error in the error envelope.
fn enveloped<'a>(api: &'a Api, error: Object<'a>) -> Object<'a> {
    match &api.error_envelope {
        None => error,
        Some(key) => Object::new()
            .with("type", "object")
            .with("properties", Object::new().with(key.as_str(), error))
            .with("required", vec![key.as_str().into()]),
    }
}

fn with_content<'a>(api: &'a Api, response: Object<'a>, schema: Object<'a>) -> Object<'a> {
    response.and(with_headers(api)).with("content", json(schema))
}

/// Returns the content of a JSON body.
pub(super) fn json(schema: Object<'_>) -> Object<'_> {
    Object::new().with("application/json", Object::new().with("schema", schema))
}

/// Returns the headers of all responses, with their names in the document and in a response.
fn names(api: &Api) -> impl Iterator<Item = (&'static str, &'static str, &'static str, &str)> {
    let headers = [
        ("RequestId", "string", "Identifies the request.", &api.request_id_header),
        (
            "RateLimitPermitted",
            "integer",
            "How many requests are permitted in a window.",
            &api.rate_limit_permitted_header,
        ),
        (
            "RateLimitRemaining",
            "integer",
            "How many requests remain in the current window.",
            &api.rate_limit_remaining_header,
        ),
    ];
    headers.into_iter().filter_map(|(name, ty, docs, header)| Some((name, ty, docs, header.as_deref()?)))
}

/// Returns the shared definitions of the headers of all responses.
pub(super) fn headers(api: &Api) -> Option<Json<'_>> {
    let headers: Object<'_> = names(api)
        .map(|(name, ty, docs, _)| {
            (name, Object::new().with("description", docs).with("schema", Object::new().with("type", ty)))
        })
        .collect();
    (!headers.is_empty()).then(|| headers.into())
}

/// Returns the headers of a response.
pub(super) fn with_headers(api: &Api) -> Object<'_> {
    let headers: Object<'_> = names(api)
        .map(|(name, _, _, header)| (header, Object::new().with("$ref", format!("#/components/headers/{name}"))))
        .collect();
    Object::new().with_if(!headers.is_empty(), "headers", headers)
}
