//! Responses: exactly the fields that an operation returns, or an error in its envelope.

mod render;
mod status;
mod words;

use katapult_api::{Bytes, http};

use crate::failure::Failure;
use crate::spec::{Operation, Output, Shape, spec};
use crate::store::Store;
use crate::value::{Map, Value};

/// Returns the response of `operation` with the fields of `output`.
pub(crate) fn success(store: &Store, operation: &Operation, output: &Map) -> http::Response<Bytes> {
    let mut body = Vec::with_capacity(1024);
    let content_type = match operation.output {
        Output::Json(id) => {
            render::fields(store, spec().of_struct(id), output, &mut body);
            "application/json"
        }
        Output::Text => {
            body.extend_from_slice(output.get("text").text().unwrap_or_default().as_bytes());
            "text/plain"
        }
    };
    build(status::of(operation), content_type, body)
}

/// Returns the response for a failure.
pub(crate) fn failure(store: &Store, failure: &Failure) -> http::Response<Bytes> {
    let error = spec().error(failure.code);
    let status = error.map_or(400, |error| error.status);
    let mut body = Vec::with_capacity(256);
    body.extend_from_slice(b"{\"error\":{\"code\":");
    render::text(failure.code, &mut body);
    body.extend_from_slice(b",\"description\":");
    match words::describe(failure) {
        Some(description) => render::text(&description, &mut body),
        None => body.extend_from_slice(b"null"),
    }
    body.extend_from_slice(b",\"detail\":");
    match error.and_then(|error| error.detail.as_ref()) {
        Some(Shape::Struct(id)) => render::fields(store, spec().of_struct(*id), &failure.detail, &mut body),
        _ => body.extend_from_slice(b"{}"),
    }
    body.extend_from_slice(b"}}");
    let mut response = build(status, "application/json", body);
    let headers = response.headers_mut();
    headers.insert("x-api-schema", http::HeaderValue::from_static("json-error"));
    response
}

fn build(status: u16, content_type: &'static str, body: Vec<u8>) -> http::Response<Bytes> {
    let mut response = http::Response::new(Bytes::from(body));
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::OK);
    let headers = response.headers_mut();
    headers.insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static(content_type));
    headers.insert(http::header::ACCESS_CONTROL_ALLOW_ORIGIN, http::HeaderValue::from_static("*"));
    response
}

/// Returns the fields of a response, as values of the types that the spec has, for all that `operation` returns.
pub(crate) fn sample(_operation: &Operation) -> Map {
    Map::new()
}

/// Returns the list of annotations that an object has.
pub(crate) fn annotations(store: &Store, handle: crate::store::Handle) -> Value {
    match store.get(handle).get("_annotations") {
        Value::Null => Value::List(Vec::new()),
        annotations => annotations.clone(),
    }
}
