//! Formats types and names in the syntax of the spec and of Rust.

use proc_macro2::{TokenStream, TokenTree};

use crate::{
    emit,
    ir::{Api, Field, Operation, Resource, Shape, Type, TypeId, TypeRef, Waiter},
};

/// Returns the type of a field in the syntax of the spec, with `?` if it is nullable.
pub(super) fn spec_type(api: &Api, field: &Field) -> String {
    let null = if field.presence.is_nullable() { "?" } else { "" };
    format!("{}{null}", type_ref(api, &field.ty))
}

/// Returns a field in the syntax of the spec, with its name if that shows whether it is optional.
pub(super) fn spec_field(api: &Api, field: &Field) -> String {
    let optional = if field.presence.is_optional() { "?" } else { "" };
    format!("{}{optional}: {}", field.name.wire, spec_type(api, field))
}

/// Returns a type in the syntax of the spec.
pub(super) fn type_ref(api: &Api, ty: &TypeRef) -> String {
    match ty {
        TypeRef::Scalar(scalar) => scalar.as_str().to_owned(),
        TypeRef::Named(id) => api.ty(*id).name.wire.clone(),
        TypeRef::List(item) => format!("[{}]", type_ref(api, item)),
    }
}

/// Returns the Rust type of a field of a struct.
pub(super) fn rust_field(api: &Api, field: &Field) -> String {
    rust(emit::field_type(api, field))
}

/// Returns the Rust type of the parameter for a required field.
pub(super) fn rust_parameter(api: &Api, field: &Field) -> String {
    rust(emit::parameter_type(api, field))
}

/// Returns the tokens of a type, formatted as by rustfmt.
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

/// Returns the path of an operation's function.
pub(super) fn operation(resource: &Resource, operation: &Operation) -> String {
    format!("{}::{}", resource.module, operation.function.plain())
}

/// Returns the path of a waiter's function.
pub(super) fn waiter(resource: &Resource, waiter: &Waiter) -> String {
    format!("{}::{}", resource.module, waiter.function.plain())
}

/// Returns the schema of a view.
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

/// Returns the type `id`, formatted for prose.
pub(super) fn named(api: &Api, id: TypeId) -> &str {
    &api.ty(id).name.wire
}

/// Formats `names` as a list in prose, shortened if there are many.
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
