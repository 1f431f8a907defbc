//! The example `provision` against a fake of the API: its requests, and the failures that it survives.

#[allow(dead_code, reason = "the example's own `main`")]
#[path = "../examples/provision.rs"]
mod example;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use katapult_api::runtime::{BoxFuture, Limits, Transport};
use katapult_api::{Bytes, Client, TransportError, data_centers, http};
use katapult_fake::faults::{Fault, Rule};
use katapult_fake::{Cloud, Failure};

/// A cloud on which a second passes with each request, beside the time for which the client waits.
#[derive(Clone)]
struct World {
    cloud: Cloud,
    requests: Arc<Mutex<Vec<String>>>,
}

impl World {
    fn new() -> Self {
        Self { cloud: Cloud::start(), requests: Arc::default() }
    }

    fn client(&self) -> Client {
        let builder = Client::builder().token(self.cloud.token()).transport(self.clone());
        builder.test_clock(self.cloud.test_clock()).build().unwrap()
    }
}

impl Transport for World {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        self.cloud.clock().advance(Duration::from_secs(1));
        self.requests.lock().unwrap().push(format!("{} {}", request.method(), request.uri().path()));
        Box::pin(async move { self.cloud.transport().send(request, limits).await })
    }
}

#[tokio::test(start_paused = true)]
async fn builds_uses_and_deletes_a_machine() {
    let world = World::new();
    example::provision(&world.client()).await.unwrap();
    let mut calls = world.requests.lock().unwrap().clone();
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
    let left =
        world.cloud.with_store(|store| ["VirtualMachine", "Disk", "TrashObject"].map(|kind| store.all(kind).len()));
    assert_eq!(left, [0, 0, 0]);
}

/// Every tenth connection breaks, before or after the request is carried out, and every twentieth call is refused. Each
/// run begins at another call, so that each of them meets a failure in one of the runs.
#[tokio::test(start_paused = true)]
async fn survives_broken_connections_and_refusals() {
    for refusal in ["rate_limit_reached", "service_unavailable"] {
        for lost in [Fault::DropRequest, Fault::DropResponse] {
            for first in 0..20 {
                let world = World::new();
                world.cloud.inject(Rule::new(Fault::Error(Failure::new(refusal))).every(20));
                world.cloud.inject(Rule::new(lost.clone()).every(10));
                let client = world.client();
                for _ in 0..first {
                    client.send(data_centers::list()).await.unwrap();
                }
                let outcome = example::provision(&client).await;
                assert!(outcome.is_ok(), "{refusal} {lost:?} {first}: {outcome:?}");
                let machines = world
                    .cloud
                    .with_store(|store| (store.all("VirtualMachine").len(), store.all("VirtualMachineBuild").len()));
                assert_eq!(machines, (0, 1), "{refusal} {lost:?} {first}");
            }
        }
    }
}
