//! Every documented error decodes to its code and detail.

use std::collections::BTreeSet;

use ErrorCode as Code;
use katapult_api::{
    ArgumentIssue, Call, Error, ErrorCode, ErrorDetail, Katapult, Timestamp, VirtualMachineLookup,
    VirtualMachinePackageLookup, virtual_machine_packages, virtual_machines,
};
use runtime::{Api, Bytes, ErrorKind, Operation, exchange, http};
use serde_json::{Value, json};

/// A documented error: status, code and detail as sent, the code in Rust, and a check of the typed detail.
struct Documented {
    status: u16,
    wire: &'static str,
    detail: Value,
    code: ErrorCode,
    typed: fn(&ErrorDetail) -> bool,
}

fn documented(
    status: u16,
    wire: &'static str,
    detail: Value,
    code: ErrorCode,
    typed: fn(&ErrorDetail) -> bool,
) -> Documented {
    Documented { status, wire, detail, code, typed }
}

/// Checks the detail of a code without a documented detail.
fn nothing(detail: &ErrorDetail) -> bool {
    matches!(detail, ErrorDetail::Unrecognized(json) if json.as_str() == "{}")
}

/// The errors of single operations.
fn of_one_operation() -> Vec<Documented> {
    let trashed = json!({"trash_object": {
        "id": "trsh_1", "keep_until": 1767398400, "object_id": "vm_1", "object_type": "VirtualMachine",
    }});
    vec![
        documented(404, "package_not_found", json!({}), Code::PackageNotFound, nothing),
        documented(404, "virtual_machine_not_found", json!({}), Code::VirtualMachineNotFound, nothing),
        documented(406, "object_in_trash", trashed, Code::ObjectInTrash, |detail| {
            let ErrorDetail::ObjectInTrash(detail) = detail else { return false };
            detail.trash_object.as_ref().is_some_and(|object| {
                object.id.as_str() == "trsh_1"
                    && object.keep_until == Timestamp::from_unix_seconds(1_767_398_400)
                    && object.object_id == "vm_1"
                    && object.object_type == "VirtualMachine"
            })
        }),
        documented(
            406,
            "object_in_trash",
            json!({"trash_object": null}),
            Code::ObjectInTrash,
            |detail| matches!(detail, ErrorDetail::ObjectInTrash(detail) if detail.trash_object.is_none()),
        ),
    ]
}

/// The documented errors of every operation.
fn of_every_operation() -> Vec<Documented> {
    vec![
        documented(400, "missing_api_token", json!({}), Code::MissingApiToken, nothing),
        documented(
            403,
            "invalid_api_token",
            json!({"details": "Expired"}),
            Code::InvalidApiToken,
            |detail| matches!(detail, ErrorDetail::InvalidApiToken(detail) if detail.details.as_deref() == Some("Expired")),
        ),
        documented(
            403,
            "invalid_api_token",
            json!({}),
            Code::InvalidApiToken,
            |detail| matches!(detail, ErrorDetail::InvalidApiToken(detail) if detail.details.is_none()),
        ),
        documented(
            403,
            "unauthorized_network_for_api_token",
            json!({"ip_address": "192.0.2.1"}),
            Code::UnauthorizedNetworkForApiToken,
            |detail| matches!(detail, ErrorDetail::UnauthorizedNetworkForApiToken(detail) if detail.ip_address == "192.0.2.1"),
        ),
        documented(403, "invalid_capabilities_token", json!({}), Code::InvalidCapabilitiesToken, nothing),
        documented(
            403,
            "scope_not_granted",
            json!({"scopes": ["virtual_machines", "virtual_machines:read"]}),
            Code::ScopeNotGranted,
            |detail| matches!(detail, ErrorDetail::ScopeNotGranted(detail) if detail.scopes.len() == 2),
        ),
        documented(
            429,
            "rate_limit_reached",
            json!({"total_permitted": 1000}),
            Code::RateLimitReached,
            |detail| matches!(detail, ErrorDetail::RateLimitReached(detail) if detail.total_permitted == 1000),
        ),
        documented(503, "service_unavailable", json!({}), Code::ServiceUnavailable, nothing),
    ]
}

/// The errors of the framework of the API, which every operation can return and which are not documented.
fn of_the_framework() -> Vec<Documented> {
    let argument = json!({"id": "Core/Arguments/VirtualMachine", "name": "virtual_machine", "description": null});
    vec![
        documented(404, "route_not_found", json!({}), Code::RouteNotFound, nothing),
        documented(
            403,
            "internal_auth_error",
            json!({"details": "No"}),
            Code::InternalAuthError,
            |detail| matches!(detail, ErrorDetail::InternalAuthError(detail) if detail.details == "No"),
        ),
        documented(
            400,
            "invalid_json_body",
            json!({"details": "unexpected token"}),
            Code::InvalidJsonBody,
            |detail| matches!(detail, ErrorDetail::InvalidJsonBody(detail) if detail.details == "unexpected token"),
        ),
        documented(
            400,
            "missing_required_argument",
            json!({"path": ["properties", "name"], "argument": {"name": "name", "description": "Its name"}}),
            Code::MissingRequiredArgument,
            |detail| {
                let ErrorDetail::MissingRequiredArgument(detail) = detail else { return false };
                detail.path == ["properties", "name"] && detail.argument.description.as_deref() == Some("Its name")
            },
        ),
        documented(
            400,
            "invalid_argument",
            json!({
                "path": ["virtual_machine"], "index": 3, "issue": "ambiguous_lookup_values",
                "issue_description": "Too many", "errors": ["e"], "argument": argument,
            }),
            Code::InvalidArgument,
            |detail| {
                let ErrorDetail::InvalidArgument(detail) = detail else { return false };
                detail.path == ["virtual_machine"]
                    && detail.index == Some(3)
                    && detail.issue == ArgumentIssue::AmbiguousLookupValues
                    && detail.issue_description.as_deref() == Some("Too many")
                    && detail.errors == ["e"]
                    && detail.argument.name == "virtual_machine"
            },
        ),
        documented(
            400,
            "invalid_argument",
            json!({
                "path": [], "index": null, "issue": "cosmic_ray",
                "issue_description": null, "errors": [], "argument": argument,
            }),
            Code::InvalidArgument,
            |detail| {
                let ErrorDetail::InvalidArgument(detail) = detail else { return false };
                detail.index.is_none() && detail.issue.as_str() == "cosmic_ray"
            },
        ),
        documented(
            400,
            "generic_runtime_error",
            json!({"class": "Apia::InvalidScalarValueError"}),
            Code::GenericRuntimeError,
            |detail| matches!(detail, ErrorDetail::GenericRuntimeError(detail) if detail.class == "Apia::InvalidScalarValueError"),
        ),
        documented(
            500,
            "null_value_for_non_null_field",
            json!({"field": {"id": "Core/Fields/Name", "name": "name"}}),
            Code::NullValueForNonNullField,
            |detail| matches!(detail, ErrorDetail::NullValueForNonNullField(detail) if detail.field.name == "name"),
        ),
        documented(500, "unhandled_exception", json!({}), Code::UnhandledException, nothing),
    ]
}

/// The error of `operation` for this response.
fn error(operation: &'static Operation, status: u16, body: &Value) -> Error {
    let response = http::Response::builder()
        .status(status)
        .header("Content-Type", "application/json")
        .header("X-Request-Id", "req-1")
        .header("X-Ratelimit-Permitted", "1000")
        .header("X-Ratelimit-Remaining", "0")
        .body(Bytes::from(body.to_string()))
        .unwrap();
    exchange::classify(operation, Katapult::DESCRIPTION, Ok(response)).unwrap_err().into()
}

fn get_machine() -> &'static Operation {
    virtual_machines::get(VirtualMachineLookup::id("vm_1")).into_request().operation()
}

fn get_package() -> &'static Operation {
    virtual_machine_packages::get(VirtualMachinePackageLookup::id("vmpkg_1")).into_request().operation()
}

#[test]
fn every_error_decodes_with_and_without_the_envelope() {
    let all = of_one_operation().into_iter().chain(of_every_operation()).chain(of_the_framework());
    for Documented { status, wire, detail, code, typed } in all {
        let bare = json!({"code": wire, "description": "For people.", "detail": detail});
        for body in [json!({"error": bare}), bare] {
            for operation in [get_machine(), get_package()] {
                let error = error(operation, status, &body);
                assert_eq!(error.kind(), ErrorKind::Api, "{body}");
                assert_eq!(error.code(), Some(code.clone()), "{body}");
                assert!(!matches!(code, Code::Unrecognized(_)));
                assert_eq!((code.as_str(), code.to_string().as_str()), (wire, wire));
                assert!(error.detail().is_some_and(typed), "{body}: {:?}", error.detail());
                assert_eq!(error.raw_detail().unwrap().as_str(), detail.to_string());
                assert_eq!(error.description(), Some("For people."));
                assert_eq!(error.status().unwrap(), status);
                assert_eq!(error.request_id(), Some("req-1"));
                assert_eq!(error.rate_limit().unwrap().remaining, 0);
                assert_eq!(error.operation(), Some(operation));
            }
        }
    }
}

#[test]
fn errors_print_the_reason_in_their_detail() {
    let argument = json!({"id": "Core/Arguments/Zone", "name": "zone", "description": null});
    let step = |satisfied: bool| json!({"satisfied": satisfied, "description": "Delete all of them"});
    let table = [
        (
            422,
            "validation_error",
            json!({"errors": ["Content ip is invalid", "Name can't be blank"]}),
            "errors: Content ip is invalid, Name can't be blank",
        ),
        (
            400,
            "invalid_spec_xml",
            json!({"errors": "3:14: FATAL: Opening and ending tag mismatch: Hostname line 2 and Name"}),
            "errors: 3:14: FATAL: Opening and ending tag mismatch: Hostname line 2 and Name",
        ),
        (403, "scope_not_granted", json!({"scopes": ["dns", "dns:read"]}), "scopes: dns, dns:read"),
        (403, "permission_denied", json!({"details": "Needs `dns.edit`"}), "details: Needs `dns.edit`"),
        (403, "unauthorized_network_for_api_token", json!({"ip_address": "192.0.2.1"}), "ip_address: 192.0.2.1"),
        (
            400,
            "missing_required_argument",
            json!({"path": ["properties", "zone"], "argument": argument}),
            "argument.id: Core/Arguments/Zone; argument.name: zone; path: properties, zone",
        ),
        (
            409,
            "deletion_steps_not_satisfied",
            json!({"steps": {"disks": step(true), "isos": step(false)}}),
            "steps.disks.description: Delete all of them; steps.disks.satisfied: true; \
             steps.isos.description: Delete all of them; steps.isos.satisfied: false",
        ),
        (
            406,
            "object_in_trash",
            json!({"trash_object": {"id": "trsh_1", "keep_until": 1_767_398_400, "object_type": "Disk"}}),
            "trash_object.id: trsh_1; trash_object.keep_until: 2026-01-03T00:00:00Z; trash_object.object_type: Disk",
        ),
    ];
    for (status, wire, detail, reason) in table {
        let error =
            error(get_machine(), status, &json!({"error": {"code": wire, "description": "No.", "detail": detail}}));
        assert_eq!(error.reason(), Some(reason));
        assert_eq!(std::error::Error::source(&error).unwrap().to_string(), reason);
        assert!(error.to_string().ends_with(&format!(" {wire}: No.; {reason} (request id req-1)")), "{error}");
        assert!(format!("{error:?}").contains(&format!("detail: {reason:?}")), "{error:?}");
    }
}

#[test]
fn an_operation_has_its_documented_codes() {
    let of_one: BTreeSet<_> = of_one_operation().iter().map(|documented| documented.wire).collect();
    assert_eq!(get_machine().errors, ["virtual_machine_not_found", "object_in_trash"]);
    assert_eq!(get_package().errors, ["package_not_found"]);
    assert_eq!(of_one, BTreeSet::from_iter([get_machine().errors, get_package().errors].concat()));
}

#[test]
fn decodes_an_exception_without_a_description() {
    let body = json!({"error": {"code": "unhandled_exception", "description": null, "detail": {}}});
    let error = error(get_machine(), 500, &body);
    assert_eq!((error.code(), error.description()), (Some(Code::UnhandledException), None));
    assert_eq!(
        error.to_string(),
        "virtual_machines::get failed: 500 Internal Server Error, unhandled_exception (request id req-1)"
    );
}

#[test]
fn an_unknown_code_keeps_description_and_detail() {
    let body = json!({"error": {"code": "on_strike", "description": "All of us.", "detail": {"until": [1, "may"]}}});
    let error = error(get_package(), 409, &body);
    assert_eq!(error.code(), Some(Code::Unrecognized("on_strike".to_owned())));
    assert_eq!(error.code().unwrap().to_string(), "on_strike");
    assert_eq!(error.description(), Some("All of us."));
    let Some(ErrorDetail::Unrecognized(detail)) = error.detail() else { panic!("{:?}", error.detail()) };
    assert_eq!(detail.as_str(), r#"{"until":[1,"may"]}"#);
    assert_eq!(
        error.to_string(),
        "virtual_machine_packages::get failed: 409 Conflict, on_strike: All of us. (request id req-1)"
    );
}

#[test]
fn an_undocumented_detail_is_kept_as_json() {
    let body =
        json!({"error": {"code": "rate_limit_reached", "description": "Wait.", "detail": {"total_permitted": "many"}}});
    let error = error(get_machine(), 429, &body);
    assert_eq!(error.code(), Some(Code::RateLimitReached));
    assert_eq!(error.raw_detail().unwrap().as_str(), r#"{"total_permitted":"many"}"#);
    assert_eq!(error.detail(), None);
}
