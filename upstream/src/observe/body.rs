//! Walks a recorded body alongside its type in the spec.

use generator::ir::{Api, Field, JsonType, Scalar, Shape as Made, Type, TypeId, TypeRef, UnionOption as Choice};
use jiter::JsonValue;

use super::{
    mask,
    seen::{At, Home, Mismatch, Object, Seen, Side, Value},
    shape::{Kind, Shape},
};

type Entries<'j> = [(std::borrow::Cow<'j, str>, JsonValue<'j>)];

/// A walk through one body.
#[derive(Debug)]
pub struct Walk<'a, 's> {
    /// The API.
    pub api: &'a Api,
    /// The collected counts.
    pub seen: &'s mut Seen<'a>,
    /// The operation that was called.
    pub operation: &'a str,
    /// Whether the body is of a request or a response.
    pub side: Side,
    /// Whether the server accepted the request. Rejected requests only show names.
    pub accepted: bool,
    /// The current path.
    pub path: String,
}

impl<'a> Walk<'a, '_> {
    /// Walks an object that is declared at `home`.
    pub fn object(&mut self, home: Home<'a>, entries: &Entries<'_>) {
        let seen = self.seen_object(home);
        let fields: Vec<Option<&'a Field>> = entries
            .iter()
            .map(|(key, value)| {
                if seen.fields.iter().any(|seen| seen.field.tag.as_ref().is_some_and(|tag| tag == key)) {
                    return None;
                }
                let Some(known) = seen.field(key) else {
                    seen.unknown(key).add(value);
                    return None;
                };
                known.present += 1;
                known.nulls += usize::from(matches!(value, JsonValue::Null));
                Some(known.field)
            })
            .collect();
        for ((_, value), field) in entries.iter().zip(fields) {
            let Some(field) = field else { continue };
            self.inside(&field.name.wire, |walk| walk.field(home, field, value));
        }
    }

    /// Walks the value of the argument or field `field` of `home` at the current path.
    pub fn field(&mut self, home: Home<'a>, field: &'a Field, value: &JsonValue<'_>) {
        match (&field.ty, value) {
            // Counted with the enclosing object.
            (_, JsonValue::Null) => {}
            (TypeRef::List(item), JsonValue::Object(_)) if field.or_one => self.value((home, field), item, value),
            _ => self.value((home, field), &field.ty, value),
        }
    }

    /// Counts an object of `home` at the current path, and returns the count.
    pub fn seen_object(&mut self, home: Home<'a>) -> &mut Object<'a> {
        let (at, accepted) = (self.at(home.name()), self.accepted);
        let object = self.seen.objects.entry(at).or_insert_with(|| Object::new(home));
        object.count += usize::from(accepted);
        object
    }

    /// Returns the current path with its name in the spec.
    pub fn at(&self, ty: &'a str) -> At<'a> {
        At { operation: self.operation, side: self.side, path: self.path.clone(), ty }
    }

    /// Walks `key` of the current path.
    pub fn inside<T>(&mut self, key: &str, step: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        if !self.path.is_empty() && key != "[]" {
            self.path.push('.');
        }
        self.path.push_str(key);
        let done = step(self);
        self.path.truncate(length);
        done
    }

    /// Counts a value of an unexpected type at the current path.
    pub fn mismatch(&mut self, of: Option<(Home<'a>, &'a Field)>, expected: String, found: &JsonValue<'_>) {
        let at = self.at(of.map_or("", |(home, _)| home.name()));
        let new = || Mismatch { of, expected, found: Shape::default() };
        self.seen.mismatches.entry(at).or_insert_with(new).found.add(found);
    }

    /// Counts a value of the enum `ty`, if the spec does not list it.
    pub fn text(&mut self, ty: &'a Type, text: &str) {
        let Made::Enum(values) = &ty.shape else { return };
        if self.accepted && values.iter().all(|value| value.name.wire != text) {
            self.unlisted(ty, text, None);
        }
    }

    fn value(&mut self, of: (Home<'a>, &'a Field), ty: &'a TypeRef, value: &JsonValue<'_>) {
        match (ty, value) {
            (TypeRef::List(item), JsonValue::Array(values)) => self.inside("[]", |walk| {
                for value in values.iter() {
                    match value {
                        JsonValue::Null => walk.null_item(of.0),
                        _ => walk.value(of, item, value),
                    }
                }
            }),
            (TypeRef::Scalar(scalar), _) if fits(*scalar, Kind::of(value)) => {}
            (TypeRef::Named(id), _) => self.named(of, *id, value),
            _ => self.mismatch(Some(of), type_text(self.api, ty), value),
        }
    }

    fn named(&mut self, of: (Home<'a>, &'a Field), id: TypeId, value: &JsonValue<'_>) {
        let ty = self.api.ty(id);
        match (&ty.shape, value) {
            (Made::Id(_), JsonValue::Str(_)) => {}
            (Made::Document(_), JsonValue::Str(_)) => {}
            (Made::Enum(_), JsonValue::Str(text)) => self.text(ty, text),
            (Made::Struct(_) | Made::Arguments(_) | Made::OneOf(_) | Made::Lookup(_), JsonValue::Object(entries)) => {
                self.object(Home::Type(ty), entries);
            }
            (Made::Union(options), JsonValue::Object(entries)) => self.union(ty, options, entries),
            _ => self.mismatch(Some(of), ty.name.wire.clone(), value),
        }
    }

    /// Walks an object with `type` and `value`.
    fn union(&mut self, ty: &'a Type, options: &'a [Choice], entries: &Entries<'_>) {
        let seen = self.seen_object(Home::Type(ty));
        for (key, value) in entries.iter().filter(|(key, _)| key != "type" && key != "value") {
            seen.unknown(key).add(value);
        }
        let get = |name: &str| entries.iter().find(|(key, _)| key == name).map_or(&JsonValue::Null, |(_, value)| value);
        let (kind, value) = (get("type"), get("value"));
        let JsonValue::Str(kind) = kind else {
            return self.inside("type", |walk| walk.mismatch(None, "string".to_owned(), kind));
        };
        match (options.iter().find(|option| option.name.wire == **kind), value) {
            (None, _) => self.unlisted(ty, kind, Some(value)),
            (Some(option), JsonValue::Object(entries)) => {
                let home = Home::Type(self.api.ty(option.ty));
                self.inside("value", |walk| walk.object(home, entries));
            }
            (Some(option), _) => {
                let expected = self.api.ty(option.ty).name.wire.clone();
                self.inside("value", |walk| walk.mismatch(None, expected, value));
            }
        }
    }

    fn unlisted(&mut self, ty: &'a Type, text: &str, value: Option<&JsonValue<'_>>) {
        let key = (self.at(&ty.name.wire), mask::word(text).unwrap_or("…").to_owned());
        let new = || Value { ty, count: 0, value: Shape::default() };
        let seen = self.seen.values.entry(key).or_insert_with(new);
        seen.count += 1;
        value.into_iter().for_each(|value| seen.value.add(value));
    }

    fn null_item(&mut self, home: Home<'a>) {
        *self.seen.null_items.entry(self.at(home.name())).or_default() += 1;
    }
}

/// Whether a JSON value of this type is valid for `scalar`.
pub fn fits(scalar: Scalar, kind: Kind) -> bool {
    match scalar.json() {
        JsonType::String => kind == Kind::String,
        JsonType::Integer => kind == Kind::Integer,
        JsonType::Number => matches!(kind, Kind::Integer | Kind::Number),
        JsonType::Boolean => kind == Kind::Boolean,
        JsonType::Any => true,
    }
}

/// Returns `ty` in the syntax of the spec.
pub fn type_text(api: &Api, ty: &TypeRef) -> String {
    match ty {
        TypeRef::Scalar(scalar) => scalar.as_str().to_owned(),
        TypeRef::Named(id) => api.ty(*id).name.wire.clone(),
        TypeRef::List(item) => format!("[{}]", type_text(api, item)),
    }
}
