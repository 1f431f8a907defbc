//! Fields, arguments and members: a key and a type expression.

use std::collections::HashMap;

use super::{Lowering, declare::Entry, docs, unknown_types};
use crate::{
    diagnostic::{Annotate, Code},
    ir::{Field, Presence, Scalar, TypeId, TypeRef},
    name::{self, Case, Name},
    source::{Place, Route},
    spec::{self, Entries},
};

/// The context of fields, which decides what types they can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// In the arguments of an operation, or in an object of requests.
    Request,
    /// In the response of an operation, or in an object of responses.
    Response,
    /// In a lookup.
    Lookup,
    /// In a document, as text or as the value of an attribute.
    Text,
    /// In a document, as an element.
    Element,
}

/// The maximum number of pairs of names to compare for suggestions.
const MAX_EFFORT: usize = 200_000;

impl<'s> Lowering<'s> {
    /// The fields of an object, without those that have mistakes.
    pub(super) fn fields(&mut self, at: &Route<'_>, fields: &'s Entries<spec::Field>, context: Context) -> Vec<Field> {
        let mut spelled: HashMap<String, Place> = HashMap::new();
        let mut lowered = Vec::new();
        for (key, field) in fields.iter() {
            let at = at.key(key);
            let Some(field) = self.field(&at, key, field, context) else {
                self.left_out += 1;
                continue;
            };
            match spelled.insert(field.name.ident.to_string(), at.name()) {
                None => lowered.push(field),
                Some(first) => self.collision(at.name(), key, &field.name, first),
            }
        }
        self.check_tags(at, &lowered);
        lowered
    }

    /// Reports that two wire names become one Rust name.
    pub(super) fn collision(&mut self, place: Place, wire: &str, name: &Name, first: Place) {
        self.error(
            Code::NameCollision,
            place,
            format!("`{wire}` and another name here both become `{}` in Rust", name.plain()),
        )
        .label("second")
        .also(first, "first")
        .help("give one of them another `name:`");
    }

    /// The field under `key`, or `None` once the reason is reported.
    pub(super) fn field(
        &mut self,
        at: &Route<'_>,
        key: &'s str,
        field: &'s spec::Field,
        context: Context,
    ) -> Option<Field> {
        let (wire, optional) = match key.strip_suffix('?') {
            Some(wire) => (wire, true),
            None => (key, false),
        };
        let ty = at.key("type");
        let (ty_at, expr, renamed, text, or_one) = match field {
            spec::Field::Type(expr) => (at, expr, None, None, false),
            spec::Field::Documented(field) => {
                (&ty, &field.ty, field.name.as_deref(), field.docs.as_deref(), field.or_one)
            }
        };
        let name = self.field_name(at, wire, renamed);
        let (ty, nullable) = self.type_expr(ty_at, expr, context)?;
        let presence = match (optional, nullable) {
            (false, false) => Presence::Required,
            (false, true) => Presence::Nullable,
            (true, false) => Presence::Optional,
            (true, true) => Presence::OptionalNullable,
        };
        if or_one && (nullable || context != Context::Response || !matches!(ty, TypeRef::List(_))) {
            let help = "remove `or_one`, or write a list such as `[Tag]` in a response";
            self.error(
                Code::BadType,
                at.key("or_one").value(),
                "`or_one` requires a list in a response that is not nullable",
            )
            .label("not allowed here")
            .help(help);
        }
        let deprecated = self.deprecation(at, field, context);
        let tag = self.tag(at, field, &ty, presence, context);
        let source = field;
        let field = new_field(name?, docs::lower(text.unwrap_or_default()), ty, presence, or_one);
        let example = self.example(at, source, &field.ty, context);
        Some(Field { deprecated, tag, example, ..field })
    }

    /// Since when `field` is deprecated and what to use instead, if it is.
    fn deprecation(&mut self, at: &Route<'_>, field: &spec::Field, context: Context) -> Option<docs::Line> {
        let spec::Field::Documented(spec::DocumentedField { deprecated: Some(text), .. }) = field else { return None };
        match context {
            Context::Request | Context::Response => Some(docs::note(text)),
            Context::Lookup | Context::Text | Context::Element => {
                self.error(
                    Code::Deprecated,
                    at.key("deprecated").name(),
                    "members of lookups and parts of documents cannot be deprecated",
                )
                .label("not allowed here")
                .help("remove it, and mention the deprecation in `docs:`");
                None
            }
        }
    }

    /// The name of the field `wire`, or `None` once the reason is reported.
    pub(super) fn field_name(&mut self, at: &Route<'_>, wire: &str, renamed: Option<&str>) -> Option<Name> {
        if let Some(ident) = name::ident(renamed.unwrap_or(wire), Case::Snake) {
            return Some(Name { wire: wire.to_owned(), ident });
        }
        let help = "add `name:` with a name in snake case";
        match renamed {
            None => {
                self.error(Code::BadName, at.name(), format!("`{wire}` is not a valid field name"))
                    .label("not a Rust identifier")
                    .help(help);
                None
            }
            Some(renamed) => {
                self.error(Code::BadName, at.key("name").value(), format!("`{renamed}` is not a valid field name"))
                    .label("not a Rust identifier")
                    .help("write a name in snake case, such as `zone_id`");
                None
            }
        }
    }

    /// The type that `expr` names, and whether the value can be null; `None` once the reason is reported.
    pub(super) fn type_expr(
        &mut self,
        at: &Route<'_>,
        expr: &'s spec::TypeExpr,
        context: Context,
    ) -> Option<(TypeRef, bool)> {
        let inner = at.index(0);
        let at = match expr {
            spec::TypeExpr::Text(_) => at,
            spec::TypeExpr::List(_) => &inner,
        };
        let spec::TypeParts { name, list, nullable } = expr.parts();
        if !spec::is_type_name(name) {
            let rewritten = match expr {
                spec::TypeExpr::Text(text) => unknown_types::rewritten(text).map(|text| format!("write `{text}`")),
                spec::TypeExpr::List(_) => None,
            };
            let any = "write a type such as `string`, `Tag`, `Tag?` if it can be null, or `[Tag]` for a list";
            let help = rewritten.unwrap_or_else(|| any.to_owned());
            self.error(Code::BadType, at.value(), "this is not a type").label("not a type expression").help(help);
            return None;
        };
        if list && nullable && matches!(expr, spec::TypeExpr::List(_)) {
            self.error(Code::BadType, at.value(), "list items cannot be null")
                .label("`?` on an item")
                .help(format!("for a nullable list, write `\"[{name}]?\"` in quotes"));
            return None;
        }
        let ty = self.type_ref(at, name, context)?;
        Some((if list { TypeRef::List(Box::new(ty)) } else { ty }, nullable))
    }

    /// The type called `name`, or `None` once the reason is reported.
    fn type_ref(&mut self, at: &Route<'_>, name: &str, context: Context) -> Option<TypeRef> {
        if let Some(scalar) = Scalar::spelled(name) {
            return self.fits_scalar(at, scalar, context).then_some(TypeRef::Scalar(scalar));
        }
        let id = self.named(at, name)?;
        self.fits(at, id, context).then_some(TypeRef::Named(id))
    }

    /// The declared type called `name`, or `None` once the reason is reported.
    pub(super) fn named(&mut self, at: &Route<'_>, name: &str) -> Option<TypeId> {
        if let Some(id) = self.declared.ty(name) {
            return Some(id);
        }
        if self.declared.is_removed(name) {
            return None;
        }
        if Scalar::spelled(name).is_some() {
            return self.not_an_object(at, name, "write the name of a schema or view");
        }
        // Comparing with every type costs too much if thousands are unknown, most of which are not shown.
        let effort = self.diagnostics.len() * self.declared.types.len();
        let help = if effort < MAX_EFFORT { unknown_types::help(name, self.declared.type_names()) } else { None };
        self.error(Code::UnknownType, at.value(), format!("no type is named `{name}`"))
            .label("not a schema, enum, lookup or id of this spec, nor a scalar")
            .maybe_help(help);
        None
    }

    /// Reports a scalar in place of an object.
    pub(super) fn not_an_object<T>(&mut self, at: &Route<'_>, scalar: &str, help: &str) -> Option<T> {
        let message = format!("`{scalar}` is not a schema or view");
        self.error(Code::BadType, at.value(), message).label("a scalar").help(help);
        None
    }

    fn fits_scalar(&mut self, at: &Route<'_>, scalar: Scalar, context: Context) -> bool {
        let fits = match context {
            Context::Response => scalar.places().response,
            Context::Request => scalar.places().request,
            Context::Text | Context::Element => scalar.places().text,
            Context::Lookup => scalar == Scalar::String,
        };
        if !fits {
            let (message, help) = match context {
                Context::Lookup => {
                    ("is not text and cannot be a member of a lookup", "write `string`, or the name of an id")
                }
                Context::Request => ("cannot be sent", "declare the object under `arguments:`"),
                Context::Response => ("cannot be returned", "write `string`"),
                Context::Text | Context::Element => {
                    ("cannot be used in a document", "write `string`, or a type of `documents:`")
                }
            };
            self.error(Code::BadType, at.value(), format!("`{}` {message}", scalar.as_str()))
                .label("not allowed here")
                .help(help);
        }
        fits
    }

    /// Whether the declared type `id` is allowed in that context; if not, it is reported.
    fn fits(&mut self, at: &Route<'_>, id: TypeId, context: Context) -> bool {
        let declared = &self.declared.types[id.0];
        if declared.doubtful {
            return true;
        }
        let (name, place) = (declared.name, declared.place.clone());
        let (kind, help) = match (declared.entry, context) {
            (Entry::Id(_), _) | (Entry::Enum(_), Context::Request | Context::Response) => return true,
            (Entry::Lookup(_) | Entry::Arguments(_), Context::Request) => return true,
            (Entry::Schema(_) | Entry::View(..) | Entry::Union(_), Context::Response) => return true,
            // Sent as it is received, which is well-defined only if no field can be missing or null.
            (Entry::Schema(schema), Context::Request) if is_plain(schema) => return true,
            (Entry::Schema(_), Context::Request) => {
                ("has optional or nullable fields and cannot be sent", "declare what is sent under `arguments:`")
            }
            (Entry::View(..) | Entry::Union(_), Context::Request) => {
                ("cannot be sent", "declare what is sent under `arguments:`")
            }
            (Entry::Lookup(_) | Entry::Arguments(_), Context::Response) => {
                ("cannot be returned", "declare what is returned under `schemas:`")
            }
            (Entry::Enum(_), Context::Text | Context::Element) => return true,
            (Entry::Lookup(_), Context::Element) => return true,
            (Entry::Document(spec::Document { root: None, .. }), Context::Element) => return true,
            (Entry::Document(_), Context::Element) => (
                "has a root element and cannot be used in another document",
                "remove its `root:`, or use a type without one",
            ),
            (Entry::Document(spec::Document { root: Some(_), .. }), Context::Request) => {
                ("is a document, which is sent as `xml`", "write `xml`: a document converts into it")
            }
            (Entry::Document(_), _) => ("can only be used in documents", "use it under the `elements:` of a document"),
            (_, Context::Text) => ("is not text", "write `string`, or the name of an id or an enum"),
            (_, Context::Element) => {
                ("cannot be used in a document", "declare the content of the element under `documents:`")
            }
            (_, Context::Lookup) => ("is not text", "write `string`, or the name of an id"),
        };
        self.error(Code::BadType, at.value(), format!("`{name}` {kind}"))
            .label("not allowed here")
            .also(place, "declared here")
            .help(help);
        false
    }
}

/// A field with every name that the generated code has for it.
pub(super) fn new_field(name: Name, docs: docs::Docs, ty: TypeRef, presence: Presence, or_one: bool) -> Field {
    let local = name::local(&name.ident);
    let clear = (presence == Presence::OptionalNullable).then(|| name::clear(&name.ident));
    Field { name, local, clear, docs, ty, presence, deprecated: None, boxed: false, or_one, tag: None, example: None }
}

/// Whether no field of `schema` can be missing or null.
fn is_plain(schema: &spec::Schema) -> bool {
    schema.fields.iter().all(|(key, field)| !key.ends_with('?') && !field.ty().is_nullable())
}
