//! Compares the fields of responses.

use std::collections::BTreeMap;

use super::{
    Comparison, Kind,
    change::{Seen, deprecation},
    matching,
    paired::Paired,
    parameters::{self, Order},
    place::At,
    spell,
};
use crate::ir::{Field, Presence, Struct, Type};

/// A change of a field that can be the same in a schema and its views.
pub(super) struct FieldChange {
    /// The schema, or the type itself if it has no views.
    schema: String,
    /// The changed type.
    ty: String,
    kind: Kind,
    /// The field, such as the `progress` of `Task.progress`.
    wire: String,
    at: At,
    seen: Seen,
}

/// A struct before and after.
pub(super) struct Structs<'a> {
    /// Its name in Rust.
    pub(super) name: String,
    pub(super) old: (&'a Type, &'a Struct),
    pub(super) new: (&'a Type, &'a Struct),
    /// The place of its fields.
    pub(super) at: At,
}

impl Comparison<'_> {
    pub(super) fn structs(&mut self, structs: &Structs<'_>) {
        let Structs { old: (_, old), new: (_, new), .. } = *structs;
        let Paired { pairs, removed, added } = matching::fields(&self.matching, &old.fields, &new.fields);
        for field in removed {
            let seen = Seen::new(format!("removed ({})", spell::spec_field(self.old, field)), "is removed");
            self.field(structs, Kind::FieldRemoved, field, structs.at.clone(), seen);
        }
        // `new` takes all fields, so that an additional field breaks its callers.
        let is_sent = old.sendable && new.sendable;
        for field in added {
            let kind = if is_sent { Kind::SentFieldAdded } else { Kind::FieldAdded };
            let mut seen = Seen::new(format!("added ({})", spell::spec_field(self.new, field)), "is new");
            if is_sent {
                let new = format!("{}::new", structs.name);
                seen = seen.more(format!("{new} takes it"), format!(", and `{new}` takes it"));
            }
            self.field(structs, kind, field, structs.at.clone().field(&field.name.wire), seen);
        }
        for (old, new) in &pairs {
            self.pair(structs, old, new);
        }
        if is_sent {
            self.constructor(structs, &pairs);
        }
        let (at, item) = (structs.at.clone(), structs.name.clone());
        match (old.sendable, new.sendable) {
            (false, true) => {
                self.add(Kind::ConstructorAdded, item, at, Seen::new("new added: it can be sent", "can be sent"));
            }
            (true, false) => {
                let seen = Seen::new("new removed: it is no longer sent", "no longer has `new`");
                self.add(Kind::ConstructorRemoved, item, at, seen);
            }
            _ => {}
        }
    }

    fn constructor(&mut self, structs: &Structs<'_>, pairs: &[(&Field, &Field)]) {
        let (old, new): (Vec<_>, Vec<_>) = (fields(structs.old.1), fields(structs.new.1));
        let kind = match parameters::order(self, &old, &new, pairs) {
            Order::Same => return,
            Order::Other => Kind::SentFieldsReordered,
            Order::Swapped => Kind::SentFieldsSwapped,
        };
        self.add(kind, structs.name.clone(), structs.at.clone(), parameters::seen_order("new", &old, &new));
    }

    fn pair(&mut self, structs: &Structs<'_>, old: &Field, new: &Field) {
        let at = || structs.at.clone().field(&new.name.wire);
        let renamed_on_wire = old.name.wire != new.name.wire;
        let renamed_in_rust = old.name.ident != new.name.ident;
        match (renamed_on_wire, renamed_in_rust) {
            (false, false) => {}
            (true, false) => {
                let seen = Seen::turned("key", &old.name.wire, &new.name.wire);
                self.field(structs, Kind::FieldKey, new, at(), seen);
            }
            (true, true) => {
                self.field(structs, Kind::FieldRenamed, old, at(), Seen::renamed(&new.name.wire));
            }
            (false, true) => {
                let seen = Seen::renamed(new.name.plain());
                self.field(structs, Kind::FieldRenamed, old, at(), seen);
            }
        }
        let optional = |field: &Field| field.presence != Presence::Required;
        let is_same = self.matching.same(&old.ty, &new.ty);
        let kind = match (optional(old), optional(new)) {
            _ if !is_same => Some(Kind::FieldRetyped),
            (false, true) => Some(Kind::FieldOptional),
            (true, false) => Some(Kind::FieldRequired),
            _ if old.boxed != new.boxed => Some(Kind::FieldBoxed),
            _ => None,
        };
        if let Some(kind) = kind {
            let seen = self.retyped(old, new);
            self.field(structs, kind, new, at(), seen);
        } else if old.presence != new.presence {
            let (old, now) = (spell::spec_field(self.old, old), spell::spec_field(self.new, new));
            let sentence = format!("is `{now}` instead of `{old}`, which is the same in Rust");
            let seen = Seen::new(format!("{old} -> {now}"), sentence).and("the same in Rust");
            self.field(structs, Kind::FieldPresence, new, at(), seen);
        }
        if old.or_one != new.or_one {
            let (part, sentence) = if new.or_one {
                ("one or a list", "can be a single item that is not in a list")
            } else {
                ("always a list", "is always a list")
            };
            self.field(structs, Kind::FieldOneOrList, new, at(), Seen::new(part, sentence));
        }
        if let Some((kind, seen)) = deprecation(&old.deprecated, &new.deprecated) {
            self.field(structs, kind, new, at(), seen);
        }
        if old.docs != new.docs {
            let schema = spell::schema_of(self.new, structs.new.0).unwrap_or(&structs.name);
            self.docs(format!("{schema}.{}", new.name.wire), at, &old.docs, &new.docs);
        }
    }

    /// A field before and after, in the spec and in Rust.
    fn retyped(&self, old: &Field, new: &Field) -> Seen {
        let named = old.presence.is_optional() != new.presence.is_optional();
        let spelled = |api, field| if named { spell::spec_field(api, field) } else { spell::spec_type(api, field) };
        let (old_spec, new_spec) = (spelled(self.old, old), spelled(self.new, new));
        let (old_rust, new_rust) = (spell::rust_field(self.old, old), spell::rust_field(self.new, new));
        let sentence = format!("is `{new_rust}` instead of `{old_rust}`");
        let rust = format!("{old_rust} -> {new_rust}");
        if old_spec == new_spec {
            return Seen::new(rust, sentence);
        }
        Seen::new(format!("{old_spec} -> {new_spec}"), sentence).and(rust)
    }

    fn field(&mut self, structs: &Structs<'_>, kind: Kind, field: &Field, at: At, seen: Seen) {
        let schema = spell::schema_of(self.new, structs.new.0).unwrap_or(&structs.name).to_owned();
        let (ty, wire) = (structs.name.clone(), field.name.wire.clone());
        self.fields.push(FieldChange { schema, ty, kind, wire, at, seen });
    }

    /// Reports the common changes of a schema and its views once.
    pub(super) fn collect_fields(&mut self) {
        let mut groups: BTreeMap<_, Vec<FieldChange>> = BTreeMap::new();
        for change in std::mem::take(&mut self.fields) {
            let key = (change.schema.clone(), change.wire.clone(), change.kind, change.seen.sentence.clone());
            groups.entry(key).or_default().push(change);
        }
        for ((schema, ..), group) in groups {
            let of_schema = group.iter().any(|change| change.ty == schema);
            let views: Vec<_> =
                group.iter().filter(|change| change.ty != schema).map(|change| change.ty.clone()).collect();
            let Some(FieldChange { ty, kind, wire, at, mut seen, .. }) = group.into_iter().next() else { continue };
            let owner = if of_schema || views.len() > 1 { schema } else { ty };
            if of_schema && !views.is_empty() {
                seen = seen.more(format!("also in {}", spell::names(&views)), ", also in its views");
            } else if views.len() > 1 {
                seen = seen.more(format!("in {}", spell::names(&views)), " in its views");
            }
            self.add(kind, format!("{owner}.{wire}"), at, seen);
        }
    }
}

fn fields(object: &Struct) -> Vec<&Field> {
    object.fields.iter().collect()
}
