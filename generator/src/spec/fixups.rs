//! Fixups: where the spec departs from the provider's documents on purpose, and why it is right to.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Prose, Text};

/// A departure from the provider's documents.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fixup {
    /// Its subject, such as `VirtualMachine.state`, `get.returns.disk.size` or `errors.not_found`; or a list of subjects
    /// where everything else is the same for all.
    pub at: At,
    /// How the spec departs.
    pub what: Departure,
    /// Why the spec is right to.
    pub why: Prose,
    /// The evidence: recordings, the server's source, another page.
    pub evidence: Prose,
}

/// The subject of a fixup.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum At {
    /// One thing.
    One(String),
    /// Several subjects.
    Several(Vec<Text>),
}

/// How the spec departs from the provider's documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Departure {
    /// The spec has it, the documents do not.
    Added,
    /// The documents have it, the spec does not.
    LeftOut,
    /// It can be left out, but the documents do not say so.
    Optional,
    /// It is always present, but the documents do not say so.
    Required,
    /// It can be null, but the documents do not say so.
    Nullable,
    /// It is never null, but the documents say that it can be.
    NeverNull,
    /// It is of another type than the documents say, with all that is in it.
    Retyped,
    /// It is deprecated, but the documents do not say so.
    Deprecated,
    /// It is not deprecated, but the documents say that it is.
    NotDeprecated,
}

impl Departure {
    /// Its spelling in the spec.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::LeftOut => "left_out",
            Self::Optional => "optional",
            Self::Required => "required",
            Self::Nullable => "nullable",
            Self::NeverNull => "never_null",
            Self::Retyped => "retyped",
            Self::Deprecated => "deprecated",
            Self::NotDeprecated => "not_deprecated",
        }
    }
}
