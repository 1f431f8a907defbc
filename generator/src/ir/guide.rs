//! The guide on the first page of the documentation: the operations from which its examples are made.

use crate::name::Ident;

use super::{Api, Operation, Resource};

/// The operations of the guide. A part for which none is suitable is left out.
#[derive(Debug, Default)]
pub struct Guide {
    /// The operation of the first call, which returns an object.
    pub call: Option<OperationId>,
    /// An operation with pages.
    pub list: Option<OperationId>,
    /// An operation whose response is waited for.
    pub wait: Option<Waited>,
}

/// An operation of this API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperationId {
    /// The place of its resource.
    pub(crate) resource: usize,
    /// Its place among the operations of the resource.
    pub(crate) operation: usize,
}

/// An operation, and the field of its response that is waited for.
#[derive(Debug)]
pub struct Waited {
    /// The operation.
    pub operation: OperationId,
    /// The field.
    pub field: Ident,
}

impl Api {
    /// The operation behind `id`, with its resource.
    pub fn operation(&self, id: OperationId) -> (&Resource, &Operation) {
        let resource = &self.resources[id.resource];
        (resource, &resource.operations[id.operation])
    }
}
