//! Enums: known and unknown values, and texts that people write.

use std::{
    fmt::{Debug, Display},
    str::FromStr,
};

use clap::{
    Parser,
    builder::{PossibleValuesParser, TypedValueParser},
};
use katapult_api::{TagColor, UnknownValue, VirtualMachineGpuStatus, VirtualMachineState};
use runtime::{Decode, Value};

/// Checks the conversions of all values, and of an unknown one.
#[track_caller]
fn known<E>(values: &[E], from_wire: fn(&str) -> E)
where
    E: Clone + Debug + Decode + Display + FromStr<Err = UnknownValue> + PartialEq + Into<Value>,
{
    assert!(!values.is_empty());
    for value in values {
        let wire = value.to_string();
        assert!(!format!("{value:?}").starts_with("Unrecognized"), "`{wire}` has no variant");
        assert_eq!(from_wire(&wire), *value);
        assert_eq!(wire.parse().as_ref(), Ok(value));
        assert_eq!(E::from_body(format!("\"{wire}\"").as_bytes()).as_ref(), Ok(value));
        assert_eq!(value.clone().into(), Value::Text(wire));
    }
    let unknown = from_wire("quite_new");
    assert_eq!(format!("{unknown:?}"), r#"Unrecognized("quite_new")"#);
    assert_eq!(unknown.to_string(), "quite_new");
    assert_eq!(E::from_body(b"\"quite_new\"").as_ref(), Ok(&unknown));
    // Values are case-sensitive.
    let uppercase = values[0].to_string().to_uppercase();
    assert_eq!(format!("{:?}", from_wire(&uppercase)), format!("Unrecognized({uppercase:?})"));
    assert!(uppercase.parse::<E>().is_err());
}

#[test]
fn a_value_survives_a_round_trip() {
    known(VirtualMachineState::VALUES, VirtualMachineState::from_wire);
}

#[test]
fn a_value_called_unknown_is_a_known_value() {
    known(VirtualMachineGpuStatus::VALUES, VirtualMachineGpuStatus::from_wire);
    assert_eq!(VirtualMachineGpuStatus::from_wire("unknown"), VirtualMachineGpuStatus::Unknown);
}

#[test]
fn parsing_an_unknown_value_lists_the_values() {
    let error = "attatched".parse::<VirtualMachineGpuStatus>().unwrap_err();
    assert_eq!(error.text(), "attatched");
    assert_eq!(error.values().len(), VirtualMachineGpuStatus::VALUES.len());
    insta::assert_snapshot!(error, @"`attatched` is not a `VirtualMachineGpuStatus`, expected one of `attached`, `attaching`, `detached`, `detaching`, `unknown`");
}

/// How a program with clap takes values.
#[derive(Debug, Parser)]
struct Options {
    /// As its type says: unknown values are refused.
    #[arg(long)]
    status: Option<VirtualMachineGpuStatus>,
    /// The help lists the values, and a shell completes them.
    #[arg(long, value_parser = PossibleValuesParser::new(TagColor::VALUES.iter().map(TagColor::as_str))
        .map(|color| TagColor::from_wire(&color)))]
    color: Option<TagColor>,
}

#[test]
fn clap_parses_values() {
    let options = Options::try_parse_from(["tags", "--status", "attached", "--color", "dark_blue"]).unwrap();
    assert_eq!(options.status, Some(VirtualMachineGpuStatus::Attached));
    assert_eq!(options.color, Some(TagColor::DarkBlue));
}

#[test]
fn clap_refuses_unknown_values() {
    let refused = |arguments: [&str; 2]| Options::try_parse_from(["tags"].into_iter().chain(arguments)).unwrap_err();
    insta::assert_snapshot!(refused(["--status", "gone"]), @"
    error: invalid value 'gone' for '--status <STATUS>': `gone` is not a `VirtualMachineGpuStatus`, expected one of `attached`, `attaching`, `detached`, `detaching`, `unknown`

    For more information, try '--help'.
    ");
    let color = refused(["--color", "darkblue"]).to_string();
    assert!(color.contains("[possible values: red, pink, "), "{color}");
    assert!(color.contains("a similar value exists: 'dark_blue'"), "{color}");
}
