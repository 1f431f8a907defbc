//! Fields, values and alternatives of which nothing says what they are, and entries whose docs are still to be written. A
//! field of a declared type needs no docs of its own, for that type has some.

use std::fmt;

use crate::{
    diagnostic::{Annotate, Code, Diagnostic},
    ir::Scalar,
    source::{Place, Route},
    spec::{self, Api, Document, Element, Entries, EnumValue, Field, Prose, Resource, Returns, Spec, TypeExpr, Values},
};

/// A warning for each entry of `spec` in which something has no docs.
pub fn undocumented(spec: &Spec) -> Vec<Diagnostic> {
    let mut found = Undocumented(Vec::new());
    found.api(&Route::root(spec.api.file), &spec.api.content);
    for resource in &spec.resources {
        found.resource(&Route::root(resource.file), &resource.content);
    }
    found.0
}

struct Undocumented(Vec<Diagnostic>);

/// Something without docs: its name, its place, and what to write.
struct Gap<'s> {
    name: &'s str,
    place: Place,
    help: String,
}

impl Undocumented {
    fn api(&mut self, root: &Route<'_>, api: &Api) {
        if let Some(pagination) = &api.pagination {
            let at = root.key("pagination");
            for (key, fields) in [("takes", &pagination.takes), ("returns", &pagination.returns)] {
                self.add(format_args!("`{key}` of `pagination`"), gaps(&at.key(key), fields));
            }
        }
        self.details(root, &api.errors);
        self.todo(root, "scopes", api.scopes.iter());
        self.todo(root, "errors", api.errors.iter().map(|(name, error)| (name, &error.docs)));
    }

    fn resource(&mut self, root: &Route<'_>, resource: &Resource) {
        self.todos(root, resource);
        let at = root.key("operations");
        for (name, operation) in resource.operations.iter() {
            let at = at.key(name);
            self.add(format_args!("`takes` of `{name}`"), gaps(&at.key("takes"), &operation.takes));
            if let Returns::Object(fields) = &operation.returns {
                self.add(format_args!("`returns` of `{name}`"), gaps(&at.key("returns"), fields));
            }
        }
        let at = root.key("lookups");
        for (name, lookup) in resource.lookups.iter() {
            self.add(format_args!("`{name}`"), gaps(&at.key(name).key("by"), &lookup.by));
        }
        let at = root.key("arguments");
        for (name, object) in resource.arguments.iter() {
            for (key, fields) in [("fields", &object.fields), ("one_of", &object.one_of)] {
                let gaps = fields.iter().flat_map(|fields| gaps(&at.key(name).key(key), fields));
                self.add(format_args!("`{name}`"), gaps.collect());
            }
        }
        let at = root.key("schemas");
        for (name, object) in resource.schemas.iter() {
            self.add(format_args!("`{name}`"), gaps(&at.key(name).key("fields"), &object.fields));
        }
        let at = root.key("enums");
        for (name, values) in resource.enums.iter() {
            self.add(format_args!("`{name}`"), values_of(&at.key(name).key("values"), &values.values));
        }
        let at = root.key("documents");
        for (name, document) in resource.documents.iter() {
            self.document(&at.key(name), name, document);
        }
        self.details(root, &resource.errors);
    }

    /// Entries that need docs and have a placeholder for them.
    fn todos(&mut self, root: &Route<'_>, resource: &Resource) {
        if is_todo(&resource.docs) {
            let gap = Gap { name: &resource.resource, place: root.key("docs").value(), help: WRITE.to_owned() };
            self.add(format_args!("`resource`"), vec![gap]);
        }
        self.todo(root, "operations", resource.operations.iter().map(|(name, one)| (name, &one.docs)));
        self.todo(root, "waiters", resource.waiters.iter().map(|(name, one)| (name, &one.docs)));
        self.todo(root, "ids", resource.ids.iter().map(|(name, one)| (name, &one.docs)));
        self.todo(root, "lookups", resource.lookups.iter().map(|(name, one)| (name, &one.docs)));
        self.todo(root, "arguments", resource.arguments.iter().map(|(name, one)| (name, &one.docs)));
        self.todo(root, "schemas", resource.schemas.iter().map(|(name, one)| (name, &one.docs)));
        self.todo(root, "unions", resource.unions.iter().map(|(name, one)| (name, &one.docs)));
        self.todo(root, "enums", resource.enums.iter().map(|(name, one)| (name, &one.docs)));
        self.todo(root, "documents", resource.documents.iter().map(|(name, one)| (name, &one.docs)));
        self.todo(root, "errors", resource.errors.iter().map(|(name, one)| (name, &one.docs)));
    }

    fn todo<'s>(&mut self, root: &Route<'_>, section: &str, entries: impl Iterator<Item = (&'s str, &'s Prose)>) {
        let at = root.key(section);
        let unwritten = entries.filter(|(_, docs)| is_todo(docs));
        let gap = |(name, _)| Gap { name, place: at.key(name).name(), help: WRITE.to_owned() };
        self.add(format_args!("`{section}`"), unwritten.map(gap).collect());
    }

    fn details(&mut self, root: &Route<'_>, errors: &Entries<spec::ErrorCode>) {
        let at = root.key("errors");
        for (code, error) in errors.iter() {
            if let Some(Returns::Object(fields)) = &error.detail {
                self.add(format_args!("`detail` of `{code}`"), gaps(&at.key(code).key("detail"), fields));
            }
        }
    }

    fn document(&mut self, at: &Route<'_>, name: &str, document: &Document) {
        let Document { attributes, text, elements, one_of, .. } = document;
        self.add(format_args!("`{name}`"), parts(at, attributes, text.as_ref(), elements));
        let at = at.key("one_of");
        let silent = one_of.iter().filter(|(_, alternative)| is_blank(alternative.docs.as_ref()));
        let help = "add `docs: ...` to it";
        let silent = silent.map(|(name, _)| Gap { name, place: at.key(name).name(), help: help.to_owned() });
        self.add(format_args!("`{name}`"), silent.collect());
        for (choice, alternative) in one_of.iter() {
            let spec::Alternative { attributes, text, elements, .. } = alternative;
            let parts = parts(&at.key(choice), attributes, text.as_ref(), elements);
            self.add(format_args!("`{choice}` of `{name}`"), parts);
        }
    }

    /// One warning for all `gaps` of an entry.
    fn add(&mut self, of: fmt::Arguments<'_>, gaps: Vec<Gap<'_>>) {
        let names: Vec<String> = gaps.iter().map(|gap| quoted(gap.name)).collect();
        let Some(Gap { place, help, .. }) = gaps.into_iter().next() else { return };
        let (names, have, label) = match &names[..] {
            [one] => (one.clone(), "has", "no docs"),
            [first @ .., last] => (format!("{} and {last}", first.join(", ")), "have", "the first of them"),
            [] => return,
        };
        let message = format!("{names} in {of} {have} no docs");
        self.0.push(Diagnostic::new(Code::MissingDocs, place, message).label(label).help(help));
    }
}

/// The fields of a scalar type, or a list of one, that have no docs.
fn gaps<'s>(at: &Route<'_>, fields: &'s Entries<Field>) -> Vec<Gap<'s>> {
    fields.iter().filter_map(|(key, field)| field_gap(&at.key(key), key, field)).collect()
}

fn field_gap<'s>(at: &Route<'_>, key: &'s str, field: &'s Field) -> Option<Gap<'s>> {
    match field {
        Field::Type(ty) => gap(at, key, ty, None, true),
        Field::Documented(field) => gap(at, key, &field.ty, field.docs.as_ref(), false),
    }
}

/// The attributes, text and elements of a document that have no docs.
fn parts<'s>(
    at: &Route<'_>,
    attributes: &'s Entries<Field>,
    text: Option<&'s Field>,
    elements: &'s Entries<Element>,
) -> Vec<Gap<'s>> {
    let mut found = gaps(&at.key("attributes"), attributes);
    found.extend(text.and_then(|text| field_gap(&at.key("text"), "text", text)));
    let at = at.key("elements");
    found.extend(elements.iter().filter_map(|(key, element)| match element {
        Element::Type(ty) => gap(&at.key(key), key, ty, None, true),
        Element::Documented(element) => gap(&at.key(key), key, &element.ty, element.docs.as_ref(), false),
    }));
    found
}

/// The gap of the entry under `key`, if it lacks docs that it needs; `short` if only its type is written.
fn gap<'s>(at: &Route<'_>, key: &'s str, ty: &TypeExpr, docs: Option<&Prose>, short: bool) -> Option<Gap<'s>> {
    if !is_blank(docs) || !is_scalar(ty) {
        return None;
    }
    let written = match ty {
        TypeExpr::List([item]) => format!("[{item}]"),
        TypeExpr::Text(text) if text.starts_with('[') => format!("\"{text}\""),
        TypeExpr::Text(text) => text.clone(),
    };
    let help =
        if short { format!("write `{{ type: {written}, docs: ... }}`") } else { "add `docs: ...` to it".to_owned() };
    Some(Gap { name: key.strip_suffix('?').unwrap_or(key), place: at.name(), help })
}

fn is_scalar(ty: &TypeExpr) -> bool {
    Scalar::spelled(ty.parts().name).is_some()
}

/// The values of an enum that have no docs.
fn values_of<'s>(at: &Route<'_>, values: &'s Values) -> Vec<Gap<'s>> {
    match values {
        Values::List(values) => {
            let help = || {
                let entries = values.iter().take(2).map(|value| format!("{}: ...", key(value)));
                let more = (values.len() > 2).then(|| "...".to_owned());
                format!("write a map: `values: {{ {} }}`", entries.chain(more).collect::<Vec<_>>().join(", "))
            };
            let gaps = values.iter().enumerate().map(|(index, value)| Gap {
                name: value,
                place: at.index(index).value(),
                help: if index == 0 { help() } else { String::new() },
            });
            gaps.collect()
        }
        Values::Documented(values) => {
            let silent = values.iter().filter(|(_, value)| match value {
                EnumValue::Docs(text) => is_blank(Some(text)),
                EnumValue::Full(value) => is_blank(value.docs.as_ref()),
            });
            let help = "add `docs: ...` to it";
            silent.map(|(name, _)| Gap { name, place: at.key(name).name(), help: help.to_owned() }).collect()
        }
        // They have docs in `api.yaml`.
        Values::Of(spec::Listed::Scopes) => Vec::new(),
    }
}

/// `name` in backticks; one with invisible characters is escaped.
fn quoted(name: &str) -> String {
    if name.is_empty() || name.contains(char::is_control) { format!("{name:?}") } else { format!("`{name}`") }
}

/// `value` as a key of a map, quoted if YAML would read it as something else.
fn key(value: &str) -> String {
    let is_word = value.starts_with(|first: char| first.is_ascii_alphabetic())
        && value.chars().all(|next| next.is_ascii_alphanumeric() || "_-".contains(next));
    let is_plain = is_word && !matches!(value.to_ascii_lowercase().as_str(), "true" | "false" | "null");
    if is_plain { value.to_owned() } else { format!("{value:?}") }
}

fn is_blank(docs: Option<&Prose>) -> bool {
    docs.is_none_or(|docs| docs.trim().is_empty() || is_todo(docs))
}

/// What to do about a placeholder.
const WRITE: &str = "write its docs in place of `TODO`";

/// Whether docs are a placeholder, as tools leave it for what only a person can describe.
fn is_todo(docs: &Prose) -> bool {
    docs.strip_prefix("TODO").is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric()))
}
