//! Arguments: from the path, the query and the body, checked against the types of the spec.

use serde_json::Value as Json;

use super::query;
use crate::failure::Failure;
use crate::map;
use crate::spec::{Argument, Field, Operation, Shape, spec};
use crate::value::{Map, Value};

/// The arguments of a request as they were sent. The body has precedence over the query.
pub(crate) fn raw(query: &str, content_type: Option<&str>, body: &[u8]) -> Result<Json, Failure> {
    let mut arguments = Json::Object(query::parse(query));
    let is_json = content_type.is_some_and(|content_type| {
        let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
    });
    let is_form =
        content_type.is_some_and(|content_type| content_type.starts_with("application/x-www-form-urlencoded"));
    if is_json && !body.is_empty() {
        let sent: Json = serde_json::from_slice(body)
            .map_err(|error| Failure::new("invalid_json_body").with("details", error.to_string()))?;
        // A body that is not an object is ignored.
        if sent.is_object() {
            merge(&mut arguments, sent);
        }
    } else if is_form {
        merge(&mut arguments, Json::Object(query::parse(&String::from_utf8_lossy(body))));
    }
    Ok(arguments)
}

fn merge(to: &mut Json, from: Json) {
    match (to, from) {
        (Json::Object(to), Json::Object(from)) => {
            for (name, value) in from {
                merge(to.entry(name).or_insert(Json::Null), value);
            }
        }
        (to, from) => *to = from,
    }
}

/// Checks the arguments of `operation`. Arguments that it does not have are ignored, as on the server.
///
/// Lookups are left as they were sent, because they are resolved once all arguments are valid.
pub(crate) fn check(operation: &Operation, raw: &Json, segments: &[String]) -> Result<Map, Failure> {
    let mut checked = Map::new();
    let mut place = Vec::new();
    for Argument { field, segment } in &operation.arguments {
        let given = raw.get(field.name);
        let segment = segment.and_then(|at| segments.get(at));
        let from_path = match (given, segment, &field.shape) {
            (Some(given), ..) if !given.is_null() => None,
            (_, Some(segment), Shape::Lookup(id)) => {
                let first = spec().of_lookup(*id).members.first().copied().unwrap_or("id");
                Some(Json::Object([(first.to_owned(), Json::String(segment.clone()))].into_iter().collect()))
            }
            (_, Some(segment), _) => Some(Json::String(segment.clone())),
            _ => None,
        };
        if let Some(value) = argument(field, from_path.as_ref().or(given), &mut place)? {
            checked.set(field.name, value);
        }
    }
    Ok(checked)
}

/// Checks one argument. Returns `None` if it was not sent.
fn argument(field: &Field, sent: Option<&Json>, place: &mut Vec<&'static str>) -> Result<Option<Value>, Failure> {
    place.push(field.name);
    let missing =
        || Failure::new("missing_required_argument").with("path", path(place)).with("argument", faulty(field));
    let checked = match sent {
        None if field.required => Err(missing()),
        Some(Json::Null) if field.required && !field.nullable => Err(missing()),
        None => Ok(None),
        Some(Json::Null) if field.nullable => Ok(Some(Value::Null)),
        // The server takes null for most optional arguments, without a documented meaning.
        Some(Json::Null) => Err(invalid(field, "invalid_scalar", place, None, &[])),
        Some(sent) => value(field, &field.shape, sent, place, None).map(Some),
    };
    place.pop();
    checked
}

fn value(
    field: &Field,
    shape: &Shape,
    sent: &Json,
    place: &mut Vec<&'static str>,
    index: Option<usize>,
) -> Result<Value, Failure> {
    let invalid = |issue, place: &[&'static str]| Err(self::invalid(field, issue, place, index, &[]));
    match shape {
        Shape::Any => Ok(any(sent)),
        Shape::Boolean => match boolean(sent) {
            Some(boolean) => Ok(boolean.into()),
            None => invalid("invalid_scalar", place),
        },
        Shape::Integer => match integer(sent).or_else(|| digits(sent)) {
            Some(integer) => Ok(integer.into()),
            None => invalid("invalid_scalar", place),
        },
        Shape::Timestamp => match integer(sent) {
            Some(seconds) if seconds >= 0 => Ok(seconds.into()),
            _ => invalid("parse_error", place),
        },
        Shape::Number => match sent.as_f64().or_else(|| sent.as_str()?.parse().ok()).filter(|one| one.is_finite()) {
            Some(number) => Ok(number.into()),
            None => invalid("invalid_scalar", place),
        },
        Shape::Text | Shape::Id(_) => match sent.as_str() {
            Some(text) => Ok(text.into()),
            None => invalid("invalid_scalar", place),
        },
        Shape::Enum(id) => match sent.as_str() {
            Some(text) if spec().enums[*id].contains(&text) => Ok(text.into()),
            Some(_) => invalid("invalid_enum_value", place),
            None => invalid("invalid_scalar", place),
        },
        Shape::List(item) => {
            let Some(items) = sent.as_array() else { return invalid("array_expected", place) };
            let items = items.iter().enumerate();
            let items = items.map(|(index, one)| value(field, item, one, place, Some(index)));
            items.collect::<Result<Vec<_>, _>>().map(Value::List)
        }
        Shape::OneOrList(item) => match sent {
            Json::Array(_) => value(field, &Shape::List(item.clone()), sent, place, index),
            one => value(field, item, one, place, index),
        },
        Shape::Struct(id) => {
            if !sent.is_object() {
                return invalid("object_expected", place);
            }
            let mut fields = Map::new();
            for inner in &spec().of_struct(*id).fields {
                if let Some(value) = argument(inner, sent.get(inner.name), place)? {
                    fields.set(inner.name, value);
                }
            }
            Ok(fields.into())
        }
        Shape::OneOf(id) => {
            let Some(sent) = sent.as_object() else { return invalid("object_expected", place) };
            let members = &spec().of_struct(*id).fields;
            let given: Vec<_> =
                members.iter().filter(|one| sent.get(one.name).is_some_and(|one| !one.is_null())).collect();
            match given.as_slice() {
                [] => invalid("missing_lookup_value", place),
                [only] => {
                    let value = argument(only, sent.get(only.name), place)?;
                    Ok(Map::new().with(only.name, value).into())
                }
                _ => invalid("ambiguous_lookup_values", place),
            }
        }
        Shape::Lookup(id) => {
            let Some(sent) = sent.as_object() else { return invalid("object_expected", place) };
            let lookup = spec().of_lookup(*id);
            let given: Vec<_> =
                lookup.members.iter().filter_map(|member| Some((*member, sent.get(*member)?))).collect();
            let values: Vec<_> = given.iter().filter(|(_, value)| !value.is_null()).collect();
            match (given.as_slice(), values.as_slice()) {
                ([], _) => invalid("missing_lookup_value", place),
                (_, [(member, value)]) => match value.as_str() {
                    Some(text) => Ok(Map::new().with(member, text).into()),
                    None => {
                        place.push(member);
                        let failure = invalid("invalid_scalar", place);
                        place.pop();
                        failure
                    }
                },
                // A member that is null selects nothing.
                (_, []) => Ok(Map::new().into()),
                _ => invalid("ambiguous_lookup_values", place),
            }
        }
        Shape::Union(_) => Ok(any(sent)),
    }
}

/// Returns the error `invalid_argument`.
pub(super) fn invalid(
    field: &Field,
    issue: &'static str,
    place: &[&'static str],
    index: Option<usize>,
    errors: &[&'static str],
) -> Failure {
    // The server has texts for some issues only.
    let description = match issue {
        "invalid_scalar" => Some("The value provided is not of the correct type"),
        "parse_error" => Some("The value could not be parsed"),
        "invalid_enum_value" => Some("The value is not one of the permitted values"),
        "missing_lookup_value" => Some("No lookup value was provided"),
        "ambiguous_lookup_values" => Some("More than one lookup value was provided"),
        _ => None,
    };
    Failure::new("invalid_argument")
        .with("path", path(place))
        .with("index", index)
        .with("issue", issue)
        .with("issue_description", description)
        .with("errors", errors.to_vec())
        .with("argument", faulty(field))
}

/// Returns the error for an argument that breaks a rule of the operation.
pub(crate) fn breaks_rule(operation: &Operation, name: &str, rule: &'static str) -> Failure {
    match operation.arguments.iter().find(|argument| argument.field.name == name) {
        Some(Argument { field, .. }) => invalid(field, "validation_errors", &[field.name], None, &[rule]),
        None => Failure::new("generic_runtime_error"),
    }
}

fn path(place: &[&'static str]) -> Vec<Value> {
    place.iter().map(|name| (*name).into()).collect()
}

fn faulty(field: &Field) -> Map {
    map! { "name" => field.name, "description" => field.description }
}

fn boolean(sent: &Json) -> Option<bool> {
    match sent {
        Json::Bool(boolean) => Some(*boolean),
        Json::String(text) => match text.as_str() {
            "true" | "yes" | "1" => Some(true),
            "false" | "no" | "0" => Some(false),
            _ => None,
        },
        Json::Number(number) => match number.as_i64() {
            Some(1) => Some(true),
            Some(0) => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Returns an integer, which may be written as `1.0`.
fn integer(sent: &Json) -> Option<i64> {
    let is_exact = |number: &f64| number.fract() == 0.0 && number.abs() < 9e15;
    sent.as_i64().or_else(|| sent.as_f64().filter(is_exact).map(|number| number as i64))
}

fn digits(sent: &Json) -> Option<i64> {
    let text = sent.as_str()?;
    text.strip_prefix('-').unwrap_or(text).bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// Keeps any value. Names of fields that are nowhere in the spec are left out.
fn any(sent: &Json) -> Value {
    match sent {
        Json::Null => Value::Null,
        Json::Bool(boolean) => (*boolean).into(),
        Json::Number(number) => match number.as_i64() {
            Some(integer) => integer.into(),
            None => number.as_f64().into(),
        },
        Json::String(text) => text.as_str().into(),
        Json::Array(items) => Value::List(items.iter().map(any).collect()),
        Json::Object(fields) => {
            let fields = fields.iter().filter_map(|(name, value)| Some((spec().name(name)?, any(value))));
            Value::Map(fields.collect())
        }
    }
}
