//! What several tests use.

use katapult_api::{Error, ErrorCode, OrganizationLookup};

/// The organization of a new cloud.
pub fn acme() -> OrganizationLookup {
    OrganizationLookup::sub_domain("acme")
}

/// Asserts that a call failed with a validation error that has `sentence`.
#[track_caller]
pub fn refuses<T: std::fmt::Debug>(result: Result<T, Error>, sentence: &str) {
    let error = result.expect_err(sentence);
    assert_eq!(error.code(), Some(ErrorCode::ValidationError), "{error}");
    assert!(error.to_string().contains(sentence), "{error}");
}
