//! Edits for values: types, values of enums, kinds of unions, error codes; and new types.

use std::collections::{BTreeMap, BTreeSet};

use generator::{
    ir::{Departure, Field, Scalar, Shape as Made, Subject, Type, TypeRef},
    source::Place,
    yaml::NodeKind,
};

use super::{
    super::{
        routes::Known,
        seen::{Home, Seen, Side},
        shape::{Kind, Shape},
    },
    Additions, times, todo,
};
use crate::{
    edit::{Change, Edit, Yaml, keys},
    names,
    places::At,
};

/// Values that a type does not list: the count and the content of each.
type Unlisted<'s> = BTreeMap<&'s str, (usize, Shape)>;

impl<'a> Additions<'a> {
    /// Edits fields with values of another type than declared.
    pub(super) fn types(&mut self, seen: &Seen<'a>) {
        let mut found: Vec<(Home<'a>, &Field, Place, Shape)> = Vec::new();
        for (at, mismatch) in &seen.mismatches {
            let Some((home, field)) = mismatch.of.filter(|_| at.side == Side::Response) else { continue };
            let home = self.schema(home);
            let Some(place) = home.place() else { continue };
            match found.iter_mut().find(|(_, known, at, _)| at == place && known.name == field.name) {
                Some((.., shape)) => shape.merge(&mismatch.found),
                None => found.push((home, field, place.clone(), mismatch.found.clone())),
            }
        }
        for (home, field, place, shape) in found {
            let wire = &field.name.wire;
            let Some(at) = home.at(self.places, Some(wire)) else { continue };
            let ty = self.other_type(seen, &self.places.file(at.file), &place, field, &shape);
            let nullable = field.presence.is_nullable() || shape.times(Kind::Null) > 0;
            self.retype(&at, |_| crate::drift::nullable(ty.trim_matches(['"', '?']), nullable));
            let subjects = self.subjects(home, wire);
            let kinds: Vec<String> =
                shape.types().into_iter().map(|(kind, count)| format!("{kind} {}", times(count))).collect();
            self.fixup(&subjects, Departure::Retyped, &format!("Recorded as {}.", kinds.join(", ")));
        }
    }

    /// Returns the type of a field whose unexpected values have `shape`.
    fn other_type(&mut self, seen: &Seen<'_>, file: &str, place: &Place, field: &Field, shape: &Shape) -> String {
        let objects = seen.objects.values().filter(|object| object.home.place() == Some(place));
        let fields = objects.flat_map(|object| &object.fields).filter(|seen| seen.field.name == field.name);
        let present: usize = fields.map(|seen| seen.present - seen.nulls.min(seen.present)).sum();
        let is_integer = field.ty == TypeRef::Scalar(Scalar::Integer);
        match shape.only() {
            Some(Kind::Number) if is_integer => "number".to_owned(),
            Some(_) if shape.count == present => self.guess.ty(file, "", &field.name.wire, shape, Side::Response),
            _ => "json".to_owned(),
        }
    }

    /// Adds values of enums and kinds of unions.
    pub(super) fn values(&mut self, seen: &Seen<'a>) {
        let mut added: BTreeMap<&str, (&'a Type, Unlisted<'_>)> = BTreeMap::new();
        for ((at, text), value) in seen.values.iter().filter(|((_, text), _)| text != "…") {
            let (_, values) = added.entry(at.ty).or_insert_with(|| (value.ty, BTreeMap::new()));
            let (count, shape) = values.entry(text).or_default();
            *count += value.count;
            shape.merge(&value.value);
        }
        for (ty, values) in added.into_values() {
            let at = self.places.members(ty);
            let Some(id) = self.id(ty) else { continue };
            for (text, (count, shape)) in values.into_iter().filter(|(text, _)| names::is_nameable(text)) {
                let is_map = matches!(self.places.node(&at).map(|node| &node.kind), Some(NodeKind::Map(_)));
                match &ty.shape {
                    Made::Enum(_) => {
                        // Clients treat unknown values as pending.
                        for pending in self.places.pending(id) {
                            self.push(&pending, Change::Item(Yaml::text(text)), text);
                        }
                        match is_map {
                            true => self.entry(&at, text, Yaml::text(todo(count))),
                            false => self.push(&at, Change::Item(Yaml::text(text)), text),
                        }
                    }
                    _ => {
                        let made = self.guess.ty(&self.places.file(at.file), text, text, &shape, Side::Response);
                        self.entry(&at, text, Yaml::raw(made.trim_end_matches('?')));
                    }
                }
                let subject = match at == self.places.root(["scopes"]) {
                    true => Subject::Scope(text.to_owned()),
                    false => Subject::Member { ty: id, wire: text.to_owned() },
                };
                self.fixup(&[subject], Departure::Added, &recorded(count));
            }
        }
    }

    /// Adds error codes.
    pub(super) fn errors(&mut self, seen: &Seen<'a>) {
        let mut undeclared: BTreeMap<&str, (BTreeSet<&str>, Place, u16, Shape, usize)> = BTreeMap::new();
        for ((_, code, status), failure) in seen.errors.iter().filter(|((_, code, _), _)| names::is_nameable(code)) {
            let Known { resource, operation, .. } = failure.known;
            // If the status differs, the declaration of the code is edited, and not the operation.
            if failure.declared.is_none_or(|code| code.status == *status) {
                match self.places.without_error(&operation.place, code) {
                    // It is the code of a lookup, which is listed in `without_errors`.
                    Some(at) => self.push(&at, Change::Remove, ""),
                    None => {
                        let at = self.places.operation(&operation.place, Some("errors"));
                        self.push(&at, Change::Item(Yaml::text(code)), code);
                    }
                }
                let within = format!("errors.{code}");
                let subject = Subject::Operation { method: operation.method, path: operation.path.clone(), within };
                self.fixup(&[subject], Departure::Added, &recorded(failure.count));
            }
            if failure.declared.is_none() {
                let new = || (BTreeSet::new(), resource.place.clone(), *status, Shape::default(), 0);
                let (resources, _, _, detail, count) = undeclared.entry(code).or_insert_with(new);
                resources.insert(resource.module.name().wire.as_str());
                detail.merge(&failure.detail);
                *count += failure.count;
            }
        }
        for (code, (resources, place, status, detail, count)) in undeclared {
            // A code of several resources is declared in `api.yaml`.
            let file = if resources.len() > 1 { self.places.api().place.file } else { place.file };
            let mut entry = vec![
                ("status".to_owned(), Yaml::raw(status.to_string())),
                ("docs".to_owned(), Yaml::text(todo(count))),
            ];
            let fields: Vec<(String, Yaml)> = detail
                .fields
                .iter()
                .filter(|(key, _)| names::is_nameable(key))
                .map(|(key, shape)| self.field(file, code, key, shape, Side::Response))
                .collect();
            if !fields.is_empty() {
                entry.push(("detail".to_owned(), Yaml::Map(fields)));
            }
            let at = At { file, path: keys(["errors"]) };
            self.entry(&at, code, Yaml::Map(entry));
        }
    }

    /// Declares the types to which the edits refer.
    pub(super) fn made(&mut self) {
        // A new type can refer to another new type.
        while let Some((name, made)) = self.guess.next() {
            let is_union = made.side == Side::Response && made.shape.is_union();
            let docs = ("docs", Yaml::text(todo(made.shape.count)));
            let (section, entry) = if is_union {
                let tagged = made.shape.tagged.iter().filter(|(tag, _)| names::is_nameable(tag));
                let options = tagged.map(|(tag, shape)| {
                    (tag.clone(), Yaml::raw(self.guess.ty(&made.file, &name, tag, shape, made.side)))
                });
                ("unions", Yaml::map([docs, ("options", Yaml::Map(options.collect()))]))
            } else {
                let objects = made.shape.times(Kind::Object);
                let mut fields = Vec::new();
                for (key, shape) in made.shape.fields.iter().filter(|(key, _)| names::is_nameable(key)) {
                    let ty = self.guess.ty(&made.file, &name, key, shape, made.side);
                    let optional = if shape.count < objects { "?" } else { "" };
                    fields.push((format!("{key}{optional}"), super::described(&ty, shape)));
                }
                let section = if made.side == Side::Request { "arguments" } else { "schemas" };
                (section, Yaml::map([docs, ("fields", Yaml::Map(fields))]))
            };
            self.edits.push(Edit::new(&made.file, &keys([section]), Change::Entry(name, entry)));
        }
    }
}

/// Returns the evidence: how often something was recorded.
pub(super) fn recorded(count: usize) -> String {
    format!("Recorded {}.", times(count))
}
