//! The guide: the operations that `api.yaml` names for its examples, or else the first ones that are suitable.

use super::Lowering;
use crate::{
    diagnostic::{Annotate, Code, Severity, nearest},
    ir::{self, Guide, Method, OperationId, Presence, Resource, ResponseType, Shape, TypeRef, Waited},
    name::Ident,
    source::Route,
    spec::Text,
};

impl<'s> Lowering<'s> {
    /// The operations from which the examples of the guide are made.
    pub(super) fn guide(&mut self, resources: &[Resource]) -> Guide {
        let spec = self.spec;
        let root = Route::root(spec.api.file);
        let at = root.key("guide");
        let named = &spec.api.content.guide;
        let call = match &named.call {
            Some(name) => {
                let help = "name an operation that returns an object with fields, and no pages";
                self.suitable(&at.key("call"), name, resources, help, |_, operation, types| {
                    returns_object(operation, types).then_some(())
                })
            }
            None => first(resources, |operation| is_lookup_of(operation, &self.types).then_some(())),
        };
        let list = match &named.list {
            Some(name) => {
                let help = "name an operation with `pages`";
                self.suitable(&at.key("list"), name, resources, help, |_, operation, _| {
                    operation.pages.as_ref().map(|_| ())
                })
            }
            None => first(resources, |operation| operation.pages.as_ref().map(|_| ())),
        };
        let wait = match &named.wait {
            Some(name) => {
                let help = "name an operation that returns a type of a waiter's `of`";
                self.suitable(&at.key("wait"), name, resources, help, waited)
            }
            None => first(resources, |operation| {
                waited(resources, operation, &self.types).filter(|_| operation.method != Method::Get)
            }),
        };
        Guide {
            call: call.map(|(id, ())| id),
            list: list.map(|(id, ())| id),
            wait: wait.map(|(operation, field)| Waited { operation, field }),
        }
    }

    /// The operation called `name`, with what `fits` makes of it, or `None` once the reason is reported.
    fn suitable<T>(
        &mut self,
        at: &Route<'_>,
        name: &Text,
        resources: &[Resource],
        help: &str,
        fits: impl FnOnce(&[Resource], &ir::Operation, &[ir::Type]) -> Option<T>,
    ) -> Option<(OperationId, T)> {
        let all: Vec<_> =
            all(resources).map(|(id, resource, operation)| (id, called(resource, operation), operation)).collect();
        let Some((id, _, operation)) = all.iter().find(|(_, called, _)| *called == name.as_str()) else {
            // An operation with a mistake in it is missing, and that is reported.
            if self.diagnostics.iter().all(|diagnostic| diagnostic.code.severity() != Severity::Error) {
                let near = nearest(name, all.iter().map(|(_, called, _)| called.as_str()));
                let error = self.error(Code::BadValue, at.value(), format!("no operation is named `{name}`"));
                let error = error.label("not an operation of this spec");
                match near {
                    Some(near) => error.help(format!("did you mean `{near}`?")),
                    None => error.help("write the resource and the operation, such as `virtual_machines.get`"),
                };
            }
            return None;
        };
        let fitting = fits(resources, operation, &self.types);
        if fitting.is_none() {
            self.error(Code::BadValue, at.value(), format!("`{name}` does not fit this part of the guide"))
                .label("not suitable")
                .help(help);
        }
        fitting.map(|fitting| (*id, fitting))
    }
}

/// How `api.yaml` names an operation, as in `virtual_machines.get` or `public.stats.get`.
fn called(resource: &Resource, operation: &ir::Operation) -> String {
    format!("{}.{}", resource.module.file().replace('/', "."), operation.function.wire)
}

fn all(resources: &[Resource]) -> impl Iterator<Item = (OperationId, &Resource, &ir::Operation)> {
    resources.iter().enumerate().flat_map(|(index, resource)| {
        let operations = resource.operations.iter().enumerate();
        operations.map(move |(operation, found)| (OperationId { resource: index, operation }, resource, found))
    })
}

fn first<T>(resources: &[Resource], mut fits: impl FnMut(&ir::Operation) -> Option<T>) -> Option<(OperationId, T)> {
    all(resources).find_map(|(id, _, operation)| Some((id, fits(operation)?)))
}

/// The fields of the response that only `operation` has.
fn fields<'t>(operation: &ir::Operation, types: &'t [ir::Type]) -> &'t [ir::Field] {
    match operation.output {
        ResponseType::Own(id) => match &types[id.0].shape {
            Shape::Struct(object) => &object.fields,
            _ => &[],
        },
        ResponseType::Shared(_) | ResponseType::Text => &[],
    }
}

fn returns_object(operation: &ir::Operation, types: &[ir::Type]) -> bool {
    operation.pages.is_none() && !fields(operation, types).is_empty()
}

/// Whether `operation` fetches an object by a lookup, and needs nothing else.
fn is_lookup_of(operation: &ir::Operation, types: &[ir::Type]) -> bool {
    let mut required = operation.required();
    let (Some(argument), None) = (required.next(), required.next()) else { return false };
    let is_lookup = argument.ty.named().is_some_and(|id| matches!(types[id.0].shape, Shape::Lookup(_)));
    operation.method == Method::Get && is_lookup && returns_object(operation, types)
}

/// The field of the response of `operation` that a waiter takes.
fn waited(resources: &[Resource], operation: &ir::Operation, types: &[ir::Type]) -> Option<Ident> {
    let is_waited_for = |id| {
        let waiters = resources.iter().flat_map(|resource| &resource.waiters);
        waiters.flat_map(|waiter| &waiter.of).any(|stand| stand.ty == id)
    };
    let field = fields(operation, types).iter().find(|field| {
        field.presence == Presence::Required && matches!(field.ty, TypeRef::Named(id) if is_waited_for(id))
    })?;
    Some(field.name.ident.clone())
}
