//! Decoding the responses of two operations: missing and unknown fields and values.

use katapult_api::{
    Privacy, TagColor, Timestamp, VirtualMachineGpuPendingAction, VirtualMachineGpuStatus, VirtualMachineState,
    virtual_machine_packages, virtual_machines,
};
use runtime::{Decode, DecodeError};
use serde_json::{Value, json};

const MACHINE: &str = include_str!("bodies/virtual_machine.json");
const PACKAGE: &str = include_str!("bodies/virtual_machine_package.json");

fn machine(body: &Value) -> Result<virtual_machines::GetOutput, DecodeError> {
    Decode::from_body(body.to_string().as_bytes())
}

fn package(body: &Value) -> Result<virtual_machine_packages::GetOutput, DecodeError> {
    Decode::from_body(body.to_string().as_bytes())
}

fn parse(body: &str) -> Value {
    serde_json::from_str(body).unwrap()
}

/// Adds a field to each object in `body`, at any depth.
fn extend(body: &mut Value) {
    match body {
        Value::Object(object) => {
            object.values_mut().for_each(extend);
            object.insert("a_new_field".to_owned(), json!({"with": [1, -2.5e-3, null, {"more": "\u{1f980} \""}]}));
        }
        Value::Array(items) => items.iter_mut().for_each(extend),
        _ => {}
    }
}

#[test]
fn decodes_a_machine() {
    let body = machine(&parse(MACHINE)).unwrap();
    let machine = &body.virtual_machine;
    assert_eq!(machine.id.as_str(), "vm_Web1000000000001");
    assert_eq!(machine.created_at, Timestamp::from_unix_seconds(1_767_225_601));
    assert_eq!(machine.state, VirtualMachineState::ShuttingDown);
    assert_eq!(machine.initial_root_password.as_ref().unwrap().expose(), "correct horse battery staple");
    assert_eq!(machine.organization.country_state.as_ref().unwrap().country.as_ref().unwrap().name, "United Kingdom");
    assert_eq!(machine.package.as_ref().unwrap().privacy, Privacy::Private);
    assert_eq!(machine.gpus[0].status, Some(VirtualMachineGpuStatus::Unknown));
    assert_eq!(machine.gpus[0].pending_action, Some(VirtualMachineGpuPendingAction::Detach));
    assert_eq!(machine.tags[0].color, TagColor::PastelOrangeRed);
    assert_eq!(machine.ip_addresses[0].network.data_center.country.iso_code2, "NL");
    assert_eq!(machine.suspended, None);
    assert_eq!(body.annotations.as_ref().unwrap()[0].value.as_deref(), Some("shop team"));
}

#[test]
fn decodes_a_package() {
    let body = package(&parse(PACKAGE)).unwrap().virtual_machine_package;
    assert_eq!((body.id.as_str(), body.permalink.as_str()), ("vmpkg_Rock3000000001", "rock-3"));
    assert_eq!((body.cpu_cores, body.ipv4_addresses, body.memory_in_gb, body.storage_in_gb), (1, 2, 3, 25));
    assert_eq!(body.monthly_bandwidth_allowance_in_gb, Some(2048));
    assert_eq!(body.icon.unwrap().file_size, Some(2052));
}

#[test]
fn decodes_nullable_fields_that_are_null_or_missing() {
    for pointer in [
        "/virtual_machine/description",
        "/virtual_machine/initial_root_password",
        "/virtual_machine/organization/country",
        "/virtual_machine/organization/country_state",
        "/virtual_machine/group",
        "/virtual_machine/package",
        "/virtual_machine/package/icon",
        "/virtual_machine/attached_iso",
        "/virtual_machine/attached_iso/operating_system",
        "/virtual_machine/attached_iso/operating_system/badge",
        "/virtual_machine/gpu_type",
        "/virtual_machine/gpus/0/id",
        "/virtual_machine/hypervisor",
    ] {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let mut body = parse(MACHINE);
        body.pointer_mut(parent).unwrap()[key].take();
        let null = machine(&body).unwrap();
        body.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(key).unwrap();
        assert_eq!(machine(&body).unwrap(), null, "{pointer}");
        assert_ne!(machine(&parse(MACHINE)).unwrap(), null, "{pointer}");
    }
    let mut body = parse(PACKAGE);
    body["virtual_machine_package"]["icon"].take();
    assert_eq!(package(&body).unwrap().virtual_machine_package.icon, None);
}

#[test]
fn skips_unknown_fields_at_any_depth() {
    let mut body = parse(MACHINE);
    extend(&mut body);
    assert_eq!(machine(&body), machine(&parse(MACHINE)));
}

#[test]
fn an_unknown_value_prints_unchanged() {
    let mut body = parse(MACHINE);
    let vm = &mut body["virtual_machine"];
    vm["state"] = json!("half_way \"there\"");
    vm["package"]["privacy"] = json!("secret");
    vm["gpus"][0]["status"] = json!("");
    vm["gpus"][0]["pending_action"] = json!("reattach");
    vm["tags"][0]["color"] = json!("ultraviolet");
    let body = machine(&body).unwrap().virtual_machine;
    assert_eq!(body.state, VirtualMachineState::Unrecognized("half_way \"there\"".to_owned()));
    assert_eq!(body.state.to_string(), "half_way \"there\"");
    assert_eq!(body.package.unwrap().privacy.to_string(), "secret");
    assert_eq!(body.gpus[0].status.as_ref().map(ToString::to_string).as_deref(), Some(""));
    assert_eq!(body.gpus[0].pending_action.as_ref().map(ToString::to_string).as_deref(), Some("reattach"));
    assert_eq!(body.tags[0].color.to_string(), "ultraviolet");
}

#[test]
fn the_last_of_duplicate_keys_wins() {
    let twice = r#"{"key": "owner", "value": "one", "key": "owner", "value": "two"}"#;
    let read = katapult_api::Annotation::from_body(twice.as_bytes()).unwrap();
    assert_eq!(read.value.as_deref(), Some("two"));
}

#[test]
fn an_error_has_the_path_of_the_value() {
    for (pointer, wrong, path) in [
        ("/virtual_machine/zone/data_center/country/eu", json!("yes"), "virtual_machine.zone.data_center.country.eu"),
        ("/virtual_machine/ip_addresses/0/vip", Value::Null, "virtual_machine.ip_addresses[0].vip"),
        ("/virtual_machine/created_at", json!("2026-01-01"), "virtual_machine.created_at"),
        ("/annotations", json!({}), "annotations"),
    ] {
        let mut body = parse(MACHINE);
        *body.pointer_mut(pointer).unwrap() = wrong;
        let error = machine(&body).unwrap_err();
        assert_eq!(error.path(body.to_string().as_bytes()), path, "{error}");
    }
}

#[test]
fn debug_prints_no_secret() {
    let shown = format!("{:#?}", machine(&parse(MACHINE)).unwrap());
    for secret in ["correct horse battery staple", "token-of-rock", "token-of-debian"] {
        assert!(!shown.contains(secret), "{secret}");
    }
    assert!(shown.contains("web-1.acme.katapult.cloud"), "{shown}");
}
