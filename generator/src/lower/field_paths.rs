//! Paths from a response to a value in it, such as `task.status`.

use super::Lowering;
use crate::{
    diagnostic::{Annotate, Code, nearest},
    ir::{FieldPath, FieldStep, Scalar, Shape, TypeId, TypeRef},
    source::Route,
};

impl Lowering<'_> {
    /// The field path `path` from the object `id`, and the type at its end; `None` once the reason
    /// is reported.
    pub(super) fn field_path(&mut self, at: &Route<'_>, id: TypeId, path: &str) -> Option<(FieldPath, TypeRef)> {
        let mut steps = Vec::new();
        let mut ty = TypeRef::Named(id);
        for key in path.split('.') {
            let (object, is_incomplete) = match &ty {
                TypeRef::Named(id) => (&self.types[id.0], self.incomplete.contains(id)),
                TypeRef::Scalar(_) | TypeRef::List(_) => return self.no_object(at, key),
            };
            let Shape::Struct(shape) = &object.shape else { return self.no_object(at, key) };
            let Some(field) = shape.fields.iter().find(|field| field.name.wire == key) else {
                if self.declared.is_removed(key) || is_incomplete {
                    return None;
                }
                let known = shape.fields.iter().map(|field| field.name.wire.as_str());
                let near = nearest(key, known).map(str::to_owned);
                // The keys of an operation's response have no name in the spec.
                let is_declared = matches!(ty, TypeRef::Named(id) if id.0 < self.declared.types.len());
                let message = match is_declared {
                    true => format!("`{}` has no field `{key}`", object.name.wire),
                    false => format!("the response has no field `{key}`"),
                };
                self.error(Code::UnknownField, at.value(), message)
                    .label("not a field of the response")
                    .suggest(near.as_deref());
                return None;
            };
            if field.deprecated.is_some() {
                let message = format!("`{key}` is deprecated and cannot be part of a path");
                self.error(Code::Deprecated, at.value(), message)
                    .label("deprecated")
                    .help("name a field that is not deprecated");
                return None;
            }
            let optional = field.presence.is_optional() || field.presence.is_nullable();
            // What is one thing to the server is a list of one.
            let item = match &field.ty {
                TypeRef::List(item) if field.or_one => Some(item),
                _ => None,
            };
            steps.push(FieldStep { field: field.name.ident.clone(), optional, first: item.is_some() });
            ty = item.map_or_else(|| field.ty.clone(), |item| (**item).clone());
        }
        Some((FieldPath { wire: path.to_owned(), steps }, ty))
    }

    /// The same for a path that ends at an integer.
    pub(super) fn integer_path(&mut self, at: &Route<'_>, id: TypeId, path: &str) -> Option<FieldPath> {
        match self.field_path(at, id, path)? {
            (path, TypeRef::Scalar(Scalar::Integer)) => Some(path),
            _ => {
                let message = format!("`{path}` is not an integer");
                self.error(Code::BadType, at.value(), message)
                    .label("not an integer")
                    .help("name a field of type `integer`");
                None
            }
        }
    }

    fn no_object<T>(&mut self, at: &Route<'_>, key: &str) -> Option<T> {
        let message = format!("`{key}` is not a field, because the value before it is not an object");
        self.error(Code::UnknownField, at.value(), message)
            .label("not a field of the response")
            .help("write the names of fields with dots between them, as in `task.status`");
        None
    }
}
