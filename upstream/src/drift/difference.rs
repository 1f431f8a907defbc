//! Differences between the spec and the provider's document, and the fixups that explain them.

use std::collections::HashSet;

use generator::ir::{self, Api, Departure, Fixup, ServiceId, Subject, TypeId};

use super::{
    document::{self, Property, Shape},
    reach,
};

/// A difference between the spec and the document, at one place.
#[derive(Debug, Clone)]
pub struct Difference<'a> {
    /// The subject, as a fixup names it in `at`.
    pub at: String,
    /// The kind of departure.
    pub what: Departure,
    /// The part of the API.
    pub part: Part,
    /// The operation in which the difference was found.
    pub operation: Option<String>,
    /// The value in the document.
    pub document: String,
    /// The value in the spec.
    pub spec: String,
    /// The subjects by which a fixup can refer to it.
    pub subjects: Vec<Subject>,
    /// The subjects of the enclosing elements. A fixup for a different type of one of them explains this difference,
    /// too.
    pub around: Vec<Subject>,
    /// The part of the spec that differs.
    pub target: Target<'a>,
    /// The counterpart in the document.
    pub theirs: Theirs<'a>,
}

/// A part of the spec that differs or is missing.
#[derive(Debug, Clone)]
pub enum Target<'a> {
    /// The authentication of a service.
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
    /// The response of an operation.
    Output(&'a ir::Operation),
    /// A field, member, kind or value of a type.
    Member(TypeId, String),
}

/// The counterpart of a [`Target`] in the document.
#[derive(Debug, Clone, Copy)]
pub enum Theirs<'a> {
    /// Only a name, or nothing.
    Name,
    /// The name of a renamed scope, or a description.
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

/// A part of an API.
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

/// Returns the differences that no fixup explains, and the unused fixups.
pub fn unexplained<'a>(
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
    let checked = reach::checked_services(api).into_iter().zip(&api.fixups).enumerate();
    let stale = checked.filter(|(index, (home, _))| *home == Some(service) && !applied.contains(index));
    (rest, stale.map(|(_, (_, fixup))| fixup).collect())
}
