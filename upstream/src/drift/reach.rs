//! The types and error codes that a service uses, which determine the document that a fixup is checked against.

use std::collections::HashSet;

use generator::ir::{Api, Authentication, Fixup, Operation, Resource, ResponseType, ServiceId, Shape, Subject, TypeId};

/// Returns the service whose document each fixup is checked against: the service of its file if it uses the subject, or
/// the first service that does. A shared type is described in several documents, and is checked against one of them
/// only.
pub fn checked_services(api: &Api) -> Vec<Option<ServiceId>> {
    let reached: Vec<(ServiceId, Reached)> = api.service_ids().map(|id| (id, Reached::by(api, id))).collect();
    let first = api.service_ids().next();
    let home = |fixup: &Fixup| {
        let mut users = reached.iter().filter(|(_, reached)| reached.any(&fixup.subjects)).map(|(id, _)| *id);
        let own = fixup.service.filter(|own| users.clone().any(|id| id == *own));
        own.or_else(|| users.next()).or(fixup.service).or(first)
    };
    api.fixups.iter().map(home).collect()
}

/// Returns the operations of a service, each with its resource.
pub fn operations(api: &Api, service: ServiceId) -> impl Iterator<Item = (&Resource, &Operation)> {
    let resources = api.resources.iter().filter(move |resource| resource.service == service);
    resources.flat_map(|resource| resource.operations.iter().map(move |operation| (resource, operation)))
}

/// The types, error codes and paths of a service.
struct Reached {
    types: HashSet<TypeId>,
    codes: HashSet<String>,
    paths: HashSet<String>,
    needs_token: bool,
    base: String,
}

impl Reached {
    fn by(api: &Api, id: ServiceId) -> Self {
        let service = api.service(id);
        let mut reached = Self {
            types: HashSet::new(),
            codes: HashSet::new(),
            paths: HashSet::new(),
            needs_token: service.authentication != Authentication::None,
            base: format!("{}/", service.path),
        };
        let errors = operations(api, id).flat_map(|(_, operation)| &operation.errors);
        for error in service.errors.iter().chain(errors).map(|id| api.error(*id)) {
            reached.codes.insert(error.name.wire.clone());
            reached.types(api, error.detail);
        }
        for (_, operation) in operations(api, id) {
            reached.paths.insert(operation.path.clone());
            reached.types(api, operation.arguments.iter().filter_map(|argument| argument.ty.named()));
            reached.types(
                api,
                match operation.output {
                    ResponseType::Own(id) | ResponseType::Shared(id) => Some(id),
                    ResponseType::Text => None,
                },
            );
        }
        reached
    }

    fn types(&mut self, api: &Api, ids: impl IntoIterator<Item = TypeId>) {
        let mut todo: Vec<TypeId> = ids.into_iter().collect();
        while let Some(id) = todo.pop() {
            if !self.types.insert(id) {
                continue;
            }
            match &api.ty(id).shape {
                Shape::Arguments(fields) => todo.extend(fields.iter().filter_map(|field| field.ty.named())),
                Shape::OneOf(members) => todo.extend(members.iter().filter_map(|member| member.field.ty.named())),
                Shape::Struct(object) => todo.extend(object.fields.iter().filter_map(|field| field.ty.named())),
                Shape::Union(kinds) => todo.extend(kinds.iter().map(|kind| kind.ty)),
                // These shapes contain no other documented types.
                _ => {}
            }
        }
    }

    fn any(&self, subjects: &[Subject]) -> bool {
        subjects.iter().any(|subject| match subject {
            Subject::Member { ty, .. } => self.types.contains(ty),
            Subject::Operation { path, .. } => self.paths.contains(path) || path.starts_with(&self.base),
            Subject::Error { code, .. } => self.codes.contains(code),
            Subject::Scope(_) => self.needs_token,
            Subject::ErrorEnvelope => true,
        })
    }
}
