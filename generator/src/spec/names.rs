//! The names of a spec that its other entries refer to, as editors propose them.

use serde_json::{Value, json};

/// The file of names beside the other schemas.
pub(crate) const NAMES: &str = "names.schema.json";

/// The kinds of names that editors complete: types, scopes, error codes, services.
#[derive(Clone, Copy)]
pub(crate) enum Names {
    Types,
    Scopes,
    Errors,
    Services,
}

impl Names {
    /// The key of their definition in the file.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Types => "types",
            Self::Scopes => "scopes",
            Self::Errors => "errors",
            Self::Services => "services",
        }
    }

    /// For `anyOf`: one of the names is proposed, and any other text is valid as well, since the file can be older than
    /// what somebody types.
    pub(super) fn proposed(self) -> Value {
        json!([{ "$ref": format!("{NAMES}#/definitions/{}", self.key()) }, {}])
    }

    /// A text, for which one of the names is proposed.
    pub(super) fn item(self) -> Value {
        json!({ "type": "string", "anyOf": self.proposed() })
    }

    /// As [`item`](Self::item), of this pattern.
    pub(super) fn item_like(self, pattern: &str) -> Value {
        json!({ "type": "string", "pattern": pattern, "anyOf": self.proposed() })
    }
}
