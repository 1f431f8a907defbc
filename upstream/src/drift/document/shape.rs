//! The types of the document.

use serde_json::Value;

use super::{Property, Shape, described, entries, items, texts};

/// Returns the type of `schema`.
pub(super) fn shape(schema: &Value) -> Shape {
    typed(schema).0
}

/// Returns the type of `schema`, and whether the value can be null.
pub(super) fn typed(schema: &Value) -> (Shape, bool) {
    let nullable = schema["nullable"].as_bool().unwrap_or(false);
    if let Some(name) = schema["$ref"].as_str() {
        return (Shape::Named(name.rsplit('/').next().unwrap_or(name).to_owned()), nullable);
    }
    // A reference with a description or `nullable` beside it is wrapped, because `$ref` ignores its siblings.
    if let Some([only]) = schema["allOf"].as_array().map(Vec::as_slice) {
        let (shape, inner) = typed(only);
        return (shape, nullable || inner);
    }
    // OpenAPI 3.1 describes a nullable object or list as a `oneOf` with `null`.
    if let Some(only) = alternative_to_null(schema) {
        return (typed(only).0, true);
    }
    if let Some(shape) = one_of(schema) {
        return (shape, nullable || items(&schema["oneOf"]).any(|option| option["type"] == "null"));
    }
    let (ty, null) = type_name(&schema["type"]);
    let listed = || texts(&schema["enum"]).into_iter().chain(schema["const"].as_str().map(str::to_owned)).collect();
    let shape = match ty {
        Some("string") if schema["enum"].is_array() || schema["const"].is_string() => Shape::Enum(listed()),
        Some("string") => Shape::String,
        // Unix timestamps are not distinguished from other integers.
        Some("integer") => Shape::Integer,
        Some("number") => Shape::Number,
        Some("boolean") => Shape::Boolean,
        Some("array") => Shape::List(Box::new(shape(&schema["items"]))),
        // Bodies, responses and some details have properties and no type.
        Some("object") | None if schema["properties"].is_object() => object(schema),
        Some("object") => Shape::Object(Vec::new()),
        None if !texts(&schema["enum"]).is_empty() => Shape::Enum(listed()),
        None if MEANING.iter().all(|key| schema.get(key).is_none()) => Shape::Any,
        _ => Shape::Unknown(schema.to_string()),
    };
    (shape, nullable || null || items(&schema["enum"]).any(Value::is_null))
}

/// The keys that restrict values; a schema without any of them permits any value.
const MEANING: [&str; 9] = ["type", "enum", "const", "properties", "oneOf", "anyOf", "allOf", "not", "items"];

/// Returns the alternatives of documents from other sources: a list or one of its items, objects with a kind, or
/// objects with one key each.
fn one_of(schema: &Value) -> Option<Shape> {
    let options: Vec<&Value> = items(&schema["oneOf"]).filter(|option| option["type"] != "null").collect();
    if let [list, one] = options[..]
        && list["type"] == "array"
        && list["items"] == *one
    {
        return Some(Shape::ListOrOne(Box::new(shape(one))));
    }
    let kind = |option: &&Value| option["properties"]["type"]["const"].as_str().map(str::to_owned);
    if options.iter().any(|option| kind(option).is_some()) {
        // An option without a kind matches all other kinds.
        let known = options.iter().filter_map(|option| Some((kind(option)?, shape(&option["properties"]["value"]))));
        return Some(Shape::Union(known.collect()));
    }
    let has_one_key = |option: &&Value| option["properties"].as_object().is_some_and(|keys| keys.len() == 1);
    if options.len() < 2 || !options.iter().all(has_one_key) {
        return None;
    }
    // Each key is required in its own alternative only.
    let members = options.into_iter().flat_map(properties).map(|member| Property { required: None, ..member });
    Some(Shape::Object(members.collect()))
}

/// Returns the name of a type, and whether null is permitted, as in `["string", "null"]` of OpenAPI 3.1.
fn type_name(ty: &Value) -> (Option<&str>, bool) {
    let Some(types) = ty.as_array() else { return (ty.as_str(), false) };
    let mut names = types.iter().filter_map(Value::as_str).filter(|name| *name != "null");
    let null = types.iter().any(|name| name == "null");
    match (names.next(), names.next()) {
        (Some(only), None) => (Some(only), null),
        // The spec language has no type for several JSON types.
        (Some(_), Some(_)) => (Some("any"), null),
        (None, _) => (None, null),
    }
}

/// Returns the only schema of an `anyOf` or `oneOf` besides null.
fn alternative_to_null(schema: &Value) -> Option<&Value> {
    let list = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array())?;
    let is_null = |option: &&Value| {
        option["type"] == "null" || option["enum"].as_array().is_some_and(|list| list == &[Value::Null])
    };
    let mut others = list.iter().filter(|option| !is_null(option));
    let only = others.next()?;
    (others.next().is_none() && list.len() > 1).then_some(only)
}

/// Returns an object or a union. A union is documented as an object whose only property repeats the name
/// of the field that holds it; the property is a `oneOf` of the values without their `type`.
fn object(schema: &Value) -> Shape {
    let mut fields = entries(&schema["properties"]);
    if let (Some((_, only)), None) = (fields.next(), fields.next())
        && let Some(options) = only["oneOf"].as_array()
        && alternative_to_null(only).is_none()
        && one_of(only).is_none()
    {
        let option = |option: &Value| match shape(option) {
            Shape::Named(name) => (name.clone(), Shape::Named(name)),
            other => (String::new(), other),
        };
        return Shape::Union(options.iter().map(option).collect());
    }
    Shape::Object(properties(schema))
}

/// Returns the properties of an object.
pub(super) fn properties(schema: &Value) -> Vec<Property> {
    let listed = schema["required"].as_array().map(|_| texts(&schema["required"]));
    entries(&schema["properties"])
        .map(|(name, property)| {
            let (shape, nullable) = typed(property);
            let required = listed.as_ref().map(|listed| listed.contains(name));
            let deprecated = property["deprecated"] == true;
            Property { name: name.clone(), shape, nullable, required, deprecated, description: described(property) }
        })
        .collect()
}
