//! Infers the type of a value from its recordings and from the types of the spec.

use std::collections::BTreeMap;

use generator::ir::{Api, Field, Shape as Made, Type, TypeRef};
use heck::ToUpperCamelCase;

use crate::names;

use super::{
    body::fits,
    mask,
    seen::{Home, Side, keys},
    shape::{Kind, Shape},
};

/// Infers types, and creates those that are missing in the spec.
#[derive(Debug)]
pub struct Guess<'a> {
    api: &'a Api,
    /// The new types, by name.
    made: BTreeMap<String, Missing>,
    /// The new types that are not declared yet.
    open: Vec<String>,
}

/// A type that is missing in the spec.
#[derive(Debug, Clone)]
pub struct Missing {
    /// The file of the type that refers to it first.
    pub file: String,
    /// Whether it is used in requests or responses.
    pub side: Side,
    /// The recorded shape.
    pub shape: Shape,
}

impl<'a> Guess<'a> {
    /// Creates an inference for `api`.
    pub fn of(api: &'a Api) -> Self {
        Self { api, made: BTreeMap::new(), open: Vec::new() }
    }

    /// Returns a type expression for the field `key` of `owner`, which is in `file`.
    pub fn ty(&mut self, file: &str, owner: &str, key: &str, shape: &Shape, side: Side) -> String {
        let ty = self.bare(file, owner, key, shape, side);
        let nullable = shape.times(Kind::Null) > 0 || ty == "json" && shape.only().is_none();
        match (nullable, ty.starts_with('[')) {
            (true, true) => format!("\"{ty}?\""),
            (true, false) => format!("{ty}?"),
            (false, _) => ty,
        }
    }

    /// Returns the next new type that is not declared yet.
    pub fn next(&mut self) -> Option<(String, Missing)> {
        let name = self.open.pop()?;
        let made = self.made.get(&name)?.clone();
        Some((name, made))
    }

    fn bare(&mut self, file: &str, owner: &str, key: &str, shape: &Shape, side: Side) -> String {
        let anything = match side {
            Side::Response => "json",
            // A request cannot have a value of any type.
            Side::Request => "string",
        };
        match shape.only() {
            Some(Kind::Boolean) => "boolean".to_owned(),
            Some(Kind::Integer) if is_time(key, shape) => "timestamp".to_owned(),
            Some(Kind::Integer) => "integer".to_owned(),
            Some(Kind::Number) => "number".to_owned(),
            Some(Kind::String) if names::is_secret(key) => "secret".to_owned(),
            Some(Kind::String) => self.id(shape).unwrap_or("string").to_owned(),
            Some(Kind::List) => match &shape.items {
                Some(items) if items.times(Kind::Null) == 0 && items.only().is_some_and(|kind| kind != Kind::List) => {
                    format!("[{}]", self.bare(file, owner, &names::singular(key), items, side))
                }
                _ => anything.to_owned(),
            },
            Some(Kind::Object) if shape.fields.iter().any(|(key, _)| key != "…") => {
                self.object(file, owner, key, shape, side)
            }
            None if shape.kinds.keys().all(|kind| matches!(kind, Kind::Integer | Kind::Number)) && shape.count > 0 => {
                "number".to_owned()
            }
            _ => anything.to_owned(),
        }
    }

    /// Returns the id type whose example has the prefix of all these texts.
    pub fn id(&self, shape: &Shape) -> Option<&'a str> {
        let mut forms = shape.forms.iter();
        let prefix = forms.next().filter(|_| forms.next().is_none())?.strip_prefix("id ")?.strip_suffix("_…")?;
        let mut ids = self.api.types.iter().filter(|ty| match &ty.shape {
            Made::Id(Some(example)) => mask::id_prefix(example) == Some(prefix),
            _ => false,
        });
        ids.next().filter(|_| ids.next().is_none()).map(|ty| ty.name.wire.as_str())
    }

    /// Returns a type of the spec that matches the objects, or a new type.
    fn object(&mut self, file: &str, owner: &str, key: &str, shape: &Shape, side: Side) -> String {
        let name = key.to_upper_camel_case();
        let types = self.api.types.iter();
        let fitting: Vec<&Type> = match shape.is_union() && side == Side::Response {
            true => types.filter(|ty| self.has_kinds(ty, shape)).collect(),
            false => types.filter(|ty| self.fits(ty, shape, side)).collect(),
        };
        let only = |found: Vec<&'a Type>| match found[..] {
            [ty] => Some(ty),
            _ => None,
        };
        let exact = fitting.iter().copied().find(|ty| keys(&ty.place).get(1) == Some(&name.as_str()));
        let related = || only(fitting.iter().copied().filter(|ty| ty.name.wire.contains(&name)).collect());
        let alike = || only(fitting.iter().copied().filter(|ty| is_telling(ty, shape)).collect());
        match exact.or_else(related).or_else(alike) {
            Some(ty) => ty.name.wire.clone(),
            None => self.make(file, owner, &name, shape, side),
        }
    }

    /// Whether `ty` is a union with all kinds of `shape`.
    fn has_kinds(&self, ty: &Type, shape: &Shape) -> bool {
        let Made::Union(options) = &ty.shape else { return false };
        shape.tagged.iter().all(|(tag, value)| {
            let option = options.iter().find(|option| option.name.wire == *tag);
            option.is_some_and(|option| self.fits(self.api.ty(option.ty), value, Side::Response))
        })
    }

    /// Whether `ty` describes all fields of `shape`.
    fn fits(&self, ty: &Type, shape: &Shape, side: Side) -> bool {
        let fields = fields(ty, side);
        let seen = |wire: &str| shape.fields.iter().find(|(key, _)| key == wire).map(|(_, shape)| shape);
        let always = |wire: &str| seen(wire).is_some_and(|field| field.count >= shape.times(Kind::Object));
        let known = |key: &str, seen: &Shape| {
            let field = fields.iter().find(|field| field.name.wire == key);
            field.is_some_and(|field| self.can_be(&field.ty, seen))
        };
        let is_lookup = matches!(ty.shape, Made::Lookup(_));
        let complete = fields.iter().all(|field| field.presence.is_optional() || always(&field.name.wire));
        // One member of a lookup is enough, if it is an id of the same type.
        let names_one =
            is_lookup && fields.iter().any(|field| seen(&field.name.wire).and_then(|seen| self.id(seen)).is_some());
        (complete && !is_lookup || names_one) && shape.fields.iter().all(|(key, seen)| known(key, seen))
    }

    fn can_be(&self, ty: &TypeRef, shape: &Shape) -> bool {
        let of = |kind| shape.only().is_none_or(|only| only == kind);
        match ty {
            TypeRef::List(_) => of(Kind::List),
            TypeRef::Scalar(scalar) => shape.only().is_none_or(|only| fits(*scalar, only)),
            TypeRef::Named(id) => match &self.api.ty(*id).shape {
                Made::Id(Some(example)) => {
                    let known = mask::id_prefix(example).map(|prefix| format!("id {prefix}_…"));
                    of(Kind::String) && known.is_none_or(|known| shape.forms.iter().all(|form| *form == known))
                }
                Made::Id(None) | Made::Enum(_) | Made::Document(_) => of(Kind::String),
                Made::Struct(_) | Made::Arguments(_) | Made::OneOf(_) | Made::Union(_) | Made::Lookup(_) => {
                    of(Kind::Object)
                }
            },
        }
    }

    fn make(&mut self, file: &str, owner: &str, name: &str, shape: &Shape, side: Side) -> String {
        let owned = format!("{}{name}", owner.to_upper_camel_case());
        let twice = format!("{owned}{name}");
        for name in [name.to_owned(), owned.clone(), twice] {
            if let Some(made) = self.made.get_mut(&name) {
                let same = |shape: &Shape| shape.fields.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>();
                if made.side == side && same(&made.shape) == same(shape) {
                    made.shape.merge(shape);
                    return name;
                }
            } else if names::is_free(&name) && self.api.types.iter().all(|ty| ty.name.wire != name) {
                let made = Missing { file: file.to_owned(), side, shape: shape.clone() };
                self.made.insert(name.clone(), made);
                self.open.push(name.clone());
                return name;
            }
        }
        // If all three names are taken, the author has to choose one.
        owned
    }
}

/// Returns the fields of the type `ty`, or none if it is not usable on this side.
fn fields(ty: &Type, side: Side) -> Vec<&Field> {
    match (side, keys(&ty.place).first()) {
        (Side::Response, Some(&"schemas")) | (Side::Request, Some(&("arguments" | "lookups"))) => {
            Home::Type(ty).fields()
        }
        _ => Vec::new(),
    }
}

/// Whether `shape` has enough fields of `ty` to be a reliable match.
fn is_telling(ty: &Type, shape: &Shape) -> bool {
    let all = Home::Type(ty).fields().len();
    matches!(ty.shape, Made::Lookup(_) | Made::Union(_)) || shape.fields.len() >= all.min(3)
}

/// Whether an integer with this name is probably a Unix timestamp.
fn is_time(key: &str, shape: &Shape) -> bool {
    names::is_time(key) && shape.least.is_some_and(|least| least > 100_000_000)
}
