//! The table of operations: lookup by path, and decoding of responses.

use std::any::Any;

use katapult_api::{
    Scope,
    registry::{self, Decoded, Entry},
    runtime::{Authentication, ContentType},
    tasks, virtual_machines,
};

/// Values of a placeholder in requests and documents.
const FORMS: &[fn(&str) -> String] = &[
    |_| "_".to_owned(),
    str::to_owned,
    |name| format!(":{name}"),
    |name| format!("{{{name}}}"),
    |_| "vm_CxR8lzTsvAYkJsEq".to_owned(),
    |_| "ipv4".to_owned(),
];

fn find(method: &str, path: &str) -> Option<&'static str> {
    registry::find(method, path).map(|entry| entry.operation().name)
}

fn entry(name: &str) -> &'static Entry {
    registry::OPERATIONS.iter().find(|entry| entry.operation().name == name).expect("an operation")
}

fn path(template: &str, form: fn(&str) -> String) -> String {
    let segment = |segment: &str| match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        Some(name) => form(name),
        None => segment.to_owned(),
    };
    template.split('/').map(segment).collect::<Vec<_>>().join("/")
}

#[test]
fn finds_every_operation_by_every_form_of_its_path() {
    for entry in registry::OPERATIONS {
        let operation = entry.operation();
        for form in FORMS {
            let path = path(operation.path, *form);
            for path in [format!("{path}?thing%5Bid%5D=a/b"), format!("{path}/"), path] {
                assert_eq!(find(operation.method.as_str(), &path), Some(operation.name), "{path}");
            }
        }
    }
}

#[test]
fn names_of_operations_are_unique() {
    let mut names: Vec<_> = registry::OPERATIONS.iter().map(|entry| entry.operation().name).collect();
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all);
}

#[test]
fn a_literal_segment_is_not_a_placeholder() {
    assert_eq!(find("GET", "/core/v1/virtual_machines/builds/_"), Some("virtual_machine_builds::get"));
    assert_eq!(find("GET", "/core/v1/virtual_machines/builds"), None);
    assert_eq!(find("GET", "/core/v1/users/current"), Some("users::current"));
}

#[test]
fn does_not_find_unknown_routes() {
    assert_eq!(find("PUT", "/core/v1/virtual_machines/vm_1"), None);
    assert_eq!(find("get", "/core/v1/virtual_machines/vm_1"), None);
    assert_eq!(find("GET", "/core/v1/virtual_machines/vm_1/start"), None);
    assert_eq!(find("GET", "/core/v2/virtual_machines/vm_1"), None);
    assert_eq!(find("GET", "/core/v1/organizations//virtual_machines"), None);
    assert_eq!(find("GET", "/"), None);
    assert_eq!(find("GET", ""), None);
}

#[test]
fn an_entry_has_operation_and_service() {
    let entry = entry("virtual_machines::get");
    let operation = entry.operation();
    assert_eq!(operation.path, "/core/v1/virtual_machines/{virtual_machine}");
    assert_eq!(operation.scopes, ["virtual_machines", "virtual_machines:read"]);
    assert_eq!(operation.service.authentication, Authentication::Bearer);
    assert_eq!(entry.service().name, "core");
    assert_eq!(entry.expects(), ContentType::Json);
    let errors: Vec<_> = entry.errors().collect();
    assert!(errors.contains(&"virtual_machine_not_found") && errors.contains(&"rate_limit_reached"));
}

#[test]
fn lists_the_scopes_of_an_operation() {
    let scopes = |name| registry::scopes(entry(name).operation()).collect::<Vec<_>>();
    assert_eq!(scopes("virtual_machines::get"), [Scope::VirtualMachines, Scope::VirtualMachinesRead]);
    assert_eq!(scopes("public::signups::create"), []);
    let all = registry::OPERATIONS.iter().flat_map(|entry| registry::scopes(entry.operation()));
    assert!(all.into_iter().all(|scope| Scope::VALUES.contains(&scope)));
}

#[test]
fn decodes_a_body_as_the_type_of_its_operation() {
    let body = include_bytes!("bodies/virtual_machine.json");
    let decoded: Box<dyn Decoded> = entry("virtual_machines::get").decode(body).unwrap();
    let decoded: Box<dyn Any> = decoded;
    let decoded = decoded.downcast::<virtual_machines::GetOutput>().unwrap();
    assert!(!decoded.virtual_machine.name.is_empty());
}

#[test]
fn serializes_a_decoded_body_without_unknown_fields() {
    let body = br#"{"task":{"id":"t","name":"Stop","status":"new one","created_at":1,"progress":0,"queue":"slow"}}"#;
    let decoded = entry("tasks::get").decode(body).unwrap();
    let json = decoded.to_json().unwrap();
    assert_eq!(json.parse::<tasks::GetOutput>().unwrap().task.status.as_str(), "new one");
    assert!(!json.as_str().contains("queue"));
}

#[test]
fn decodes_text() {
    let entry = entry("virtual_machines::authorized_keys");
    assert_eq!(entry.expects(), ContentType::Text);
    let decoded = entry.decode(b"ssh-ed25519 AAAA me\n").unwrap();
    assert_eq!(decoded.to_json().unwrap().as_str(), r#""ssh-ed25519 AAAA me\n""#);
}

#[test]
fn decodes_a_response_without_keys() {
    let entry = registry::find("DELETE", "/core/v1/ip_addresses/_").unwrap();
    assert!(entry.decode(b"{}").is_ok());
}

#[test]
fn an_error_has_a_path() {
    let body = br#"{"task":{"id":"t","name":"Stop","status":"running","created_at":"today","progress":0}}"#;
    let error = entry("tasks::get").decode(body).unwrap_err();
    assert_eq!(error.path(body), "task.created_at");
}
