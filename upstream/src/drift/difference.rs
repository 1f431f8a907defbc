//! What differs between the spec and the provider's document, and the fixups that say that it should.

use std::collections::HashSet;

use generator::ir::{self, Api, Departure, Fixup, ServiceId, Subject, TypeId};

use super::{
    document::{self, Property, Shape},
    reach,
};

/// A difference between the spec and the document, at one place.
#[derive(Debug, Clone)]
pub struct Difference<'a> {
    /// What a fixup would say.
    pub at: String,
    /// How the spec departs.
    pub what: Departure,
    /// What of the API it is about.
    pub part: Part,
    /// The operation in which it shows.
    pub operation: Option<String>,
    /// What the document says.
    pub document: String,
    /// What the spec says.
    pub spec: String,
    /// The ways to say what it is about.
    pub subjects: Vec<Subject>,
    /// The same of everything around it, whose other type would explain it.
    pub around: Vec<Subject>,
    /// What of the spec differs.
    pub target: Target<'a>,
    /// What the document has there.
    pub theirs: Theirs<'a>,
}

/// What of the spec differs, or what it lacks.
#[derive(Debug, Clone)]
pub enum Target<'a> {
    /// Who may call a service.
    Authentication(ServiceId),
    /// The key under which the server sends an error.
    Envelope,
    /// A scope that `api.yaml` declares.
    Scope(String),
    /// An operation that only the document has.
    NewOperation,
    /// An operation.
    Operation(&'a ir::Operation),
    /// A scope of an operation.
    OperationScope(&'a ir::Operation, String),
    /// An error code of an operation.
    OperationError(&'a ir::Operation, String),
    /// An error code of all operations of a service.
    ServiceError(ServiceId, String),
    /// The status of an error code.
    Status(&'a ir::ErrorCode),
    /// The detail of an error code.
    Detail(&'a ir::ErrorCode),
    /// An argument of an operation.
    Argument(&'a ir::Operation, String),
    /// What an operation returns.
    Output(&'a ir::Operation),
    /// A field, member, kind or value of a type.
    Member(TypeId, String),
}

/// What the document has.
#[derive(Debug, Clone, Copy)]
pub enum Theirs<'a> {
    /// A name that says all, or nothing.
    Name,
    /// A scope with this name, which the spec calls otherwise, or this description.
    Text(&'a str),
    /// A field or an argument.
    Property(&'a Property),
    /// A type.
    Shape(&'a Shape),
    /// An error code.
    Error(&'a document::ErrorCode),
    /// An operation.
    Operation(&'a document::Operation),
}

/// What of an API can differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// An operation as a whole.
    Operation,
    /// A field, argument, member of a lookup or kind of a union.
    Field,
    /// A value of an enum.
    EnumValue,
    /// An error code.
    ErrorCode,
    /// A scope.
    Scope,
    /// Anything that belongs to the API as a whole.
    Api,
}

/// The differences that no fixup explains, and the fixups that explain nothing.
pub fn less_fixups<'a>(
    api: &'a Api,
    service: ServiceId,
    differences: Vec<Difference<'a>>,
) -> (Vec<Difference<'a>>, Vec<&'a Fixup>) {
    let mut applied = HashSet::new();
    let mut rest = Vec::new();
    for difference in differences {
        let explains = |fixup: &Fixup| {
            let about = |subjects: &[Subject]| subjects.iter().any(|subject| fixup.subjects.contains(subject));
            (fixup.what == difference.what && about(&difference.subjects))
                || (fixup.what == Departure::Retyped && about(&difference.around))
        };
        let explained: Vec<usize> =
            api.fixups.iter().enumerate().filter(|(_, fixup)| explains(fixup)).map(|(index, _)| index).collect();
        if explained.is_empty() {
            rest.push(difference);
        }
        applied.extend(explained);
    }
    let measured = reach::homes(api).into_iter().zip(&api.fixups).enumerate();
    let stale = measured.filter(|(index, (home, _))| *home == Some(service) && !applied.contains(index));
    (rest, stale.map(|(_, (_, fixup))| fixup).collect())
}
