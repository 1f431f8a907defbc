//! Departures from the provider's documents, and their subjects.

use super::{Method, ServiceId, TypeId};
use crate::source::Place;

pub use crate::spec::Departure;

/// A departure from the provider's documents, on purpose.
#[derive(Debug)]
pub struct Fixup {
    /// Its subject, as its author wrote it.
    pub at: String,
    /// The same, resolved. A field of a schema also means that field in its views, hence a list.
    pub subjects: Vec<Subject>,
    /// How the spec departs.
    pub what: Departure,
    /// Why.
    pub why: String,
    /// The evidence.
    pub evidence: String,
    /// The service of its file; `api.yaml` has none.
    pub service: Option<ServiceId>,
    /// Its entry.
    pub place: Place,
}

/// The subject of a departure from the provider's documents.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A field, option, member or value of a type.
    Member {
        /// The type.
        ty: TypeId,
        /// The name on the wire.
        wire: String,
    },
    /// An operation, or something in it.
    Operation {
        /// Its method.
        method: Method,
        /// Its path, with that of the service before it.
        path: String,
        /// The path into it, such as `returns.disk.state`; empty for the operation itself.
        within: String,
    },
    /// An error code, or something in it.
    Error {
        /// The code.
        code: String,
        /// `status`, or a path such as `detail.errors`; empty for the code itself.
        within: String,
    },
    /// A scope.
    Scope(String),
    /// The key under which the server sends an error.
    ErrorEnvelope,
}
