//! The keys that unknown keys probably mean.

use crate::diagnostic::nearest;

/// Keys of OpenAPI and other API descriptions, with their names here.
const ELSEWHERE: &[(&str, &[&str])] = &[
    ("answer", &["returns"]),
    ("args", &["takes"]),
    ("body", &["takes"]),
    ("code", &["status", "errors"]),
    ("codes", &["errors"]),
    ("description", &["docs"]),
    ("doc", &["docs"]),
    ("endpoint", &["http"]),
    ("enum", &["values"]),
    ("input", &["takes"]),
    ("members", &["by", "fields"]),
    ("method", &["http"]),
    ("output", &["returns"]),
    ("parameters", &["takes"]),
    ("params", &["takes"]),
    ("path", &["http"]),
    ("properties", &["fields", "takes"]),
    ("query", &["takes"]),
    ("repeatable", &["idempotent"]),
    ("request", &["takes"]),
    ("response", &["returns"]),
    ("responses", &["returns"]),
    ("result", &["returns"]),
    ("route", &["http"]),
    ("schema", &["type", "returns"]),
    ("security", &["scopes"]),
    ("summary", &["docs"]),
    ("title", &["docs"]),
    ("url", &["http"]),
    ("variants", &["options", "values"]),
];

/// Keys that have no counterpart at fields here.
const OF_FIELDS: &[(&str, &str)] = &[
    ("default", "say in its `docs` what is the default"),
    ("enum", "declare the values under `enums:`, and write that name as the `type`"),
    ("format", "write another type, such as `timestamp`"),
    ("items", "write the type of a list in brackets: `[Tag]`"),
    ("nullable", "write `?` behind the type, as in `string?`"),
    ("optional", "write `?` behind the name of the field, as in `name?:`"),
    ("required", "write `?` behind the name of each field that can be left out, as in `name?:`"),
];

/// The one of `known` that `key` probably means, if it is not `present` already.
pub(super) fn meant(key: &str, known: &'static [&'static str], present: impl Fn(&str) -> bool) -> Option<&'static str> {
    let elsewhere = ELSEWHERE.iter().filter(|(name, _)| *name == key).flat_map(|(_, here)| *here).copied();
    let elsewhere = elsewhere.into_iter().find(|here| known.contains(here) && !present(here));
    elsewhere.or_else(|| nearest(key, known.iter().copied()).filter(|near| !present(near)))
}

/// What to write in place of `key`, a key of fields in other languages.
pub(super) fn instead(key: &str, known: &[&str]) -> Option<&'static str> {
    let of_field = known.first() == Some(&"type");
    OF_FIELDS.iter().find(|(name, _)| of_field && *name == key).map(|(_, help)| *help)
}
