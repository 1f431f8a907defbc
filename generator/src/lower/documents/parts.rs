//! Parts of documents: attributes, texts and elements, with their constant attributes.

use super::is_xml_name;
use crate::{
    diagnostic::{Annotate, Code},
    ir::{self, DocumentPart, Position, Presence, TypeRef},
    lower::{
        Lowering,
        declare::Entry,
        docs,
        fields::{Context, new_field},
    },
    name::Name,
    source::Route,
    spec::{self, Entries, Text},
};

impl<'s> Lowering<'s> {
    /// An attribute, or the text of an element.
    pub(super) fn text_part(&mut self, at: &Route<'_>, key: &'s str, field: &'s spec::Field) -> Option<ir::Field> {
        let field = self.field(at, key, field, Context::Text)?;
        if field.presence.is_nullable() || matches!(field.ty, TypeRef::List(_)) {
            let help = "write `string`, or the name of an id or an enum";
            self.error(Code::BadType, at.value(), "text and attributes of a document cannot be nullable or lists")
                .label("not allowed here")
                .help(help);
            return None;
        }
        Some(field)
    }

    /// An element, or content without an element of its own.
    pub(super) fn element(&mut self, at: &Route<'_>, key: &'s str, element: &'s spec::Element) -> Option<DocumentPart> {
        let path = key.strip_suffix('?').unwrap_or(key);
        let typed = at.key("type");
        let (ty_at, expr, text, renamed, fixed, inline) = match element {
            spec::Element::Type(expr) => (at, expr, None, None, None, false),
            spec::Element::Documented(spec::DocumentedElement { ty, docs, name, fixed, inline }) => {
                (&typed, ty, docs.as_deref(), name.as_deref(), Some(fixed), *inline)
            }
        };
        let name = match (renamed, path.split('/').next()) {
            (None, Some(first)) => self.field_name(at, first, None),
            _ => self.field_name(at, path, renamed),
        };
        let (ty, nullable) = self.type_expr(ty_at, expr, Context::Element)?;
        if nullable {
            self.error(Code::BadType, ty_at.value(), "an element cannot be null")
                .label("nullable")
                .help("write `?` after the key instead: an absent element is omitted");
        }
        let position = if inline {
            self.check_inline(ty_at, &ty);
            Position::Inline
        } else {
            if !path.split('/').all(is_xml_name) {
                self.bad_xml_name(at.name(), path);
            }
            self.check_lookup(ty_at, &ty);
            Position::Element(fixed.map_or_else(Vec::new, |fixed| self.fixed_at_text(&at.key("fixed"), fixed, &ty)))
        };
        let presence = if key.ends_with('?') { Presence::Optional } else { Presence::Required };
        let name = Name { wire: path.to_owned(), ident: name?.ident };
        let docs = docs::lower(text.unwrap_or_default());
        Some(DocumentPart { field: new_field(name, docs, ty, presence, false), position })
    }

    /// Checks that the type of inlined content is a type of `documents:`.
    fn check_inline(&mut self, at: &Route<'_>, ty: &TypeRef) {
        let fits = matches!(ty, TypeRef::Named(id) if matches!(self.declared.types[id.0].entry, Entry::Document(_)));
        if !fits {
            let help = "name a type of `documents:`, or remove `inline:`";
            self.bad_document(
                at.value(),
                "`inline` requires a type of `documents:`",
                "not a type of `documents:`",
                help,
            );
        }
    }

    /// Checks that documents can tell the members of a lookup apart.
    fn check_lookup(&mut self, at: &Route<'_>, ty: &TypeRef) {
        let Some(Entry::Lookup(lookup)) = self.entry_of(ty) else { return };
        let documents = &self.spec.api.content.documents;
        let is_broken = self.declared.is_broken_at(&Route::root(self.spec.api.file).key("documents").value());
        if lookup.by.iter().len() > 1 && documents.lookup_attribute.is_none() && !is_broken {
            let help = "declare `documents: { lookup_attribute: ... }` in api.yaml";
            let message = "a lookup with several members requires `lookup_attribute`";
            self.bad_document(at.value(), message, "has several members", help);
        }
    }

    /// Constant attributes of an element with text.
    fn fixed_at_text(&mut self, at: &Route<'_>, fixed: &'s Entries<Text>, ty: &TypeRef) -> Vec<(String, String)> {
        let own = self.entry_of(ty).is_some_and(|entry| matches!(entry, Entry::Document(_) | Entry::Lookup(_)));
        if own && !fixed.is_empty() {
            let help = "move `fixed:` to the declaration of the type";
            self.bad_document(
                at.name(),
                "`fixed` is not allowed beside a type with its own attributes",
                "not allowed here",
                help,
            );
        }
        self.fixed(at, fixed)
    }

    /// The entry of the innermost type of `ty`.
    fn entry_of(&self, ty: &TypeRef) -> Option<Entry<'s>> {
        ty.named().map(|id| self.declared.types[id.0].entry)
    }

    /// Constant attributes.
    pub(super) fn fixed(&mut self, at: &Route<'_>, fixed: &'s Entries<Text>) -> Vec<(String, String)> {
        let mut lowered = Vec::new();
        for (name, value) in fixed.iter() {
            let at = at.key(name);
            self.xml_name(at.name(), name);
            lowered.push((name.to_owned(), value.to_string()));
        }
        lowered
    }
}
