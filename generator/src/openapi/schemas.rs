//! The schemas of types.

use super::{
    documents, errors,
    json::{Json, Object},
    paths, prose,
    writer::Writer,
};
use crate::ir::{
    Api, Example, Field, JsonType, Member, Presence, Resource, ResponseType, Scalar, Shape, Struct, Type, TypeId,
    TypeRef, UnionOption, Value,
};
use crate::samples::given;

/// Writes all schemas, in the order of the spec: the responses of a resource's operations, its types, and the error
/// codes.
pub(super) fn write(to: &mut Writer, api: &Api) {
    to.open();
    for resource in &api.resources {
        for operation in &resource.operations {
            if let ResponseType::Own(id) = operation.output {
                let ty = api.ty(id);
                let docs = format!("Response of `{}`.", paths::operation_id(resource, operation));
                let schema = Object::new().with("description", docs).and(shape(api, ty));
                to.entry(&own_name(resource, ty), schema.into(), &operation.place);
            }
        }
        for ty in resource.types.iter().map(|id| api.ty(*id)) {
            to.entry(&ty.name.plain(), prose::described(&ty.docs, None).and(shape(api, ty)).into(), &ty.place);
        }
    }
    errors::write(to, api);
    to.close();
}

/// Returns the name of an operation's response, such as `tags.ListResponse`. A declared type has no dot.
fn own_name(resource: &Resource, ty: &Type) -> String {
    format!("{}.{}", resource.module.file().replace('/', "."), ty.name.plain())
}

/// Returns a reference to the schema of `output`, of an operation of `resource`.
pub(super) fn output<'a>(api: &'a Api, resource: &Resource, output: &ResponseType) -> Option<Object<'a>> {
    match output {
        ResponseType::Own(id) => Some(reference(&own_name(resource, api.ty(*id)))),
        ResponseType::Shared(id) => Some(named(api, *id)),
        ResponseType::Text => None,
    }
}

pub(super) fn reference<'a>(name: &str) -> Object<'a> {
    Object::new().with("$ref", path(name))
}

/// Returns the path of the schema `name` in the document.
pub(super) fn path(name: &str) -> String {
    format!("#/components/schemas/{name}")
}

fn named<'a>(api: &Api, id: TypeId) -> Object<'a> {
    reference(&api.ty(id).name.plain())
}

fn shape<'a>(api: &'a Api, ty: &'a Type) -> Object<'a> {
    match &ty.shape {
        Shape::Id(example) => Object::new()
            .with("type", "string")
            .with_some("examples", example.as_deref().map(|example| vec![Json::from(example)]))
            .with("x-id", true),
        Shape::Lookup(lookup) => {
            let errors: Vec<Json<'_>> =
                lookup.errors.iter().map(|id| api.error(*id).name.wire.as_str().into()).collect();
            exactly_one(api, &lookup.members)
                .with("x-lookup", true)
                .with_some("x-errors", Some(errors).filter(|errors| !errors.is_empty()))
        }
        Shape::OneOf(members) => exactly_one(api, members),
        Shape::Arguments(fields) => object(api, fields),
        Shape::Struct(Struct { fields, view_of, .. }) => {
            let of = view_of.map(|id| api.ty(id).name.plain());
            object(api, fields).with_some("x-view-of", of)
        }
        Shape::Union(options) => Object::new().with("oneOf", union(api, options)),
        Shape::Enum(values) => listed(values),
        Shape::Document(document) => documents::schema(api, document),
    }
}

/// Returns an object with `fields`. Optional fields are not in `required`.
pub(super) fn object<'a>(api: &'a Api, fields: impl IntoIterator<Item = &'a Field> + Clone) -> Object<'a> {
    let required = fields.clone().into_iter().filter(|field| !field.presence.is_optional());
    let keys = required.flat_map(|field| field.tag.as_deref().into_iter().chain([field.name.wire.as_str()]));
    let required: Vec<Json<'_>> = keys.map(Json::from).collect();
    let properties: Object<'_> = fields
        .into_iter()
        .flat_map(|field| tag(api, field).into_iter().chain([(field.name.wire.as_str(), self::field(api, field))]))
        .collect();
    Object::new()
        .with("type", "object")
        .with_if(!properties.is_empty(), "properties", properties)
        .with_some("required", Some(required).filter(|required| !required.is_empty()))
}

/// Returns the tag of a field, which contains the name of the selected key.
fn tag<'a>(api: &'a Api, field: &'a Field) -> Option<(&'a str, Object<'a>)> {
    let (tag, TypeRef::Named(id)) = (field.tag.as_deref()?, &field.ty) else { return None };
    let Shape::OneOf(members) = &api.ty(*id).shape else { return None };
    let names: Vec<Json<'_>> = members.iter().map(|member| member.field.name.wire.as_str().into()).collect();
    Some((tag, Object::new().with("type", "string").with("enum", names)))
}

/// Returns the schema of a field, with its docs.
pub(super) fn field<'a>(api: &'a Api, field: &'a Field) -> Object<'a> {
    let example = given(api, &field.ty, &field.name.wire, field.example.as_ref()).and_then(example);
    prose::described(&field.docs, field.deprecated.as_ref())
        .and(bare(api, field))
        .with_some("examples", example.map(|example| vec![example]))
}

/// Returns an example as JSON; `None` for one that is built from other examples.
fn example(example: &Example) -> Option<Json<'_>> {
    match example {
        Example::Text(text) => Some(text.as_str().into()),
        Example::Integer(integer) => Some((*integer).into()),
        Example::Number(number) => Some((*number).into()),
        Example::Boolean(boolean) => Some((*boolean).into()),
        Example::List(items) => items.iter().map(self::example).collect(),
        Example::Built => None,
    }
}

/// Returns the schema of a field, without its docs.
pub(super) fn bare<'a>(api: &'a Api, field: &'a Field) -> Object<'a> {
    let null = field.presence.is_nullable();
    match &field.ty {
        TypeRef::List(item) if field.or_one => {
            let one_of = [self::value(api, &field.ty, false), self::value(api, item, false)];
            Object::new().with("oneOf", alternatives(one_of, null))
        }
        ty => self::value(api, ty, null),
    }
}

/// Returns the schema of the type `ty`, nullable if `null`.
pub(super) fn value<'a>(api: &'a Api, ty: &TypeRef, null: bool) -> Object<'a> {
    match ty {
        TypeRef::Scalar(Scalar::Xml) => self::scalar(Scalar::Xml, null).with_some("contentSchema", documents::any(api)),
        TypeRef::Scalar(scalar) => self::scalar(*scalar, null),
        TypeRef::Named(id) if null => Object::new().with("oneOf", alternatives([named(api, *id)], null)),
        TypeRef::Named(id) => named(api, *id),
        TypeRef::List(item) => typed("array", null).with("items", self::value(api, item, false)),
    }
}

fn alternatives<'a>(schemas: impl IntoIterator<Item = Object<'a>>, null: bool) -> Vec<Json<'a>> {
    let null = null.then(|| Object::new().with("type", "null"));
    schemas.into_iter().chain(null).map(Json::from).collect()
}

fn typed<'a>(ty: &'static str, null: bool) -> Object<'a> {
    match null {
        true => Object::new().with("type", vec![ty.into(), "null".into()]),
        false => Object::new().with("type", ty),
    }
}

fn scalar<'a>(scalar: Scalar, null: bool) -> Object<'a> {
    let ty = match scalar.json() {
        JsonType::String => "string",
        JsonType::Integer => "integer",
        JsonType::Number => "number",
        JsonType::Boolean => "boolean",
        JsonType::Any => return Object::new(),
    };
    typed(ty, null).with_some("format", scalar.format()).with_if(
        scalar == Scalar::Xml,
        "contentMediaType",
        "application/xml",
    )
}

/// Returns the schema of an object with exactly one of the members.
fn exactly_one<'a>(api: &'a Api, members: &'a [Member]) -> Object<'a> {
    let member = |member: &'a Member| {
        // A selected member is always present.
        let field = Field { presence: Presence::Required, ..member.field.clone() };
        let name = field.name.wire.clone();
        let properties = Object::new().with(name.clone(), owned(api, &field));
        let title = name.clone();
        let object = Object::new().with("type", "object").with("properties", properties);
        (title, object.with("required", vec![name.into()]).with("additionalProperties", false))
    };
    match members {
        [only] => member(only).1,
        members => {
            let one_of =
                members.iter().map(member).map(|(title, object)| Object::new().with("title", title).and(object));
            Object::new().with("oneOf", one_of.map(Json::from).collect::<Vec<_>>())
        }
    }
}

fn owned<'a>(api: &'a Api, field: &Field) -> Object<'a> {
    prose::described(&field.docs, field.deprecated.as_ref()).and(value(api, &field.ty, false))
}

/// Returns the alternatives of a union. The last one is any kind that is not listed, because the server can add kinds.
fn union<'a>(api: &'a Api, options: &'a [UnionOption]) -> Vec<Json<'a>> {
    let kind = |ty: Object<'a>, value: Object<'a>| {
        let properties = Object::new().with("type", ty).with("value", value);
        Object::new().with("type", "object").with("properties", properties)
    };
    let names = options.iter().map(|option| Json::from(option.name.wire.as_str()));
    let other =
        Object::new().with("type", "string").with("not", Object::new().with("enum", names.collect::<Json<'_>>()));
    let unrecognized = Object::new()
        .with("title", "Unrecognized")
        .with("description", "A kind that is not listed here.")
        .and(kind(other, Object::new()))
        .with("required", vec!["type".into()]);
    let known = options.iter().map(|option| {
        let name = option.name.wire.as_str();
        Object::new()
            .with("title", name)
            .and(kind(constant(name), named(api, option.ty)))
            .with("required", vec!["type".into(), "value".into()])
    });
    known.chain([unrecognized]).map(Json::from).collect()
}

/// Returns the schema of the constant string `text`.
pub(super) fn constant(text: &str) -> Object<'_> {
    Object::new().with("type", "string").with("const", text)
}

fn listed(values: &[Value]) -> Object<'_> {
    let name = |value: &'_ Value| value.name.wire.clone();
    let docs: Object<'_> = values
        .iter()
        .filter(|value| !value.docs.lines().is_empty())
        .map(|value| (name(value), prose::text(&value.docs)))
        .collect();
    let deprecated: Object<'_> =
        values.iter().filter_map(|value| Some((name(value), value.deprecated.as_ref()?.as_str()))).collect();
    Object::new()
        .with("type", "string")
        .with("enum", values.iter().map(|value| value.name.wire.as_str().into()).collect::<Vec<_>>())
        .with_if(!docs.is_empty(), "x-enumDescriptions", docs)
        .with_if(!deprecated.is_empty(), "x-deprecated-values", deprecated)
}
