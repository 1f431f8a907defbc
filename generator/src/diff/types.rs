//! Compares types with a declared name.

use std::collections::HashMap;

use super::{
    Comparison, Kind,
    change::Seen,
    fields::Structs,
    matching::fields,
    paired::Paired,
    parameters::{self, Owner},
    place::At,
    spell,
};
use crate::ir::{Api, Document, Member, Shape, Type, TypeId, UnionOption, Value};

impl Comparison<'_> {
    pub(super) fn types(&mut self) {
        let (pairs, removed, added) = {
            let types = &self.matching.types;
            (types.pairs.clone(), types.removed.clone(), types.added.clone())
        };
        for id in removed {
            let ty = self.old.ty(id);
            let at = match self.matching.old_home(id) {
                // A removed module is reported once.
                Some(module) => match self.module_now(module) {
                    Some(at) => at,
                    None => continue,
                },
                // The detail of an error is part of the error.
                None => continue,
            };
            let kind = if spell::is_view(ty) { Kind::ViewRemoved } else { Kind::TypeRemoved };
            let seen = Seen::new(format!("{} removed", word(ty)), "is removed");
            self.add(kind, ty.name.wire.as_str(), at, seen);
        }
        for id in added {
            let ty = self.new.ty(id);
            // The detail of an error is part of the error, and the types of a module are part of the module.
            let Some(module) = self.matching.new_home(id) else { continue };
            if self.matching.is_new_module(module) {
                continue;
            }
            let kind = if spell::is_view(ty) { Kind::ViewAdded } else { Kind::TypeAdded };
            let seen = Seen::new(format!("{} added", word(ty)), "is new");
            self.add(kind, ty.name.wire.as_str(), At::new(&ty.place), seen);
        }
        for (old, new) in pairs {
            self.ty(old, new);
        }
    }

    fn ty(&mut self, old_id: TypeId, new_id: TypeId) {
        let (old, new) = (self.old.ty(old_id), self.new.ty(new_id));
        let at = At::new(&new.place);
        let name = new.name.wire.as_str();
        if let Some((from, to)) = self.matching.moved(old_id, new_id) {
            let seen = Seen::new(format!("moved from {from} to {to}"), format!("is moved from `{from}` to `{to}`"));
            self.add(Kind::TypeMoved, old.name.wire.as_str(), at.clone(), seen);
        }
        // The detail of an error is named after the error.
        if old.name.wire != new.name.wire && !self.new.detail_types.contains(&new_id) {
            self.add(Kind::TypeRenamed, old.name.wire.as_str(), at.clone(), Seen::renamed(name));
        }
        self.docs(name, || at.clone(), &old.docs, &new.docs);
        match (&old.shape, &new.shape) {
            (Shape::Id(old), Shape::Id(new)) => {
                if old != new && self.documented.insert(name.to_owned()) {
                    let seen = Seen::new("example changed", "has a different example");
                    self.add(Kind::Docs, name, at.key("example"), seen);
                }
            }
            (Shape::Lookup(old), Shape::Lookup(new)) => {
                self.members((new_id, name), &at.key("by"), &old.members, &new.members);
            }
            (Shape::OneOf(old), Shape::OneOf(new)) => self.members((new_id, name), &at.key("one_of"), old, new),
            (Shape::Arguments(old), Shape::Arguments(new)) => {
                let owner = Owner::of_type(name, "required arguments", at.key("fields"));
                let (old, new): (Vec<_>, Vec<_>) = (old.iter().collect(), new.iter().collect());
                self.parameters(&parameters::PROPERTIES, &owner, &old, &new);
            }
            (Shape::Struct(old_object), Shape::Struct(new_object)) => {
                let at = match spell::schema_of(self.new, new) {
                    Some(schema) => At::in_file(&new.place, &["schemas", schema, "fields"]),
                    None if self.new.detail_types.contains(&new_id) => at,
                    None => at.key("fields"),
                };
                let name = new.name.plain();
                self.structs(&Structs { name, old: (old, old_object), new: (new, new_object), at });
            }
            (Shape::Union(old), Shape::Union(new)) => self.choices(name, &at, old, new),
            (Shape::Enum(old), Shape::Enum(new)) => self.values((new_id, name), &at, old, new),
            (Shape::Document(old_document), Shape::Document(new_document)) => {
                if !self.document((old, old_document), (new, new_document)) {
                    self.add(
                        Kind::TypeReplaced,
                        name,
                        at,
                        Seen::turned("form", form(old_document), form(new_document)),
                    );
                }
            }
            _ => {
                let seen = Seen::turned("kind", word(old), word(new));
                self.add(Kind::TypeReplaced, name, at, seen);
            }
        }
    }

    fn members(&mut self, (id, name): (TypeId, &str), at: &At, old: &[Member], new: &[Member]) {
        let (before, now) = (by_field(old), by_field(new));
        // There is no conversion for a deprecated key of `one_of`.
        let is_lookup = matches!(self.new.ty(id).shape, Shape::Lookup(_));
        let converts = |member: &Member| member.converts && (is_lookup || member.field.deprecated.is_none());
        let (old_fields, new_fields) = (old.iter().map(|one| &one.field), new.iter().map(|one| &one.field));
        let Paired { pairs, removed, added } = fields(&self.matching, old_fields, new_fields);
        for field in removed {
            self.add(Kind::MemberRemoved, format!("{name}.{}", field.name.wire), at.clone(), Seen::removed());
        }
        for field in added {
            let item = format!("{name}.{}", field.name.wire);
            let seen = Seen::new(format!("added ({})", spell::spec_field(self.new, field)), "is new");
            self.add(Kind::MemberAdded, item, at.clone().field(&field.name.wire), seen);
        }
        for (old_field, new_field) in pairs {
            let (item, at) = (format!("{name}.{}", new_field.name.wire), at.clone().field(&new_field.name.wire));
            let (Some(old_member), Some(new_member)) =
                (before.get(old_field.name.wire.as_str()), now.get(new_field.name.wire.as_str()))
            else {
                continue;
            };
            let (was, is) = (&old_field.name, &new_field.name);
            if was.ident != is.ident || old_member.variant != new_member.variant {
                let renamed = if was.wire == is.wire { is.plain() } else { is.wire.clone() };
                let seen = Seen::renamed(renamed);
                self.add(Kind::MemberRenamed, format!("{name}.{}", was.wire), at.clone(), seen);
            } else if was.wire != is.wire {
                self.add(Kind::MemberKey, item.as_str(), at.clone(), Seen::turned("key", &was.wire, &is.wire));
            }
            self.deprecation(&item, &at, &old_field.deprecated, &new_field.deprecated);
            self.docs(item.as_str(), || at.clone(), &old_field.docs, &new_field.docs);
            if !self.matching.same(&old_field.ty, &new_field.ty) {
                let (old, new) = (spell::spec_type(self.old, old_field), spell::spec_type(self.new, new_field));
                let (old_rust, new_rust) =
                    (spell::rust_field(self.old, old_field), spell::rust_field(self.new, new_field));
                let seen = Seen::new(format!("{old} -> {new}"), format!("is `{new_rust}` instead of `{old_rust}`"));
                self.add(Kind::MemberRetyped, item, at, seen.and(format!("{old_rust} -> {new_rust}")));
                continue;
            }
            let what = spell::type_ref(self.new, &new_field.ty);
            match (converts(old_member), converts(new_member)) {
                (false, true) => {
                    let seen = Seen::new(format!("{what} converts into it"), format!("has a conversion from `{what}`"));
                    self.add(Kind::ConversionAdded, item, at, seen);
                }
                (true, false) => {
                    let part = format!("{what} no longer converts into it");
                    let sentence = format!("no longer has a conversion from `{what}`");
                    self.add(Kind::ConversionRemoved, item, at, Seen::new(part, sentence));
                }
                _ => {}
            }
        }
        let first =
            |members: &[Member]| members.first().map(|member| member.field.name.wire.clone()).unwrap_or_default();
        if first(old) != first(new) && in_documents(self.new, id) {
            let (old, new) = (first(old), first(new));
            let seen = Seen::turned("member that documents write without its name", old, new);
            self.add(Kind::FirstMember, name, at.clone(), seen);
        }
    }

    fn choices(&mut self, name: &str, at: &At, old: &[UnionOption], new: &[UnionOption]) {
        let at = at.clone().key("options");
        let mut paired = Paired::by(old, new, |kind| &kind.name.wire, |kind| &kind.name.wire);
        paired.then(|kind| self.matching.new_id(kind.ty), |kind| Some(kind.ty));
        let Paired { pairs, removed, added } = paired;
        for kind in removed {
            let seen = Seen::new(
                format!("option `{}` removed", kind.name.wire),
                format!("no longer has an option `{}`", kind.name.wire),
            );
            self.add(Kind::OptionRemoved, name, at.clone(), seen);
        }
        for kind in added {
            let wire = &kind.name.wire;
            let seen = Seen::new(format!("option `{wire}` added"), format!("has a new option `{wire}`"));
            self.add(Kind::OptionAdded, name, at.clone().key(wire), seen);
        }
        for (old, new) in pairs {
            let at = at.clone().key(&new.name.wire);
            if old.name != new.name {
                let (old, new) = (&old.name.wire, &new.name.wire);
                let seen = Seen::new(
                    format!("option `{old}` renamed to `{new}`"),
                    format!("has its option `{old}` renamed to `{new}`"),
                );
                self.add(Kind::OptionRenamed, name, at.clone(), seen);
            }
            if !self.matching.same_id(old.ty, new.ty) {
                let what = format!("type of its option `{}`", new.name.wire);
                let seen = Seen::turned(&what, spell::named(self.old, old.ty), spell::named(self.new, new.ty));
                self.add(Kind::OptionRetyped, name, at, seen);
            }
        }
    }

    fn values(&mut self, (id, name): (TypeId, &str), at: &At, old: &[Value], new: &[Value]) {
        let at = at.clone().key("values");
        let index = |values: &[Value], value: &Value| {
            values.iter().position(|one| std::ptr::eq(one, value)).unwrap_or_default()
        };
        let mut paired = Paired::by(old, new, |value| &value.name.wire, |value| &value.name.wire);
        paired.then(|value| Some(&value.name.ident), |value| Some(&value.name.ident));
        // A value has only docs and a place.
        let rest = |values: &[Value], value: &Value| {
            let alone = value.docs.lines().is_empty();
            (format!("{:?}", value.docs), alone.then(|| (index(values, value), values.len())))
        };
        paired.then(|value| Some(rest(old, value)), |value| Some(rest(new, value)));
        let Paired { pairs, removed, added } = paired;
        for value in removed {
            let wire = &value.name.wire;
            let seen = Seen::new(format!("value `{wire}` removed"), format!("no longer has a value `{wire}`"));
            self.add(Kind::ValueRemoved, name, at.clone(), seen);
        }
        for value in added {
            let wire = &value.name.wire;
            let mut seen = Seen::new(format!("value `{wire}` added"), format!("has a new value `{wire}`"));
            for (meaning, waiters) in self.meanings(id, wire) {
                let sentence = format!(", which {meaning} `{}`", waiters.join("`, `"));
                seen = seen.more(format!("{meaning} {}", waiters.join(", ")), sentence);
            }
            self.add(Kind::ValueAdded, name, at.clone().item(wire, index(new, value)), seen);
        }
        for (old, value) in pairs {
            let at = at.clone().item(&value.name.wire, index(new, value));
            let (was, is) = (&old.name.wire, &value.name.wire);
            if was != is && old.name.ident == value.name.ident {
                let seen = Seen::new(
                    format!("value `{was}` is `{is}` on the wire"),
                    format!("has `{is}` on the wire instead of `{was}`"),
                );
                self.add(Kind::ValueKey, name, at.clone(), seen);
            } else if old.name.ident != value.name.ident {
                let (was, is) =
                    if was == is { (old.name.plain(), value.name.plain()) } else { (was.clone(), is.clone()) };
                let seen = Seen::new(
                    format!("value `{was}` renamed to `{is}`"),
                    format!("has its value `{was}` renamed to `{is}`"),
                );
                self.add(Kind::ValueRenamed, name, at.clone(), seen);
            }
            self.deprecation(&format!("{name}.{is}"), &at, &old.deprecated, &value.deprecated);
            self.docs(format!("{name}.{is}"), || at, &old.docs, &value.docs);
        }
    }
}

/// Returns the members by their names on the wire.
fn by_field(members: &[Member]) -> HashMap<&str, &Member> {
    members.iter().map(|member| (member.field.name.wire.as_str(), member)).collect()
}

impl Owner {
    /// Returns the parameters of a type.
    pub(super) fn of_type(item: impl Into<String>, list: &'static str, at: At) -> Self {
        Self { item: item.into(), list, at, others: Vec::new(), is_open: false, nameless: [Vec::new(), Vec::new()] }
    }
}

/// Whether the lookup is used in documents.
fn in_documents(api: &Api, lookup: TypeId) -> bool {
    let mut documents = api.types.iter().filter_map(Type::document);
    documents.any(|document| document.fields().any(|field| field.ty.named() == Some(lookup)))
}

/// Returns the kind of a type in prose.
fn word(ty: &Type) -> &'static str {
    match &ty.shape {
        Shape::Id(_) => "id",
        Shape::Lookup(_) => "lookup",
        Shape::Arguments(_) => "argument type",
        Shape::OneOf(_) => "argument type with one key",
        Shape::Struct(_) if spell::is_view(ty) => "view",
        Shape::Struct(_) => "schema",
        Shape::Union(_) => "union",
        Shape::Enum(_) => "enum",
        Shape::Document(_) => "document",
    }
}

fn form(document: &Document) -> &'static str {
    match document.body {
        crate::ir::Body::Content(_) => "elements",
        crate::ir::Body::OneOf(_) => "one_of",
    }
}
