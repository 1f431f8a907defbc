//! Operations: method and path, arguments, response.

use std::collections::HashMap;

use super::{Lowering, docs, fields::Context, operation_errors::OperationErrors, schemas::required_first};
use crate::{
    diagnostic::{Annotate, Code, nearest},
    docs::line,
    ir::{self, Presence, ResponseType, Scalar, Shape, TypeRef},
    name::{Case, Ident, Name},
    paths,
    source::{Place, Route},
    spec,
};

/// Methods of every request, whose names no optional argument can have.
const TAKEN_SETTERS: &[&str] = &["clone", "into_request"];

impl<'s> Lowering<'s> {
    /// The operations of a resource, in the author's order.
    pub(super) fn operations(
        &mut self,
        root: &Route<'_>,
        resource: &'s spec::Resource,
        service: ir::ServiceId,
    ) -> Vec<ir::Operation> {
        let at = root.key("operations");
        let mut seen: HashMap<String, Place> = HashMap::new();
        let mut operations = Vec::new();
        for (wire, operation) in resource.operations.iter() {
            let at = at.key(wire);
            let Some((name, request)) = self.operation_name(&at, wire) else { continue };
            if let Some(first) = seen.insert(request.to_string(), at.name()) {
                self.collision(at.name(), wire, &name, first);
                continue;
            }
            operations.extend(self.operation(&at, name, request, operation, service));
        }
        operations
    }

    /// The name of the function, and that of the type of its requests.
    fn operation_name(&mut self, at: &Route<'_>, wire: &str) -> Option<(Name, Ident)> {
        let name = Name::new(wire, Case::Snake).filter(|name| name.plain() == wire);
        let Some(name) = name else {
            self.error(Code::BadName, at.name(), format!("`{wire}` is not a valid operation name"))
                .label("not a Rust function name")
                .help("write a verb in snake case, such as `get` or `build_from_spec`");
            return None;
        };
        let request = self.beside(at, wire)?;
        Some((name, request.ident))
    }

    fn operation(
        &mut self,
        at: &Route<'_>,
        function: Name,
        request: Ident,
        operation: &'s spec::Operation,
        service: ir::ServiceId,
    ) -> Option<ir::Operation> {
        let scopes = self.scope_names(&at.key("scopes"), &operation.scopes);
        let mut arguments = self.fields(&at.key("takes"), &operation.takes, Context::Request);
        let output = self.output(&at.key("returns"), &function, operation);
        let mut pages = None;
        if operation.pages.is_some() {
            let choosing = self.page_arguments();
            self.check_page_arguments(&at.key("takes"), &mut arguments, &choosing);
            pages = self.pages(&at.key("pages"), operation, output.as_ref(), &choosing);
            arguments.extend(choosing);
        }
        self.check_setters(&at.key("takes"), &arguments, TAKEN_SETTERS);
        let OperationErrors { errors, own, nested } = self.operation_errors(at, operation, service, &arguments);
        let (method, path) = self.http(&at.key("http"), &operation.http)?;
        self.check_placeholders(&at.key("http"), path, operation);
        self.check_path(&at.key("http"), (method, path), service, &arguments);
        let service_path =
            self.spec.api.content.services.iter().nth(service.0).map_or("", |(_, service)| service.path.as_str());
        Some(ir::Operation {
            request,
            docs: docs::lower(&operation.docs),
            deprecated: operation.deprecated.as_deref().map(docs::note),
            method,
            path: format!("{}{path}", service_path.trim_end_matches('/')),
            scopes,
            body: operation.body || method.has_body(),
            idempotent: operation.idempotent.unwrap_or(method.is_idempotent()),
            arguments: required_first(arguments),
            output: output?,
            pages,
            errors,
            own_errors: own,
            nested_errors: nested,
            place: at.name(),
            function,
        })
    }

    fn check_placeholders(&mut self, at: &Route<'_>, path: &str, operation: &'s spec::Operation) {
        if self.declared.is_removed_here(at, "takes") {
            return;
        }
        for argument in paths::placeholders(path) {
            // A placeholder requires a required argument.
            if operation.takes.iter().any(|(key, _)| key == argument) || self.declared.is_removed_here(at, argument) {
                continue;
            }
            let optional = operation.takes.iter().any(|(key, _)| key.strip_suffix('?') == Some(argument));
            let (label, help) = if optional {
                (
                    "the argument is optional",
                    format!("arguments in a path are required: write `{argument}:` without the `?`"),
                )
            } else {
                let near = nearest(argument, operation.takes.iter().map(|(key, _)| key));
                let declare = || format!("add `{argument}:` with its type under `takes:`");
                ("no argument with this name", near.map_or_else(declare, |near| format!("did you mean `{{{near}}}`?")))
            };
            self.error(
                Code::PathArgument,
                at.value(),
                format!("`{{{argument}}}` in the path has no required argument"),
            )
            .label(label)
            .help(help);
        }
    }

    /// Rejects optional arguments whose methods collide with each other or with those of `taken`.
    pub(super) fn check_setters(&mut self, at: &Route<'_>, arguments: &[ir::Field], taken: &[&str]) {
        let mut setters: HashMap<String, Place> = HashMap::new();
        for argument in arguments.iter().filter(|argument| argument.presence.is_optional()) {
            let key = format!("{}?", argument.name.wire);
            let place = at.key(&key).name();
            let plain = argument.name.plain();
            let clear = argument.presence.is_nullable().then(|| format!("clear_{plain}"));
            for setter in std::iter::once(plain).chain(clear) {
                if taken.contains(&setter.as_str()) {
                    let message = format!("`{setter}` is reserved and cannot be an optional argument");
                    self.error(Code::BadName, place.clone(), message)
                        .label("the name of another function")
                        .help("give it another `name:`");
                }
                if let Some(first) = setters.insert(setter, place.clone()) {
                    self.collision(place.clone(), &argument.name.wire, &argument.name, first);
                }
            }
        }
    }

    fn output(&mut self, at: &Route<'_>, function: &Name, operation: &'s spec::Operation) -> Option<ResponseType> {
        match &operation.returns {
            spec::Returns::Named(name) if name == "text" => Some(ResponseType::Text),
            spec::Returns::Named(name) if self.declared.ty(name).is_none() && is_nothing(name) => {
                let message = format!("no type is named `{name}`");
                self.error(Code::UnknownType, at.value(), message)
                    .label("not a schema or view")
                    .help("write `{}` for a response without keys");
                None
            }
            spec::Returns::Named(name) if Scalar::spelled(name).is_some() => {
                let help = "write the keys of the response, such as `{ size: integer }`, or `text` for plain text";
                self.not_an_object(at, name, help)
            }
            spec::Returns::Named(name) => {
                let id = self.named(at, name)?;
                match &self.types[id.0].shape {
                    Shape::Struct(_) => Some(ResponseType::Shared(id)),
                    _ if self.declared.types[id.0].doubtful => None,
                    _ => {
                        self.error(Code::BadType, at.value(), format!("`{name}` is not a schema or view"))
                            .label("a type of another kind")
                            .help("name a schema, write the keys here, or write `text` for plain text");
                        None
                    }
                }
            }
            spec::Returns::Object(fields) => {
                let name = self.beside(at, &format!("{}_output", function.wire))?;
                let docs = line!["Response of [`", docs::plain(function), "`](super::", &function.ident, "())."].into();
                let id = self.inline(at, fields, name, docs);
                if operation.pages.is_some() {
                    self.add_page_keys(id);
                }
                Some(ResponseType::Own(id))
            }
        }
    }
}

/// Whether `name` is a word for an empty response.
fn is_nothing(name: &str) -> bool {
    matches!(name.to_ascii_lowercase().as_str(), "none" | "null" | "nothing" | "void" | "empty" | "unit")
}

impl Lowering<'_> {
    /// Marks the schemas that requests send, so that they get constructors and encoders.
    pub(super) fn mark_sendable(&mut self, resources: &[ir::Resource]) {
        let arguments =
            resources.iter().flat_map(|resource| &resource.operations).flat_map(|operation| &operation.arguments);
        let objects = self.types.iter().map(|ty| match &ty.shape {
            Shape::Arguments(fields) => fields.iter().collect(),
            Shape::OneOf(members) => members.iter().map(|member| &member.field).collect(),
            _ => Vec::new(),
        });
        let mut todo: Vec<ir::TypeId> =
            arguments.chain(objects.flatten()).filter_map(|field| field.ty.named()).collect();
        while let Some(id) = todo.pop() {
            let Shape::Struct(object) = &mut self.types[id.0].shape else { continue };
            if std::mem::replace(&mut object.sendable, true) {
                continue;
            }
            todo.extend(object.fields.iter().filter_map(|field| field.ty.named()));
            self.check_sendable(id);
        }
    }

    /// Reports an object of requests with a field that cannot be sent.
    fn check_sendable(&mut self, id: ir::TypeId) {
        let ty = &self.types[id.0];
        let Shape::Struct(object) = &ty.shape else { return };
        let flaw = |field: &ir::Field| match field.ty.innermost() {
            _ if field.presence != Presence::Required => Some("can be left out or null"),
            TypeRef::Scalar(Scalar::Json) => Some("is `json`"),
            TypeRef::Named(of) if matches!(self.types[of.0].shape, Shape::Union(_)) => Some("is a union"),
            _ => None,
        };
        let Some((field, flaw)) = object.fields.iter().find_map(|field| Some((&field.name.wire, flaw(field)?))) else {
            return;
        };
        let message = format!("`{}` is part of a request and cannot be sent", ty.name.wire);
        let label = format!("its field `{field}` {flaw}");
        let (place, help) = (ty.place.clone(), "declare what is sent under `arguments:`".to_owned());
        self.error(Code::BadType, place, message).label(label).help(help);
    }
}
