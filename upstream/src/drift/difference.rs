//! What differs between the spec and the provider's document, and the fixups that say that it should.

use std::collections::HashSet;

use generator::ir::{Api, Departure, Fixup, ServiceId, Subject};

use super::reach;

/// A difference between the spec and the document, at one place.
#[derive(Debug)]
pub struct Difference {
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
pub fn less_fixups(api: &Api, service: ServiceId, differences: Vec<Difference>) -> (Vec<Difference>, Vec<&Fixup>) {
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
