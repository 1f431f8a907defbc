//! Compares documents: their builders and their XML.

use super::{
    Comparison, Kind,
    change::Seen,
    paired::Paired,
    parameters::{self, Owner},
    place::At,
    spell,
};
use crate::ir::{Alternative, Api, Body, Content, Document, Field, Position, Scalar, Shape, Type, TypeRef};

impl Comparison<'_> {
    /// Compares two contents or two choices. Returns whether both are of the same kind.
    pub(super) fn document(&mut self, (_, old): (&Type, &Document), (ty, new): (&Type, &Document)) -> bool {
        let (name, at) = (ty.name.wire.as_str(), At::new(&ty.place));
        match (&old.body, &new.body) {
            (Body::Content(old), Body::Content(new)) => {
                let owner = Owner::of_type(name, "required parts", at.clone());
                self.content(&owner, old, new);
            }
            (Body::OneOf(old), Body::OneOf(new)) => self.alternatives(name, &at, old, new),
            _ => return false,
        }
        let at = at.key("root");
        match (&old.root, &new.root) {
            (None, Some(root)) => {
                let seen = Seen::new(format!("root added (<{root}>)"), format!("is a separate document, `<{root}>`"));
                self.add(Kind::RootAdded, name, at, seen);
            }
            (Some(root), None) => {
                let seen = Seen::new(format!("root removed (<{root}>)"), "is no longer a separate document");
                self.add(Kind::RootRemoved, name, at, seen);
            }
            (Some(old), Some(new)) if old != new => {
                self.add(Kind::Root, name, at, Seen::turned("root element", old, new));
            }
            _ => {}
        }
        true
    }

    fn content(&mut self, owner: &Owner, old: &Content, new: &Content) {
        let (old_fields, new_fields) = (fields(old), fields(new));
        self.parameters(&parameters::PARTS, owner, &old_fields, &new_fields);
        let (before, now) = (layout(old, new), layout(new, old));
        if before != now {
            let seen = Seen::turned("layout", before.join(", "), now.join(", "));
            self.add(Kind::Layout, owner.item.as_str(), owner.at.clone(), seen);
        }
    }

    fn alternatives(&mut self, name: &str, at: &At, old: &[Alternative], new: &[Alternative]) {
        let at = at.clone().key("one_of");
        let key = |api: &Api, one: &Alternative| {
            let parts = fields(&one.content).into_iter().map(|field| spell::spec_field(api, field));
            (format!("{:?}", one.docs), parts.collect::<Vec<_>>(), layout(&one.content, &one.content))
        };
        let mut paired = Paired::by(old, new, |one| &one.name.wire, |one| &one.name.wire);
        paired.then(|one| Some(key(self.old, one)), |one| Some(key(self.new, one)));
        let Paired { pairs, removed, added } = paired;
        for one in removed {
            self.add(Kind::ChoiceRemoved, format!("{name}.{}", one.name.wire), at.clone(), Seen::removed());
        }
        for one in added {
            let wire = &one.name.wire;
            self.add(Kind::ChoiceAdded, format!("{name}.{wire}"), at.clone().key(wire), Seen::added());
        }
        for (before, now) in pairs {
            let at = at.clone().key(&now.name.wire);
            if before.name != now.name {
                let item = format!("{name}.{}", before.name.wire);
                self.add(Kind::ChoiceRenamed, item, at.clone(), Seen::renamed(&now.name.wire));
            }
            let owner = Owner::of_type(format!("{name}.{}", now.name.wire), "parameters", at.clone());
            // The fields of a variant are public.
            let owner = Owner { is_open: true, ..owner };
            self.content(&owner, &before.content, &now.content);
            self.docs(owner.item.as_str(), || at, &before.docs, &now.docs);
        }
        let (before, now) = (converting(self.old, old), converting(self.new, new));
        let spelled = |api: &Api, field: &Field| spell::type_ref(api, &field.ty);
        for field in &now {
            if !before.iter().any(|old| self.matching.same(&old.ty, &field.ty)) {
                let what = spelled(self.new, field);
                let seen = Seen::new(format!("{what} converts into it"), format!("has a conversion from `{what}`"));
                self.add(Kind::ConversionAdded, name, at.clone(), seen);
            }
        }
        for field in before {
            if !now.iter().any(|new| self.matching.same(&field.ty, &new.ty)) {
                let what = spelled(self.old, field);
                let part = format!("{what} no longer converts into it");
                let sentence = format!("no longer has a conversion from `{what}`");
                self.add(Kind::ConversionRemoved, name, at.clone(), Seen::new(part, sentence));
            }
        }
    }
}

/// Returns the positions of the parts of `content` that are also in `other`, in order, and the fixed attributes.
fn layout(content: &Content, other: &Content) -> Vec<String> {
    let is_in_both = |field: &Field| other.parts.iter().any(|part| part.field.name.ident == field.name.ident);
    let parts = content.parts.iter().filter(|part| is_in_both(&part.field)).map(|part| {
        let name = part.field.name.plain();
        match &part.position {
            Position::Attribute => format!("{name}: attribute"),
            Position::Text => format!("{name}: text"),
            Position::Inline => format!("{name}: inline"),
            Position::Element(attributes) if attributes.is_empty() => format!("{name}: element"),
            Position::Element(attributes) => format!("{name}: element {}", fixed(attributes)),
        }
    });
    let own = fixed(&content.fixed);
    std::iter::once(own).filter(|own| !own.is_empty()).chain(parts).collect()
}

fn fixed(attributes: &[(String, String)]) -> String {
    attributes.iter().map(|(name, value)| format!("{name}={value:?}")).collect::<Vec<_>>().join(" ")
}

fn fields(content: &Content) -> Vec<&Field> {
    content.parts.iter().map(|part| &part.field).collect()
}

/// Returns the fields whose types convert into a choice: a text or a lookup that is the only content of exactly one
/// alternative.
fn converting<'a>(api: &Api, alternatives: &'a [Alternative]) -> Vec<&'a Field> {
    let sole = alternatives.iter().filter_map(|one| match one.content.parts.as_slice() {
        [part] => Some(&part.field),
        _ => None,
    });
    let sole: Vec<_> = sole
        .filter(|field| match &field.ty {
            TypeRef::Scalar(scalar) => *scalar == Scalar::String,
            TypeRef::Named(id) => matches!(api.ty(*id).shape, Shape::Lookup(_)),
            TypeRef::List(_) => false,
        })
        .collect();
    let is_only = |ty: &TypeRef| sole.iter().filter(|field| field.ty == *ty).count() == 1;
    sole.iter().copied().filter(|field| is_only(&field.ty)).collect()
}
