//! Docs of fields and arguments: what the spec says of them, or else a sentence from their name and that of their owner.

use crate::{
    docs::{Line, line, words},
    ir::{Api, Field, Presence, Shape, Struct, Type, TypeRef},
};

/// What a field belongs to.
pub(super) enum Owner {
    /// An object, of which this is the noun, as in `virtual machine`.
    Object(Line),
    /// The response of an operation, or the detail of an error.
    Response {
        /// The field with the items, where the response is one page of several.
        list: Option<String>,
    },
}

/// What prose calls a value of the type `ty`; a view is called like its schema.
pub(super) fn noun(api: &Api, ty: &Type, object: &Struct) -> Line {
    words(&object.view_of.map_or(ty, |schema| api.ty(schema)).name)
}

/// The docs of a field.
pub(super) fn field(api: &Api, field: &Field, owner: &Owner) -> Vec<Line> {
    if !field.docs.lines().is_empty() {
        return field.docs.lines().to_vec();
    }
    let name = named(field);
    let sentence = match owner {
        Owner::Object(noun) => match identified(api, field) {
            Some(identified) => line!["ID of the ", identified, "."],
            None => line![name.capitalized(), " of the ", noun, "."],
        },
        Owner::Response { list: Some(list) } if *list == field.name.wire => line!["The ", name, " of this page."],
        Owner::Response { .. } => line!["The ", name, "."],
    };
    let absent = match field.presence {
        Presence::Required => "",
        Presence::Nullable => " `None` if null.",
        Presence::Optional => " `None` if not returned.",
        Presence::OptionalNullable => " `None` if null or not returned.",
    };
    vec![line![sentence, absent]]
}

/// The docs of the method that sets an optional field of `object`, which requests carry.
pub(super) fn argument(object: &Type, field: &Field) -> Vec<Line> {
    let noun = words(&object.name);
    match noun.without(" arguments") {
        Some(noun) if field.docs.lines().is_empty() => {
            vec![line![named(field).capitalized(), " of the ", noun, "."]]
        }
        _ => part(field),
    }
}

/// The docs of an argument of an operation, or of a part of a document.
pub(super) fn part(field: &Field) -> Vec<Line> {
    if field.docs.lines().is_empty() { vec![line!["The ", named(field), "."]] } else { field.docs.lines().to_vec() }
}

/// The indefinite article before `noun`.
pub(super) fn article(noun: &Line) -> &'static str {
    if noun.as_str().starts_with(['A', 'E', 'I', 'O', 'a', 'e', 'i', 'o']) { "an" } else { "a" }
}

fn named(field: &Field) -> Line {
    words(&field.name)
}

/// What the id in `field` identifies, if it is an id.
fn identified(api: &Api, field: &Field) -> Option<Line> {
    let TypeRef::Named(id) = field.ty else { return None };
    let ty = api.ty(id);
    let is_id =
        matches!(ty.shape, Shape::Id(_)) && (named(field).as_str() == "ID" || named(field).without(" ID").is_some());
    if is_id { words(&ty.name).without(" ID") } else { None }
}
