//! Feature `serde`: values survive a round trip.

use api_client_runtime::{Decode, DecodeError, Json, Reader, Secret, Timestamp, UnrecognizedUnion, WithSecrets};
use serde::ser::Error as _;
use serde::{Deserialize, Serialize, Serializer};

use crate::shop::{self, ProductId};

#[test]
fn serializes_values_as_on_the_wire() {
    let value = (ProductId::new("prod_1"), Timestamp::from_unix_seconds(7));
    let text = serde_json::to_string(&value).unwrap();
    assert_eq!(text, r#"["prod_1",7]"#);
    let back: (ProductId, Timestamp) = serde_json::from_str(&text).unwrap();
    assert_eq!(back, value);
}

#[test]
fn redacts_secrets() {
    let value = [Secret::new("4711"), Secret::new("")];
    assert_eq!(serde_json::to_string(&value).unwrap(), r#"["[secret]","[secret]"]"#);
}

#[test]
fn serializes_secrets_on_request() {
    let secret = Secret::new("4711");
    let mixed = (&secret, WithSecrets((&secret, WithSecrets(&secret), &secret)), &secret);
    let text = serde_json::to_string(&mixed).unwrap();
    assert_eq!(text, r#"["[secret]",["4711","4711","4711"],"[secret]"]"#);
}

/// Fails or panics while it is serialized.
struct Broken {
    panics: bool,
}

impl Serialize for Broken {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        assert!(!self.panics, "a bug of somebody else");
        Err(S::Error::custom("no"))
    }
}

#[test]
fn redacts_secrets_after_a_failed_serialization() {
    assert!(serde_json::to_string(&WithSecrets(Broken { panics: false })).is_err());
    assert!(std::panic::catch_unwind(|| serde_json::to_string(&WithSecrets(Broken { panics: true }))).is_err());
    assert_eq!(serde_json::to_string(&Secret::new("4711")).unwrap(), r#""[secret]""#);
}

#[test]
fn loads_what_was_stored_with_secrets() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct State {
        password: WithSecrets<Option<Secret>>,
    }
    let state = State { password: WithSecrets(Some(Secret::new("4711"))) };
    let text = serde_json::to_string(&state).unwrap();
    assert_eq!(text, r#"{"password":"4711"}"#);
    assert_eq!(serde_json::from_str::<State>(&text).unwrap(), state);
}

/// Contains secrets.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Account {
    password: Secret,
}

impl Decode for Account {
    fn placeholder() -> Self {
        Self { password: Decode::placeholder() }
    }

    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        json.read_object(&["password"], &mut [&mut self.password])
    }
}

#[derive(Debug, PartialEq)]
enum Owner {
    Account(Account),
    Unrecognized(UnrecognizedUnion),
}

api_client_runtime::union!(Owner, shop::wire::CALLSITES { "Account" => Account, });

#[test]
fn refuses_to_load_a_redacted_secret() {
    let text = serde_json::to_string(&Account { password: Secret::new("4711") }).unwrap();
    let error = serde_json::from_str::<Account>(&text).unwrap_err();
    insta::assert_snapshot!(error, @"redacted secret (serialize inside `WithSecrets` to keep it) at line 1 column 23");
}

#[test]
fn refuses_to_load_a_redacted_secret_in_a_union() {
    let owner = Owner::Account(Account { password: Secret::new("4711") });
    let text = serde_json::to_string(&owner).unwrap();
    assert_eq!(text, r#"{"type":"Account","value":{"password":"[secret]"}}"#);
    let error = serde_json::from_str::<Owner>(&text).unwrap_err();
    insta::assert_snapshot!(error, @"redacted secret (serialize inside `WithSecrets` to keep it)");
    let stored = serde_json::to_string(&WithSecrets(&owner)).unwrap();
    assert_eq!(serde_json::from_str::<Owner>(&stored).unwrap(), owner);
}

#[test]
fn decodes_any_secret_of_a_server() {
    let secret = Secret::from_body(br#""[secret]""#).unwrap();
    assert_eq!(secret.expose(), Secret::REDACTED);
}

#[test]
fn serializes_raw_json_as_a_value() {
    let raw = br#"{"b":[1,2.5,null,true],"a":"\u00fc"}"#;
    let union = UnrecognizedUnion { type_name: "Gizmo".to_owned(), value: Json::from_body(raw).unwrap() };
    let text = serde_json::to_string(&union).unwrap();
    assert_eq!(text, r#"{"type_name":"Gizmo","value":{"b":[1,2.5,null,true],"a":"ü"}}"#);
    let back: UnrecognizedUnion = serde_json::from_str(&text).unwrap();
    assert_eq!(back.value.as_str(), r#"{"b":[1,2.5,null,true],"a":"ü"}"#);
}
