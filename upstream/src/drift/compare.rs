//! The spec beside the provider's document: every operation, and every field of its arguments and answers.

mod types;
mod way;

use std::collections::{BTreeMap, BTreeSet};

use generator::{
    ir::{self, Api, Authentication, Departure, Method, Resource, ServiceId, Subject, TypeRef},
    paths,
};

use super::{
    difference::{Difference, Part},
    document::{Document, ErrorCode, Operation, Shape},
    reach,
};
use types::Side;
use way::{Comparison, Place};

/// Every difference between what the spec and what `document` say of a service, fixed up or not.
pub fn service(api: &Api, id: ServiceId, document: &Document) -> Vec<Difference> {
    let declared = api.resources.iter().flat_map(|resource| resource.types.iter().copied()).collect();
    let mut comparison =
        Comparison { api, document, declared, operation: None, way: Vec::new(), within: Vec::new(), found: Vec::new() };
    comparison.whole(id);
    comparison.operations(id);
    comparison.found
}

impl<'a> Comparison<'a> {
    /// What holds for the service as a whole.
    fn whole(&mut self, id: ServiceId) {
        let service = self.api.service(id);
        let anonymous = service.authentication == Authentication::None;
        if anonymous != self.document.anonymous {
            let who = |anonymous| if anonymous { "anybody may call" } else { "a token is needed" };
            let place = Place { at: format!("services.{}.authentication", service.wire), subjects: Vec::new() };
            self.at(place, |this| {
                this.differ(Departure::Retyped, Part::Api, who(this.document.anonymous), who(anonymous));
            });
        }
        // Where nobody needs a token, the document has no scopes to declare.
        if !anonymous {
            let declared: Vec<&str> = self.api.scopes.iter().map(|scope| scope.wire.as_str()).collect();
            let documented: Vec<&str> = self.document.scopes.iter().map(String::as_str).collect();
            let place =
                |scope: &str| Place { at: format!("scopes.{scope}"), subjects: vec![Subject::Scope(scope.to_owned())] };
            self.names(&documented, &declared, Part::Scope, "a scope", place);
        }
        let envelopes = self.document.operations.iter().flat_map(|operation| &operation.errors);
        let Some(envelope) = envelopes.map(|error| error.envelope.as_deref()).next() else { return };
        let ours = self.api.error_envelope.as_deref();
        let place = Place { at: "error_envelope".to_owned(), subjects: vec![Subject::ErrorEnvelope] };
        self.at(place, |this| match (envelope, ours) {
            (None, Some(ours)) => this.differ(Departure::Added, Part::Api, "no envelope", ours),
            (Some(envelope), None) => this.differ(Departure::LeftOut, Part::Api, envelope, "no envelope"),
            (Some(envelope), Some(ours)) if envelope != ours => {
                this.differ(Departure::Retyped, Part::Api, envelope, ours);
            }
            _ => {}
        });
    }

    /// Every operation that either side has.
    fn operations(&mut self, id: ServiceId) {
        let document = self.document;
        let key = |method: Method, path: &str| (paths::unmarked(path), method.as_str());
        let mut ours: BTreeMap<_, (&Resource, &ir::Operation)> = reach::operations(self.api, id)
            .map(|(resource, operation)| (key(operation.method, &operation.path), (resource, operation)))
            .collect();
        for theirs in &document.operations {
            let line = format!("{} {}", theirs.method.as_str(), theirs.path);
            match ours.remove(&key(theirs.method, &theirs.path)) {
                Some((resource, operation)) => self.operation(resource, operation, theirs),
                None => {
                    let subject = whole_operation(theirs.method, &theirs.path);
                    self.at(Place { at: line.clone(), subjects: vec![subject] }, |this| {
                        this.differ(Departure::LeftOut, Part::Operation, &line, "no such operation");
                    });
                }
            }
        }
        for (resource, operation) in ours.into_values() {
            let line = format!("{} {}", operation.method.as_str(), operation.path);
            let subject = whole_operation(operation.method, &operation.path);
            self.at(Place { at: self.name_of(resource, operation), subjects: vec![subject] }, |this| {
                this.differ(Departure::Added, Part::Operation, "no such operation", &line);
            });
        }
    }

    fn operation(&mut self, resource: &Resource, ours: &'a ir::Operation, theirs: &'a Operation) {
        let name = self.name_of(resource, ours);
        self.operation = Some(name.clone());
        let root = Place { at: name, subjects: vec![whole_operation(ours.method, &ours.path)] };
        self.at(root, |this| {
            this.deprecation(Part::Operation, ours.deprecated.is_some(), theirs.deprecated);
            let scopes: Vec<&str> = ours.scopes.iter().map(String::as_str).collect();
            let documented: Vec<&str> = theirs.scopes.iter().map(String::as_str).collect();
            let place = this.place("scopes");
            this.at(place, |this| {
                let place = |this: &Self, scope: &str| this.place(scope);
                this.names_within(&documented, &scopes, Part::Scope, "a scope", place);
            });
            let place = this.place("takes");
            let side = if theirs.in_query { Side::Query } else { Side::Body };
            this.at(place, |this| this.fields(None, &ours.arguments, &theirs.arguments, side));
            let place = this.place("returns");
            this.at(place, |this| this.answer(&ours.output, theirs.answer.as_ref()));
            this.errors(resource.service, ours, &theirs.errors);
        });
        self.operation = None;
    }

    fn answer(&mut self, ours: &ir::ResponseType, theirs: Option<&'a Shape>) {
        match (ours, theirs) {
            (ir::ResponseType::Text, None) => {}
            (ir::ResponseType::Text, Some(_)) => self.differ(Departure::Retyped, Part::Field, "JSON", "text"),
            (_, None) => self.differ(Departure::Retyped, Part::Field, "text", "JSON"),
            (ir::ResponseType::Own(id) | ir::ResponseType::Shared(id), Some(shape)) => {
                self.value(&TypeRef::Named(*id), shape, Side::Answer);
            }
        }
    }

    /// The error codes of an operation, with those that every operation of its service has.
    fn errors(&mut self, service: ServiceId, ours: &ir::Operation, theirs: &'a [ErrorCode]) {
        let of_service = &self.api.service(service).errors;
        let everywhere: Vec<&str> = of_service.iter().map(|id| self.api.error(*id).name.wire.as_str()).collect();
        let ids = of_service.iter().chain(&ours.errors);
        let declared: BTreeMap<&str, &ir::ErrorCode> =
            ids.map(|id| self.api.error(*id)).map(|error| (error.name.wire.as_str(), error)).collect();
        let documented: BTreeSet<&str> = theirs.iter().map(|error| error.code.as_str()).collect();
        // The document lists the codes of the lookups that an operation takes itself. It leaves out those of lookups inside
        // of its other arguments, which the server returns all the same.
        let nested: Vec<&str> = ours.nested_errors.iter().map(|id| self.api.error(*id).name.wire.as_str()).collect();
        let is_left_out = |code: &str| nested.contains(&code) && !documented.contains(code);
        let names: Vec<&str> = declared.keys().copied().filter(|code| !is_left_out(code)).collect();
        let documented: Vec<&str> = documented.into_iter().collect();
        let place = self.place("errors");
        self.at(place, |this| {
            let place = |this: &Self, code: &str| {
                let mut place = this.place(code);
                place.subjects.push(Subject::Error { code: code.to_owned(), within: String::new() });
                // A code of the whole service is one difference, and not as many as there are operations.
                if everywhere.contains(&code) {
                    place.at = format!("errors.{code}");
                }
                place
            };
            this.names_within(&documented, &names, Part::ErrorCode, "an error code", place);
        });
        for error in theirs {
            if let Some(ours) = declared.get(error.code.as_str()) {
                self.error(ours, error);
            }
        }
    }

    fn error(&mut self, ours: &ir::ErrorCode, theirs: &'a ErrorCode) {
        let place = |within: &str| Place {
            at: format!("errors.{}.{within}", theirs.code),
            subjects: vec![Subject::Error { code: theirs.code.clone(), within: within.to_owned() }],
        };
        if ours.status != theirs.status {
            self.at(place("status"), |this| {
                let (theirs, ours) = (theirs.status.to_string(), ours.status.to_string());
                this.differ(Departure::Retyped, Part::ErrorCode, &theirs, &ours);
            });
        }
        self.at(place("detail"), |this| match (ours.detail, &theirs.detail) {
            (None, None) => {}
            (Some(_), None) => this.differ(Departure::Added, Part::Field, "no detail", "a detail"),
            (None, Some(_)) => this.differ(Departure::LeftOut, Part::Field, "a detail", "no detail"),
            (Some(ours), Some(theirs)) => this.value(&TypeRef::Named(ours), theirs, Side::Answer),
        });
    }

    fn name_of(&self, resource: &Resource, operation: &ir::Operation) -> String {
        let module = resource.module.file().replace('/', ".");
        format!("{module}.{}", operation.function.wire)
    }
}

fn whole_operation(method: Method, path: &str) -> Subject {
    Subject::Operation { method, path: path.to_owned(), within: String::new() }
}
