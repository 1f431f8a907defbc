//! Waiters: the operation that is polled, and when a wait ends.

mod ending;

use super::Lowering;
use crate::{
    diagnostic::{Annotate, Code, nearest},
    ir::{self, Method, Presence, Shape, TypeId, TypeRef},
    name::{self, Case, Name},
    source::Route,
    spec::{self, Text},
};

impl<'s> Lowering<'s> {
    /// The waiters of a resource, in the author's order.
    pub(super) fn waiters(
        &mut self,
        root: &Route<'_>,
        resource: &'s spec::Resource,
        operations: &[ir::Operation],
    ) -> Vec<ir::Waiter> {
        let at = root.key("waiters");
        let waiters = resource.waiters.iter();
        waiters.filter_map(|(wire, waiter)| self.waiter(&at.key(wire), wire, waiter, resource, operations)).collect()
    }

    fn waiter(
        &mut self,
        at: &Route<'_>,
        wire: &str,
        waiter: &'s spec::Waiter,
        resource: &spec::Resource,
        operations: &[ir::Operation],
    ) -> Option<ir::Waiter> {
        let function = self.waiter_name(at, wire, operations)?;
        let polls = self.polled(at, waiter, resource, operations)?;
        let operation = &operations[polls];
        let (_, declared) = resource.operations.iter().find(|(name, _)| *name == operation.function.wire)?;
        let ending = self.ending(at, waiter, operation, declared);
        let pending_errors = self.pending_errors(&at.key("pending_errors"), waiter, operation, declared);
        if let Some(ir::Ending::Number(_)) = ending
            && !waiter.of.is_empty()
        {
            self.error(Code::BadWaiter, at.key("of").name(), "`of` cannot be combined with `equals`")
                .label("not allowed here")
                .help("remove it: the caller passes the number to the function");
        }
        // The lookup is unknown if an argument is left out.
        let root = Route::root(at.file());
        let (all, polled) = (root.key("operations"), &operation.function.wire);
        let is_complete = declared.takes.iter().len() <= operation.arguments.len()
            && !self.declared.is_broken_at(&all.key(polled).key("takes").value());
        let of = if is_complete { self.targets(&at.key("of"), &waiter.of, operation) } else { Vec::new() };
        Some(ir::Waiter {
            constant: name::ident(wire, Case::ShoutySnake)?,
            docs: super::docs::lower(&waiter.docs),
            polls,
            ending: ending?,
            deadline: waiter.deadline.get(),
            pending_errors,
            safe: waiter.safe,
            of,
            place: at.name(),
            function,
        })
    }

    fn waiter_name(&mut self, at: &Route<'_>, wire: &str, operations: &[ir::Operation]) -> Option<Name> {
        let Some(function) = Name::new(wire, Case::Snake).filter(|name| name.plain() == wire) else {
            self.error(Code::BadName, at.name(), format!("`{wire}` is not a valid waiter name"))
                .label("not a Rust function name")
                .help("write a name in snake case, such as `until_completed`");
            return None;
        };
        if let Some(operation) = operations.iter().find(|operation| operation.function == function) {
            let message = format!("`{wire}` is already the name of an operation");
            self.error(Code::DuplicateName, at.name(), message)
                .label("name already used")
                .also(operation.place.clone(), "the operation")
                .help("choose a name such as `until_completed`");
            return None;
        }
        Some(function)
    }

    /// The index of the polled operation, or of the one that is probably meant.
    fn polled(
        &mut self,
        waiter_at: &Route<'_>,
        waiter: &spec::Waiter,
        resource: &spec::Resource,
        operations: &[ir::Operation],
    ) -> Option<usize> {
        let (at, polls) = (&waiter_at.key("polls"), &waiter.polls);
        if let Some(index) = operations.iter().position(|operation| operation.function.wire == polls.as_str()) {
            if operations[index].deprecated.is_some() {
                self.error(Code::Deprecated, at.value(), format!("`{polls}` is deprecated and cannot be polled"))
                    .label("deprecated")
                    .help("name an operation that is not deprecated");
            }
            match (operations[index].method == Method::Get, waiter.safe) {
                (true, false) | (false, true) => return Some(index),
                (true, true) => {
                    self.error(Code::BadWaiter, waiter_at.key("safe").name(), format!("`{polls}` is a GET operation"))
                        .label("needless")
                        .help("remove `safe`, which is for other operations");
                }
                // Its value could not be read.
                (false, false) if self.declared.is_broken_at(&waiter_at.name()) => {}
                (false, false) => {
                    let message = format!("`{polls}` is not a GET operation and cannot be polled");
                    self.error(Code::BadWaiter, at.value(), message)
                        .label("not a GET operation")
                        .help("name a GET operation, or add `safe: true` if calling this one again does no harm");
                }
            }
            return None;
        }
        let known = || resource.operations.iter().map(|(name, _)| name);
        if known().any(|name| name == polls.as_str()) {
            // Its mistakes were reported there.
            return None;
        }
        if self.declared.is_removed_here(at, polls) {
            return None;
        }
        let near = nearest(polls, known());
        let message = format!("this file has no operation `{polls}`");
        self.error(Code::BadWaiter, at.value(), message).label("not an operation of this file").suggest(near);
        // The rest is checked as if that were written, so that one run shows all mistakes.
        operations.iter().position(|operation| Some(operation.function.wire.as_str()) == near)
    }

    /// The types whose values identify what is waited for, with the field that the polled operation looks up.
    fn targets(&mut self, at: &Route<'_>, names: &'s [Text], operation: &ir::Operation) -> Vec<ir::WaitTarget> {
        let mut targets = Vec::new();
        for (index, name) in names.iter().enumerate() {
            let at = at.index(index);
            let Some(ty) = self.named(&at, name) else { continue };
            let Some(target) = self.target(ty, operation) else {
                if self.misses_members(ty, operation) {
                    continue;
                }
                let message = format!("`{name}` has no field that `{}` can look it up by", operation.function.wire);
                let help = "name a schema with a required field, such as `id`, that is a member of the lookup of the operation";
                self.error(Code::BadWaiter, at.value(), message).label("has no such field").help(help);
                continue;
            };
            match self.waited_for.iter().find(|(other, _)| *other == ty).map(|(_, first)| first.clone()) {
                Some(first) => {
                    let message = format!("`{name}` is listed by two waiters");
                    self.error(Code::DuplicateName, at.value(), message)
                        .label("listed again here")
                        .also(first, "first listed here")
                        .help("remove it from one of them; both can still be called as functions");
                }
                None => {
                    self.waited_for.push((ty, at.value()));
                    targets.push(target);
                }
            }
        }
        targets
    }

    /// Whether a field of `ty`, or a member of what `operation` looks up, is missing because of a mistake in it.
    fn misses_members(&self, ty: TypeId, operation: &ir::Operation) -> bool {
        let mut types = operation.required().filter_map(|argument| argument.ty.named()).chain([ty]);
        types.any(|id| self.incomplete.contains(&id))
    }

    fn target(&self, ty: TypeId, operation: &ir::Operation) -> Option<ir::WaitTarget> {
        let Shape::Struct(object) = &self.types[ty.0].shape else { return None };
        let mut required = operation.required();
        let (Some(ir::Field { ty: TypeRef::Named(lookup), presence: Presence::Required, .. }), None) =
            (required.next(), required.next())
        else {
            return None;
        };
        let Shape::Lookup(ir::Lookup { members, .. }) = &self.types[lookup.0].shape else { return None };
        members.iter().find_map(|member| {
            let fits = |field: &&ir::Field| {
                field.name.wire == member.field.name.wire
                    && field.ty == member.field.ty
                    && field.presence == Presence::Required
                    && field.deprecated.is_none()
            };
            let field = object.fields.iter().find(fits)?;
            Some(ir::WaitTarget {
                ty,
                field: field.name.ident.clone(),
                lookup: *lookup,
                constructor: member.field.name.ident.clone(),
            })
        })
    }
}
