//! Compares the document written by `codegen` with its spec: only edits of the document are reported.

use std::path::Path;

use generator::Spec;
use serde_json::{Value, json};
use upstream::{Input, drift::drift};

fn spec() -> Spec {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    generator::read(&dir).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// Returns the differences between the spec and its document after `edit`: each place with the kind of the difference.
fn differences(edit: impl FnOnce(&mut Value)) -> Vec<(String, String)> {
    let spec = spec();
    let mut document: Value = serde_json::from_str(&spec.openapi().text()).unwrap();
    edit(&mut document);
    let report = drift(&spec, [Input::given("openapi.json", Ok(document.to_string().into_bytes()))]);
    let found: Value = serde_json::from_str(&report.json()).unwrap();
    let lists = found.as_object().unwrap().values().filter_map(Value::as_array).flatten();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    lists.filter(|one| one["at"].is_string()).map(|one| (text(&one["at"]), text(&one["what"]))).collect()
}

#[test]
fn the_document_matches_the_spec() {
    assert_eq!(differences(|_| ()), []);
}

/// Fixups do not apply to the generated document.
#[test]
fn finds_edits_of_the_document() {
    for (pointer, value, at, what) in [
        (
            "/components/schemas/VirtualMachineLookup/oneOf/1/properties",
            json!({ "name": { "type": "string" } }),
            "VirtualMachineLookup.name",
            "left_out",
        ),
        (
            "/components/schemas/VirtualMachine/properties/suspended",
            json!({ "type": "string" }),
            "VirtualMachine.suspended",
            "retyped",
        ),
        (
            "/components/schemas/VirtualMachine/properties/hostname/type",
            json!(["string", "null"]),
            "VirtualMachine.hostname",
            "never_null",
        ),
        (
            "/components/schemas/LoadBalancerResource/oneOf/0/properties/type/const",
            json!("Machine"),
            "LoadBalancerResource.Machine",
            "left_out",
        ),
        (
            "/components/schemas/Error.TagNotFound/properties/code/const",
            json!("tag_lost"),
            "tags.get.errors.tag_lost",
            "left_out",
        ),
    ] {
        let found = differences(|document| *document.pointer_mut(pointer).unwrap() = value);
        let is_found = found.iter().any(|(place, kind)| place == at && kind == what);
        assert!(is_found, "{pointer}: {found:?}");
    }
}
