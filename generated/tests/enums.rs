//! Enums: known and unknown values.

use std::fmt::{Debug, Display};

use katapult_api::{VirtualMachineGpuStatus, VirtualMachineState};
use runtime::{Decode, Value};

/// Checks the conversions of known values, and of an unknown one.
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
    let unknown = E::from("quite_new");
    assert_eq!(format!("{unknown:?}"), r#"Unrecognized("quite_new")"#);
    assert_eq!(unknown.to_string(), "quite_new");
    // Values are case-sensitive.
    let uppercase = values[0].to_uppercase();
    assert_eq!(format!("{:?}", E::from(&uppercase)), format!("Unrecognized({uppercase:?})"));
}

#[test]
fn a_value_survives_a_round_trip() {
    known::<VirtualMachineState>(&["stopped", "shutting_down"]);
}

#[test]
fn a_value_called_unknown_is_a_known_value() {
    known::<VirtualMachineGpuStatus>(&["unknown"]);
    assert_eq!(VirtualMachineGpuStatus::from("unknown"), VirtualMachineGpuStatus::Unknown);
}
