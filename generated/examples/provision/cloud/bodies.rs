//! Response bodies.

use serde_json::{Value, json};

use super::state::Machine;

pub const MACHINE: &str = "vm_Example0000000001";
pub const BUILD: &str = "vmbuild_Example000001";
pub const DISK: &str = "disk_Example00000001";
pub const TRASH: &str = "trsh_Example00000001";

/// Returns a machine with every field that the API documents.
fn template() -> Value {
    let text = include_str!("../../../tests/bodies/virtual_machine.json");
    let mut body: Value = serde_json::from_str(text).unwrap_or_default();
    body["virtual_machine"].take()
}

pub fn machine(machine: &Machine) -> Value {
    let mut body = template();
    body["id"] = json!(MACHINE);
    body["name"] = json!(machine.hostname);
    body["hostname"] = json!(machine.hostname);
    body["fqdn"] = json!(format!("{}.acme.katapult.cloud", machine.hostname));
    body["created_at"] = json!(machine.created_at);
    body["state"] = json!(machine.state());
    body["tags"] = machine.tags.iter().map(|name| tag(name)).collect();
    body["tag_names"] = json!(machine.tags);
    body
}

/// Returns a machine that the example did not build.
pub fn other_machine(number: u32) -> Value {
    let mut body = template();
    body["id"] = json!(format!("vm_Other{number:011}"));
    body["hostname"] = json!(format!("web-{number}"));
    body
}

pub fn organization() -> Value {
    template()["organization"].take()
}

pub fn data_center() -> Value {
    template()["zone"]["data_center"].take()
}

pub fn tag(name: &str) -> Value {
    json!({"id": "tag_Example000000001", "name": name, "color": "green", "created_at": 1_767_225_600})
}

pub fn disk(machine: &Machine) -> Value {
    json!({
        "id": DISK, "name": "System", "size_in_gb": machine.disk_gb, "wwn": "6001405000000001", "state": "built",
        "created_at": machine.created_at, "storage_speed": "nvme", "io_profile": null, "bus_type": "virtio",
        "data_center": data_center(), "installation": null,
        "virtual_machine_disk": {
            "virtual_machine": {"id": MACHINE, "fqdn": format!("{}.acme.katapult.cloud", machine.hostname)},
            "attach_on_boot": true, "boot": true, "state": "attached",
        },
    })
}

/// Returns a trash object that is kept for 48 hours.
pub fn trash_object(deleted_at: u64) -> Value {
    json!({"id": TRASH, "keep_until": deleted_at + 48 * 60 * 60, "object_id": MACHINE, "object_type": "VirtualMachine"})
}

pub fn task_id(index: usize) -> String {
    format!("task_Example{index:09}")
}

pub fn task(index: usize, name: &str, done: f64) -> Value {
    let status = match done {
        ..0.1 => "pending",
        ..1.0 => "running",
        _ => "completed",
    };
    json!({
        "id": task_id(index), "name": name, "status": status, "progress": (done * 100.0) as i64,
        "created_at": 1_767_225_600, "started_at": null, "finished_at": null,
    })
}
