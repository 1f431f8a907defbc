//! Compares a spec with its sources: [`drift`] with the provider's OpenAPI documents, [`observe`] with recorded
//! traffic. Both take bytes and return a report; the caller reads files and prints.

mod changes;
pub mod drift;
mod edit;
mod fixups;
mod homes;
mod input;
mod limits;
mod names;
pub mod observe;
mod places;

pub use changes::{Changes, Refused};
pub use input::{Input, Unreadable};
pub use limits::INPUT_BYTES;
