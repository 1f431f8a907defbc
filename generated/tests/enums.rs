//! Every value of the provider's enums has a variant and is sent as it was received.

use std::fmt::{Debug, Display};

use katapult_api::{
    ArgumentIssue, Privacy, TagColor, VirtualMachineGpuPendingAction, VirtualMachineGpuStatus, VirtualMachineState,
};
use runtime::{Decode, Value};

/// Reads each value in every way in which one can be read, and writes it in every way in which one can be written.
#[track_caller]
fn known<E>(values: &[&str])
where
    E: Clone + Debug + Decode + Display + PartialEq + for<'v> From<&'v str> + Into<Value>,
{
    for &value in values {
        let variant = E::from(value);
        assert_eq!(E::from_body(format!("\"{value}\"").as_bytes()).as_ref(), Ok(&variant));
        assert!(!format!("{variant:?}").starts_with("Unrecognized"), "`{value}` has no variant");
        assert_eq!(variant.to_string(), value);
        assert_eq!(variant.into(), Value::Text(value.to_owned()));
    }
    let novel = E::from("quite_new");
    assert_eq!(format!("{novel:?}"), r#"Unrecognized("quite_new")"#);
    assert_eq!(novel.to_string(), "quite_new");
    // Values are known in one spelling only: another could mean something else.
    let shouted = values[0].to_uppercase();
    assert_eq!(format!("{:?}", E::from(&shouted)), format!("Unrecognized({shouted:?})"));
}

#[test]
fn states() {
    known::<VirtualMachineState>(&[
        "stopped",
        "failed",
        "started",
        "starting",
        "allocated",
        "allocating",
        "resetting",
        "migrating",
        "stopping",
        "shutting_down",
        "transferring",
        "orphaned",
    ]);
}

#[test]
fn colours() {
    let plain = [
        "red",
        "pink",
        "purple",
        "dark_blue",
        "green",
        "teal",
        "aqua",
        "light_blue",
        "yellow",
        "orange",
        "orange_red",
        "brown",
        "black",
        "dark_gray",
        "light_gray",
        "light_brown",
    ];
    let pastel = plain.map(|colour| format!("pastel_{colour}"));
    known::<TagColor>(&plain);
    known::<TagColor>(&pastel.each_ref().map(String::as_str));
}

#[test]
fn privacies() {
    known::<Privacy>(&["public", "private"]);
}

#[test]
fn gpu_statuses() {
    known::<VirtualMachineGpuStatus>(&["attached", "attaching", "detached", "detaching", "unknown"]);
    // The provider has a value of this name, which is not the same as a value that is unknown.
    assert_eq!(VirtualMachineGpuStatus::from("unknown"), VirtualMachineGpuStatus::Unknown);
}

#[test]
fn pending_actions() {
    known::<VirtualMachineGpuPendingAction>(&["attach", "detach"]);
}

#[test]
fn argument_issues() {
    known::<ArgumentIssue>(&[
        "invalid_scalar",
        "parse_error",
        "validation_errors",
        "invalid_enum_value",
        "missing_lookup_value",
        "ambiguous_lookup_values",
        "array_expected",
        "object_expected",
    ]);
}
