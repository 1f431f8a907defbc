//! What an example prints of a response.

use crate::{
    docs::{Line, line},
    ir::{Api, Field, Operation, Presence, ResponseType, Scalar, Shape, Struct, TypeId, TypeRef},
};

/// The statements that print the response, or the items of a list that a client has fetched.
pub(super) fn of(api: &Api, operation: &Operation) -> Vec<Line> {
    if let Some(pages) = &operation.pages {
        return each(api, &pages.item, (&pages.list.ident).into());
    }
    let object = match operation.output {
        ResponseType::Text => return vec![r#"println!("{:?}", *response);"#.into()],
        ResponseType::Own(id) | ResponseType::Shared(id) => match &api.ty(id).shape {
            Shape::Struct(object) => object,
            _ => return Vec::new(),
        },
    };
    let Some(field) = object.fields.iter().find(|field| field.deprecated.is_none()) else {
        return vec![r#"println!("{}", response.status());"#.into()];
    };
    let place = line!["response.", &field.name.ident];
    match &field.ty {
        TypeRef::List(item) if field.presence == Presence::Required => each(api, item, place),
        _ => vec![print(api, field, place)],
    }
}

/// A loop over the items of `list`.
fn each(api: &Api, item: &TypeRef, list: Line) -> Vec<Line> {
    let (format, value) = shown(api, item, "item".into());
    vec![line!["for item in &", list, " {"], line!["    println!(\"", format, "\", ", value, ");"], "}".into()]
}

fn print(api: &Api, field: &Field, place: Line) -> Line {
    let (format, value) = match field.presence {
        Presence::Required => shown(api, &field.ty, place),
        _ => ("{:?}", place),
    };
    line!["println!(\"", format, "\", ", value, ");"]
}

/// How the value at `place` is printed: the format, and what of it.
fn shown(api: &Api, ty: &TypeRef, place: Line) -> (&'static str, Line) {
    match ty {
        TypeRef::Scalar(Scalar::Secret) => ("{}", line![place, ".expose()"]),
        TypeRef::Scalar(Scalar::Json | Scalar::Xml) | TypeRef::List(_) => ("{:?}", place),
        TypeRef::Scalar(_) => ("{}", place),
        TypeRef::Named(id) => match telling(api, *id) {
            Some(field) => ("{}", line![place, ".", &field.name.ident]),
            None if matches!(api.ty(*id).shape, Shape::Id(_) | Shape::Enum(_)) => ("{}", place),
            None => ("{:?}", place),
        },
    }
}

/// The field that tells one object of the type from another.
fn telling(api: &Api, id: TypeId) -> Option<&Field> {
    let Shape::Struct(Struct { fields, .. }) = &api.ty(id).shape else { return None };
    let mut printable = fields.iter().filter(|field| {
        let is_plain = match &field.ty {
            TypeRef::Scalar(scalar) => *scalar == Scalar::String,
            TypeRef::Named(id) => matches!(api.ty(*id).shape, Shape::Id(_)),
            TypeRef::List(_) => false,
        };
        is_plain && field.presence == Presence::Required && !field.boxed && field.deprecated.is_none()
    });
    let names = ["name", "id"];
    let named = names.iter().find_map(|name| printable.clone().find(|field| field.name.wire == *name));
    named.or_else(|| printable.next())
}
