//! The API as the generated crate presents it: plain data in the terms of the domain.
//! Every name, order, derive and box is decided here, so that emitting cannot fail.

mod documents;
mod fixups;
mod guide;
mod modules;
mod operations;
mod scalars;
mod types;
mod waiters;

use crate::{
    name::{Ident, Name},
    source::Place,
};

pub use crate::{
    docs::{Docs, Line},
    spec::Authentication,
};
pub use documents::*;
pub use fixups::*;
pub use guide::*;
pub use modules::*;
pub use operations::*;
pub use scalars::*;
pub use types::*;
pub use waiters::*;

/// The whole API.
#[derive(Debug)]
pub struct Api {
    /// Its name: a type in Rust.
    pub name: Name,
    /// The crate's name in a `use`.
    pub krate: Ident,
    /// The first page of the documentation.
    pub docs: Docs,
    /// The version of the API, which `openapi.json` shows.
    pub version: Option<String>,
    /// The base URL, without the path of a service.
    pub url: String,
    /// The environment variable that holds the token.
    pub token_variable: String,
    /// The environment variable that overrides `url`.
    pub url_variable: String,
    /// The key under which the server sends an error.
    pub error_envelope: Option<String>,
    /// The attribute that tells the members of a lookup apart in documents.
    pub lookup_attribute: Option<String>,
    /// The response header that identifies a request.
    pub request_id_header: Option<String>,
    /// The response header with the number of requests that a window permits.
    pub rate_limit_permitted_header: Option<String>,
    /// The response header with the number of requests that remain.
    pub rate_limit_remaining_header: Option<String>,
    /// The seconds of such a window.
    pub rate_limit_window: Option<u16>,
    /// Settings of OAuth2.
    pub oauth2: Option<OAuth2>,
    /// Its services, each under a path of its own.
    pub services: Vec<Service>,
    /// Every scope, in the author's order.
    pub scopes: Vec<Scope>,
    /// The enum whose values are the scopes.
    pub scope_enum: Option<TypeId>,
    /// The modules, in the order of their files.
    pub resources: Vec<Resource>,
    /// Every type; a [`TypeId`] is a place in this list.
    pub types: Vec<Type>,
    /// The types of details that no resource declares, in the order of their codes.
    pub detail_types: Vec<TypeId>,
    /// Every error code; an [`ErrorId`] is a place in this list.
    pub errors: Vec<ErrorCode>,
    /// Values of fields in examples and samples, by the name of the field.
    pub examples: Vec<(String, Example)>,
    /// The operations from which the examples of the guide are made.
    pub guide: Guide,
    /// Every departure from the provider's documents, those of `api.yaml` first.
    pub fixups: Vec<Fixup>,
    /// Where `api.yaml` is.
    pub place: Place,
}

impl Api {
    /// The type behind `id`.
    pub fn ty(&self, id: TypeId) -> &Type {
        &self.types[id.0]
    }

    /// Every type, in the order of `types`.
    pub fn type_ids(&self) -> impl ExactSizeIterator<Item = TypeId> + use<> {
        (0..self.types.len()).map(TypeId)
    }

    /// The error code behind `id`.
    pub fn error(&self, id: ErrorId) -> &ErrorCode {
        &self.errors[id.0]
    }

    /// Every service, in the author's order.
    pub fn service_ids(&self) -> impl Iterator<Item = ServiceId> + use<> {
        (0..self.services.len()).map(ServiceId)
    }

    /// The documents of `resource` and their parts, in the author's order.
    pub fn documents(&self, resource: &Resource) -> impl Iterator<Item = (&Type, &Document)> {
        resource.types.iter().map(|id| self.ty(*id)).filter_map(|ty| Some((ty, ty.document()?)))
    }

    /// The service behind `id`.
    pub fn service(&self, id: ServiceId) -> &Service {
        &self.services[id.0]
    }
}

/// A type of this API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TypeId(pub(crate) usize);

/// An error code of this API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ErrorId(pub(crate) usize);

/// A service of this API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ServiceId(pub(crate) usize);

/// A service: a part of the API under one path.
#[derive(Debug)]
pub struct Service {
    /// Its key in `api.yaml`.
    pub wire: String,
    /// What it is for.
    pub docs: Docs,
    /// The path before that of every operation.
    pub path: String,
    /// How its requests are authenticated.
    pub authentication: Authentication,
    /// The module around its resources.
    pub module: Option<Name>,
    /// The error codes of all its operations.
    pub errors: Vec<ErrorId>,
}

/// Settings of OAuth2.
#[derive(Debug)]
pub struct OAuth2 {
    /// The prefix of scopes.
    pub scope_prefix: String,
    /// Where a user is sent to authorize.
    pub authorize_url: Option<String>,
    /// Where a code or refresh token is exchanged.
    pub token_url: Option<String>,
}

/// A permission of a token.
#[derive(Debug)]
pub struct Scope {
    /// Its name.
    pub wire: String,
    /// What it permits.
    pub docs: Docs,
}

/// A resource: one file of the spec, one module of the crate.
#[derive(Debug)]
pub struct Resource {
    /// Its module.
    pub module: ModulePath,
    /// The service that serves it.
    pub service: ServiceId,
    /// What it is.
    pub docs: Docs,
    /// Its operations, in the author's order.
    pub operations: Vec<Operation>,
    /// Its waiters, in the author's order.
    pub waiters: Vec<Waiter>,
    /// Its types, in the author's order: ids, lookups, arguments, schemas, each with its views, unions, enums.
    pub types: Vec<TypeId>,
    /// Its file.
    pub place: Place,
}

/// An error code.
#[derive(Debug)]
pub struct ErrorCode {
    /// The code on the wire, and its variant.
    pub name: Name,
    /// The HTTP status that comes with it.
    pub status: u16,
    /// When the server returns it.
    pub docs: Docs,
    /// The type of its detail.
    pub detail: Option<TypeId>,
    /// Whether a client may retry after it, if the author says so. Otherwise the status decides, in the runtime.
    pub retry: Option<bool>,
    /// Its entry.
    pub place: Place,
}
