//! Compares a service of the spec with the provider's document: all operations, with their arguments and responses.

mod place;
mod renamed;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use generator::{
    ir::{self, Api, Authentication, Departure, Method, Resource, ServiceId, Subject, TypeId, TypeRef},
    paths,
};

use super::{
    difference::{Difference, Part, Target, Theirs},
    document::{Document, ErrorCode, Shape},
};
pub use place::Visits;
use place::{Comparison, Place};
pub(crate) use types::Side;

/// The result of comparing a service with its document.
#[derive(Debug)]
pub struct Compared<'a> {
    /// All differences, including those that a fixup explains.
    pub differences: Vec<Difference<'a>>,
    /// How often types and their members were compared.
    pub visits: Visits,
    /// The types with which each schema of the document was compared.
    pub pairs: BTreeMap<&'a str, Vec<TypeId>>,
}

/// Compares a service of the spec with `document`.
pub fn service<'a>(api: &'a Api, id: ServiceId, document: &'a Document) -> Compared<'a> {
    let mut comparison = Comparison::new(api, document);
    let pairs = renamed::pairs(api, id, document);
    comparison.whole(id, &pairs.both);
    comparison.operations(pairs);
    let Comparison { found, visits, pairs, .. } = comparison;
    Compared { differences: found, visits, pairs }
}

/// Whether the type `id` matches `shape` without a difference.
pub fn is_described<'a>(api: &'a Api, document: &'a Document, id: TypeId, shape: &'a Shape, side: Side) -> bool {
    let mut comparison = Comparison::new(api, document);
    let target = Target::Member(id, String::new());
    comparison.at(Place::of(String::new(), Vec::new(), target), |this| this.value(&TypeRef::Named(id), shape, side));
    comparison.found.is_empty()
}

impl<'a> Comparison<'a> {
    fn new(api: &'a Api, document: &'a Document) -> Self {
        let declared = api.resources.iter().flat_map(|resource| resource.types.iter().copied()).collect();
        Self {
            api,
            document,
            declared,
            operation: None,
            path: Vec::new(),
            visits: Visits::default(),
            pairs: BTreeMap::new(),
            renamed_scopes: Vec::new(),
            within: Vec::new(),
            found: Vec::new(),
        }
    }

    /// Compares the properties of the service as a whole.
    fn whole(&mut self, id: ServiceId, both: &[renamed::Pair<'a>]) {
        let service = self.api.service(id);
        let anonymous = service.authentication == Authentication::None;
        if anonymous != self.document.anonymous {
            let who = |anonymous| if anonymous { "no authentication" } else { "a token" };
            let at = format!("services.{}.authentication", service.wire);
            self.at(Place::of(at, Vec::new(), Target::Authentication(id)), |this| {
                this.differ(Departure::Retyped, Part::Api, who(this.document.anonymous), who(anonymous));
            });
        }
        // The document of an anonymous service declares no scopes.
        if !anonymous {
            self.scopes(both);
        }
        let envelopes = self.document.operations.iter().flat_map(|operation| &operation.errors);
        let Some(envelope) = envelopes.map(|error| error.envelope.as_deref()).next() else { return };
        let ours = self.api.error_envelope.as_deref();
        let place = Place::of("error_envelope".to_owned(), vec![Subject::ErrorEnvelope], Target::Envelope);
        self.at(place.with(envelope.map_or(Theirs::Name, Theirs::Text)), |this| match (envelope, ours) {
            (None, Some(ours)) => this.differ(Departure::Added, Part::Api, "no envelope", ours),
            (Some(envelope), None) => this.differ(Departure::LeftOut, Part::Api, envelope, "no envelope"),
            (Some(envelope), Some(ours)) if envelope != ours => {
                this.differ(Departure::Retyped, Part::Api, envelope, ours);
            }
            _ => {}
        });
    }

    /// Compares the scopes of tokens.
    fn scopes(&mut self, both: &[renamed::Pair<'a>]) {
        let document = self.document;
        let declared: Vec<&str> = self.api.scopes.iter().map(|scope| scope.wire.as_str()).collect();
        let place = |scope: &str| {
            let theirs = document.scopes.iter().find(|(name, _)| name == scope);
            let subjects = vec![Subject::Scope(scope.to_owned())];
            Place::of(format!("scopes.{scope}"), subjects, Target::Scope(scope.to_owned()))
                .with(theirs.map_or(Theirs::Name, |(_, docs)| Theirs::Text(docs)))
        };
        self.renamed_scopes = renamed::scopes(self.api, document, both);
        for (ours, theirs) in self.renamed_scopes.clone() {
            let name = document.scopes.iter().map(|(name, _)| name.as_str()).find(|name| *name == theirs);
            let place = place(&ours).with(Theirs::Text(name.unwrap_or_default()));
            self.at(place, |this| this.differ(Departure::Retyped, Part::Scope, &theirs, &ours));
        }
        let renamed = self.renamed_scopes.clone();
        let documented = document.scopes.iter().map(|(scope, _)| scope.as_str());
        let documented: Vec<&str> =
            documented.filter(|scope| renamed.iter().all(|(_, theirs)| theirs != scope)).collect();
        let declared: Vec<&str> =
            declared.into_iter().filter(|scope| renamed.iter().all(|(ours, _)| ours != scope)).collect();
        self.names(&documented, &declared, Part::Scope, "a scope", place);
    }

    /// Compares all operations of both sides.
    fn operations(&mut self, pairs: renamed::Pairs<'a>) {
        for pair in pairs.both {
            self.operation(pair);
        }
        for theirs in pairs.theirs {
            let line = format!("{} {}", theirs.method.as_str(), theirs.path);
            let subject = whole_operation(theirs.method, &theirs.path);
            let place = Place::of(line.clone(), vec![subject], Target::NewOperation);
            self.at(place.with(Theirs::Operation(theirs)), |this| {
                this.differ(Departure::LeftOut, Part::Operation, &line, "no such operation");
            });
        }
        for (resource, operation) in pairs.ours {
            let line = format!("{} {}", operation.method.as_str(), operation.path);
            let subject = whole_operation(operation.method, &operation.path);
            let place = Place::of(self.name_of(resource, operation), vec![subject], Target::Operation(operation));
            self.at(place, |this| {
                this.differ(Departure::Added, Part::Operation, "no such operation", &line);
            });
        }
    }

    fn operation(&mut self, renamed::Pair { resource, ours, theirs }: renamed::Pair<'a>) {
        let name = self.name_of(resource, ours);
        let line = |method: Method, path: &str| format!("{} {}", method.as_str(), paths::unmarked(path));
        let (is, was) = (line(theirs.method, &theirs.path), line(ours.method, &ours.path));
        self.operation = Some((name.clone(), ours));
        let subjects = vec![whole_operation(ours.method, &ours.path)];
        let root = Place::of(name, subjects, Target::Operation(ours)).with(Theirs::Operation(theirs));
        self.at(root, |this| {
            this.deprecation(Part::Operation, ours.deprecated.is_some(), theirs.deprecated);
            if is != was {
                this.differ(Departure::Retyped, Part::Operation, &is, &was);
            }
            let called = |scope: &String| {
                let renamed = this.renamed_scopes.iter().find(|(ours, _)| ours == scope);
                renamed.map_or_else(|| scope.clone(), |(_, theirs)| theirs.clone())
            };
            let scopes: Vec<String> = ours.scopes.iter().map(called).collect();
            let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
            let documented: Vec<&str> = theirs.scopes.iter().map(String::as_str).collect();
            let place = this.place("scopes");
            this.at(place, |this| {
                let place = |this: &Self, scope: &str| {
                    let target = Some(Target::OperationScope(ours, scope.to_owned()));
                    Place { target, ..this.place(scope) }
                };
                this.names_within(&documented, &scopes, Part::Scope, "a scope", place);
            });
            let place = this.place("takes");
            let side = if theirs.in_query { Side::Query } else { Side::Body };
            this.at(place, |this| this.fields(None, &ours.arguments, &theirs.arguments, side));
            let place = Place { target: Some(Target::Output(ours)), ..this.place("returns") };
            let place = place.with(theirs.response.as_ref().map_or(Theirs::Name, Theirs::Shape));
            this.at(place, |this| this.response(&ours.output, theirs.response.as_ref()));
            this.errors(resource.service, ours, &theirs.errors);
        });
        self.operation = None;
    }

    fn response(&mut self, ours: &ir::ResponseType, theirs: Option<&'a Shape>) {
        match (ours, theirs) {
            (ir::ResponseType::Text, None) => {}
            (ir::ResponseType::Text, Some(_)) => self.differ(Departure::Retyped, Part::Field, "JSON", "text"),
            (_, None) => self.differ(Departure::Retyped, Part::Field, "text", "JSON"),
            (ir::ResponseType::Own(id) | ir::ResponseType::Shared(id), Some(shape)) => {
                self.value(&TypeRef::Named(*id), shape, Side::Response);
            }
        }
    }

    /// Compares the error codes of an operation, including those of its service.
    fn errors(&mut self, service: ServiceId, ours: &'a ir::Operation, theirs: &'a [ErrorCode]) {
        let api = self.api;
        let of_service = &api.service(service).errors;
        let everywhere: Vec<&str> = of_service.iter().map(|id| api.error(*id).name.wire.as_str()).collect();
        let ids = of_service.iter().chain(&ours.errors);
        let declared: BTreeMap<&str, &ir::ErrorCode> =
            ids.map(|id| api.error(*id)).map(|error| (error.name.wire.as_str(), error)).collect();
        let documented: BTreeSet<&str> = theirs.iter().map(|error| error.code.as_str()).collect();
        // The document lists the codes of lookups that are arguments of the operation. It omits the codes of lookups
        // inside other arguments, although the server returns them.
        let nested: Vec<&str> = ours.nested_errors.iter().map(|id| api.error(*id).name.wire.as_str()).collect();
        let is_left_out = |code: &str| nested.contains(&code) && !documented.contains(code);
        let names: Vec<&str> = declared.keys().copied().filter(|code| !is_left_out(code)).collect();
        let documented: Vec<&str> = documented.into_iter().collect();
        let place = self.place("errors");
        self.at(place, |this| {
            let place = |this: &Self, code: &str| {
                let mut place = this.place(code);
                place.target = Some(Target::OperationError(ours, code.to_owned()));
                place.theirs = theirs.iter().find(|error| error.code == code).map_or(Theirs::Name, Theirs::Error);
                place.subjects.push(Subject::Error { code: code.to_owned(), within: String::new() });
                // A code of the service is reported once, and not for each operation.
                if everywhere.contains(&code) {
                    place.at = format!("errors.{code}");
                    place.target = Some(Target::ServiceError(service, code.to_owned()));
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

    fn error(&mut self, ours: &'a ir::ErrorCode, theirs: &'a ErrorCode) {
        let place = |within: &str, target: Target<'a>| {
            let subject = Subject::Error { code: theirs.code.clone(), within: within.to_owned() };
            Place::of(format!("errors.{}.{within}", theirs.code), vec![subject], target).with(Theirs::Error(theirs))
        };
        if ours.status != theirs.status {
            self.at(place("status", Target::Status(ours)), |this| {
                let (theirs, ours) = (theirs.status.to_string(), ours.status.to_string());
                this.differ(Departure::Retyped, Part::ErrorCode, &theirs, &ours);
            });
        }
        self.at(place("detail", Target::Detail(ours)), |this| match (ours.detail, &theirs.detail) {
            (None, None) => {}
            (Some(_), None) => this.differ(Departure::Added, Part::Field, "no detail", "a detail"),
            (None, Some(_)) => this.differ(Departure::LeftOut, Part::Field, "a detail", "no detail"),
            (Some(ours), Some(theirs)) => this.value(&TypeRef::Named(ours), theirs, Side::Response),
        });
    }

    fn name_of(&self, resource: &Resource, operation: &ir::Operation) -> String {
        format!("{}.{}", resource.module.file().replace('/', "."), operation.function.wire)
    }
}

fn whole_operation(method: Method, path: &str) -> Subject {
    Subject::Operation { method, path: path.to_owned(), within: String::new() }
}
