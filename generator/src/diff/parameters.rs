//! Compares parameters: arguments of operations, fields of argument types, parts of documents. Required ones are
//! parameters of a function; optional ones are methods.

use std::collections::BTreeSet;

use super::{Comparison, Kind, change::Seen, matching, paired::Paired, place::At, spell};
use crate::ir::{Api, Body, Field, Scalar, Shape, TypeId, TypeRef};

/// The kinds of changes for one kind of parameters.
pub(super) struct Rows {
    added: Kind,
    required_added: Kind,
    removed: Kind,
    renamed: Kind,
    required_renamed: Kind,
    key: Kind,
    optional: Kind,
    required: Kind,
    retyped: Kind,
    nullable: Kind,
    never_null: Kind,
    reordered: Kind,
    swapped: Kind,
}

/// The kinds for an operation.
pub(super) const ARGUMENTS: Rows = Rows {
    added: Kind::ArgumentAdded,
    required_added: Kind::RequiredArgumentAdded,
    removed: Kind::ArgumentRemoved,
    renamed: Kind::ArgumentRenamed,
    required_renamed: Kind::RequiredArgumentRenamed,
    key: Kind::ArgumentKey,
    optional: Kind::ArgumentOptional,
    required: Kind::ArgumentRequired,
    retyped: Kind::ArgumentRetyped,
    nullable: Kind::ArgumentNullable,
    never_null: Kind::ArgumentNeverNull,
    reordered: Kind::ArgumentsReordered,
    swapped: Kind::ArgumentsSwapped,
};

/// The kinds for an argument type.
pub(super) const PROPERTIES: Rows = Rows {
    added: Kind::PropertyAdded,
    required_added: Kind::RequiredPropertyAdded,
    removed: Kind::PropertyRemoved,
    renamed: Kind::PropertyRenamed,
    required_renamed: Kind::RequiredPropertyRenamed,
    key: Kind::PropertyKey,
    optional: Kind::PropertyOptional,
    required: Kind::PropertyRequired,
    retyped: Kind::PropertyRetyped,
    nullable: Kind::PropertyNullable,
    never_null: Kind::PropertyNeverNull,
    reordered: Kind::PropertiesReordered,
    swapped: Kind::PropertiesSwapped,
};

/// The kinds for a document, in which null is a value of the method's parameter.
pub(super) const PARTS: Rows = Rows {
    added: Kind::PartAdded,
    required_added: Kind::RequiredPartAdded,
    removed: Kind::PartRemoved,
    renamed: Kind::PartRenamed,
    required_renamed: Kind::RequiredPartRenamed,
    key: Kind::PartKey,
    optional: Kind::PartOptional,
    required: Kind::PartRequired,
    retyped: Kind::PartRetyped,
    nullable: Kind::PartRetyped,
    never_null: Kind::PartRetyped,
    reordered: Kind::PartsReordered,
    swapped: Kind::PartsSwapped,
};

/// The item that has the parameters.
pub(super) struct Owner {
    /// Its name in Rust.
    pub(super) item: String,
    /// The term for its required parameters.
    pub(super) list: &'static str,
    /// The place of the parameters.
    pub(super) at: At,
    /// Other functions with the same required parameters.
    pub(super) others: Vec<String>,
    /// Whether callers can match on them, so that their types and names are public.
    pub(super) is_open: bool,
    /// The old and new names that are not sent, such as those of path arguments.
    pub(super) nameless: [Vec<String>; 2],
}

/// A change of the order of a function's required parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Same,
    /// The order is different.
    Other,
    /// The order is different, but each position accepts the same types, so that callers still compile.
    Swapped,
}

impl Comparison<'_> {
    pub(super) fn parameters(&mut self, rows: &Rows, owner: &Owner, old: &[&Field], new: &[&Field]) {
        let mut paired = matching::fields(&self.matching, old.iter().copied(), new.iter().copied());
        let [old_names, new_names] = &owner.nameless;
        let index = |names: &[String], field: &Field| names.iter().position(|name| *name == field.name.wire);
        paired.then(|field| index(old_names, field), |field| index(new_names, field));
        let Paired { pairs, removed, added } = paired;
        let order = order(self, &required(old), &required(new), &pairs);
        let swapped = order == Order::Swapped;
        if order != Order::Same {
            let kind = if swapped { rows.swapped } else { rows.reordered };
            let seen = seen_order(owner.list, &required(old), &required(new));
            self.add(kind, owner.item.clone(), owner.at.clone(), also(owner, seen));
        }
        // A parameter that is part of a swap is reported with it.
        for field in removed.into_iter().filter(|field| !(swapped && is_required(field))) {
            let mut seen = Seen::new(format!("removed ({})", spell::spec_field(self.old, field)), "is removed");
            if is_required(field) {
                seen = also(owner, seen);
            }
            self.add(rows.removed, item(owner, field), owner.at.clone(), seen);
        }
        for field in added.into_iter().filter(|field| !(swapped && is_required(field))) {
            let at = owner.at.clone().field(&field.name.wire);
            let spelled = spell::spec_field(self.new, field);
            let (kind, seen) = if is_required(field) {
                let seen = Seen::new(format!("required, added ({spelled})"), "is new and required");
                (rows.required_added, also(owner, seen))
            } else {
                (rows.added, Seen::new(format!("added ({spelled})"), "is new"))
            };
            self.add(kind, item(owner, field), at, seen);
        }
        for (old, new) in pairs {
            self.parameter(rows, owner, old, new, swapped);
        }
    }

    fn parameter(&mut self, rows: &Rows, owner: &Owner, old: &Field, new: &Field, swapped: bool) {
        let at = || owner.at.clone().field(&new.name.wire);
        let both_required = is_required(old) && is_required(new);
        let renamed_on_wire = old.name.wire != new.name.wire;
        let renamed_in_rust = old.name.ident != new.name.ident;
        let [old_names, new_names] = &owner.nameless;
        let is_nameless = old_names.contains(&old.name.wire) && new_names.contains(&new.name.wire);
        if is_nameless {
            // The name is visible to neither callers nor the server.
        } else if renamed_on_wire && !renamed_in_rust {
            let seen = Seen::turned("key", &old.name.wire, &new.name.wire);
            self.add(rows.key, item(owner, new), at(), seen);
        } else if renamed_on_wire && both_required && !owner.is_open {
            self.add(rows.required_renamed, item(owner, old), at(), Seen::renamed(&new.name.wire));
        } else if renamed_in_rust && both_required && !owner.is_open {
            // The name of a parameter is not part of a function's interface.
            let seen = Seen::turned("name of its parameter", old.name.plain(), new.name.plain());
            self.add(Kind::ParameterName, item(owner, new), at(), seen);
        } else if renamed_in_rust {
            let name = if renamed_on_wire { new.name.wire.clone() } else { new.name.plain() };
            self.add(rows.renamed, item(owner, old), at(), Seen::renamed(name));
        }
        match (is_required(old), is_required(new)) {
            _ if !self.matching.same(&old.ty, &new.ty) => {
                let seen = self.retyped_parameter(old, new);
                self.add(rows.retyped, item(owner, new), at(), seen);
            }
            _ if owner.is_open && old.boxed != new.boxed => {
                let (old, now) = (spell::rust_field(self.old, old), spell::rust_field(self.new, new));
                let seen = Seen::new(format!("{old} -> {now}"), format!("is `{now}` instead of `{old}`"));
                self.add(rows.retyped, item(owner, new), at(), seen);
            }
            _ if swapped && is_required(old) != is_required(new) => {}
            (true, false) => {
                let seen = Seen::new("required -> optional", "is optional: a method instead of a parameter");
                self.add(rows.optional, item(owner, new), at(), also(owner, seen));
            }
            (false, true) => {
                let seen = Seen::new("optional -> required", "is required: a parameter instead of a method");
                self.add(rows.required, item(owner, new), at(), also(owner, seen));
            }
            _ => {}
        }
        if self.matching.same(&old.ty, &new.ty) && old.presence.is_nullable() != new.presence.is_nullable() {
            let kind = match (both_required, new.presence.is_nullable()) {
                (true, _) => rows.retyped,
                (false, true) => rows.nullable,
                (false, false) => rows.never_null,
            };
            let mut seen = self.retyped_parameter(old, new);
            if kind != rows.retyped {
                let clear = format!("clear_{}", new.name.plain());
                seen = Seen::new(
                    format!("{} -> {}", spell::spec_type(self.old, old), spell::spec_type(self.new, new)),
                    if new.presence.is_nullable() {
                        format!("can be null, and `{clear}` is added")
                    } else {
                        format!("can no longer be null, and `{clear}` is removed")
                    },
                );
                seen = seen.and(format!("{clear} {}", if new.presence.is_nullable() { "added" } else { "removed" }));
            }
            self.add(kind, item(owner, new), at(), seen);
        }
        if old.tag != new.tag {
            let tag = |field: &Field| field.tag.clone().unwrap_or_else(|| "-".to_owned());
            let seen = Seen::turned("tag", tag(old), tag(new));
            self.add(rows.key, item(owner, new), at(), seen);
        }
        self.deprecation(&item(owner, new), &at(), &old.deprecated, &new.deprecated);
        self.docs(item(owner, new), at, &old.docs, &new.docs);
    }

    fn retyped_parameter(&self, old: &Field, new: &Field) -> Seen {
        let (old_spec, new_spec) = (spell::spec_type(self.old, old), spell::spec_type(self.new, new));
        let (old_rust, new_rust) = (spell::rust_parameter(self.old, old), spell::rust_parameter(self.new, new));
        Seen::new(format!("{old_spec} -> {new_spec}"), format!("takes `{new_rust}` instead of `{old_rust}`"))
            .and(format!("{old_rust} -> {new_rust}"))
    }

    /// Whether a caller can pass the same value for both parameters.
    fn share_a_caller(&self, old: &Field, new: &Field) -> bool {
        let (mut of_old, mut of_new) = (BTreeSet::new(), BTreeSet::new());
        let mapped = |id| self.matching.new_id(id).map_or_else(|| format!("old {id:?}"), |id| format!("{id:?}"));
        taken(self.old, old, &mapped, &mut of_old);
        taken(self.new, new, &|id| format!("{id:?}"), &mut of_new);
        !of_old.is_disjoint(&of_new)
    }
}

/// A change of the order of a function's required parameters. `pairs` are those that are in both.
pub(super) fn order(comparison: &Comparison<'_>, old: &[&Field], new: &[&Field], pairs: &[(&Field, &Field)]) -> Order {
    let became = |field: &Field| pairs.iter().find(|(old, _)| std::ptr::eq(*old, field)).map(|(_, new)| *new);
    let place = |field: &Field| new.iter().position(|new| std::ptr::eq(*new, field));
    let places: Vec<_> = old.iter().map(|field| became(field).and_then(place)).collect();
    let same_places = old.len() == new.len() && places.iter().enumerate().all(|(index, place)| *place == Some(index));
    if same_places {
        return Order::Same;
    }
    // Without a common parameter, this is a different function, and not a different order.
    let compiles = old.len() == new.len()
        && !old.is_empty()
        && old.iter().zip(new).all(|(old, new)| comparison.share_a_caller(old, new));
    if compiles {
        return Order::Swapped;
    }
    let kept: Vec<_> = places.into_iter().flatten().collect();
    if kept.is_sorted() { Order::Same } else { Order::Other }
}

/// Describes the old and the new parameters.
pub(super) fn seen_order(list: &str, old: &[&Field], new: &[&Field]) -> Seen {
    let names = |fields: &[&Field]| fields.iter().map(|field| field.name.wire.as_str()).collect::<Vec<_>>().join(", ");
    let (old, new) = (names(old), names(new));
    Seen::new(format!("{list}: {old} -> {new}"), format!("takes `{new}` instead of `{old}`, in this order"))
}

/// Adds the types that convert into the type of a parameter to `into`.
fn taken(api: &Api, field: &Field, name: &dyn Fn(TypeId) -> String, into: &mut BTreeSet<String>) {
    // For a nullable type, only `Option` of the type itself.
    if field.presence.is_nullable() {
        into.insert(format!("Option {}", owned(&field.ty, name)));
        return;
    }
    let mut item = &field.ty;
    let mut prefix = String::new();
    while let TypeRef::List(inner) = item {
        prefix.push_str("List ");
        item = inner;
    }
    let mut take = |what: &str| into.insert(format!("{prefix}{what}"));
    match item {
        TypeRef::Scalar(scalar) => {
            take(&format!("{scalar:?}"));
            if matches!(scalar, Scalar::String | Scalar::Secret | Scalar::Xml) {
                take("text");
            }
        }
        TypeRef::Named(id) => {
            take(&name(*id));
            match &api.ty(*id).shape {
                Shape::Id(_) | Shape::Enum(_) => {
                    take("text");
                }
                Shape::Lookup(lookup) => {
                    for member in lookup.members.iter().filter(|member| member.converts) {
                        if let TypeRef::Named(id) = member.field.ty {
                            take(&name(id));
                        }
                    }
                }
                Shape::OneOf(members) => {
                    for member in members.iter().filter(|member| member.converts && member.field.deprecated.is_none()) {
                        if let TypeRef::Named(id) = member.field.ty {
                            take(&name(id));
                        }
                    }
                }
                Shape::Document(document) => {
                    if let Body::OneOf(alternatives) = &document.body {
                        let sole = alternatives.iter().filter(|one| {
                            matches!(one.content.parts.as_slice(), [part] if part.field.ty == TypeRef::Scalar(Scalar::String))
                        });
                        if sole.count() == 1 {
                            take("text");
                        }
                    }
                }
                Shape::Arguments(_) | Shape::Struct(_) | Shape::Union(_) => {}
            }
        }
        TypeRef::List(_) => {}
    }
}

fn owned(ty: &TypeRef, name: &dyn Fn(TypeId) -> String) -> String {
    match ty {
        TypeRef::Scalar(scalar) => format!("{scalar:?}"),
        TypeRef::Named(id) => name(*id),
        TypeRef::List(item) => format!("List {}", owned(item, name)),
    }
}

fn is_required(field: &Field) -> bool {
    !field.presence.is_optional()
}

fn required<'f>(fields: &[&'f Field]) -> Vec<&'f Field> {
    fields.iter().copied().filter(|field| is_required(field)).collect()
}

fn item(owner: &Owner, field: &Field) -> String {
    format!("{}.{}", owner.item, field.name.wire)
}

/// Adds the other functions that have the same required parameters.
fn also(owner: &Owner, seen: Seen) -> Seen {
    if owner.others.is_empty() {
        return seen;
    }
    let others = owner.others.join(", ");
    let sentence = format!("; the same applies to `{}`", owner.others.join("`, `"));
    seen.more(format!("also {others}"), sentence)
}
