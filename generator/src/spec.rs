//! The spec as its authors write it: one struct for each kind of entry, with strings left as strings.
//! Nothing here resolves, checks or knows Rust; `spec/README.md` explains every key, and the JSON Schema is made from
//! these types.

mod api;
mod declarations;
mod documents;
mod entries;
mod example;
mod fixups;
mod forms;
mod keys;
mod names;
mod numbers;
mod resource;
mod text;
mod waiters;

pub use api::*;
pub use declarations::*;
pub use documents::*;
pub use entries::Entries;
pub use example::Example;
pub use fixups::*;
pub use keys::key_orders;
pub(crate) use names::{NAMES, Names};
pub use numbers::{ErrorStatus, Seconds};
pub(crate) use numbers::{SECONDS, STATUS};
pub use resource::*;
pub(crate) use text::EMPTY_PROSE;
pub use text::{Prose, Text};
pub use waiters::Waiter;

// Patterns that editors check. The loader accepts more, and lowering explains better what is wrong.
const WORD: &str = "^[a-z][a-z0-9_]*$";
const XML_NAME: &str = "^[A-Za-z_][A-Za-z0-9_.-]*$";
const XML_PATH: &str = r"^[A-Za-z_][A-Za-z0-9_.-]*(/[A-Za-z_][A-Za-z0-9_.-]*)*\??$";
const TYPE_NAME: &str = "^[A-Z][A-Za-z0-9]*$";
const TYPE: &str = r"^([A-Za-z][A-Za-z0-9]*|\[[A-Za-z][A-Za-z0-9]*\])\??$";

/// An operation's method and path, with which `lower/http.rs` agrees.
pub(crate) const HTTP: &str = concat!(
    r"^(GET|POST|PUT|PATCH|DELETE) ",
    r"/(([A-Za-z0-9_.-]+|\{[a-z0-9_]+\})(/([A-Za-z0-9_.-]+|\{[a-z0-9_]+\}))*)?$"
);

/// A whole spec: `api.yaml`, and the files of its resources in the order of their paths.
#[derive(Debug)]
pub struct Spec {
    /// The content of `api.yaml`.
    pub api: Sourced<Api>,
    /// The content of every other file.
    pub resources: Vec<Sourced<Resource>>,
}

/// The content of a file.
#[derive(Debug)]
pub struct Sourced<T> {
    /// The file.
    pub file: crate::source::FileId,
    /// Its content.
    pub content: T,
}
