//! Schemas of the objects that are serialized as XML documents.

use super::{
    json::{Json, Object},
    prose, schemas,
};
use crate::ir::{Api, Body, Content, Document, DocumentPart, Field, Lookup, Position, Shape, TypeRef};

/// The property for the text of an element with attributes, which has no equivalent in OpenAPI.
const TEXT: &str = "#text";

/// Returns the schema of a document, or of the content of an element.
pub(super) fn schema<'a>(api: &'a Api, document: &'a Document) -> Object<'a> {
    let schema = match &document.body {
        Body::Content(content) => self::content(api, content),
        Body::OneOf(alternatives) => {
            let one_of = alternatives.iter().map(|alternative| {
                Object::new()
                    .with("title", alternative.name.wire.as_str())
                    .and(prose::described(&alternative.docs, None))
                    .and(self::content(api, &alternative.content))
                    .into()
            });
            Object::new().with("oneOf", one_of.collect::<Vec<Json<'_>>>())
        }
    };
    schema.with_some("xml", document.root.as_deref().map(|root| Object::new().with("name", root)))
}

/// Returns the schema of any document, for arguments that are XML.
pub(super) fn any<'a>(api: &'a Api) -> Option<Object<'a>> {
    let is_whole = |document: &Document| document.root.is_some();
    let whole = api.types.iter().filter(|ty| ty.document().is_some_and(is_whole));
    let mut names: Vec<Object<'a>> = whole.map(|ty| schemas::reference(&ty.name.plain())).collect();
    match names.len() {
        0 | 1 => names.pop(),
        _ => Some(Object::new().with("anyOf", names.into_iter().map(Json::from).collect::<Vec<_>>())),
    }
}

fn content<'a>(api: &'a Api, content: &'a Content) -> Object<'a> {
    if let ([], [only]) = (content.fixed.as_slice(), content.parts.as_slice())
        && let Position::Text = only.position
    {
        return value(api, &only.field);
    }
    let mut properties: Object<'_> = content.fixed.iter().map(|(name, value)| (name.as_str(), fixed(value))).collect();
    let mut required: Vec<Json<'_>> = content.fixed.iter().map(|(name, _)| name.as_str().into()).collect();
    let mut inline = Vec::new();
    for part in &content.parts {
        let value = value(api, &part.field);
        let (name, schema) = match &part.position {
            Position::Inline => {
                inline.push(self::inline(part, value).into());
                continue;
            }
            Position::Text => (TEXT, value),
            Position::Attribute => (part.field.name.wire.as_str(), value.with("xml", attribute())),
            Position::Element(attributes) => element(part, value, attributes),
        };
        properties.push(name, schema);
        if !part.field.presence.is_optional() {
            required.push(name.into());
        }
    }
    Object::new()
        .with("type", "object")
        .with_some("allOf", Some(inline).filter(|inline: &Vec<Json<'_>>| !inline.is_empty()))
        .with_if(!properties.is_empty(), "properties", properties)
        .with_some("required", Some(required).filter(|required| !required.is_empty()))
}

fn attribute<'a>() -> Object<'a> {
    Object::new().with("attribute", true)
}

/// Returns the schema of an attribute with a fixed value.
fn fixed(value: &str) -> Object<'_> {
    schemas::constant(value).with("xml", attribute())
}

/// Returns the schema of an entry that is written without an element.
fn inline<'a>(part: &DocumentPart, value: Object<'a>) -> Object<'a> {
    match part.field.presence.is_optional() {
        false => value,
        true => Object::new().with("anyOf", vec![value.into(), Object::new().with("type", "object").into()]),
    }
}

/// Returns the outermost element on the path of a part, with its content.
fn element<'a>(part: &'a DocumentPart, value: Object<'a>, fixed: &'a [(String, String)]) -> (&'a str, Object<'a>) {
    let mut steps = part.field.name.wire.rsplit('/');
    let mut name = steps.next().unwrap_or_default();
    let fixed: Object<'_> = fixed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let mut schema = value.with_if(!fixed.is_empty(), "x-xml-attributes", fixed);
    if let TypeRef::List(_) = part.field.ty {
        // Each item is an element. All items are inside of the enclosing element, if there is one.
        let mut xml = Object::new().with("name", name);
        if let Some(outer) = steps.next() {
            xml = Object::new().with("name", outer).with("wrapped", true).with("x-item-name", name);
            name = outer;
        }
        schema = schema.with("xml", xml);
    }
    for outer in steps {
        let properties = Object::new().with(name, schema);
        schema = Object::new().with("type", "object").with("properties", properties);
        name = outer;
    }
    (name, schema)
}

/// Returns the schema of the content of an attribute or element.
fn value<'a>(api: &'a Api, field: &'a Field) -> Object<'a> {
    let described = prose::described(&field.docs, field.deprecated.as_ref());
    let lookup = |ty: &TypeRef| match ty {
        TypeRef::Named(id) => match &api.ty(*id).shape {
            Shape::Lookup(lookup) => Some(self::lookup(api, lookup)),
            _ => None,
        },
        TypeRef::Scalar(_) | TypeRef::List(_) => None,
    };
    let schema = match &field.ty {
        TypeRef::List(item) => {
            let item = lookup(item).unwrap_or_else(|| schemas::value(api, item, false));
            Object::new().with("type", "array").with("items", item)
        }
        ty => lookup(ty).unwrap_or_else(|| schemas::value(api, ty, false)),
    };
    described.and(schema)
}

/// Returns the schema of a lookup: the text of an element, with an attribute for any member but the first.
fn lookup<'a>(api: &'a Api, lookup: &'a Lookup) -> Object<'a> {
    let text = Object::new().with("type", "string");
    let others: Vec<Json<'_>> =
        lookup.members.iter().skip(1).map(|member| member.field.name.wire.as_str().into()).collect();
    let Some(by) = api.lookup_attribute.as_deref().filter(|_| !others.is_empty()) else { return text };
    let member = Object::new().with("type", "string").with("enum", others).with("xml", attribute());
    let properties = Object::new().with(by, member).with(TEXT, text);
    Object::new().with("type", "object").with("properties", properties).with("required", vec![TEXT.into()])
}
