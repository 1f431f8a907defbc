//! The error codes of an operation of the document.

use serde_json::Value;

use super::{ErrorCode, Shape, component, described, entries, shape::shape, texts};

/// Returns every code with its status and detail.
pub(super) fn read(root: &Value, operation: &Value) -> Vec<ErrorCode> {
    let mut errors = Vec::new();
    for (status, response) in entries(&operation["responses"]) {
        let Some(status) = status.parse().ok().filter(|status| (400..600).contains(status)) else { continue };
        let schema = &component(root, response)["content"]["application/json"]["schema"];
        let schema = component(root, schema);
        // Several codes with the same status are a `oneOf`; a single code is not. The `oneOf` can be inside the
        // envelope.
        let in_envelope = match entries(&schema["properties"]).next() {
            Some((key, inner)) if inner["oneOf"].is_array() => Some((key, inner)),
            _ => None,
        };
        let alone = std::slice::from_ref(schema);
        let one_of = in_envelope.map_or(schema, |(_, inner)| inner)["oneOf"].as_array().map_or(alone, Vec::as_slice);
        for error in one_of {
            let codes = error_codes(root, component(root, error), status);
            errors.extend(codes.into_iter().map(|code| match in_envelope {
                Some((key, _)) => ErrorCode { envelope: Some(key.clone()), ..code },
                None => code,
            }));
        }
    }
    errors
}

/// Returns the codes of `schema`, which is an error with or without the envelope.
fn error_codes(root: &Value, schema: &Value, status: u16) -> Vec<ErrorCode> {
    let mut properties = &schema["properties"];
    let mut envelope = None;
    if properties.get("code").is_none()
        && let Some((key, inner)) = entries(properties).next()
    {
        envelope = Some(key.clone());
        properties = &component(root, inner)["properties"];
    }
    let code = component(root, &properties["code"]);
    let mut codes = texts(&code["enum"]);
    codes.extend(code["const"].as_str().map(str::to_owned));
    let detail = || match shape(&properties["detail"]) {
        // A code without a detail is documented as an empty object.
        Shape::Object(fields) if fields.is_empty() => None,
        Shape::Any | Shape::Unknown(_) if properties["detail"].is_null() => None,
        shape => Some(shape),
    };
    let error =
        |code| ErrorCode { code, status, detail: detail(), envelope: envelope.clone(), description: described(schema) };
    codes.into_iter().map(error).collect()
}
