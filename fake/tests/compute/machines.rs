//! Changes of virtual machines.

use katapult_api::{Bytes, http};
use katapult_fake::{Identity, Outcome, map};
use serde_json::{Value, json};

use super::{World, id, with_organization};

#[test]
fn a_machine_is_changed() {
    let world = World::new();
    let machine = world.machine("web-1");
    let group = json!({ "properties": { "name": "front", "segregate": true } });
    let group = world.ok("POST /organizations/_/virtual_machine_groups", with_organization(group));
    let group = id(&group["virtual_machine_group"]);
    let call = format!("PATCH /virtual_machines/{machine}");
    let update = |properties: Value| world.ok(&call, json!({ "properties": properties }))["virtual_machine"].clone();
    let changed = update(json!({
        "name": "Web", "hostname": "Web_2", "description": "A server.", "tag_names": ["a", "b", "a"], "group": { "id": group },
    }));
    assert_eq!(changed["fqdn"], "web-2.acme.katapult.cloud");
    assert_eq!(changed["tag_names"], json!(["a", "b"]));
    assert_eq!(changed["group"]["name"], "front");
    let delete = format!("DELETE /virtual_machine_groups/{group}");
    assert_eq!(world.refused(&delete, Value::Null).0, 409);
    let changed = update(json!({ "description": "", "tag_names": [], "group": null }));
    assert_eq!((&changed["description"], &changed["group"]), (&Value::Null, &Value::Null));
    assert_eq!((&changed["tags"], &changed["name"]), (&json!([]), &json!("Web")));
    world.ok(&delete, Value::Null);
    // The old name is free.
    world.machine("web-1");
}

#[test]
fn disks_and_interfaces_follow_the_power() {
    let world = World::new();
    let machine = world.machine("web-1");
    let list = format!("/virtual_machines/{machine}/network_interfaces");
    let interface = id(&world.get(&list)["virtual_machine_network_interfaces"][0]);
    let interface = format!("/virtual_machine_network_interfaces/{interface}");
    let states = || {
        let interface = world.get(&interface)["virtual_machine_network_interface"]["state"].clone();
        (world.disks(&machine)[0]["state"].clone(), interface)
    };
    assert_eq!(states(), (json!("attached"), json!("attached")));
    world.stop(&machine);
    assert_eq!(states(), (json!("detached"), json!("detached")));
    let task = world.ok(&format!("POST /virtual_machines/{machine}/start"), Value::Null);
    assert_eq!(world.state(&machine), "starting");
    world.wait(60);
    assert_eq!(world.get(&format!("/tasks/{}", id(&task["task"])))["task"]["progress"], 100);
    assert_eq!(states(), (json!("attached"), json!("attached")));
}

#[test]
fn a_stop_during_the_start_wins() {
    let world = World::new();
    world.ok("POST /organizations/_/virtual_machines/build", super::build("web-1"));
    world.wait(31);
    let list = "/organizations/_/virtual_machines?organization[sub_domain]=acme";
    let machine = id(&world.get(list)["virtual_machines"][0]);
    assert_eq!(world.state(&machine), "allocated");
    world.ok(&format!("POST /virtual_machines/{machine}/stop"), Value::Null);
    world.wait(60);
    assert_eq!(world.state(&machine), "stopped");
}

#[test]
fn a_machine_that_is_deleted_while_it_starts_stays_stopped() {
    let world = World::new();
    let machine = world.machine("web-1");
    world.stop(&machine);
    world.ok(&format!("POST /virtual_machines/{machine}/start"), Value::Null);
    let deleted = world.ok(&format!("DELETE /virtual_machines/{machine}"), Value::Null);
    world.wait(60);
    world.ok(&format!("POST /trash_objects/{}/restore", id(&deleted["trash_object"])), Value::Null);
    assert_eq!(world.state(&machine), "stopped");
}

#[test]
fn objects_of_another_organization_are_refused() {
    let world = World::new();
    let (machine, disk, address) = (world.machine("web-1"), world.disk("data"), id(&world.address()));
    let group = json!({ "properties": { "name": "front" } });
    let group = world.ok("POST /organizations/_/virtual_machine_groups", with_organization(group));
    let group = id(&group["virtual_machine_group"]);
    world.cloud.with_store(|store| {
        let other = store.create("Organization", map! { "name" => "Other", "sub_domain" => "other" });
        for object in [&disk, &address, &group] {
            let object = store.by_id(object).unwrap();
            store.set(object, "organization", other);
        }
    });
    let of_machine = json!({ "virtual_machine": { "id": machine } });
    assert_eq!(world.refused(&format!("POST /disks/{disk}/assign"), of_machine).1, "unable_to_assign");
    let lookup = json!({ "ip_address": { "id": address } });
    let call = format!("POST /virtual_machines/{machine}/allocate_ip");
    assert_eq!(world.refused(&call, lookup.clone()).1, "no_interface_available");
    let list = world.get(&format!("/virtual_machines/{machine}/network_interfaces"));
    let interface = id(&list["virtual_machine_network_interfaces"][0]);
    let call = format!("POST /virtual_machine_network_interfaces/{interface}/allocate_ip");
    assert_eq!(world.refused(&call, lookup).1, "invalid_ip");
    let change = json!({ "properties": { "group": { "id": group } } });
    let refused = world.refused(&format!("PATCH /virtual_machines/{machine}"), change);
    assert_eq!(refused.1, "virtual_machine_group_not_found");
}

#[test]
fn the_package_changes_by_a_task() {
    let world = World::new();
    let machine = world.machine("web-1");
    let call = format!("PUT /virtual_machines/{machine}/package");
    let package = |permalink: &str| json!({ "virtual_machine_package": { "permalink": permalink } });
    let size = || {
        let found = world.get(&format!("/virtual_machines/{machine}"))["virtual_machine"].clone();
        (found["package"]["permalink"].clone(), found["memory_in_gb"].clone(), found["cpu_cores"].clone())
    };
    assert_eq!(world.ok(&call, package("rock-6"))["task"]["name"], "Change package");
    assert_eq!(size(), (json!("rock-3"), json!(3), json!(1)));
    world.wait(5);
    assert_eq!(size(), (json!("rock-6"), json!(6), json!(2)));
    for (same_or_less, reason) in [
        ("rock-6", "The virtual machine has this package already"),
        ("rock-1", "The virtual machine must be stopped before its resources are reduced"),
    ] {
        let (status, code, detail) = world.refused(&call, package(same_or_less));
        assert_eq!((status, code.as_str()), (406, "task_queueing_error"));
        assert_eq!(detail["details"], reason);
    }
    world.stop(&machine);
    world.ok(&call, package("rock-1"));
    world.wait(5);
    let call = format!("PUT /virtual_machines/{machine}/flexible_resources");
    world.ok(&call, json!({ "resources": { "cpu_cores": 3, "memory_in_gb": 7 } }));
    world.wait(5);
    assert_eq!(size(), (Value::Null, json!(7), json!(3)));
    assert_eq!(world.refused(&call, json!({ "resources": { "cpu_cores": 0, "memory_in_gb": 7 } })).0, 406);
}

#[test]
fn a_gpu_is_attached_at_the_next_start_and_detached_at_the_next_shutdown() {
    let world = World::new();
    let machine = world.machine("web-1");
    let gpu = world.get("/gpu_types")["gpu_types"][0].clone();
    let call = format!("PATCH /virtual_machines/{machine}");
    let set = |gpu: Value| world.ok(&call, json!({ "properties": { "gpu_type": gpu } }))["virtual_machine"].clone();
    let gpus = || world.get(&format!("/virtual_machines/{machine}"))["virtual_machine"]["gpus"].clone();
    let planned = set(json!({ "id": gpu["id"] }));
    assert_eq!(planned["gpu_type"]["id"], gpu["id"]);
    assert_eq!((&planned["gpus"][0]["id"], &planned["gpus"][0]["pending_action"]), (&Value::Null, &json!("attach")));
    world.stop(&machine);
    world.ok(&format!("POST /virtual_machines/{machine}/start"), Value::Null);
    world.wait(60);
    assert_eq!((&gpus()[0]["status"], &gpus()[0]["pending_action"]), (&json!("attached"), &Value::Null));
    assert_eq!(set(Value::Null)["gpus"][0]["pending_action"], "detach");
    world.stop(&machine);
    assert_eq!(gpus(), json!([]));
}

#[test]
fn a_console_needs_a_machine_that_is_started() {
    let world = World::new();
    let machine = world.machine("web-1");
    let call = format!("POST /virtual_machines/{machine}/console_sessions");
    let session = world.ok(&call, Value::Null)["console_session"].clone();
    assert_eq!(session["virtual_machine"]["id"], machine);
    assert!(session["url"].as_str().is_some_and(|url| url.starts_with("https://")));
    world.stop(&machine);
    let (status, code, detail) = world.refused(&call, Value::Null);
    assert_eq!((status, code.as_str()), (406, "virtual_machine_must_be_started"));
    assert_eq!(detail, json!({ "current_state": "stopped" }));
}

#[test]
fn a_token_of_a_machine_reads_its_keys() {
    let world = World::new();
    let key = json!({ "ssh_key": { "name": "laptop", "key": super::KEY } });
    world.ok("POST /organizations/_/ssh_keys", with_organization(key));
    let machine = world.machine("web-1");
    let handle = world.cloud.with_store(|store| {
        let machine = store.by_id(&machine);
        store.permit("of-machine", Identity { virtual_machine: machine, ..Identity::default() });
        machine.unwrap()
    });
    let keys = || {
        let request = http::Request::get("/core/v1/virtual_machine/authorized_keys");
        let request = request.header("Authorization", "Bearer of-machine").body(Bytes::new()).unwrap();
        match world.cloud.respond(&request).outcome {
            Outcome::Response(response) => {
                (response.status().as_u16(), String::from_utf8_lossy(response.body()).into_owned())
            }
            other => panic!("{other:?}"),
        }
    };
    let (status, text) = keys();
    assert!(status == 409 && text.contains("continuous_management_disabled"), "{text}");
    world.cloud.with_store(|store| store.set(handle, "_continuous_management", true));
    assert_eq!(keys(), (200, format!("{}\n", super::KEY)));
    let refused = world.refused("GET /virtual_machine/authorized_keys", Value::Null);
    assert_eq!((refused.0, refused.1.as_str()), (404, "no_virtual_machine_for_api_token"));
}

#[test]
fn a_machine_of_a_seed_has_the_behavior_of_others() {
    let world = World::new();
    let machine = world.cloud.with_store(|store| {
        let machine = store.create("VirtualMachine", map! { "name" => "old", "state" => "started" });
        store.get(machine).id().to_owned()
    });
    world.stop(&machine);
    world.ok(&format!("DELETE /virtual_machines/{machine}"), Value::Null);
}
