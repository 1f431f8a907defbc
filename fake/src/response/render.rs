//! Writes objects as JSON, by the types of the spec.

use crate::spec::{Field, Shape, Struct, spec};
use crate::store::{Handle, Object, Store};
use crate::value::{Map, Value};

/// How deep objects may be nested. The views of the spec are finite; this bounds what a wrong one can do.
const DEPTH: u8 = 24;

/// Writes an object with the fields of `ty`, from `values`.
pub(super) fn fields(store: &Store, ty: &Struct, values: &Map, to: &mut Vec<u8>) {
    map(store, ty, values, 0, to);
}

fn map(store: &Store, ty: &Struct, values: &Map, depth: u8, to: &mut Vec<u8>) {
    to.push(b'{');
    let mut first = true;
    for field in &ty.fields {
        member(store, field, values.find(field.name), &mut first, depth, to);
    }
    to.push(b'}');
}

/// Writes an object of the store with the fields of `ty`.
fn object(store: &Store, ty: &Struct, object: &Object, depth: u8, to: &mut Vec<u8>) {
    to.push(b'{');
    let mut first = true;
    for field in &ty.fields {
        match field.computed {
            Some(computed) => member(store, field, Some(&computed(store, object)), &mut first, depth, to),
            None => member(store, field, object.find(field.name), &mut first, depth, to),
        }
    }
    to.push(b'}');
}

fn member(store: &Store, field: &Field, value: Option<&Value>, first: &mut bool, depth: u8, to: &mut Vec<u8>) {
    // A field that can be absent is never null instead, unless it can be both.
    let value = value.filter(|value| !value.is_null() || field.nullable);
    if value.is_none() && !field.required {
        return;
    }
    if !std::mem::take(first) {
        to.push(b',');
    }
    text(field.name, to);
    to.push(b':');
    match value {
        None if field.nullable => to.extend_from_slice(b"null"),
        None => sample(store, &field.shape, depth, to),
        Some(Value::Ref(handle)) if store.find(*handle).is_none() && field.nullable => to.extend_from_slice(b"null"),
        Some(value) => self::value(store, &field.shape, value, depth, to),
    }
}

fn value(store: &Store, shape: &Shape, value: &Value, depth: u8, to: &mut Vec<u8>) {
    if depth > DEPTH {
        to.extend_from_slice(b"null");
        return;
    }
    match (shape, value) {
        (_, Value::Null) => to.extend_from_slice(b"null"),
        (Shape::Struct(id), Value::Ref(handle)) => match store.find(*handle) {
            Some(found) => object(store, spec().of_struct(*id), found, depth + 1, to),
            None => sample(store, shape, depth, to),
        },
        (Shape::Struct(id) | Shape::OneOf(id), Value::Map(values)) => {
            map(store, spec().of_struct(*id), values, depth + 1, to);
        }
        (Shape::List(item), Value::List(items)) => list(store, item, items, depth, to),
        (Shape::OneOrList(item), Value::List(items)) => list(store, item, items, depth, to),
        (Shape::OneOrList(item), one) => self::value(store, item, one, depth, to),
        (Shape::Union(options), Value::Ref(handle)) => union(store, options, *handle, depth, to),
        (Shape::Any, _) => any(store, value, depth, to),
        (Shape::Boolean, Value::Bool(_))
        | (Shape::Integer | Shape::Timestamp, Value::Integer(_))
        | (Shape::Number, Value::Integer(_) | Value::Number(_))
        | (Shape::Text | Shape::Id(_) | Shape::Enum(_), Value::Text(_)) => any(store, value, depth, to),
        // A reference in place of an ID.
        (Shape::Text | Shape::Id(_), Value::Ref(handle)) => text(store.get(*handle).id(), to),
        _ => sample(store, shape, depth, to),
    }
}

fn list(store: &Store, item: &Shape, items: &[Value], depth: u8, to: &mut Vec<u8>) {
    to.push(b'[');
    let mut first = true;
    for one in items {
        // What was removed is in no list.
        if matches!(one, Value::Ref(handle) if store.find(*handle).is_none()) {
            continue;
        }
        if !std::mem::take(&mut first) {
            to.push(b',');
        }
        value(store, item, one, depth + 1, to);
    }
    to.push(b']');
}

fn union(
    store: &Store,
    options: &[(&'static str, crate::spec::StructId)],
    handle: Handle,
    depth: u8,
    to: &mut Vec<u8>,
) {
    let found = store.get(handle);
    let option = options.iter().find(|(_, id)| spec().of_struct(*id).kind == Some(found.kind()));
    to.extend_from_slice(b"{\"type\":");
    text(option.map_or_else(|| found.kind_name(), |(name, _)| name), to);
    to.extend_from_slice(b",\"value\":");
    match option {
        Some((_, id)) => object(store, spec().of_struct(*id), found, depth + 1, to),
        None => to.extend_from_slice(b"{}"),
    }
    to.push(b'}');
}

fn any(store: &Store, value: &Value, depth: u8, to: &mut Vec<u8>) {
    match value {
        Value::Null => to.extend_from_slice(b"null"),
        Value::Bool(true) => to.extend_from_slice(b"true"),
        Value::Bool(false) => to.extend_from_slice(b"false"),
        Value::Integer(integer) => to.extend_from_slice(integer.to_string().as_bytes()),
        Value::Number(number) if number.is_finite() => to.extend_from_slice(format!("{number:?}").as_bytes()),
        Value::Number(_) => to.extend_from_slice(b"0.0"),
        Value::Text(value) => text(value, to),
        Value::List(items) => list(store, &Shape::Any, items, depth, to),
        Value::Map(values) => {
            to.push(b'{');
            for (index, (name, value)) in values.iter().enumerate() {
                if index > 0 {
                    to.push(b',');
                }
                text(name, to);
                to.push(b':');
                any(store, value, depth + 1, to);
            }
            to.push(b'}');
        }
        Value::Ref(handle) => text(store.get(*handle).id(), to),
    }
}

/// Writes a value of the type `shape`, for a field that nothing has set.
fn sample(store: &Store, shape: &Shape, depth: u8, to: &mut Vec<u8>) {
    if depth > DEPTH {
        to.extend_from_slice(b"null");
        return;
    }
    match shape {
        Shape::Any => to.extend_from_slice(b"null"),
        Shape::Boolean => to.extend_from_slice(b"false"),
        Shape::Integer => to.push(b'0'),
        Shape::Timestamp => to.extend_from_slice(store.now().to_string().as_bytes()),
        Shape::Number => to.extend_from_slice(b"0.0"),
        Shape::Text => text("", to),
        Shape::Id(prefix) => text(&format!("{prefix}_0000000000000000"), to),
        Shape::Enum(id) => text(spec().enums[*id].first().copied().unwrap_or_default(), to),
        Shape::List(_) | Shape::OneOrList(_) => to.extend_from_slice(b"[]"),
        Shape::Struct(id) => map(store, spec().of_struct(*id), &Map::new(), depth + 1, to),
        Shape::OneOf(_) | Shape::Lookup(_) => to.extend_from_slice(b"{}"),
        Shape::Union(options) => {
            to.extend_from_slice(b"{\"type\":");
            text(options.first().map_or("", |(name, _)| name), to);
            to.extend_from_slice(b",\"value\":");
            match options.first() {
                Some((_, id)) => map(store, spec().of_struct(*id), &Map::new(), depth + 1, to),
                None => to.extend_from_slice(b"{}"),
            }
            to.push(b'}');
        }
    }
}

/// Writes a string.
pub(super) fn text(text: &str, to: &mut Vec<u8>) {
    if text.bytes().all(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\') {
        to.push(b'"');
        to.extend_from_slice(text.as_bytes());
        to.push(b'"');
        return;
    }
    // Writing to a vector does not fail.
    let _ = serde_json::to_writer(to, text);
}
