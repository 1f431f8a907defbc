//! The example `provision` against its local server: its requests, in order.
#![allow(clippy::unwrap_used)] // A test fails by panicking.

#[allow(dead_code, reason = "the example's own `main`")]
#[path = "../examples/provision.rs"]
mod provision;

use katapult_api::Client;

#[tokio::test]
async fn builds_uses_and_deletes_a_machine() {
    let cloud = provision::cloud::start().await;
    let client = Client::builder().url(cloud.uri()).token("any").build().unwrap();
    provision::provision(&client).await.unwrap();
    let requests = cloud.received_requests().await.unwrap();
    let mut calls: Vec<_> = requests.iter().map(|it| format!("{} {}", it.method, it.url.path())).collect();
    // The number of polls varies.
    calls.dedup();
    insta::assert_snapshot!(calls.join("\n"), @r"
    GET /core/v1/organizations
    GET /core/v1/data_centers
    POST /core/v1/organizations/organization/virtual_machines/build
    GET /core/v1/tasks/task
    GET /core/v1/virtual_machines/builds/virtual_machine_build
    GET /core/v1/virtual_machines/virtual_machine
    POST /core/v1/organizations/organization/tags
    PATCH /core/v1/virtual_machines/virtual_machine
    GET /core/v1/virtual_machines/virtual_machine/disks
    PUT /core/v1/disks/disk/resize
    GET /core/v1/tasks/task
    GET /core/v1/disks/disk
    GET /core/v1/organizations/organization/virtual_machines
    GET /core/v1/organizations/organization/disks
    GET /core/v1/organizations/organization/ip_addresses
    GET /core/v1/organizations/organization/tags
    GET /core/v1/organizations/organization/trash_objects
    POST /core/v1/virtual_machines/virtual_machine/stop
    GET /core/v1/tasks/task
    GET /core/v1/virtual_machines/virtual_machine
    DELETE /core/v1/virtual_machines/virtual_machine
    DELETE /core/v1/trash_objects/trash_object
    GET /core/v1/tasks/task
    GET /core/v1/trash_objects/trash_object
    ");
}
