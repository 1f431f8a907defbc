//! Response bodies generated from the spec.
#![allow(dead_code, clippy::panic)] // Each test uses another part. A test that panics has failed.

use std::path::Path;

use generator::Spec;
use generator::ir::{self, Api, Field, JsonType, Presence, Scalar, Shape, Struct, TypeId, TypeRef};
use katapult_api::registry::{self, Entry};
use serde_json::{Map, Value, json};

/// The value of every secret in the generated bodies.
pub const SECRET: &str = "4711-hush";

/// How a value is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// With every field, and an item in each list. `kind` is the index of the kind of each union.
    Full { kind: usize },
    /// With the required and nullable fields, and strings of a typical length.
    Typical,
    /// With as little text as possible.
    Least,
}

/// A list in a body, with the text before and after its items.
pub struct List {
    pub entry: &'static Entry,
    pub path: String,
    pub before: String,
    pub item: TypeRef,
    pub after: String,
}

impl List {
    /// The body with `count` times `item` in the list.
    pub fn body(&self, item: &str, count: usize) -> String {
        format!("{}{}{item}{}", self.before, format!("{item},").repeat(count - 1), self.after)
    }
}

/// The spec of the generated crate.
pub struct Responses(Spec);

impl Responses {
    pub fn read() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
        Self(generator::read(&folder).unwrap_or_else(|mistakes| panic!("{mistakes}")))
    }

    pub fn api(&self) -> &Api {
        &self.0.api
    }

    /// Every operation that returns JSON, with the type of its responses.
    pub fn operations(&self) -> impl Iterator<Item = (&'static Entry, TypeId)> {
        let operations = self.api().resources.iter().flat_map(|resource| &resource.operations);
        operations.filter_map(|operation| {
            let same = |entry: &&Entry| {
                let known = entry.operation();
                (known.method.as_str(), known.path) == (operation.method.as_str(), operation.path.as_str())
            };
            let entry = registry::OPERATIONS.iter().find(same).unwrap_or_else(|| panic!("{}", operation.path));
            match operation.output {
                ir::ResponseType::Own(id) | ir::ResponseType::Shared(id) => Some((entry, id)),
                ir::ResponseType::Text => None,
            }
        })
    }

    /// Every list in the responses of every operation, each in a minimal body.
    pub fn lists(&self) -> Vec<List> {
        let mut found = Vec::new();
        for (entry, id) in self.operations() {
            let around = List {
                entry,
                path: entry.operation().name.to_owned(),
                before: String::new(),
                item: TypeRef::Named(id),
                after: String::new(),
            };
            self.lists_in(&around, &mut Vec::new(), &mut found);
        }
        found
    }

    /// A value of the type `ty`.
    pub fn value(&self, ty: &TypeRef, fill: Fill) -> Value {
        self.typed(ty, fill, &mut Vec::new())
    }

    fn lists_in(&self, around: &List, within: &mut Vec<TypeId>, found: &mut Vec<List>) {
        let List { entry, path, before, item, after } = around;
        let TypeRef::Named(id) = *item else { return };
        if within.contains(&id) {
            return;
        }
        within.push(id);
        let inside = |start: String, end: String, step: String, item: &TypeRef| List {
            entry,
            path: format!("{path}{step}"),
            before: format!("{before}{start}"),
            item: item.clone(),
            after: format!("{end}{after}"),
        };
        match &self.api().ty(id).shape {
            Shape::Struct(Struct { fields, .. }) => {
                for field in fields {
                    let others = fields.iter().filter(|other| other.name != field.name);
                    let others = self.object(others, Fill::Least, &mut within.clone());
                    let comma = if others == "{}" { "" } else { "," };
                    let (start, end) = (format!("{{{}:", json!(field.name.wire)), format!("{comma}{}", &others[1..]));
                    let step = format!(".{}", field.name.wire);
                    if let TypeRef::List(item) = &field.ty {
                        let list = inside(start + "[", format!("]{end}"), step + "[]", item);
                        self.lists_in(&list, within, found);
                        found.push(list);
                    } else {
                        self.lists_in(&inside(start, end, step, &field.ty), within, found);
                    }
                }
            }
            Shape::Union(kinds) => {
                for kind in kinds {
                    let start = format!("{{\"type\":{},\"value\":", json!(kind.name.wire));
                    let value = inside(start, "}".to_owned(), format!(".{}", kind.name.wire), &TypeRef::Named(kind.ty));
                    self.lists_in(&value, within, found);
                }
            }
            _ => {}
        }
        within.pop();
    }

    fn typed(&self, ty: &TypeRef, fill: Fill, within: &mut Vec<TypeId>) -> Value {
        let text = |typical: &str| json!(if fill == Fill::Least { "" } else { typical });
        match ty {
            TypeRef::Scalar(Scalar::Secret) => text(SECRET),
            TypeRef::Scalar(scalar) => match scalar.json() {
                JsonType::String => text("web-1"),
                JsonType::Integer | JsonType::Number => json!(1),
                JsonType::Boolean => json!(true),
                JsonType::Any => json!({}),
            },
            TypeRef::List(item) if matches!(fill, Fill::Full { .. }) => json!([self.typed(item, fill, within)]),
            TypeRef::List(_) => json!([]),
            TypeRef::Named(id) => match &self.api().ty(*id).shape {
                Shape::Struct(Struct { fields, .. }) => {
                    within.push(*id);
                    let object = self.object(fields.iter(), fill, within);
                    within.pop();
                    object.parse().unwrap_or_else(|error| panic!("{error}: {object}"))
                }
                Shape::Union(kinds) => {
                    let kind = &kinds[if let Fill::Full { kind } = fill { kind % kinds.len() } else { 0 }];
                    json!({"type": kind.name.wire, "value": self.typed(&TypeRef::Named(kind.ty), fill, within)})
                }
                Shape::Enum(values) => text(&values[0].name.wire),
                Shape::Id(example) => text(example.as_deref().unwrap_or("vm_CxR8lzTsvAYkJsEq")),
                _ => text("web-1"),
            },
        }
    }

    fn object<'f>(&self, fields: impl Iterator<Item = &'f Field>, fill: Fill, within: &mut Vec<TypeId>) -> String {
        let present = fields.filter_map(|field| {
            let full = matches!(fill, Fill::Full { .. });
            let value = match (&field.ty, field.presence) {
                // Ends the recursion of a type that contains itself.
                (TypeRef::Named(id), _) if within.contains(id) => return None,
                (ty, Presence::Required) => self.typed(ty, fill, within),
                (ty, _) if full => self.typed(ty, fill, within),
                (ty, Presence::Nullable) if fill == Fill::Typical => self.typed(ty, fill, within),
                _ => return None,
            };
            Some((field.name.wire.clone(), value))
        });
        Value::Object(present.collect::<Map<String, Value>>()).to_string()
    }
}
