//! Types: schemas with their views, arguments objects, and the other kinds.

use std::collections::HashSet;

use super::{
    Lowering,
    declare::{Declared, Entry},
    docs,
    fields::Context,
};
use crate::{
    diagnostic::{Annotate, Code, nearest},
    ir::{self, Presence, Shape, TypeId, TypeRef},
    name::{self, Case, Ident, Name},
    source::Route,
    spec::{self, Entries, Selection},
};

impl<'s> Lowering<'s> {
    /// Defines every declared type, in the order of declaration.
    pub(super) fn types(&mut self) {
        for index in 0..self.declared.types.len() {
            let Declared { name, entry, place, .. } = &self.declared.types[index];
            let (name, entry, place) = (*name, *entry, place.clone());
            let left_out = self.left_out;
            let is_broken = self.declared.is_broken_at(&place);
            let ty = self.define(name, entry, place);
            if self.left_out > left_out || is_broken {
                self.incomplete.insert(TypeId(self.types.len()));
            }
            self.types.push(ty);
        }
    }

    fn define(&mut self, name: &'s str, entry: Entry<'s>, place: crate::source::Place) -> ir::Type {
        let root = Route::root(place.file);
        let section = root.key(entry.section());
        let at = section.key(name);
        let (text, shape) = match entry {
            Entry::Id(id) => (id.docs.as_str(), Shape::Id(id.example.as_ref().map(spec::Text::to_string))),
            Entry::Lookup(lookup) => (lookup.docs.as_str(), self.lookup(&at, name, lookup)),
            Entry::Arguments(object) => (object.docs.as_str(), self.arguments_object(&at, name, object)),
            Entry::Schema(schema) => (schema.docs.as_str(), self.schema(&at, schema)),
            Entry::View(view, schema) => {
                let at = section.key(schema);
                let at = at.key("views");
                let docs = view.docs.as_deref().unwrap_or_else(|| self.docs_of(schema));
                (docs, self.view(&at.key(name), view, schema))
            }
            Entry::Union(union) => (union.docs.as_str(), self.union(&at, name, union)),
            Entry::Enum(values) => (values.docs.as_str(), self.string_enum(&at, name, values)),
            Entry::Document(document) => (document.docs.as_str(), self.document(&at, name, document)),
        };
        let docs = docs::lower(text);
        // A name that is not an identifier was reported when it was declared; the type still has to exist.
        let name = Name::new(name, Case::UpperCamel)
            .unwrap_or_else(|| Name { wire: name.to_owned(), ident: self.declared.api.ident.clone() });
        ir::Type { variable: variable(&name), name, docs, shape, place }
    }

    fn docs_of(&self, schema: &str) -> &'s str {
        match self.declared.ty(schema).map(|id| self.declared.types[id.0].entry) {
            Some(Entry::Schema(schema)) => &schema.docs,
            _ => "",
        }
    }

    fn schema(&mut self, at: &Route<'_>, schema: &'s spec::Schema) -> Shape {
        let fields = self.fields(&at.key("fields"), &schema.fields, Context::Response);
        Shape::Struct(ir::Struct { fields, sendable: false, view_of: None })
    }

    /// A type declared inside of another entry: the response of an operation, or the detail of an error code.
    pub(super) fn inline(
        &mut self,
        at: &Route<'_>,
        fields: &'s Entries<spec::Field>,
        name: Name,
        docs: ir::Docs,
    ) -> TypeId {
        let left_out = self.left_out;
        let is_broken = self.declared.is_broken_at(&at.value());
        let fields = self.fields(at, fields, Context::Response);
        let shape = Shape::Struct(ir::Struct { fields, sendable: false, view_of: None });
        let id = TypeId(self.types.len());
        if self.left_out > left_out || is_broken {
            self.incomplete.insert(id);
        }
        self.types.push(ir::Type { variable: variable(&name), name, docs, shape, place: at.name() });
        id
    }

    /// The selected fields of a schema, which is defined before its views.
    fn view(&mut self, at: &Route<'_>, view: &'s spec::View, schema_name: &str) -> Shape {
        let at = at.key("fields");
        if view.fields.is_empty() && self.declared.is_whole(&at) {
            self.error(Code::BadView, at.value(), "the view has no fields")
                .label("empty")
                .help("list at least one field, or use the schema");
        }
        let Some(schema) = self.declared.ty(schema_name) else { return Shape::Struct(ir::Struct::default()) };
        if self.declared.types[schema.0].doubtful {
            return Shape::Struct(ir::Struct::default());
        }
        let mut selected = HashSet::new();
        let mut fields = Vec::new();
        for (index, selection) in view.fields.iter().enumerate() {
            let at = at.index(index);
            let items: Vec<(&'s str, Option<&'s str>)> = match selection {
                Selection::Field(key) => vec![(key, None)],
                Selection::Viewed(viewed) => viewed.iter().map(|(key, ty)| (key, Some(ty.as_str()))).collect(),
            };
            for (key, viewed) in items {
                let wire = key.strip_suffix('?').unwrap_or(key);
                if !selected.insert(wire) {
                    self.error(Code::DuplicateValue, at.value(), format!("`{wire}` is selected twice"))
                        .label("selected again here")
                        .help("remove one");
                    continue;
                }
                match self.selected(&at, schema, wire, viewed) {
                    Some(field) if wire.len() < key.len() => fields.push(optional(field)),
                    Some(field) => fields.push(field),
                    None => self.left_out += 1,
                }
            }
        }
        Shape::Struct(ir::Struct { fields, sendable: false, view_of: Some(schema) })
    }

    /// The field `wire` of `schema`, with the view called `viewed` in the place of its type.
    fn selected(&mut self, at: &Route<'_>, schema: TypeId, wire: &str, viewed: Option<&str>) -> Option<ir::Field> {
        let Declared { entry: Entry::Schema(declared), place, name, .. } = &self.declared.types[schema.0] else {
            return None;
        };
        let (place, schema_name) = (place.clone(), *name);
        let names = || declared.fields.iter().map(|(key, _)| key.strip_suffix('?').unwrap_or(key));
        if !names().any(|name| name == wire) {
            if self.declared.is_removed_here(at, wire) {
                return None;
            }
            // Other parts of the spec lack the field for the same reason.
            self.incomplete.insert(schema);
            self.error(Code::UnknownField, at.value(), format!("`{schema_name}` has no field `{wire}`"))
                .label("not a field of the schema")
                .also(place, "the schema")
                .suggest(nearest(wire, names()));
            return None;
        }
        // A declared field that is missing here was reported where it is declared.
        let Shape::Struct(lowered) = &self.types.get(schema.0)?.shape else { return None };
        let mut field = lowered.fields.iter().find(|field| field.name.wire == wire)?.clone();
        if let Some(viewed) = viewed {
            let inner = at.key(wire);
            let id = self.named(&inner, viewed)?;
            field.ty = self.viewed_type(&inner, &field.ty, id)?;
        }
        Some(field)
    }

    /// Whether `view` is a view of the same schema as `of`, or both are unions whose options are.
    fn shows(&self, view: TypeId, of: TypeId) -> bool {
        let kind = |id: TypeId| self.declared.types[id.0].entry;
        let schema = |name: &str| self.declared.ty(name).map(|id| self.schema_of(id));
        match (kind(view), kind(of)) {
            (Entry::Union(view), Entry::Union(of)) => view.options.iter().all(|(wire, option)| {
                let whole = of.options.iter().find(|(key, _)| *key == wire);
                match (whole.map(|(_, whole)| schema(whole)), schema(option)) {
                    (None, _) => self.declared.is_removed(wire),
                    // An undeclared type was reported where it is named.
                    (Some(None), _) | (_, None) => true,
                    (Some(whole), option) => whole == option,
                }
            }),
            _ => self.schema_of(view) == self.schema_of(of),
        }
    }

    /// The schema that `id` is a view of, or `id` itself.
    fn schema_of(&self, id: TypeId) -> TypeId {
        match self.declared.types[id.0].entry {
            Entry::View(_, schema) => self.declared.ty(schema).unwrap_or(id),
            _ => id,
        }
    }

    /// `ty` with the view `id` in the place of its schema.
    fn viewed_type(&mut self, at: &Route<'_>, ty: &TypeRef, id: TypeId) -> Option<TypeRef> {
        if let TypeRef::List(item) = ty {
            return Some(TypeRef::List(Box::new(self.viewed_type(at, item, id)?)));
        }
        let view = &self.declared.types[id.0];
        if let TypeRef::Named(of) = ty
            && (view.doubtful || self.declared.types[of.0].doubtful || self.shows(id, *of))
        {
            return Some(TypeRef::Named(id));
        }
        let (name, declared) = (view.name, view.place.clone());
        self.error(Code::BadView, at.value(), format!("`{name}` is not a view of the type of this field"))
            .label("not a view of that type")
            .also(declared, "declared here")
            .help("declare it under the `views:` of the schema");
        None
    }
}

impl Entry<'_> {
    /// The key of the section that holds such entries.
    fn section(self) -> &'static str {
        match self {
            Self::Id(_) => "ids",
            Self::Lookup(_) => "lookups",
            Self::Arguments(_) => "arguments",
            Self::Schema(_) | Self::View(..) => "schemas",
            Self::Union(_) => "unions",
            Self::Enum(_) => "enums",
            Self::Document(_) => "documents",
        }
    }
}

/// `fields` with the required ones before the others, each part in the author's order.
pub(super) fn required_first(fields: Vec<ir::Field>) -> Vec<ir::Field> {
    let (mut required, optional): (Vec<_>, Vec<_>) =
        fields.into_iter().partition(|field| !field.presence.is_optional());
    required.extend(optional);
    required
}

/// The name of a variable that holds a value of the type `name`.
fn variable(name: &Name) -> Ident {
    name::ident(&name.plain(), Case::Snake).unwrap_or_else(|| name.ident.clone())
}

/// `field`, optional.
fn optional(field: ir::Field) -> ir::Field {
    let presence = if field.presence.is_nullable() { Presence::OptionalNullable } else { Presence::Optional };
    ir::Field { presence, ..field }
}
