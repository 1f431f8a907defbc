//! Fixups: where the spec departs from the provider's documents on purpose, and why it is right to.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Prose, Text};

/// A departure from the provider's documents.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fixup {
    /// What it is about, as in `VirtualMachine.state`, `get.returns.disk.size`, `errors.not_found`; a list of such
    /// where everything else is the same for all.
    pub at: At,
    /// How the spec departs.
    pub what: Departure,
    /// Why the spec is right to.
    pub why: Prose,
    /// What shows that it is: recordings, the server's source, a page that says otherwise.
    pub evidence: Prose,
}

/// What a fixup is about.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum At {
    /// One thing.
    One(String),
    /// Several, with the same to say of each.
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
    /// It can be left out, and the documents do not say so.
    Optional,
    /// It is always there, and the documents do not say so.
    Required,
    /// It can be null, and the documents do not say so.
    Nullable,
    /// It is never null, and the documents say that it can be.
    NeverNull,
    /// It is of another type than the documents say, with all that is in it.
    Retyped,
    /// It is deprecated, and the documents do not say so.
    Deprecated,
    /// It is not deprecated, and the documents say that it is.
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
