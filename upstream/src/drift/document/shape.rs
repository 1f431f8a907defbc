//! The types of the document.

use serde_json::Value;

use super::{Property, Shape, entries, is_deprecated, texts};

/// The type that `schema` describes.
pub(super) fn shape(schema: &Value) -> Shape {
    typed(schema).0
}

/// The type that `schema` describes, and whether the value can be null.
pub(super) fn typed(schema: &Value) -> (Shape, bool) {
    let nullable = schema["nullable"].as_bool().unwrap_or(false);
    if let Some(name) = schema["$ref"].as_str() {
        return (Shape::Named(name.rsplit('/').next().unwrap_or(name).to_owned()), nullable);
    }
    // A reference with a description or `nullable` beside it is wrapped, because `$ref` would hide these.
    if let Some([only]) = schema["allOf"].as_array().map(Vec::as_slice) {
        let (shape, inner) = typed(only);
        return (shape, nullable || inner);
    }
    let shape = match schema["type"].as_str() {
        Some("string") if schema["enum"].is_array() => Shape::Enum(texts(&schema["enum"])),
        Some("string") => Shape::String,
        // Seconds since 1970 are not told apart from other integers.
        Some("integer") => Shape::Integer,
        Some("number") => Shape::Number,
        Some("boolean") => Shape::Boolean,
        Some("array") => Shape::List(Box::new(shape(&schema["items"]))),
        // Bodies, answers and some details have properties and no type.
        Some("object") | None if schema["properties"].is_object() => object(schema),
        Some("object") => Shape::Object(Vec::new()),
        _ => Shape::Unknown(schema.to_string()),
    };
    (shape, nullable)
}

/// An object; or the union that one stands for. A union is documented as an object whose only property repeats the name
/// of the field that holds it, and is a `oneOf` of the values, whose `type` is lost.
fn object(schema: &Value) -> Shape {
    let mut fields = entries(&schema["properties"]);
    if let (Some((_, only)), None) = (fields.next(), fields.next())
        && let Some(options) = only["oneOf"].as_array()
    {
        let option = |option: &Value| match shape(option) {
            Shape::Named(name) => (name.clone(), Shape::Named(name)),
            other => (String::new(), other),
        };
        return Shape::Union(options.iter().map(option).collect());
    }
    Shape::Object(properties(schema))
}

/// The properties of an object.
pub(super) fn properties(schema: &Value) -> Vec<Property> {
    let listed = schema["required"].as_array().map(|_| texts(&schema["required"]));
    entries(&schema["properties"])
        .map(|(name, property)| {
            let (shape, nullable) = typed(property);
            let required = listed.as_ref().map(|listed| listed.contains(name));
            Property { name: name.clone(), shape, nullable, deprecated: is_deprecated(property), required }
        })
        .collect()
}
