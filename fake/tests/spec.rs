//! What is read from the OpenAPI document.

use katapult_fake::spec::spec;

#[test]
fn reads_every_operation() {
    assert_eq!(spec().operations().len(), 195);
}
