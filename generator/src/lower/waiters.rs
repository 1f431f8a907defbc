//! Waiters: what is polled, and whether its answers can say that something is over.

mod ending;

use super::Lowering;
use crate::{
    diagnostic::{Code, nearest},
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
        if waiter.deadline == 0 {
            let help = Some("write its seconds, such as 600 for ten minutes".to_owned());
            let place = at.key("deadline").value();
            self.report::<()>(Code::BadValue, place, "a wait that takes no time is none", "no time", help);
        }
        let polls = self.polled(&at.key("polls"), &waiter.polls, resource, operations)?;
        let operation = &operations[polls];
        let ending = self.ending(at, waiter, operation);
        let of = self.stands(&at.key("of"), &waiter.of, operation);
        Some(ir::Waiter {
            constant: name::ident(wire, Case::ShoutySnake)?,
            docs: super::docs::lower(&waiter.docs),
            polls,
            ending: ending?,
            deadline: waiter.deadline,
            of,
            place: at.name(),
            function,
        })
    }

    fn waiter_name(&mut self, at: &Route<'_>, wire: &str, operations: &[ir::Operation]) -> Option<Name> {
        let Some(function) = Name::new(wire, Case::Snake).filter(|name| name.plain() == wire) else {
            return self.report(
                Code::BadName,
                at.name(),
                format!("`{wire}` cannot be the name of a waiter"),
                "not a name for a Rust function",
                Some("write a name in snake case, such as `until_completed`".to_owned()),
            );
        };
        if let Some(operation) = operations.iter().find(|operation| operation.function == function) {
            let message = format!("an operation is called `{wire}` already");
            let help = Some("call it after what it waits for, such as `until_completed`".to_owned());
            let also = (operation.place.clone(), "the operation");
            return self.report_pair(Code::DuplicateName, at.name(), message, "called the same", also, help);
        }
        Some(function)
    }

    /// Which of `operations` is polled, or seems to be meant.
    fn polled(
        &mut self,
        at: &Route<'_>,
        polls: &Text,
        resource: &spec::Resource,
        operations: &[ir::Operation],
    ) -> Option<usize> {
        if let Some(index) = operations.iter().position(|operation| operation.function.wire == polls.as_str()) {
            if operations[index].method == Method::Get {
                return Some(index);
            }
            let help = Some("name a GET, which changes nothing however often it is called".to_owned());
            let message = format!("`{polls}` cannot be called again and again");
            return self.report(Code::BadWaiter, at.value(), message, "not a GET", help);
        }
        let known = || resource.operations.iter().map(|(name, _)| name);
        if known().any(|name| name == polls.as_str()) {
            // What is wrong with it was reported there.
            return None;
        }
        let near = nearest(polls, known());
        let help = near.map(|near| format!("did you mean `{near}`?"));
        let message = format!("this file has no operation `{polls}`");
        self.report::<()>(Code::BadWaiter, at.value(), message, "not an operation of this file", help);
        // The rest is looked at as if that were meant, so that one run shows all mistakes.
        operations.iter().position(|operation| Some(operation.function.wire.as_str()) == near)
    }

    /// The types that stand for what is waited for, with the field by which the polled operation finds it.
    fn stands(&mut self, at: &Route<'_>, names: &'s [Text], operation: &ir::Operation) -> Vec<ir::Stand> {
        let mut stands = Vec::new();
        for (index, name) in names.iter().enumerate() {
            let at = at.index(index);
            let Some(ty) = self.named(&at, name) else { continue };
            let Some(stand) = self.stand(ty, operation) else {
                let message = format!("`{name}` does not say what to ask `{}` for", operation.function.wire);
                let help = "name a schema with a field, such as `id`, of the one lookup that the operation takes";
                self.report::<()>(Code::BadWaiter, at.value(), message, "has no such field", Some(help.to_owned()));
                continue;
            };
            match self.waited_for.iter().find(|(other, _)| *other == ty) {
                Some((_, first)) => {
                    let also = (first.clone(), "waited for here already");
                    let message = format!("`{name}` can be waited for in two ways");
                    let help = Some("remove one; its own function waits for the other".to_owned());
                    self.report_pair::<()>(Code::DuplicateName, at.value(), message, "the second way", also, help);
                }
                None => {
                    self.waited_for.push((ty, at.value()));
                    stands.push(stand);
                }
            }
        }
        stands
    }

    fn stand(&self, ty: TypeId, operation: &ir::Operation) -> Option<ir::Stand> {
        let Shape::Struct(object) = &self.types[ty.0].shape else { return None };
        let mut required = operation.required();
        let (Some(ir::Field { ty: TypeRef::Named(lookup), .. }), None) = (required.next(), required.next()) else {
            return None;
        };
        let Shape::Lookup(members) = &self.types[lookup.0].shape else { return None };
        members.iter().find_map(|member| {
            let fits = |field: &&ir::Field| {
                field.name.wire == member.field.name.wire
                    && field.ty == member.field.ty
                    && field.presence == Presence::Required
            };
            let field = object.fields.iter().find(fits)?;
            Some(ir::Stand {
                ty,
                field: field.name.ident.clone(),
                lookup: *lookup,
                constructor: member.field.name.ident.clone(),
            })
        })
    }
}
