//! Compares a spec with what it was made from: [`drift`] with the provider's OpenAPI documents, [`observe`] with recorded
//! traffic. Bytes go in and a report comes out; reading files and printing are left to the caller.

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
