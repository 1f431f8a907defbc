//! Compares operations: their functions, requests, responses and retries.

use std::collections::BTreeSet;

use super::{
    Comparison, Kind,
    change::Seen,
    fields::Structs,
    matching::Op,
    parameters::{self, Owner},
    place::At,
    spell,
};
use crate::ir::{Api, ErrorCode, ErrorId, FieldPath, Pages, ResponseType, Shape, TypeRef};

impl Comparison<'_> {
    pub(super) fn operations(&mut self) {
        let (pairs, removed, added) = {
            let operations = &self.matching.operations;
            (operations.pairs.clone(), operations.removed.clone(), operations.added.clone())
        };
        for op in removed {
            // A removed module is reported once.
            let Some(at) = self.module_now(&op.resource.module.to_string()) else { continue };
            let line = format!("removed ({} {})", op.operation.method.as_str(), op.operation.path);
            let item = spell::operation(op.resource, op.operation);
            self.add(Kind::OperationRemoved, item, at, Seen::new(line, "is removed"));
        }
        for op in added {
            if self.is_new_module(op.resource) {
                continue;
            }
            let line = format!("added ({} {})", op.operation.method.as_str(), op.operation.path);
            let item = spell::operation(op.resource, op.operation);
            self.add(Kind::OperationAdded, item, At::new(&op.operation.place), Seen::new(line, "is new"));
        }
        for (old, new) in pairs {
            self.operation(old, new);
        }
    }

    fn operation(&mut self, old: Op<'_>, new: Op<'_>) {
        let (module, old_module) = (new.resource.module.to_string(), old.resource.module.to_string());
        let (item, old_item) =
            (spell::operation(new.resource, new.operation), spell::operation(old.resource, old.operation));
        let at = At::new(&new.operation.place);
        if !self.matching.same_module(&old_module, &module) {
            let seen = Seen::new(format!("moved to {item}"), format!("is moved to `{item}`"));
            self.add(Kind::OperationMoved, old_item, at.clone(), seen);
        } else if old.operation.function.wire != new.operation.function.wire {
            let seen = Seen::renamed(new.operation.function.plain());
            self.add(Kind::OperationRenamed, old_item, at.clone(), seen);
        }
        self.docs(item.as_str(), || at.clone(), &old.operation.docs, &new.operation.docs);
        self.deprecation(item.as_str(), &at, &old.operation.deprecated, &new.operation.deprecated);
        self.request(old, new, &item);
        self.arguments(old, new, &item);
        self.response(old, new, &item);
        self.pages(old, new, &item);
        let (old, new) = (old.operation, new.operation);
        if old.idempotent != new.idempotent {
            let (part, sentence) = if new.idempotent {
                ("idempotent: a client retries it", "is idempotent, so that a client retries it")
            } else {
                ("no longer idempotent", "is no longer idempotent, so that a client does not retry it")
            };
            self.add(Kind::Idempotent, item.as_str(), at.clone().key("idempotent"), Seen::new(part, sentence));
        }
        let sorted = |scopes: &[String]| scopes.iter().cloned().collect::<BTreeSet<_>>();
        if sorted(&old.scopes) != sorted(&new.scopes) {
            let seen = Seen::turned("scopes", any(&old.scopes), any(&new.scopes));
            self.add(Kind::Scopes, item.as_str(), at.clone().key("scopes"), seen);
        }
        let (old, new) = (self.codes_now(&old.errors), codes(self.new, &new.errors));
        if let Some(seen) = seen_codes(&old, &new) {
            self.add(Kind::OperationErrors, item, at.key("errors"), seen);
        }
    }

    /// Returns the wire names of error codes of the old spec, as they are named in the new one.
    pub(super) fn codes_now(&self, ids: &[ErrorId]) -> Vec<String> {
        let now = |error: &ErrorCode| self.matching.error_now(error).unwrap_or(error).name.wire.clone();
        ids.iter().map(|id| now(self.old.error(*id))).collect()
    }

    /// Compares the method, the path and the place of the arguments.
    fn request(&mut self, old: Op<'_>, new: Op<'_>, item: &str) {
        let at = At::new(&new.operation.place);
        if old.operation.method != new.operation.method {
            let seen = Seen::turned("method", old.operation.method.as_str(), new.operation.method.as_str());
            self.add(Kind::Method, item, at.clone().key("http"), seen);
        }
        // A change of the path of a service is reported once.
        let (old_path, new_path) = (path(self.old, old), path(self.new, new));
        let (old_form, new_form) = (form(self.old, old, &old_path), form(self.new, new, &new_path));
        if old_form != new_form {
            let seen = Seen::turned("path", old_path, new_path);
            self.add(Kind::Path, item, at.clone().key("http"), seen);
        }
        if old.operation.body != new.operation.body {
            let place = |body| if body { "body" } else { "query" };
            let seen = Seen::turned("arguments in", place(old.operation.body), place(new.operation.body));
            self.add(Kind::Body, item, at.key("body"), seen);
        }
    }

    fn arguments(&mut self, old: Op<'_>, new: Op<'_>, item: &str) {
        let index = new.resource.operations.iter().position(|one| std::ptr::eq(one, new.operation));
        let waiters = new.resource.waiters.iter().filter(|waiter| Some(waiter.polls) == index);
        let owner = Owner {
            item: item.to_owned(),
            list: "required arguments",
            at: At::new(&new.operation.place).key("takes"),
            others: waiters.map(|waiter| spell::waiter(new.resource, waiter)).collect(),
            is_open: false,
            nameless: [nameless(self.old, old), nameless(self.new, new)],
        };
        let (old, new): (Vec<_>, Vec<_>) =
            (old.operation.arguments.iter().collect(), new.operation.arguments.iter().collect());
        self.parameters(&parameters::ARGUMENTS, &owner, &old, &new);
    }

    fn response(&mut self, old: Op<'_>, new: Op<'_>, item: &str) {
        let at = At::new(&new.operation.place).key("returns");
        match (&old.operation.output, &new.operation.output) {
            (ResponseType::Own(old_id), ResponseType::Own(new_id)) => {
                let (old, new_ty) = (self.old.ty(*old_id), self.new.ty(*new_id));
                if let (Shape::Struct(old_object), Shape::Struct(new_object)) = (&old.shape, &new_ty.shape) {
                    let name = format!("{}::{}", new.resource.module, new_ty.name.plain());
                    self.structs(&Structs { name, old: (old, old_object), new: (new_ty, new_object), at });
                }
            }
            (ResponseType::Shared(old), ResponseType::Shared(new)) if self.matching.same_id(*old, *new) => {}
            (ResponseType::Text, ResponseType::Text) => {}
            (old, new) => {
                let (old, new) = (output(self.old, old), output(self.new, new));
                let sentence = format!("returns `{new}` instead of `{old}`");
                self.add(Kind::ResponseRetyped, item, at, Seen::new(format!("returns: {old} -> {new}"), sentence));
            }
        }
    }

    fn pages(&mut self, old: Op<'_>, new: Op<'_>, item: &str) {
        let at = At::new(&new.operation.place).key("pages");
        match (&old.operation.pages, &new.operation.pages) {
            (None, None) => {}
            (None, Some(pages)) => {
                let seen = Seen::new(
                    format!("pages added ({})", pages.list.wire),
                    format!("is paginated, so that a client can iterate over all `{}`", pages.list.wire),
                );
                self.add(Kind::PagesAdded, item, at, seen);
            }
            (Some(pages), None) => {
                let seen = Seen::new(format!("pages removed ({})", pages.list.wire), "is no longer paginated");
                self.add(Kind::PagesRemoved, item, at, seen);
            }
            (Some(old), Some(new)) if !self.matching.same(&old.item, &new.item) => {
                let spelled = |api: &Api, ty: &TypeRef| spell::type_ref(api, ty);
                let seen =
                    Seen::turned("items of its pages", spelled(self.old, &old.item), spelled(self.new, &new.item));
                self.add(Kind::PagesRetyped, item, at, seen);
            }
            (Some(old), Some(new)) if facts(old) != facts(new) => {
                let seen = Seen::turned("pagination", facts(old), facts(new));
                self.add(Kind::PagesChanged, item, at, seen);
            }
            _ => {}
        }
    }
}

/// Returns the path without that of the service, if it has that prefix.
fn path(api: &Api, op: Op<'_>) -> String {
    let service = api.service(op.resource.service).path.trim_end_matches('/');
    op.operation.path.strip_prefix(service).unwrap_or(&op.operation.path).to_owned()
}

/// Returns the path with unnamed placeholders, because their names are not sent.
fn form(api: &Api, op: Op<'_>, path: &str) -> String {
    let names = nameless(api, op);
    let segments = path.split('/').map(|segment| {
        if placeholder(segment).is_some_and(|name| names.iter().any(|known| known == name)) { "{}" } else { segment }
    });
    segments.collect::<Vec<_>>().join("/")
}

fn placeholder(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

/// Returns the path arguments, in the order of the path. Their names are not sent. Lookups are not part of the path.
fn nameless(api: &Api, op: Op<'_>) -> Vec<String> {
    let is_lookup = |ty: &TypeRef| matches!(ty, TypeRef::Named(id) if matches!(api.ty(*id).shape, Shape::Lookup(_)));
    let sent = |name: &str| op.operation.arguments.iter().any(|one| one.name.wire == name && !is_lookup(&one.ty));
    let names = op.operation.path.split('/').filter_map(placeholder);
    names.filter(|name| sent(name)).map(str::to_owned).collect()
}

fn output(api: &Api, output: &ResponseType) -> String {
    match output {
        ResponseType::Own(id) | ResponseType::Shared(id) => api.ty(*id).name.plain(),
        ResponseType::Text => "text".to_owned(),
    }
}

/// Returns the properties of a paginated list, except its items.
fn facts(pages: &Pages) -> String {
    let path = |path: &Option<FieldPath>| path.as_ref().map_or_else(|| "-".to_owned(), |path| path.wire.clone());
    format!("{} by {}, {}, {}", pages.list.wire, pages.argument, path(&pages.per_page), path(&pages.total_pages))
}

fn any(scopes: &[String]) -> String {
    if scopes.is_empty() { "any token".to_owned() } else { scopes.join(", ") }
}

/// Returns the wire names of error codes of one spec.
pub(super) fn codes(api: &Api, ids: &[ErrorId]) -> Vec<String> {
    ids.iter().map(|id| api.error(*id).name.wire.clone()).collect()
}

/// Returns the added and the removed error codes.
pub(super) fn seen_codes(old: &[String], new: &[String]) -> Option<Seen> {
    let without = |codes: &[String], others: &[String]| {
        codes.iter().filter(|code| !others.contains(code)).cloned().collect::<Vec<_>>()
    };
    let (added, removed) = (without(new, old), without(old, new));
    let (mut parts, mut sentences) = (Vec::new(), Vec::new());
    for (codes, mark, verb) in [(added, "+", "documents"), (removed, "-", "no longer documents")] {
        if !codes.is_empty() {
            parts.push(codes.iter().map(|code| format!("{mark}{code}")).collect::<Vec<_>>().join(" "));
            let rest = if mark == "-" { " any more" } else { "" };
            sentences.push(format!("{verb} `{}`{rest}", codes.join("`, `")));
        }
    }
    (!parts.is_empty()).then(|| Seen::new(format!("errors: {}", parts.join(" ")), sentences.join(", and ")))
}
