//! How a report spells types and names: as the spec has them, and as Rust does.

use proc_macro2::{TokenStream, TokenTree};

use crate::{
    emit,
    ir::{Api, Field, Operation, Resource, Shape, Type, TypeId, TypeRef, Waiter},
};

/// A type with a `?` where the value can be null, as the spec has it.
pub(super) fn spec_type(api: &Api, field: &Field) -> String {
    let null = if field.presence.is_nullable() { "?" } else { "" };
    format!("{}{null}", type_ref(api, &field.ty))
}

/// A field with its name where the name says more than before: whether it can be left out.
pub(super) fn spec_field(api: &Api, field: &Field) -> String {
    let optional = if field.presence.is_optional() { "?" } else { "" };
    format!("{}{optional}: {}", field.name.wire, spec_type(api, field))
}

/// A type, as the spec has it.
pub(super) fn type_ref(api: &Api, ty: &TypeRef) -> String {
    match ty {
        TypeRef::Scalar(scalar) => scalar.as_str().to_owned(),
        TypeRef::Named(id) => api.ty(*id).name.wire.clone(),
        TypeRef::List(item) => format!("[{}]", type_ref(api, item)),
    }
}

/// The type of a field of a struct, in Rust.
pub(super) fn rust_field(api: &Api, field: &Field) -> String {
    rust(emit::field_type(api, field))
}

/// The type of the parameter for a required field, in Rust.
pub(super) fn rust_parameter(api: &Api, field: &Field) -> String {
    rust(emit::parameter_type(api, field))
}

/// The tokens of a type, with spaces as rustfmt has them.
fn rust(tokens: TokenStream) -> String {
    let mut text = String::new();
    let mut after_word = false;
    for token in tokens {
        let is_word = matches!(token, TokenTree::Ident(_));
        let token = token.to_string();
        match token.as_str() {
            "=" => text.push_str(" = "),
            token => {
                if is_word && after_word {
                    text.push(' ');
                }
                text.push_str(token);
            }
        }
        after_word = is_word;
    }
    text
}

/// The path of an operation's function.
pub(super) fn operation(resource: &Resource, operation: &Operation) -> String {
    format!("{}::{}", resource.module, operation.function.plain())
}

/// The path of a waiter's function.
pub(super) fn waiter(resource: &Resource, waiter: &Waiter) -> String {
    format!("{}::{}", resource.module, waiter.function.plain())
}

/// The schema of which a type is a view.
pub(super) fn schema_of<'a>(api: &'a Api, ty: &Type) -> Option<&'a str> {
    match &ty.shape {
        Shape::Struct(object) => object.view_of.map(|schema| named(api, schema)),
        _ => None,
    }
}

/// Whether a type is a view of a schema.
pub(super) fn is_view(ty: &Type) -> bool {
    matches!(&ty.shape, Shape::Struct(object) if object.view_of.is_some())
}

/// The type itself behind `id`, as prose has it.
pub(super) fn named(api: &Api, id: TypeId) -> &str {
    &api.ty(id).name.wire
}

/// `names` as a list in prose, abridged where there are many.
pub(super) fn names(names: &[String]) -> String {
    const SHOWN: usize = 8;
    match names.len() {
        0..=SHOWN => names.join(", "),
        all => format!("{} and {} more", names[..SHOWN - 1].join(", "), all - (SHOWN - 1)),
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    #[test]
    fn spells_types_as_rustfmt_does() {
        assert_eq!(super::rust(quote!(Option<Box<Tag>>)), "Option<Box<Tag>>");
        let list = quote!(impl IntoIterator<Item = impl Into<Tag>>);
        assert_eq!(super::rust(list), "impl IntoIterator<Item = impl Into<Tag>>");
    }
}
