//! Matches the entries of two specs: those with the same name, and those that differ only by their name.

use std::collections::{HashMap, HashSet};

use super::{paired::Paired, spell};
use crate::ir::{
    Api, Body, ErrorCode, Field, Method, Operation, Resource, ResponseType, Service, ServiceId, Shape, TypeId, TypeRef,
    Waiter,
};

/// An operation with its resource.
#[derive(Debug, Clone, Copy)]
pub(super) struct Op<'a> {
    pub(super) resource: &'a Resource,
    pub(super) operation: &'a Operation,
}

/// A waiter with its resource.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wait<'a> {
    pub(super) resource: &'a Resource,
    pub(super) waiter: &'a Waiter,
}

/// The matched entries of two specs.
pub(super) struct Matching<'a> {
    pub(super) services: Paired<&'a Service>,
    pub(super) resources: Paired<&'a Resource>,
    pub(super) operations: Paired<Op<'a>>,
    pub(super) waiters: Paired<Wait<'a>>,
    pub(super) errors: Paired<&'a ErrorCode>,
    /// The new error code for each old one, by name.
    errors_now: HashMap<&'a str, &'a ErrorCode>,
    /// The types with a declared name.
    pub(super) types: Paired<TypeId>,
    /// All types, including those of responses, each old one with the new one.
    ids: HashMap<TypeId, TypeId>,
    /// The new module for each old one.
    modules: HashMap<String, &'a Resource>,
    new_modules: HashSet<String>,
    old_homes: HashMap<TypeId, String>,
    new_homes: HashMap<TypeId, String>,
}

impl<'a> Matching<'a> {
    pub(super) fn of(old: &'a Api, new: &'a Api) -> Self {
        let services = services(old, new);
        let errors = errors(old, new);
        let mut types = Paired::by(
            declared(old),
            declared(new),
            |id| old.ty(id).name.wire.as_str(),
            |id| new.ty(id).name.wire.as_str(),
        );
        let mut ids: HashMap<TypeId, TypeId> = types.pairs.iter().copied().collect();
        // The detail of a renamed error is renamed with it.
        let of_errors = errors.pairs.iter().filter_map(|(old, new)| Some((old.detail?, new.detail?)));
        let renamed: HashMap<TypeId, TypeId> =
            of_errors.filter(|(o, n)| old.detail_types.contains(o) && new.detail_types.contains(n)).collect();
        types.then(|id| renamed.get(&id).copied(), Some);
        ids.extend(types.pairs.iter().copied());
        renamed_types(old, new, &mut types, &mut ids);
        let resources = resources(old, new, &services, &ids);
        let pairs = resources.pairs.iter();
        let modules = pairs.map(|(o, n)| (o.module.to_string(), *n)).collect();
        let new_modules = resources.added.iter().map(|resource| resource.module.to_string()).collect();
        let (old_homes, new_homes) = (homes(old), homes(new));
        let empty = || Paired { pairs: Vec::new(), removed: Vec::new(), added: Vec::new() };
        let (operations, waiters) = (operations(old, new, &modules), empty());
        for (o, n) in &operations.pairs {
            if let (ResponseType::Own(o), ResponseType::Own(n)) = (&o.operation.output, &n.operation.output) {
                ids.insert(*o, *n);
            }
        }
        let errors_now = errors.pairs.iter().map(|(old, new)| (old.name.wire.as_str(), *new)).collect();
        let mut matching = Self {
            errors_now,
            services,
            resources,
            operations,
            waiters,
            errors,
            types,
            ids,
            modules,
            new_modules,
            old_homes,
            new_homes,
        };
        matching.waiters = matching.all_waiters(old, new);
        matching
    }

    /// Whether two types are matched, regardless of their names.
    pub(super) fn same(&self, old: &TypeRef, new: &TypeRef) -> bool {
        match (old, new) {
            (TypeRef::Named(old), TypeRef::Named(new)) => self.ids.get(old) == Some(new),
            (TypeRef::List(old), TypeRef::List(new)) => self.same(old, new),
            (old, new) => old == new,
        }
    }

    /// Returns the new type for an old one.
    pub(super) fn new_id(&self, old: TypeId) -> Option<TypeId> {
        self.ids.get(&old).copied()
    }

    /// Whether the old type is matched with the new one.
    pub(super) fn same_id(&self, old: TypeId, new: TypeId) -> bool {
        self.ids.get(&old) == Some(&new)
    }

    /// Returns the modules of the old and the new type, if they are different.
    pub(super) fn moved(&self, old: TypeId, new: TypeId) -> Option<(&str, &str)> {
        let (old, new) = (self.old_homes.get(&old)?, self.new_homes.get(&new)?);
        (!self.same_module(old, new)).then_some((old.as_str(), new.as_str()))
    }

    /// Returns the new error code for an old one.
    pub(super) fn error_now(&self, old: &ErrorCode) -> Option<&'a ErrorCode> {
        self.errors_now.get(old.name.wire.as_str()).copied()
    }

    /// Returns the new resource for the module `old`.
    pub(super) fn module(&self, old: &str) -> Option<&'a Resource> {
        self.modules.get(old).copied()
    }

    /// Whether the module is new.
    pub(super) fn is_new_module(&self, module: &str) -> bool {
        self.new_modules.contains(module)
    }

    /// Returns the module of a new type.
    pub(super) fn new_home(&self, id: TypeId) -> Option<&str> {
        self.new_homes.get(&id).map(String::as_str)
    }

    /// Returns the module of an old type.
    pub(super) fn old_home(&self, id: TypeId) -> Option<&str> {
        self.old_homes.get(&id).map(String::as_str)
    }

    /// Whether the modules of the old and the new resource are matched.
    pub(super) fn same_module(&self, old: &str, new: &str) -> bool {
        self.modules.get(old).is_some_and(|resource| resource.module.to_string() == new)
    }

    fn all_waiters(&self, old: &'a Api, new: &'a Api) -> Paired<Wait<'a>> {
        let module = |wait: Wait<'_>| {
            let module = wait.resource.module.to_string();
            self.modules.get(&module).map_or(module, |resource| resource.module.to_string())
        };
        let mut waiters = Paired::by(
            waits(old),
            waits(new),
            |wait| (module(wait), wait.waiter.function.wire.as_str()),
            |wait| (wait.resource.module.to_string(), wait.waiter.function.wire.as_str()),
        );
        let key = |module: String, wait: Wait<'_>, of: Vec<TypeId>| {
            let polled = wait.resource.operations.get(wait.waiter.polls).map(|polled| polled.function.wire.clone());
            Some((module, polled, wait.waiter.deadline, format!("{:?}", wait.waiter.docs), of))
        };
        let old_targets = |wait: Wait<'_>| -> Vec<TypeId> {
            wait.waiter.of.iter().filter_map(|target| self.ids.get(&target.ty).copied()).collect()
        };
        let new_targets = |wait: Wait<'_>| wait.waiter.of.iter().map(|target| target.ty).collect();
        waiters.then(
            |wait| key(module(wait), wait, old_targets(wait)),
            |wait| key(wait.resource.module.to_string(), wait, new_targets(wait)),
        );
        waiters
    }
}

fn waits(api: &Api) -> impl Iterator<Item = Wait<'_>> {
    api.resources.iter().flat_map(|resource| resource.waiters.iter().map(move |waiter| Wait { resource, waiter }))
}

fn services<'a>(old: &'a Api, new: &'a Api) -> Paired<&'a Service> {
    let mut services = Paired::by(&old.services, &new.services, |one| &one.wire, |one| &one.wire);
    let key = |service: &'a Service| Some((&service.path, service.module.as_ref().map(|module| &module.wire)));
    services.then(key, key);
    services
}

fn errors<'a>(old: &'a Api, new: &'a Api) -> Paired<&'a ErrorCode> {
    let mut errors = Paired::by(&old.errors, &new.errors, |one| &one.name.wire, |one| &one.name.wire);
    let detail = |api: &'a Api, error: &ErrorCode| {
        error.detail.map(|id| match &api.ty(id).shape {
            Shape::Struct(object) if api.detail_types.contains(&id) => {
                let fields = object.fields.iter();
                fields.map(|field| spell::spec_field(api, field)).collect::<Vec<_>>().join(", ")
            }
            _ => api.ty(id).name.wire.clone(),
        })
    };
    let key = |api: &'a Api, error: &ErrorCode| {
        Some((error.status, format!("{:?}{:?}", error.docs, error.retry), detail(api, error)))
    };
    errors.then(|one| key(old, one), |one| key(new, one));
    errors
}

/// Returns the types with a declared name.
fn declared(api: &Api) -> impl Iterator<Item = TypeId> {
    api.resources.iter().flat_map(|resource| &resource.types).chain(&api.detail_types).copied()
}

/// Matches types that differ only by their name. Their members can be such types, too, so that this takes several
/// rounds.
fn renamed_types(old: &Api, new: &Api, types: &mut Paired<TypeId>, ids: &mut HashMap<TypeId, TypeId>) {
    loop {
        let targets: HashSet<TypeId> = ids.values().copied().collect();
        let old_key = |id: TypeId| {
            shape(old, id, &|of| ids.get(&of).map_or_else(|| old.ty(of).name.wire.clone(), |new| format!("{new:?}")))
        };
        let new_key = |id: TypeId| {
            let name = |of| if targets.contains(&of) { format!("{of:?}") } else { new.ty(of).name.wire.clone() };
            shape(new, id, &name)
        };
        if types.then(|id| Some(old_key(id)), |id| Some(new_key(id))) == 0 {
            return;
        }
        ids.extend(types.pairs.iter().copied());
    }
}

/// Returns all properties of a type except its name. Docs are included if there are few other properties.
fn shape(api: &Api, id: TypeId, name: &dyn Fn(TypeId) -> String) -> String {
    let ty = api.ty(id);
    let reference = |ty: &TypeRef| reference(ty, &|of| if of == id { "itself".to_owned() } else { name(of) });
    let field = |field: &Field| format!("{}:{}:{:?}", field.name.wire, reference(&field.ty), field.presence);
    let (kind, parts): (&str, Vec<String>) = match &ty.shape {
        Shape::Id(example) => ("id", vec![format!("{example:?}")]),
        Shape::Lookup(lookup) => ("lookup", lookup.members.iter().map(|member| field(&member.field)).collect()),
        Shape::Arguments(fields) => ("arguments", fields.iter().map(field).collect()),
        Shape::OneOf(members) => ("one_of", members.iter().map(|member| field(&member.field)).collect()),
        Shape::Struct(object) => ("struct", object.fields.iter().map(field).collect()),
        Shape::Union(kinds) => {
            ("union", kinds.iter().map(|kind| format!("{}:{}", kind.name.wire, name(kind.ty))).collect())
        }
        Shape::Enum(values) => ("enum", values.iter().map(|value| value.name.wire.clone()).collect()),
        Shape::Document(document) => {
            let alternatives = match &document.body {
                Body::Content(_) => 0,
                Body::OneOf(alternatives) => alternatives.len(),
            };
            let head = format!("{:?} {alternatives}", document.root);
            ("document", std::iter::once(head).chain(document.fields().map(field)).collect())
        }
    };
    let docs = if parts.len() < 2 { format!("{:?}", ty.docs) } else { String::new() };
    format!("{kind} {} {docs}", parts.join(","))
}

fn reference(ty: &TypeRef, name: &dyn Fn(TypeId) -> String) -> String {
    match ty {
        TypeRef::Scalar(scalar) => format!("{scalar:?}"),
        TypeRef::Named(id) => name(*id),
        TypeRef::List(item) => format!("[{}]", reference(item, name)),
    }
}

fn resources<'a>(
    old: &'a Api,
    new: &'a Api,
    services: &Paired<&'a Service>,
    ids: &HashMap<TypeId, TypeId>,
) -> Paired<&'a Resource> {
    // By the new module of a service, so that a renamed service does not move its operations.
    let outer = |service: ServiceId| {
        let service = old.service(service);
        let now = services.pairs.iter().find(|(old, _)| std::ptr::eq(*old, service)).map_or(service, |(_, new)| new);
        now.module.as_ref().map(|module| module.wire.as_str())
    };
    let outer_name = |one: &'a Resource| {
        let service = new.service(one.service);
        service.module.as_ref().map(|module| module.wire.as_str())
    };
    let mut resources = Paired::by(
        &old.resources,
        &new.resources,
        |one| (outer(one.service), one.module.name().wire.as_str()),
        |one| (outer_name(one), one.module.name().wire.as_str()),
    );
    let functions = |one: &Resource| {
        let operations = one.operations.iter().map(|operation| operation.function.wire.clone());
        operations.chain(one.waiters.iter().map(|waiter| waiter.function.wire.clone())).collect::<Vec<_>>()
    };
    let key = |one: &Resource, types: Vec<TypeId>| {
        let functions = functions(one);
        (!functions.is_empty() || !types.is_empty()).then_some((functions, types))
    };
    resources.then(
        |one| {
            let types: Option<Vec<_>> = one.types.iter().map(|id| ids.get(id).copied()).collect();
            key(one, types?)
        },
        |one| key(one, one.types.clone()),
    );
    resources
}

fn homes(api: &Api) -> HashMap<TypeId, String> {
    let all = api.resources.iter().flat_map(|resource| {
        let module = resource.module.to_string();
        resource.types.iter().map(move |id| (*id, module.clone()))
    });
    all.collect()
}

fn operations<'a>(old: &'a Api, new: &'a Api, modules: &HashMap<String, &'a Resource>) -> Paired<Op<'a>> {
    let module = |op: Op<'_>| {
        let module = op.resource.module.to_string();
        modules.get(&module).map_or(module, |resource| resource.module.to_string())
    };
    let mut operations = Paired::by(
        ops(old),
        ops(new),
        |op| (module(op), op.operation.function.wire.as_str()),
        |op| (op.resource.module.to_string(), op.operation.function.wire.as_str()),
    );
    let line = |op: Op<'_>| -> Option<(Method, String)> { Some((op.operation.method, op.operation.path.clone())) };
    operations.then(line, line);
    operations
}

fn ops(api: &Api) -> impl Iterator<Item = Op<'_>> {
    api.resources
        .iter()
        .flat_map(|resource| resource.operations.iter().map(move |operation| Op { resource, operation }))
}

/// A field, identified by name and type.
pub(super) fn fields<'f>(
    matching: &Matching<'_>,
    old: impl IntoIterator<Item = &'f Field>,
    new: impl IntoIterator<Item = &'f Field>,
) -> Paired<&'f Field> {
    let mut fields = Paired::by(old, new, |field| field.name.wire.as_str(), |field| field.name.wire.as_str());
    let old_type = |ty: &TypeRef| {
        reference(ty, &|id| matching.ids.get(&id).map_or_else(|| format!("old {id:?}"), |new| format!("{new:?}")))
    };
    let new_type = |ty: &TypeRef| reference(ty, &|id| format!("{id:?}"));
    // The name in Rust is kept.
    fields.then(
        |field| Some((field.name.ident.to_string(), old_type(&field.ty))),
        |field| Some((field.name.ident.to_string(), new_type(&field.ty))),
    );
    let rest =
        |field: &Field| (format!("{:?}", field.docs), format!("{:?}", field.presence), field.or_one, field.tag.clone());
    fields.then(|field| Some((old_type(&field.ty), rest(field))), |field| Some((new_type(&field.ty), rest(field))));
    fields
}
