//! Every sample is complete, and decodes from what it encodes to.

use std::any::type_name;
use std::fmt::Debug;

use katapult_api::test_support::{Encode, Sample};
use katapult_api::{Decode, Secret, VirtualMachine, VirtualMachineState, virtual_machines};

fn check<T: Sample + Encode + Decode + PartialEq + Debug>() {
    let name = type_name::<T>();
    let sample = T::sample();
    let json = sample.to_json();
    let decoded = T::from_json(&json).unwrap_or_else(|error| panic!("{name}: {error}\n{json}"));
    assert_eq!(decoded, sample, "{name}: {json}");
    assert_eq!(T::sample().to_json(), json, "{name} is the same each time");
    assert!(!format!("{sample:?}").contains("Unrecognized"), "{name} has an undocumented value: {sample:?}");
}

macro_rules! check_each {
    ($($path:path,)*) => {{
        $(check::<$path>();)*
        [$(stringify!($path)),*].len()
    }};
}

#[test]
fn every_sample_decodes_from_what_it_encodes_to() {
    let count = katapult_api::__samples!(check_each);
    assert!(count > 400, "{count}");
}

#[test]
fn every_detail_of_an_error_decodes_from_what_it_encodes_to() {
    use katapult_api::test_support::{Encoder, MockApi};
    use katapult_api::{ErrorCode, Katapult, runtime::Api, runtime::Reader};

    let mut details = 0;
    for code in ErrorCode::VALUES {
        let status = Katapult::status(code).unwrap_or_else(|| panic!("{code} has no status"));
        assert!((400..600).contains(&status), "{code}: {status}");
        let Some(detail) = Katapult::sample_detail(code) else { continue };
        let mut json = Encoder::default();
        Katapult::encode_detail(&detail, &mut json);
        let text = json.into_text();
        assert_eq!(Katapult::detail(code, &mut Reader::new(text.as_bytes())).unwrap(), detail, "{text}");
        details += 1;
    }
    let variants = include_str!("../src/errors.rs").matches("    /// Detail of [`").count();
    assert_eq!(details, variants);
}

#[test]
fn a_sample_is_changed_by_json() {
    let machine = VirtualMachine::sample_with(r#"{"state": "stopped", "zone": {"name": "z"}, "tags": []}"#).unwrap();
    assert_eq!(machine.state, VirtualMachineState::Stopped);
    assert_eq!(machine.zone.name, "z");
    assert_eq!(machine.id, VirtualMachine::sample().id);
    let without = VirtualMachine::sample_with(r#"{"description": null}"#).unwrap();
    assert!(without.description.is_none() && machine.description.is_some());
}

#[test]
fn errors_name_the_type_and_the_path() {
    let error = virtual_machines::GetOutput::from_json(r#"{"virtual_machine": {"id": 1}}"#).unwrap_err();
    let text = error.to_string();
    assert!(text.contains("virtual_machines") && text.contains("GetOutput"), "{text}");
    assert!(text.contains("at `virtual_machine.id`: expected string"), "{text}");

    let unknown = VirtualMachine::sample_with(r#"{"zone": {"nmae": "z"}}"#).unwrap_err();
    assert_eq!(unknown.path(), "zone.nmae");
    assert!(unknown.to_string().ends_with("VirtualMachine` at `zone.nmae`: there is no such field"), "{unknown}");

    let wrong = VirtualMachine::sample_with(r#"{"zone": {"id": []}}"#).unwrap_err();
    assert_eq!(wrong.path(), "zone.id");

    let syntax = VirtualMachine::sample_with("{").unwrap_err();
    assert!(syntax.to_string().contains("VirtualMachine`: EOF"), "{syntax}");
}

#[test]
fn secrets_are_written_in_full() {
    let mut machine = VirtualMachine::sample();
    machine.initial_root_password = Some(Secret::new("correct horse"));
    assert!(machine.to_json().contains(r#""initial_root_password":"correct horse""#), "{}", machine.to_json());
}

#[test]
fn a_field_that_can_be_left_out_is_not_sent_as_null() {
    let mut output = virtual_machines::GetOutput::sample();
    output.annotations = None;
    assert!(!output.to_json().contains("annotations"), "{}", output.to_json());
}
