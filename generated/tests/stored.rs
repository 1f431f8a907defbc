//! Feature `serde`: two documented bodies survive a round trip without losing a field.

use std::fmt::Debug;

use katapult_api::{WithSecrets, virtual_machine_packages, virtual_machines};
use runtime::Decode;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

const MACHINE: &str = include_str!("bodies/virtual_machine.json");
const PACKAGE: &str = include_str!("bodies/virtual_machine_package.json");

/// Decodes `body`, serializes and deserializes it. Returns the null fields that only the serialized form has.
fn added<T: Decode + Serialize + DeserializeOwned + Debug + PartialEq>(body: &str) -> Vec<String> {
    let read = T::from_body(body.as_bytes()).unwrap();
    let stored = serde_json::to_value(WithSecrets(&read)).unwrap();
    assert_eq!(serde_json::from_value::<T>(stored.clone()).unwrap(), read);
    assert_eq!(serde_json::from_str::<T>(body).unwrap(), read);
    let mut added = Vec::new();
    compare(&serde_json::from_str(body).unwrap(), &stored, "", &mut added);
    added
}

/// Panics if `stored` differs from `sent`, except for null fields, whose paths are added to `added`.
fn compare(sent: &Value, stored: &Value, path: &str, added: &mut Vec<String>) {
    match (sent, stored) {
        (Value::Object(sent), Value::Object(stored)) => {
            for (key, value) in sent {
                let stored = stored.get(key).unwrap_or_else(|| panic!("{path}/{key} is lost"));
                compare(value, stored, &format!("{path}/{key}"), added);
            }
            for (key, value) in stored.iter().filter(|(key, _)| !sent.contains_key(*key)) {
                assert!(value.is_null(), "{path}/{key} is {value}, but was not sent");
                added.push(format!("{path}/{key}"));
            }
        }
        (Value::Array(sent), Value::Array(stored)) => {
            assert_eq!(sent.len(), stored.len(), "{path}");
            for (index, (sent, stored)) in sent.iter().zip(stored).enumerate() {
                compare(sent, stored, &format!("{path}/{index}"), added);
            }
        }
        _ => assert_eq!(sent, stored, "{path}"),
    }
}

#[test]
fn stores_and_loads_a_machine() {
    // Fields of newer responses, which the documented body does not have.
    let newer = [
        "/virtual_machine/ip_addresses/0/network/default",
        "/virtual_machine/ip_addresses/0/subnet",
        "/virtual_machine/organization/uuid",
        "/virtual_machine/suspended",
        "/virtual_machine/suspended_at",
    ];
    let mut added = added::<virtual_machines::GetOutput>(MACHINE);
    added.sort_unstable();
    assert_eq!(added, newer);
}

#[test]
fn stores_and_loads_a_package() {
    assert_eq!(added::<virtual_machine_packages::GetOutput>(PACKAGE), [""; 0]);
}

#[test]
fn loads_a_machine_without_optional_fields() {
    let bare = r#"{"key": "owner"}"#;
    let read = katapult_api::Annotation::from_body(bare.as_bytes()).unwrap();
    assert_eq!(serde_json::from_str::<katapult_api::Annotation>(bare).unwrap(), read);
}

#[test]
fn stores_an_unknown_value_unchanged() {
    let body = PACKAGE.replace(r#""private""#, r#""by_invitation""#);
    assert_eq!(added::<virtual_machine_packages::GetOutput>(&body), [""; 0]);
}

#[test]
fn stores_a_machine_without_its_password() {
    let read = virtual_machines::GetOutput::from_body(MACHINE.as_bytes()).unwrap();
    let stored = serde_json::to_value(&read).unwrap();
    assert_eq!(stored["virtual_machine"]["initial_root_password"], "[secret]");
    let error = serde_json::from_value::<virtual_machines::GetOutput>(stored).unwrap_err();
    assert!(error.to_string().starts_with("redacted secret ("), "{error}");
}
