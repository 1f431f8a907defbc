//! The parameters of a request: in the path, in the query, or in a JSON body.
//!
//! In a query, objects and lists have brackets: `thing[id]=1` and `names[]=a&names[]=b`. The first is a
//! `deepObject` in OpenAPI; the others have the brackets in their names.

use super::{
    errors,
    json::{Json, Object},
    prose, schemas,
};
use crate::ir::{Api, Field, Operation, Shape, Struct, TypeRef};

/// Returns the parameters and the body of an operation. Each of `places` is a path argument with its name in the path.
pub(super) fn of<'a>(
    api: &'a Api,
    operation: &'a Operation,
    places: &[(String, &'a str)],
) -> (Vec<Json<'a>>, Option<Object<'a>>) {
    let place = |field: &Field| places.iter().find(|(own, _)| *own == field.name.wire).map(|(_, name)| *name);
    let in_path = operation.arguments.iter().filter_map(|field| Some(path(api, field, place(field)?).into()));
    let mut parameters: Vec<Json<'_>> = in_path.collect();
    let rest: Vec<&Field> = operation.arguments.iter().filter(|field| place(field).is_none()).collect();
    if !operation.body {
        parameters.extend(rest.into_iter().flat_map(|field| query(api, field)).map(Json::from));
        return (parameters, None);
    }
    let body = (!rest.is_empty()).then(|| {
        let is_required = rest.iter().any(|field| !field.presence.is_optional());
        let schema = schemas::object(api, rest);
        Object::new().with_if(is_required, "required", true).with("content", errors::json(schema))
    });
    (parameters, body)
}

/// Returns the parameter for a path argument.
fn path<'a>(api: &'a Api, field: &'a Field, name: &'a str) -> Object<'a> {
    Object::new()
        .with("name", name)
        .with("in", "path")
        .and(prose::described(&field.docs, field.deprecated.as_ref()))
        .with("required", true)
        .with("schema", schemas::bare(api, field))
}

/// Returns the parameters for a query argument.
fn query<'a>(api: &'a Api, field: &'a Field) -> Vec<Object<'a>> {
    let name = field.name.wire.as_str();
    let mut brackets = String::new();
    let mut ty = &field.ty;
    let mut list = None;
    while let TypeRef::List(item) = ty {
        brackets.push_str("[]");
        list = Some(ty);
        ty = item;
    }
    let parameter = |name: String| Object::new().with("name", name).with("in", "query");
    let docs = || prose::described(&field.docs, field.deprecated.as_ref());
    let required = !field.presence.is_optional();
    match (fields(api, ty), list) {
        (None, None) => {
            let schema = schemas::bare(api, field);
            vec![parameter(name.to_owned()).and(docs()).with_if(required, "required", true).with("schema", schema)]
        }
        (None, Some(list)) => {
            let schema = schemas::value(api, list, field.presence.is_nullable());
            let parameter = parameter(format!("{name}{brackets}")).and(docs()).with_if(required, "required", true);
            vec![parameter.with("schema", schema)]
        }
        (Some(_), None) => {
            let parameter = parameter(name.to_owned()).and(docs()).with_if(required, "required", true);
            vec![parameter.with("style", "deepObject").with("explode", true).with("schema", schemas::bare(api, field))]
        }
        // OpenAPI has no lists of objects in queries: each field is a parameter, and the next object begins where a
        // name is repeated.
        (Some(fields), Some(_)) => {
            let one = |inner: &'a Field| {
                parameter(format!("{name}{brackets}[{}]", inner.name.wire))
                    .and(prose::described(&inner.docs, inner.deprecated.as_ref().or(field.deprecated.as_ref())))
                    .with("schema", schemas::bare(api, inner))
                    .with("x-item-of", item_of(api, field, inner))
            };
            fields.into_iter().map(one).collect()
        }
    }
}

/// Returns the `x-` extension of a parameter for a field of a list's item.
fn item_of<'a>(api: &'a Api, list: &'a Field, inner: &Field) -> Object<'a> {
    let description = prose::text(&list.docs);
    Object::new()
        .with("name", list.name.wire.as_str())
        .with_some("description", Some(description).filter(|text| !text.is_empty()))
        .with("schema", schemas::bare(api, list))
        .with("required", !list.presence.is_optional())
        .with("required_in_item", !inner.presence.is_optional())
}

/// Returns the fields of an object; `None` if `ty` is not an object.
fn fields<'a>(api: &'a Api, ty: &TypeRef) -> Option<Vec<&'a Field>> {
    let TypeRef::Named(id) = ty else { return None };
    match &api.ty(*id).shape {
        Shape::Arguments(fields) | Shape::Struct(Struct { fields, .. }) => Some(fields.iter().collect()),
        Shape::Lookup(lookup) => Some(lookup.members.iter().map(|member| &member.field).collect()),
        Shape::OneOf(members) => Some(members.iter().map(|member| &member.field).collect()),
        Shape::Union(_) => Some(Vec::new()),
        Shape::Id(_) | Shape::Enum(_) | Shape::Document(_) => None,
    }
}
