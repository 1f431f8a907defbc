//! Objects that requests carry: their fields, or the keys of which a caller chooses one.

use super::{Lowering, declare::Entry, enums::Variants, fields::Context, schemas::required_first};
use crate::{
    diagnostic::{Annotate, Code},
    ir::{self, Presence, Shape, TypeRef},
    source::Route,
    spec::{self, Entries},
};

/// Functions that every object of arguments has, so that no optional field can be called like one.
const TAKEN_SETTERS: &[&str] = &["clone", "default", "new"];

impl<'s> Lowering<'s> {
    /// What an entry of `arguments` is made of.
    pub(super) fn arguments_object(&mut self, at: &Route<'_>, name: &str, object: &'s spec::ArgumentsObject) -> Shape {
        match (&object.fields, &object.one_of) {
            (Some(fields), None) => {
                let fields = self.fields(&at.key("fields"), fields, Context::Request);
                self.check_setters(&at.key("fields"), &fields, TAKEN_SETTERS);
                Shape::Arguments(required_first(fields))
            }
            (None, Some(options)) => self.one_of(&at.key("one_of"), name, options),
            (Some(_), Some(_)) => {
                self.error(Code::BadType, at.key("one_of").name(), "`fields` and `one_of` cannot be combined")
                    .label("conflicts with `fields`")
                    .help("remove one of `fields` and `one_of`");
                Shape::Arguments(Vec::new())
            }
            (None, None) => {
                if !["fields", "one_of"].into_iter().any(|key| self.declared.is_removed_here(at, key)) {
                    self.error(Code::MissingKey, at.name(), "`fields` or `one_of` is missing")
                        .label("has neither")
                        .help("add `fields:`, which can be `{}`, or `one_of:` with the keys of which one is sent");
                }
                Shape::Arguments(Vec::new())
            }
        }
    }

    /// The keys of which a caller chooses one.
    fn one_of(&mut self, at: &Route<'_>, name: &str, options: &'s Entries<spec::Field>) -> Shape {
        if options.is_empty() && self.declared.is_whole(at) {
            self.error(Code::EmptyEnum, at.value(), format!("`one_of` of `{name}` has no keys"))
                .label("empty")
                .help("list at least one, such as `circle: CircleArguments`");
        }
        for (key, option) in options.iter() {
            if option.ty().is_nullable() || key.ends_with('?') {
                let message = "a key of `one_of` cannot be optional or nullable";
                self.error(Code::BadType, at.key(key).value(), message)
                    .label("not allowed here")
                    .help("remove `?`; to send none of the keys, make the field with this object optional");
            }
        }
        let mut variants = Variants::default();
        let fields = self.fields(at, options, Context::Request);
        let types: Vec<_> = fields.iter().map(|field| field.ty.clone()).collect();
        let members = fields.into_iter().filter_map(|field| {
            let key = at.key(&field.name.wire);
            if let TypeRef::Named(id) = &field.ty
                && self.is_one_of(&TypeRef::Named(*id))
            {
                let message = format!("`{}` has `one_of` itself", self.declared.types[id.0].name);
                self.error(Code::BadType, key.value(), message)
                    .label("not allowed as a key of `one_of`")
                    .help("list its keys here, or use an object with a field of that type");
            }
            let name = self.variant(&mut variants, key.name(), &field.name.wire, None)?;
            let is_named = matches!(field.ty, TypeRef::Named(_));
            let converts = is_named && types.iter().filter(|ty| **ty == field.ty).count() == 1;
            Some(ir::Member { field, variant: name.ident, converts })
        });
        let members: Vec<_> = members.collect();
        Shape::OneOf(members)
    }

    /// The key beside the field under `key` that names what is chosen in it, or `None` once the reason is reported.
    pub(super) fn tag(
        &mut self,
        at: &Route<'_>,
        field: &'s spec::Field,
        ty: &TypeRef,
        presence: Presence,
        context: Context,
    ) -> Option<String> {
        let spec::Field::Documented(spec::DocumentedField { tag: Some(tag), .. }) = field else { return None };
        if context != Context::Request || presence.is_nullable() || !self.is_one_of(ty) {
            self.error(
                Code::BadType,
                at.key("tag").value(),
                "`tag` requires an argument that has `one_of` and is not nullable",
            )
            .label("not allowed here")
            .help("remove `tag`, or name a type of `arguments:` with `one_of`");
            return None;
        }
        Some(tag.to_string())
    }

    /// Reports each tag that is the key of another field of the same object, or the tag of one.
    pub(super) fn check_tags(&mut self, at: &Route<'_>, fields: &[ir::Field]) {
        for (index, field) in fields.iter().enumerate() {
            let Some(tag) = &field.tag else { continue };
            let before = &fields[..index];
            if fields.iter().any(|other| other.name.wire == *tag)
                || before.iter().any(|other| other.tag.as_ref() == Some(tag))
            {
                let key = if field.presence.is_optional() {
                    format!("{}?", field.name.wire)
                } else {
                    field.name.wire.clone()
                };
                self.error(
                    Code::DuplicateName,
                    at.key(&key).key("tag").value(),
                    format!("`{tag}` is already a key of this object"),
                )
                .label("key already used")
                .help("remove the field of that name: the client sends the chosen key there");
            }
        }
    }

    /// Whether `ty` is an object of which exactly one key is sent.
    fn is_one_of(&self, ty: &TypeRef) -> bool {
        let TypeRef::Named(id) = ty else { return false };
        matches!(self.declared.types[id.0].entry, Entry::Arguments(spec::ArgumentsObject { one_of: Some(_), .. }))
    }
}
