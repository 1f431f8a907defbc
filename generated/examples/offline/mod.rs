//! A local server with one virtual machine, and another one in the trash, so that the examples run without an account. It
//! is not needed to use the crate.

use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// The domain name of the virtual machine. `old-1.acme.katapult.cloud` is in the trash, and no other machine exists.
pub const FQDN: &str = "web-1.acme.katapult.cloud";

const FOUND: &str = include_str!("../../tests/bodies/virtual_machine.json");

const IN_TRASH: &str = r#"{"error": {
    "code": "object_in_trash",
    "description": "The object found is in the trash and therefore cannot be manipulated through the API.",
    "detail": {"trash_object": {
        "id": "trsh_Old100000000001", "keep_until": 1767398400,
        "object_id": "vm_Old1000000000001", "object_type": "VirtualMachine"
    }}
}}"#;

const NOT_FOUND: &str = r#"{"error": {
    "code": "virtual_machine_not_found",
    "description": "No virtual machine was found matching any of the criteria provided in the arguments",
    "detail": {}
}}"#;

/// Starts the server. It stops when the returned value is dropped.
pub async fn server() -> MockServer {
    let server = MockServer::start().await;
    let machine = || Mock::given(method("GET")).and(path("/core/v1/virtual_machines/virtual_machine"));
    let by_fqdn = |fqdn| machine().and(query_param("virtual_machine[fqdn]", fqdn));
    by_fqdn(FQDN).respond_with(response(200, FOUND)).mount(&server).await;
    by_fqdn("old-1.acme.katapult.cloud").respond_with(response(406, IN_TRASH)).mount(&server).await;
    machine().respond_with(response(404, NOT_FOUND)).mount(&server).await;
    server
}

fn response(status: u16, body: &str) -> ResponseTemplate {
    ResponseTemplate::new(status)
        .insert_header("X-Request-Id", "6927031d-fa44-43e5-8b40-f0bf28ab9a99")
        .insert_header("X-Ratelimit-Permitted", "1000")
        .insert_header("X-Ratelimit-Remaining", "994")
        .set_body_raw(body, "application/json")
}
