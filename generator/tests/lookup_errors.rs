//! The error codes that an operation has from the lookups that it takes.

use std::path::Path;

use generator::ir::{ErrorId, Operation};

/// The operation of `tests/ok/tickets.yaml`, and the names of the codes that `of` picks.
fn codes(function: &str, of: impl Fn(&Operation) -> &[ErrorId]) -> Vec<String> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ok");
    let api = generator::read(&dir).unwrap_or_else(|diagnostics| panic!("{diagnostics}")).api;
    let tickets = api.resources.iter().find(|resource| resource.module.name().wire == "tickets").unwrap();
    let operation = tickets.operations.iter().find(|operation| operation.function.wire == function).unwrap();
    of(operation).iter().map(|id| api.error(*id).name.wire.clone()).collect()
}

#[test]
fn an_operation_has_the_errors_of_its_lookups_then_its_own() {
    let all = codes("move", |operation| &operation.errors);
    assert_eq!(all, ["ticket_not_found", "ticket_in_trash", "box_not_found", "box_full"]);
}

#[test]
fn a_lookup_inside_of_another_argument_gives_nested_errors() {
    assert_eq!(codes("move", |operation| &operation.nested_errors), ["box_not_found"]);
    assert_eq!(codes("restore", |operation| &operation.nested_errors), [""; 0]);
}

#[test]
fn an_operation_does_not_have_the_errors_that_it_excepts() {
    assert_eq!(codes("restore", |operation| &operation.errors), ["ticket_not_found"]);
}
