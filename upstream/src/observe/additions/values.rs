//! What differs in a value: its type, an enum's value, a union's kind, an error code; and the types made up for others.

use std::collections::{BTreeMap, BTreeSet};

use generator::{
    ir::{Field, Scalar, Shape as Made, Type, TypeRef},
    source::Place,
};

use super::{
    super::{
        body::type_text,
        paste::{indented, list, quoted, scalar},
        routes::Known,
        seen::{Home, Seen, Side, keys},
        shape::{Kind, Shape},
    },
    Additions, DOCS, Header,
};

impl<'a> Additions<'a> {
    /// Fields that hold something else than is declared.
    pub(super) fn types(&mut self, seen: &Seen<'a>) {
        let mut found: Vec<(Home<'a>, &Field, Place, Shape)> = Vec::new();
        for (at, mismatch) in &seen.mismatches {
            let Some((home, field)) = mismatch.of.filter(|_| at.side == Side::Answer) else { continue };
            let Some(place) = home.place() else { continue };
            match found.iter_mut().find(|(_, known, at, _)| at == place && known.name == field.name) {
                Some((.., shape)) => shape.merge(&mismatch.found),
                None => found.push((home, field, place.clone(), mismatch.found.clone())),
            }
        }
        for (home, field, place, shape) in found {
            let Some(schema) = self.schema_at(&place) else { continue };
            let header = self.fields_of(&schema, home);
            let ty = self.other_type(seen, &header.file, &place, field, &shape);
            let key = scalar(&format!("{}{}", field.name.wire, if field.presence.is_optional() { "?" } else { "" }));
            let ty = quoted(&ty, field.presence.is_nullable());
            self.add(header, vec![format!("{key}: {ty} # was {}", type_text(&self.spec.api, &field.ty))]);
        }
    }

    /// The type of a field of which `shape` is what does not fit.
    fn other_type(&mut self, seen: &Seen<'_>, file: &str, place: &Place, field: &Field, shape: &Shape) -> String {
        let objects = seen.objects.values().filter(|object| object.home.place() == Some(place));
        let fields = objects.flat_map(|object| &object.fields).filter(|seen| seen.field.name == field.name);
        let present: usize = fields.map(|seen| seen.present - seen.nulls.min(seen.present)).sum();
        let is_integer = field.ty == TypeRef::Scalar(Scalar::Integer);
        match shape.only() {
            Some(Kind::Number) if is_integer => "number".to_owned(),
            Some(_) if shape.count == present => self.guess.ty(file, "", &field.name.wire, shape, Side::Answer),
            _ => "json".to_owned(),
        }
    }

    pub(super) fn values(&mut self, seen: &Seen<'a>) {
        let mut added: BTreeMap<&str, (&Type, BTreeMap<&str, Shape>)> = BTreeMap::new();
        for ((at, text), value) in seen.values.iter().filter(|((_, text), _)| text != "…") {
            let (_, values) = added.entry(at.ty).or_insert_with(|| (value.ty, BTreeMap::new()));
            values.entry(text).or_default().merge(&value.value);
        }
        for (ty, values) in added.into_values() {
            let mut header = self.header(&ty.place, keys(&ty.place));
            let lines = match &ty.shape {
                Made::Enum(known) if known.iter().any(|value| !value.docs.lines().is_empty()) => {
                    header.keys.push("values".to_owned());
                    values.keys().map(|text| format!("{}: {DOCS}", scalar(text))).collect()
                }
                Made::Enum(known) => {
                    let known = known.iter().map(|value| value.name.wire.as_str());
                    let items: Vec<_> = known.chain(values.keys().copied()).map(scalar).collect();
                    list("values", &items)
                }
                _ => {
                    header.keys.push("options".to_owned());
                    let file = header.file.clone();
                    let option = |(text, shape): (&&str, &Shape)| {
                        let ty = self.guess.ty(&file, text, text, shape, Side::Answer);
                        format!("{}: {}", scalar(text), ty.trim_end_matches('?'))
                    };
                    values.iter().map(option).collect()
                }
            };
            self.add(header, lines);
        }
    }

    pub(super) fn errors(&mut self, seen: &Seen<'a>) {
        let mut listed: BTreeMap<&str, (&Known<'_>, BTreeSet<&str>)> = BTreeMap::new();
        let mut undeclared: BTreeMap<&str, (BTreeSet<&str>, Place, u16, Shape)> = BTreeMap::new();
        for ((operation, code, status), failure) in seen.errors.iter().filter(|((_, code, _), _)| code != "…") {
            // With another status, the code is what to look at, and the operation may be right.
            if failure.declared.is_none_or(|code| code.status == *status) {
                listed.entry(operation).or_insert_with(|| (failure.known, BTreeSet::new())).1.insert(code);
            }
            if failure.declared.is_none() {
                let place = &failure.known.resource.place;
                let new = || (BTreeSet::new(), place.clone(), *status, Shape::default());
                let (resources, _, _, detail) = undeclared.entry(code).or_insert_with(new);
                resources.insert(failure.known.resource.module.name().wire.as_str());
                detail.merge(&failure.detail);
            }
        }
        for (known, codes) in listed.into_values() {
            let place = &known.operation.place;
            let declared = known.operation.own_errors.iter().map(|id| self.spec.api.error(*id).name.wire.as_str());
            let items: Vec<_> = declared.chain(codes).map(scalar).collect();
            let header = self.header(place, keys(place));
            self.add(header, list("errors", &items));
        }
        for (code, (resources, place, status, detail)) in undeclared {
            // What several resources answer belongs to none of them.
            let place = if resources.len() > 1 { &self.spec.api.place } else { &place };
            let header = self.header(place, vec!["errors"]);
            let mut lines =
                vec![format!("{}:", scalar(code)), format!("  status: {status}"), format!("  docs: {DOCS}")];
            let fields: Vec<_> = detail
                .fields
                .iter()
                .flat_map(|(key, shape)| self.new_field(&header.file, code, key, shape, Side::Answer))
                .collect();
            if !fields.is_empty() {
                lines.push("  detail:".to_owned());
                lines.extend(indented(indented(fields)));
            }
            self.add(header, lines);
        }
    }

    /// The types that the additions so far refer to.
    pub(super) fn schemas(&mut self) {
        // Describing one can call for another.
        while let Some((name, made)) = self.guess.next() {
            let mut lines = vec![format!("{name}:"), format!("  docs: {DOCS}")];
            let section = match made.side {
                Side::Request => "arguments",
                Side::Answer if made.shape.is_union() => "unions",
                Side::Answer => "schemas",
            };
            if section == "unions" {
                lines.push("  options:".to_owned());
                for (tag, shape) in &made.shape.tagged {
                    let ty = self.guess.ty(&made.file, &name, tag, shape, made.side);
                    lines.push(format!("    {}: {ty}", scalar(tag)));
                }
            } else {
                lines.push("  fields:".to_owned());
                let objects = made.shape.times(Kind::Object);
                for (key, shape) in made.shape.fields.iter().filter(|(key, _)| key != "…") {
                    let ty = self.guess.ty(&made.file, &name, key, shape, made.side);
                    let optional = if shape.count < objects { "?" } else { "" };
                    lines.push(format!("    {}: {ty}", scalar(&format!("{key}{optional}"))));
                }
            }
            let header = Header { file: made.file.clone(), keys: vec![section.to_owned()] };
            self.add(header, lines);
        }
    }
}
