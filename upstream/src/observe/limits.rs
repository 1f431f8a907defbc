//! How much of recordings is looked at. Each limit is far beyond any real recording, and keeps a malicious one within seconds
//! and 200 MB.

/// The number of values in a body.
pub const BODY_VALUES: usize = 100_000;
/// The number of arguments in a query or a form.
pub const ARGUMENTS: usize = 1_000;
/// The number of fields of an object that are told apart where the spec does not have them: more are those of a table.
pub const KEYS: usize = 100;
/// The number of different forms of text in one place that are told apart.
pub const FORMS: usize = 8;
/// The number of lines about one thing.
pub const LINES: usize = 100;
/// The number of operations that the spec lacks and that are described at a time.
pub const NEW: usize = 50;
