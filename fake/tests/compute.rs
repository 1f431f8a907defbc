//! Virtual machines and what belongs to them: builds, power, disks, addresses, the trash.

mod addresses;
mod builds;
mod disks;
mod machines;
mod templates;
mod trash;

use std::time::Duration;

use katapult_api::{Bytes, http};
use katapult_fake::{Cloud, Outcome, TOKEN};
use serde_json::{Value, json};

/// A public SSH key.
const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ada";

/// A cloud with requests as they are on the wire.
struct World {
    cloud: Cloud,
}

impl World {
    fn new() -> Self {
        Self { cloud: Cloud::start() }
    }

    /// Lets the clock advance.
    fn wait(&self, seconds: u64) {
        self.cloud.clock().advance(Duration::from_secs(seconds));
    }

    /// Sends a request, and returns its status and body.
    fn send(&self, call: &str, body: Value) -> (u16, Value) {
        let (method, path) = call.split_once(' ').unwrap();
        let request = http::Request::builder()
            .method(method)
            .uri(format!("/core/v1{path}"))
            .header("Authorization", format!("Bearer {TOKEN}"))
            .header("Content-Type", "application/json")
            .body(Bytes::from(if body.is_null() { String::new() } else { body.to_string() }))
            .unwrap();
        match self.cloud.respond(&request).outcome {
            Outcome::Response(response) => {
                (response.status().as_u16(), serde_json::from_slice(response.body()).unwrap())
            }
            other => panic!("{other:?}"),
        }
    }

    /// Sends a request that must succeed.
    fn ok(&self, call: &str, body: Value) -> Value {
        let (status, response) = self.send(call, body);
        assert!((200..300).contains(&status), "{call}: {status} {response}");
        response
    }

    fn get(&self, path: &str) -> Value {
        self.ok(&format!("GET {path}"), Value::Null)
    }

    /// Sends a request that must be refused, and returns its status, code and detail.
    fn refused(&self, call: &str, body: Value) -> (u16, String, Value) {
        let (status, response) = self.send(call, body);
        let error = &response["error"];
        (status, error["code"].as_str().unwrap_or_default().to_owned(), error["detail"].clone())
    }

    /// Sends a request that must be refused with a sentence, and returns its code and the sentence.
    fn sentence(&self, call: &str, body: Value) -> (String, String) {
        let (_, code, detail) = self.refused(call, body);
        (code, detail["errors"][0].as_str().unwrap_or_default().to_owned())
    }

    /// Builds a machine, and waits until it is started. Returns its ID.
    fn machine(&self, hostname: &str) -> String {
        let build = self.ok("POST /organizations/_/virtual_machines/build", build(hostname));
        self.wait(60);
        let id = build["virtual_machine_build"]["id"].as_str().unwrap();
        let built = self.get(&format!("/virtual_machines/builds/{id}"));
        built["virtual_machine_build"]["virtual_machine"]["id"].as_str().unwrap().to_owned()
    }

    fn state(&self, machine: &str) -> String {
        let found = self.get(&format!("/virtual_machines/{machine}"));
        found["virtual_machine"]["state"].as_str().unwrap().to_owned()
    }

    /// Stops a machine, and waits until it is stopped.
    fn stop(&self, machine: &str) {
        self.ok(&format!("POST /virtual_machines/{machine}/stop"), Value::Null);
        self.wait(10);
        assert_eq!(self.state(machine), "stopped");
    }

    /// Returns the disks of a machine, with the states of their attachments.
    fn disks(&self, machine: &str) -> Vec<Value> {
        self.get(&format!("/virtual_machines/{machine}/disks"))["disks"].as_array().unwrap().clone()
    }

    /// Creates a disk of 20 GB that is built, and returns its ID.
    fn disk(&self, name: &str) -> String {
        let created = self.ok(
            "POST /organizations/_/disks",
            with_organization(json!({
                "properties": { "name": name, "size_in_gb": 20, "data_center": { "permalink": "uk-lon-01" } },
            })),
        );
        self.wait(5);
        id(&created["disk"])
    }

    /// Reserves an IPv4 address in London, and returns it.
    fn address(&self) -> Value {
        let body = json!({ "network": { "permalink": "uk-lon-01-public" }, "version": "ipv4" });
        self.ok("POST /organizations/_/ip_addresses", with_organization(body))["ip_address"].clone()
    }
}

fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}

fn with_organization(mut body: Value) -> Value {
    body["organization"] = json!({ "sub_domain": "acme" });
    body
}

/// The arguments of a build in London.
fn build(hostname: &str) -> Value {
    with_organization(json!({
        "data_center": { "permalink": "uk-lon-01" },
        "package": { "permalink": "rock-3" },
        "disk_template": { "permalink": "templates/ubuntu-24-04" },
        "hostname": hostname,
    }))
}
