//! Departures from the provider's documents, and what they are about.

use super::{Method, ServiceId, TypeId};
use crate::source::Place;

pub use crate::spec::Departure;

/// A departure from the provider's documents, on purpose.
#[derive(Debug)]
pub struct Fixup {
    /// What it is about, as its author wrote it.
    pub at: String,
    /// The same, looked up. A field of a schema stands for that of its views too, hence a list.
    pub subjects: Vec<Subject>,
    /// How the spec departs.
    pub what: Departure,
    /// Why.
    pub why: String,
    /// What shows that it is so.
    pub evidence: String,
    /// The service of its file; `api.yaml` has none.
    pub service: Option<ServiceId>,
    /// Its entry.
    pub place: Place,
}

/// What a departure from the provider's documents can be about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A field, kind, member or value of a type.
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
        /// The way into it, as in `returns.disk.state`; empty where the operation is meant.
        within: String,
    },
    /// An error code, or something in it.
    Error {
        /// The code.
        code: String,
        /// `status`, or a way as in `detail.errors`; empty where the code is meant.
        within: String,
    },
    /// A scope.
    Scope(String),
    /// The key under which the server sends an error.
    ErrorEnvelope,
}
