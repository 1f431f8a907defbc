//! Compares a spec with what it was made from: [`drift`] with the provider's OpenAPI documents, [`observe`] with recorded
//! traffic. Texts go in and a report comes out; reading files and printing are left to the caller.

pub mod drift;
mod limits;
pub mod observe;

pub use drift::DOCUMENT_BYTES;
pub use observe::RECORDING_BYTES;
