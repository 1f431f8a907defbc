//! Compares types of the spec with types of the document.

use generator::ir::{self, Departure, Field, JsonType, Presence, TypeId, TypeRef};

use super::place::Comparison;
use crate::drift::{
    difference::{Part, Target, Theirs},
    document::{Property, Shape},
};

/// Where fields are sent, which determines the default of `required`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Response,
    Body,
    Query,
}

impl<'a> Comparison<'a> {
    /// Compares the type `ours` with `theirs`.
    pub(super) fn value(&mut self, ours: &TypeRef, theirs: &'a Shape, side: Side) {
        if let (TypeRef::Named(id), Shape::Named(name)) = (ours, theirs) {
            if self.within.contains(&(*id, name)) {
                return;
            }
            let known = self.pairs.entry(name).or_default();
            if !known.contains(id) {
                known.push(*id);
            }
            self.within.push((*id, name));
            self.resolved(ours, self.document.resolve(theirs), side);
            self.within.pop();
        } else {
            self.resolved(ours, self.document.resolve(theirs), side);
        }
    }

    fn resolved(&mut self, ours: &TypeRef, theirs: &'a Shape, side: Side) {
        match (ours, theirs) {
            (TypeRef::Scalar(scalar), theirs) if is_documented_as(scalar.json(), theirs) => {}
            (TypeRef::List(ours), Shape::List(theirs) | Shape::ListOrOne(theirs)) => self.value(ours, theirs, side),
            (TypeRef::Named(id), theirs) => self.named(*id, theirs, side),
            _ => self.retyped(ours, theirs),
        }
    }

    fn named(&mut self, id: TypeId, theirs: &'a Shape, side: Side) {
        let api = self.api;
        match (&api.ty(id).shape, theirs) {
            (ir::Shape::Id(_), Shape::String) => {}
            // The document has XML as a string, without its structure.
            (ir::Shape::Document(_), Shape::String) => {}
            (ir::Shape::Enum(values), Shape::Enum(documented)) => {
                let values: Vec<&str> = values.iter().map(|value| value.name.wire.as_str()).collect();
                let documented: Vec<&str> = documented.iter().map(String::as_str).collect();
                let place = move |this: &Self, value: &str| this.member(Some(id), value).with(Theirs::Name);
                self.names_within(&documented, &values, Part::EnumValue, "a value", place);
            }
            // An object without fields has undocumented fields.
            (ir::Shape::Struct(object), Shape::Object(fields)) if fields.is_empty() && !object.fields.is_empty() => {
                self.retyped(&TypeRef::Named(id), theirs);
            }
            (ir::Shape::Struct(object), Shape::Object(fields)) => self.fields(Some(id), &object.fields, fields, side),
            (ir::Shape::Arguments(ours), Shape::Object(fields)) => self.fields(Some(id), ours, fields, side),
            (ir::Shape::Lookup(lookup), Shape::Object(fields)) => {
                let members: Vec<Field> = lookup.members.iter().map(|member| member.field.clone()).collect();
                // Exactly one member is given, so that neither side marks a member as required.
                self.fields(Some(id), &members, fields, Side::Query);
            }
            (ir::Shape::OneOf(members), Shape::Object(fields)) => {
                // Exactly one member is given, so that each is optional in the document.
                let optional = |member: &ir::Member| Field { presence: Presence::Optional, ..member.field.clone() };
                let members: Vec<Field> = members.iter().map(optional).collect();
                self.fields(Some(id), &members, fields, side);
            }
            (ir::Shape::Union(kinds), Shape::Union(options)) => self.kinds(id, kinds, options, side),
            _ => self.retyped(&TypeRef::Named(id), theirs),
        }
    }

    fn kinds(&mut self, id: TypeId, kinds: &[ir::UnionOption], options: &'a [(String, Shape)], side: Side) {
        let names: Vec<&str> = kinds.iter().map(|kind| kind.name.wire.as_str()).collect();
        let documented: Vec<&str> = options.iter().map(|(name, _)| name.as_str()).collect();
        let place = move |this: &Self, kind: &str| {
            let option = options.iter().find(|(name, _)| name == kind);
            this.member(Some(id), kind).with(option.map_or(Theirs::Name, |(_, shape)| Theirs::Shape(shape)))
        };
        self.names_within(&documented, &names, Part::Field, "a kind", place);
        for kind in kinds {
            if let Some((_, option)) = options.iter().find(|(name, _)| *name == kind.name.wire) {
                let place = self.member(Some(id), &kind.name.wire).with(Theirs::Shape(option));
                self.at(place, |this| this.value(&TypeRef::Named(kind.ty), option, side));
            }
        }
    }

    /// Compares the fields of an object, which `owner` declares.
    pub(super) fn fields(&mut self, owner: Option<TypeId>, ours: &[Field], theirs: &'a [Property], side: Side) {
        if let Some(owner) = owner {
            *self.visits.types.entry(owner).or_default() += 1;
        }
        for property in theirs {
            let place = self.member(owner, &property.name).with(Theirs::Property(property));
            let named = ours.iter().find(|field| field.name.wire == property.name);
            let tagged = || ours.iter().find(|field| field.tag.as_ref() == Some(&property.name));
            match (named, tagged()) {
                (Some(field), _) => self.at(place, |this| this.field(field, property, side)),
                (None, Some(field)) => self.at(place, |this| this.tag(field, property, side)),
                (None, None) => {
                    let mut text = describe(&property.shape, property.nullable);
                    if side != Side::Response {
                        text.push_str(if property.required == Some(true) { ", required" } else { ", optional" });
                    }
                    self.at(place, |this| this.differ(Departure::LeftOut, Part::Field, &text, "nothing"));
                }
            }
        }
        for field in ours.iter().filter(|field| theirs.iter().all(|property| property.name != field.name.wire)) {
            let place = self.member(owner, &field.name.wire);
            let text = self.spelled(&field.ty, field.presence.is_nullable());
            self.at(place, |this| this.differ(Departure::Added, Part::Field, "nothing", &text));
        }
    }

    /// Compares whether a field is always present.
    fn required(&mut self, ours: &Field, theirs: &Property, side: Side) {
        if let Some(required) = is_required(theirs, side) {
            let (always, maybe) = ("required", "optional");
            match (required, ours.presence.is_optional()) {
                (true, true) => self.differ(Departure::Optional, Part::Field, always, maybe),
                (false, false) => self.differ(Departure::Required, Part::Field, maybe, always),
                _ => {}
            }
        }
    }

    fn field(&mut self, ours: &Field, theirs: &'a Property, side: Side) {
        if let Some(Target::Member(owner, wire)) = self.path.last().and_then(|place| place.target.clone()) {
            *self.visits.members.entry((owner, wire)).or_default() += 1;
        }
        self.required(ours, theirs, side);
        // Any value can be null.
        if !matches!(theirs.shape, Shape::Any) {
            self.nullability(ours.presence, theirs.nullable);
        }
        self.deprecation(Part::Field, ours.deprecated.is_some(), theirs.deprecated);
        if ours.or_one != matches!(theirs.shape, Shape::ListOrOne(_)) {
            let text = format!("{}, or one item", self.spelled(&ours.ty, false));
            self.differ(Departure::Retyped, Part::Field, &describe(&theirs.shape, false), &text);
        }
        self.value(&ours.ty, &theirs.shape, side);
    }

    /// Compares the tag of the field `ours` with the property of that name.
    fn tag(&mut self, ours: &Field, theirs: &'a Property, side: Side) {
        if let Some(Target::Member(owner, wire)) = self.path.last().and_then(|place| place.target.clone()) {
            *self.visits.members.entry((owner, wire)).or_default() += 1;
        }
        self.required(ours, theirs, side);
        self.nullability(ours.presence, theirs.nullable);
        let TypeRef::Named(id) = ours.ty else { return };
        let ir::Shape::OneOf(members) = &self.api.ty(id).shape else { return };
        match self.document.resolve(&theirs.shape) {
            Shape::String => {}
            Shape::Enum(documented) => {
                let values: Vec<&str> = members.iter().map(|member| member.field.name.wire.as_str()).collect();
                let documented: Vec<&str> = documented.iter().map(String::as_str).collect();
                let place = move |this: &Self, value: &str| this.member(Some(id), value).with(Theirs::Name);
                self.names_within(&documented, &values, Part::EnumValue, "a value", place);
            }
            theirs => self.retyped(&ours.ty, theirs),
        }
    }

    /// Compares whether something is deprecated.
    pub(super) fn deprecation(&mut self, part: Part, ours: bool, theirs: bool) {
        let (deprecated, not) = ("deprecated", "not deprecated");
        match (theirs, ours) {
            (false, true) => self.differ(Departure::Deprecated, part, not, deprecated),
            (true, false) => self.differ(Departure::NotDeprecated, part, deprecated, not),
            _ => {}
        }
    }

    fn nullability(&mut self, ours: Presence, theirs: bool) {
        match (theirs, ours.is_nullable()) {
            (false, true) => self.differ(Departure::Nullable, Part::Field, "never null", "possibly null"),
            (true, false) => self.differ(Departure::NeverNull, Part::Field, "possibly null", "never null"),
            _ => {}
        }
    }

    fn retyped(&mut self, ours: &TypeRef, theirs: &Shape) {
        let text = self.spelled(ours, false);
        self.differ(Departure::Retyped, Part::Field, &describe(theirs, false), &text);
    }

    /// Returns a type in the syntax of the spec.
    fn spelled(&self, ty: &TypeRef, nullable: bool) -> String {
        let text = match ty {
            TypeRef::Scalar(scalar) => scalar.as_str().to_owned(),
            TypeRef::Named(id) => self.api.ty(*id).name.wire.clone(),
            TypeRef::List(item) => format!("[{}]", self.spelled(item, false)),
        };
        if nullable { format!("{text}?") } else { text }
    }
}

/// Whether `property` is required in the document; `None` if the document does not specify it.
fn is_required(property: &Property, side: Side) -> Option<bool> {
    match side {
        // Only the keys of a response and the objects in request bodies have `required`; everywhere else, all
        // properties are present.
        Side::Response => Some(property.required.unwrap_or(true)),
        Side::Body => Some(property.required.unwrap_or(false)),
        // The members of an object in the query cannot be marked as required.
        Side::Query => property.required,
    }
}

/// Returns a type of the document in the syntax of the spec.
pub(super) fn describe(shape: &Shape, nullable: bool) -> String {
    let text = match shape {
        Shape::String => "string".to_owned(),
        Shape::Integer => "integer".to_owned(),
        Shape::Number => "number".to_owned(),
        Shape::Boolean => "boolean".to_owned(),
        Shape::Enum(values) => format!("one of {}", values.join(", ")),
        Shape::List(item) => format!("[{}]", describe(item, false)),
        Shape::ListOrOne(item) => format!("[{}], or one item", describe(item, false)),
        Shape::Any => "any value".to_owned(),
        Shape::Object(fields) if fields.is_empty() => "an object without fields".to_owned(),
        Shape::Object(fields) => {
            let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
            format!("{{{}}}", names.join(", "))
        }
        Shape::Union(options) => {
            let names: Vec<&str> = options.iter().map(|(name, _)| name.as_str()).collect();
            format!("a union of {}", names.join(", "))
        }
        Shape::Named(name) => name.clone(),
        Shape::Unknown(text) => text.clone(),
    };
    if nullable { format!("{text}?") } else { text }
}

/// Whether a scalar with this JSON type is documented as `shape`.
fn is_documented_as(json: JsonType, shape: &Shape) -> bool {
    match json {
        JsonType::String => matches!(shape, Shape::String),
        JsonType::Integer => matches!(shape, Shape::Integer),
        JsonType::Number => matches!(shape, Shape::Number),
        JsonType::Boolean => matches!(shape, Shape::Boolean),
        JsonType::Any => matches!(shape, Shape::Any),
    }
}
