//! Maps types of the document to types of the spec: existing or new ones.

use generator::ir::{Shape as Made, TypeId};
use heck::ToUpperCamelCase;

use super::{Edits, todo};
use crate::{
    drift::{
        compare::{self, Side},
        document::{Property, Shape},
    },
    edit::{Change, Edit, Yaml, keys},
    names,
};

/// Returns the type expression `bare`, nullable if `nullable`.
pub(crate) fn nullable(ty: &str, nullable: bool) -> String {
    match (nullable, ty.starts_with('[')) {
        (true, true) => format!("\"{ty}?\""),
        (true, false) => format!("{ty}?"),
        (false, _) => ty.to_owned(),
    }
}

impl<'a> Edits<'a> {
    /// Returns a type expression for the field `key` of `owner`.
    pub(super) fn type_of(&mut self, file: &str, owner: &str, key: &str, shape: &'a Shape, side: Side) -> String {
        let anything = if side == Side::Response { "json" } else { "string" };
        match shape {
            Shape::String if names::is_secret(key) => "secret".to_owned(),
            Shape::String => "string".to_owned(),
            Shape::Integer if names::is_time(key) => "timestamp".to_owned(),
            Shape::Integer => "integer".to_owned(),
            Shape::Number => "number".to_owned(),
            Shape::Boolean => "boolean".to_owned(),
            Shape::List(item) | Shape::ListOrOne(item) => {
                match self.type_of(file, owner, &names::singular(key), item, side) {
                    // The spec language has no lists of lists.
                    list if list.starts_with('[') => anything.to_owned(),
                    item => format!("[{item}]"),
                }
            }
            Shape::Named(name) => match self.document.resolve(shape) {
                Shape::Object(fields) if fields.is_empty() => anything.to_owned(),
                found @ (Shape::Object(_) | Shape::Enum(_) | Shape::Union(_)) => {
                    self.named(file, owner, key, Some(name), found, side)
                }
                // A reference to a missing schema.
                Shape::Named(_) => anything.to_owned(),
                found => self.type_of(file, owner, key, found, side),
            },
            Shape::Object(fields) if fields.is_empty() => anything.to_owned(),
            Shape::Object(_) | Shape::Enum(_) | Shape::Union(_) => self.named(file, owner, key, None, shape, side),
            Shape::Any | Shape::Unknown(_) => anything.to_owned(),
        }
    }

    /// Returns a type for `shape`, which is not a scalar. `name` is its schema in the document, if it has one.
    fn named(
        &mut self,
        file: &str,
        owner: &str,
        key: &str,
        name: Option<&str>,
        shape: &'a Shape,
        side: Side,
    ) -> String {
        if let Some(made) = name.and_then(|name| self.made.get(name)) {
            return made.clone();
        }
        let suits = |id: &TypeId| match self.api().ty(*id).shape {
            Made::Struct(_) | Made::Union(_) => side == Side::Response,
            Made::Arguments(_) | Made::Lookup(_) => side != Side::Response,
            _ => true,
        };
        let known = name.and_then(|name| self.compared.pairs.get(name)?.iter().copied().find(suits));
        let wanted = wanted(key, name, shape);
        if !wanted.starts_with(|first: char| first.is_ascii_uppercase()) || !names::is_nameable(&wanted) {
            return if side == Side::Response { "json" } else { "string" }.to_owned();
        }
        let known = known.or_else(|| {
            let named = |id: &TypeId| {
                let wire = &self.api().ty(*id).name.wire;
                *wire == wanted || wire.contains(&key.to_upper_camel_case())
            };
            let mut fitting = self.api().type_ids().filter(suits).filter(named);
            fitting.find(|id| compare::is_described(self.api(), self.document, *id, shape, side))
        });
        if let Some(id) = known {
            return self.api().ty(id).name.wire.clone();
        }
        let owned = format!("{}{wanted}", owner.to_upper_camel_case());
        let is_free = |name: &&String| !self.taken.contains(*name) && names::is_free(name);
        let candidates = [wanted.clone(), owned.clone(), format!("{owned}{wanted}")];
        let made = candidates.iter().find(is_free).unwrap_or(&owned).clone();
        self.taken.insert(made.clone());
        if let Some(name) = name {
            self.made.insert(name.to_owned(), made.clone());
        }
        self.make(file, &made, name, shape, side);
        made
    }

    /// Declares the type `made`.
    fn make(&mut self, file: &str, made: &str, name: Option<&str>, shape: &'a Shape, side: Side) {
        let docs = todo(name.and_then(|name| self.document.descriptions.get(name)).map(String::as_str));
        let docs = Yaml::text(docs);
        let (section, entry) = match shape {
            Shape::Enum(values) => {
                let values =
                    Yaml::List(values.iter().filter(|value| names::is_nameable(value)).map(Yaml::text).collect());
                ("enums", Yaml::map([("docs", docs), ("values", values)]))
            }
            Shape::Union(options) => {
                let option = |(wire, shape): &'a (String, Shape)| {
                    (wire.clone(), Yaml::raw(self.type_of(file, made, wire, shape, side)))
                };
                let options: Vec<_> = options.iter().map(option).collect();
                ("unions", Yaml::map([("docs", docs), ("options", Yaml::Map(options))]))
            }
            Shape::Object(fields) if side != Side::Response && made.ends_with("Lookup") => {
                let of = made.trim_end_matches("Lookup").to_owned();
                let by = fields.iter().filter(|field| names::is_nameable(&field.name)).map(|property| {
                    let (key, value) = self.own_field(file, &of, property, side);
                    (key.trim_end_matches('?').to_owned(), value)
                });
                let by: Vec<_> = by.collect();
                ("lookups", Yaml::map([("docs", docs), ("by", Yaml::Map(by))]))
            }
            Shape::Object(fields) => {
                let named = fields.iter().filter(|field| names::is_nameable(&field.name));
                let fields: Vec<_> = named.map(|property| self.own_field(file, made, property, side)).collect();
                let section = if side == Side::Response { "schemas" } else { "arguments" };
                (section, Yaml::map([("docs", docs), ("fields", Yaml::Map(fields))]))
            }
            _ => return,
        };
        self.edits.push(Edit::new(file, &keys([section]), Change::Entry(made.to_owned(), entry)));
    }

    /// Returns a field of a new type, whose `id` gets a type of its own.
    fn own_field(&mut self, file: &str, of: &str, property: &'a Property, side: Side) -> (String, Yaml) {
        let (key, value) = self.field(file, of, property, side, false);
        if property.name != "id" || !matches!(property.shape, Shape::String) {
            return (key, value);
        }
        let id = format!("{of}Id");
        let is_id = |id: &str| self.api().types.iter().any(|ty| ty.name.wire == id && matches!(ty.shape, Made::Id(_)));
        if !is_id(&id) && self.taken.insert(id.clone()) {
            let docs = Yaml::map([("docs", Yaml::text(todo(None)))]);
            self.edits.push(Edit::new(file, &keys(["ids"]), Change::Entry(id.clone(), docs)));
        }
        (key, Yaml::raw(nullable(&id, property.nullable)))
    }
}

/// Returns the name of a new type: the name of its schema, or one derived from the field if the name of the schema is
/// derived from an operation.
fn wanted(key: &str, name: Option<&str>, shape: &Shape) -> String {
    let of_key = names::singular(key).to_upper_camel_case();
    let Some(name) = name else { return of_key };
    let plain = if matches!(shape, Shape::Enum(_)) { name.trim_end_matches("Enum") } else { name };
    let of_operation = name.contains("Response") || name.contains("Part") || name.contains("Arguments200");
    if of_operation || plain.is_empty() { of_key } else { plain.to_upper_camel_case() }
}
