//! The error codes of an operation: those of the lookups that it takes, less its exceptions, and its own.

use std::collections::{HashMap, HashSet};

use super::Lowering;
use crate::{
    diagnostic::{Annotate, Code, nearest},
    ir::{ErrorId, Field, ServiceId, Shape, Struct, TypeId},
    source::Route,
    spec::{self, Text},
};

/// The error codes of an operation.
pub(super) struct OperationErrors {
    /// All of them: those of lookups, in the order of the arguments, then its own.
    pub(super) errors: Vec<ErrorId>,
    /// Those that the operation lists.
    pub(super) own: Vec<ErrorId>,
    /// Those that come only from lookups inside of other arguments.
    pub(super) nested: Vec<ErrorId>,
}

/// An error code that an operation has from a lookup.
struct Inherited {
    code: ErrorId,
    lookup: TypeId,
    /// Whether only nested lookups have it.
    nested: bool,
}

impl<'s> Lowering<'s> {
    /// The error codes of `operation`, which takes `arguments`.
    pub(super) fn operation_errors(
        &mut self,
        at: &Route<'_>,
        operation: &'s spec::Operation,
        service: ServiceId,
        arguments: &[Field],
    ) -> OperationErrors {
        let mut inherited = self.inherited(arguments);
        let own = self.error_refs(&at.key("errors"), &operation.errors);
        self.check_own_errors(&at.key("errors"), operation, service, &inherited);
        self.check_exceptions(&at.key("without_errors"), operation, &inherited);
        let code = |text: &Text| self.declared.error_codes.get(text.as_str()).copied();
        let mut dropped: HashSet<ErrorId> = operation.without_errors.iter().filter_map(code).collect();
        let services = &self.spec.api.content.services;
        let of_service = services.iter().nth(service.0).map(|(_, service)| service.errors.as_slice());
        dropped.extend(of_service.unwrap_or_default().iter().filter_map(code));
        inherited.retain(|one| !dropped.contains(&one.code) && !own.contains(&one.code));
        OperationErrors {
            nested: inherited.iter().filter(|one| one.nested).map(|one| one.code).collect(),
            errors: inherited.iter().map(|one| one.code).chain(own.iter().copied()).collect(),
            own,
        }
    }

    /// The codes of every lookup in `arguments`, however deep, each once.
    fn inherited(&self, arguments: &[Field]) -> Vec<Inherited> {
        let mut found: Vec<Inherited> = Vec::new();
        let mut index: HashMap<ErrorId, usize> = HashMap::new();
        let mut seen = HashSet::new();
        // Depth first, so that the codes are in the order in which an author reads the arguments.
        let mut todo: Vec<(TypeId, bool)> =
            arguments.iter().rev().filter_map(|field| Some((field.ty.named()?, false))).collect();
        while let Some((id, nested)) = todo.pop() {
            if !seen.insert((id, nested)) {
                continue;
            }
            match &self.types[id.0].shape {
                Shape::Lookup(lookup) => {
                    for &code in &lookup.errors {
                        let at = *index.entry(code).or_insert(found.len());
                        match found.get_mut(at) {
                            Some(known) => known.nested &= nested,
                            None => found.push(Inherited { code, lookup: id, nested }),
                        }
                    }
                }
                Shape::Arguments(fields) | Shape::Struct(Struct { fields, .. }) => {
                    todo.extend(fields.iter().rev().filter_map(|field| Some((field.ty.named()?, true))));
                }
                Shape::OneOf(members) => {
                    todo.extend(members.iter().rev().filter_map(|member| Some((member.field.ty.named()?, true))));
                }
                Shape::Id(_) | Shape::Union(_) | Shape::Enum(_) | Shape::Document(_) => {}
            }
        }
        found
    }

    /// Rejects codes that the operation already has from its service or a lookup.
    fn check_own_errors(
        &mut self,
        at: &Route<'_>,
        operation: &'s spec::Operation,
        service: ServiceId,
        inherited: &[Inherited],
    ) {
        let spec = self.spec;
        let Some((name, service)) = spec.api.content.services.iter().nth(service.0) else { return };
        for (index, code) in operation.errors.iter().enumerate() {
            let place = at.index(index).value();
            if service.errors.iter().any(|of_service| of_service.as_str() == code.as_str()) {
                let message = format!("the service `{name}` lists `{code}` for all of its operations");
                self.error(Code::DuplicateValue, place, message).label("listed again here").help("remove this one");
                continue;
            }
            let id = self.declared.error_codes.get(code.as_str());
            if let Some(one) = inherited.iter().find(|one| Some(&one.code) == id) {
                let lookup = &self.declared.types[one.lookup.0];
                let (lookup, declared) = (lookup.name, lookup.place.clone());
                let message = format!("`{code}` is an error of `{lookup}`, which this operation takes");
                self.error(Code::DuplicateValue, place, message)
                    .label("listed again here")
                    .also(declared, "the lookup lists it")
                    .help("remove it: an operation has the errors of every lookup that it takes");
            }
        }
    }

    /// Rejects exceptions from codes that no lookup of the operation has.
    fn check_exceptions(&mut self, at: &Route<'_>, operation: &'s spec::Operation, inherited: &[Inherited]) {
        let ids = self.error_refs(at, &operation.without_errors);
        // A lookup may be missing only because of a mistake that is reported.
        if self.left_out > 0 || self.declared.has_removed() {
            return;
        }
        for (index, code) in operation.without_errors.iter().enumerate() {
            let Some(id) = self.declared.error_codes.get(code.as_str()).filter(|id| ids.contains(id)) else { continue };
            if inherited.iter().any(|one| one.code == *id) {
                continue;
            }
            let codes = self.declared.errors.iter().map(|(code, ..)| *code);
            let known =
                codes.filter(|code| inherited.iter().any(|one| self.declared.error_codes.get(code) == Some(&one.code)));
            let near = nearest(code, known);
            self.error(
                Code::UselessException,
                at.index(index).value(),
                format!("no lookup that this operation takes has the error `{code}`"),
            )
            .label("excepts nothing")
            .suggest_or(near, "remove it");
        }
    }
}
