//! How much of recordings is looked at. Each limit is far beyond any real recording, and keeps a malicious one within seconds
//! and 200 MB.

/// The size of a recording in HAR.
pub const HAR_BYTES: usize = 64 << 20;
/// The size of a cassette: YAML takes far longer to parse.
pub const CASSETTE_BYTES: usize = 8 << 20;
/// The number of YAML nodes in a cassette.
pub const CASSETTE_NODES: usize = 200_000;
/// The number of calls in a recording.
pub const CALLS: usize = 100_000;
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
