//! The spec: tables of operations, types, lookups and errors, read once from the OpenAPI document of the client.

mod document;
mod node;
mod operation;
mod routes;
mod shape;

use std::collections::HashMap;
use std::sync::LazyLock;

pub use self::operation::{Argument, Method, Operation, Output, Pages};
use self::routes::Routes;
pub use self::shape::{Error, Field, Kind, KindId, Lookup, LookupId, Shape, Struct, StructId};

static SPEC: LazyLock<Spec> = LazyLock::new(|| document::read(katapult_api::OPENAPI));

/// Returns the spec, which is read at the first call.
pub fn spec() -> &'static Spec {
    &SPEC
}

/// The tables of the spec.
#[derive(Debug, Default)]
pub struct Spec {
    pub(crate) operations: Vec<Operation>,
    pub(crate) routes: Routes,
    pub(crate) structs: Vec<Struct>,
    pub(crate) lookups: Vec<Lookup>,
    pub(crate) enums: Vec<Vec<&'static str>>,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) errors: HashMap<&'static str, Error>,
    kinds_by_name: HashMap<&'static str, KindId>,
    names: std::collections::HashSet<&'static str>,
}

impl Spec {
    /// Returns all operations, in the order of the spec.
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// Returns the operation `name`, such as `virtual_machines::get`.
    pub fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.name == name)
    }

    /// Returns the error `code`.
    pub fn error(&self, code: &str) -> Option<&Error> {
        self.errors.get(code)
    }

    /// Returns the kind `name`, such as `VirtualMachine`.
    pub fn kind(&self, name: &str) -> Option<KindId> {
        self.kinds_by_name.get(name).copied()
    }

    /// Returns the facts of a kind.
    pub fn of_kind(&self, id: KindId) -> &Kind {
        static NONE: Kind =
            Kind { name: "", prefix: "", has_id: false, full: None, unique: Vec::new(), parents: Vec::new() };
        self.kinds.get(id.0).unwrap_or(&NONE)
    }

    /// Returns the kinds of all objects.
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// Returns the fields of a type.
    pub fn of_struct(&self, id: StructId) -> &Struct {
        &self.structs[id.0]
    }

    /// Returns the values of an enum.
    pub fn values(&self, id: usize) -> &[&'static str] {
        self.enums.get(id).map_or(&[], Vec::as_slice)
    }

    /// Returns the facts of a lookup.
    pub fn of_lookup(&self, id: LookupId) -> &Lookup {
        &self.lookups[id.0]
    }

    /// Returns the name as it is in the spec, if it is there.
    pub(crate) fn name(&self, text: &str) -> Option<&'static str> {
        self.names.get(text).copied()
    }

    /// Finds the operation of a request, and its segments of the path.
    pub(crate) fn route(&self, method: &str, path: &str) -> Option<(&Operation, Vec<String>)> {
        let (id, segments) = self.routes.find(method, path)?;
        Some((self.operations.get(id)?, segments))
    }
}
