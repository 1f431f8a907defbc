//! Feature `serde`: values survive a round trip.
#![allow(clippy::unwrap_used, clippy::panic)] // A test fails by panicking.

mod shop;

use api_client_runtime::{Decode, Json, Secret, Timestamp, UnrecognizedUnion};
use shop::ProductId;

#[test]
fn serializes_values_as_on_the_wire() {
    let value = (ProductId::new("prod_1"), Timestamp::from_unix_seconds(7), Secret::new("4711"));
    let text = serde_json::to_string(&value).unwrap();
    assert_eq!(text, r#"["prod_1",7,"4711"]"#);
    let back: (ProductId, Timestamp, Secret) = serde_json::from_str(&text).unwrap();
    assert_eq!(back, value);
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
