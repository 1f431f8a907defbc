//! The trash: what is refused, restored and purged.

use serde_json::{Value, json};

use super::{World, build, id};

/// Deletes a machine, and returns its ID and the object in the trash.
fn deleted(world: &World) -> (String, Value) {
    let machine = world.machine("web-1");
    world.stop(&machine);
    let deleted = world.ok(&format!("DELETE /virtual_machines/{machine}"), Value::Null);
    assert_eq!(deleted["virtual_machine"]["id"], machine);
    (machine, deleted["trash_object"].clone())
}

#[test]
fn every_operation_on_a_machine_in_the_trash_is_refused() {
    let world = World::new();
    let (machine, trash) = deleted(&world);
    assert_eq!(trash["keep_until"], world.cloud.clock().now() + 48 * 60 * 60);
    assert_eq!((&trash["object_id"], &trash["object_type"]), (&json!(machine), &json!("VirtualMachine")));
    let cases = [
        ("GET", "", Value::Null),
        ("PATCH", "", json!({ "properties": {} })),
        ("DELETE", "", Value::Null),
        ("POST", "/start", Value::Null),
        ("POST", "/stop", Value::Null),
        ("POST", "/console_sessions", Value::Null),
        ("PUT", "/package", json!({ "virtual_machine_package": { "permalink": "rock-6" } })),
        ("GET", "/disks", Value::Null),
        ("GET", "/network_interfaces", Value::Null),
        ("GET", "/disk_backup_policies", Value::Null),
    ];
    for (method, action, body) in cases {
        let (status, code, detail) = world.refused(&format!("{method} /virtual_machines/{machine}{action}"), body);
        assert_eq!((status, code.as_str()), (406, "object_in_trash"), "{method} {action}");
        assert_eq!(detail, json!({ "trash_object": trash }), "{method} {action}");
    }
    let by_name = "GET /virtual_machines/_?virtual_machine[fqdn]=web-1.acme.katapult.cloud";
    assert_eq!(world.refused(by_name, Value::Null).0, 406);
}

#[test]
fn parts_of_a_machine_are_in_the_trash_with_it() {
    let world = World::new();
    let machine = world.machine("web-1");
    let disk = id(&world.disks(&machine)[0]["disk"]);
    world.stop(&machine);
    world.ok(&format!("DELETE /virtual_machines/{machine}"), Value::Null);
    let (status, _, detail) = world.refused(&format!("GET /disks/{disk}"), Value::Null);
    assert_eq!((status, &detail["trash_object"]["object_id"]), (406, &json!(machine)));
    let list = |what: &str| world.get(&format!("/organizations/_/{what}?organization[sub_domain]=acme"));
    assert_eq!(list("disks")["pagination"]["total"], 0);
    assert_eq!(list("virtual_machines")["pagination"]["total"], 0);
    let trash = list("trash_objects");
    assert_eq!(trash["pagination"]["total"], 1);
    // The address stays allocated until the machine is purged.
    assert_eq!(list("ip_addresses")["ip_addresses"][0]["allocation_id"], machine);
    let restored = world.ok(&format!("POST /trash_objects/{}/restore", id(&trash["trash_objects"][0])), Value::Null);
    assert_eq!(restored["trash_object"]["object_id"], machine);
    assert_eq!(world.state(&machine), "stopped");
    assert_eq!(world.disks(&machine).len(), 1);
    assert_eq!(world.get(&format!("/disks/{disk}"))["disk"]["state"], "built");
    assert_eq!(list("trash_objects")["pagination"]["total"], 0);
}

#[test]
fn a_purge_deletes_by_a_task() {
    let world = World::new();
    let (machine, trash) = deleted(&world);
    let path = format!("/trash_objects/_?trash_object[object_id]={machine}");
    assert_eq!(world.get(&path)["trash_object"], trash);
    let task = world.ok(&format!("DELETE {path}"), Value::Null)["task"].clone();
    assert_eq!(task["name"], "Purge items from trash");
    world.get(&path);
    world.wait(5);
    assert_eq!(world.get(&format!("/tasks/{}", id(&task)))["task"]["status"], "completed");
    assert_eq!(world.refused(&format!("GET {path}"), Value::Null).1, "trash_object_not_found");
    assert_eq!(world.refused(&format!("GET /virtual_machines/{machine}"), Value::Null).1, "virtual_machine_not_found");
    let addresses = world.get("/organizations/_/ip_addresses?organization[sub_domain]=acme&allocated=false");
    assert_eq!(addresses["pagination"]["total"], 1);
    // Its name is free.
    world.ok("POST /organizations/_/virtual_machines/build", build("web-1"));
}

#[test]
fn a_restored_object_is_not_purged() {
    let world = World::new();
    let (machine, trash) = deleted(&world);
    let trash = format!("/trash_objects/{}", id(&trash));
    world.ok(&format!("DELETE {trash}"), Value::Null);
    world.ok(&format!("POST {trash}/restore"), Value::Null);
    world.wait(60);
    assert_eq!(world.state(&machine), "stopped");
    // It can be deleted again, for another 48 hours.
    world.ok(&format!("DELETE /virtual_machines/{machine}"), Value::Null);
    world.wait(48 * 60 * 60 - 100);
    assert_eq!(world.refused(&format!("GET /virtual_machines/{machine}"), Value::Null).0, 406);
    world.wait(100);
    assert_eq!(world.refused(&format!("GET /virtual_machines/{machine}"), Value::Null).0, 404);
}

#[test]
fn the_whole_trash_is_purged() {
    let world = World::new();
    for name in ["a", "b", "c"] {
        let disk = world.disk(name);
        let deleted = world.ok(&format!("DELETE /disks/{disk}"), Value::Null);
        assert_eq!(deleted["trash_object"]["object_type"], "Disk");
        assert_eq!(world.refused(&format!("GET /disks/{disk}"), Value::Null).0, 406);
    }
    let list = "/organizations/_/trash_objects?organization[sub_domain]=acme";
    assert_eq!(world.get(list)["pagination"]["total"], 3);
    world.ok("POST /organizations/_/trash_objects/purge_all", json!({ "organization": { "sub_domain": "acme" } }));
    world.wait(5);
    assert_eq!(world.get(list)["pagination"]["total"], 0);
}
