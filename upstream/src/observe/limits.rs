//! Limits on recordings. Each is far above any real recording, and bounds a malicious one to a few seconds
//! and 200 MB.

/// The maximum number of values in a body.
pub const BODY_VALUES: usize = 100_000;
/// The maximum number of arguments in a query or a form.
pub const ARGUMENTS: usize = 1_000;
/// The maximum number of undeclared fields of an object. An object with more is treated as a map.
pub const KEYS: usize = 100;
/// The maximum number of forms of text that are distinguished in one place.
pub const FORMS: usize = 8;
/// The maximum number of lines of a section.
pub const LINES: usize = 100;
/// The maximum number of new operations in one run.
pub const NEW: usize = 50;
