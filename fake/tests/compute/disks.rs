//! Disks and backup policies.

use serde_json::{Value, json};

use super::{World, id, with_organization};

#[test]
fn a_disk_is_built_by_a_task() {
    let world = World::new();
    let body = with_organization(json!({
        "properties": { "name": "data", "size_in_gb": 20, "bus_type": "virtio" },
        "annotations": [{ "key": "team", "value": "web" }],
    }));
    let (status, created) = world.send("POST /organizations/_/disks", body);
    assert_eq!(status, 201);
    let disk = &created["disk"];
    assert_eq!((&disk["state"], &disk["io_profile"]["permalink"]), (&json!("not_built"), &json!("unrestricted")));
    assert_eq!((&disk["bus_type"], &disk["storage_speed"]), (&json!("virtio"), &json!("nvme")));
    assert_eq!(disk["wwn"].as_str().map(str::len), Some(16));
    assert_eq!((&created["task"]["name"], &created["task"]["status"]), (&json!("Build disk"), &json!("pending")));
    assert_eq!(created["annotations"][0]["value"], "web");
    world.wait(2);
    assert_eq!(world.get(&format!("/disks/{}", id(disk)))["disk"]["state"], "built");
    let wrong = json!({ "properties": { "name": " ", "size_in_gb": 0 } });
    let (_, code, detail) = world.refused("POST /organizations/_/disks", with_organization(wrong));
    assert_eq!(code, "validation_error");
    assert_eq!(detail["errors"], json!(["Name can't be blank", "Size in GB must be greater than or equal to 1"]));
}

#[test]
fn a_disk_is_assigned_attached_detached_and_unassigned() {
    let world = World::new();
    let (machine, disk) = (world.machine("web-1"), world.disk("data"));
    let post = |action: &str, body: Value| world.ok(&format!("POST /disks/{disk}/{action}"), body);
    let refused = |action: &str, body: Value| {
        let (status, code, _) = world.refused(&format!("POST /disks/{disk}/{action}"), body);
        (status, code)
    };
    let state = || world.get(&format!("/disks/{disk}"))["disk"]["virtual_machine_disk"]["state"].clone();
    let of_machine = json!({ "virtual_machine": { "id": machine } });
    assert_eq!(refused("attach", Value::Null), (422, "unassigned_disk".to_owned()));
    assert_eq!(refused("detach", Value::Null), (422, "unassigned_disk".to_owned()));
    let change = json!({ "properties": { "virtual_machine_disk": { "attach_on_boot": true } } });
    assert_eq!(world.refused(&format!("PATCH /disks/{disk}"), change).1, "unassigned_disk");
    let assigned = post("assign", of_machine.clone())["disk"]["virtual_machine_disk"].clone();
    assert_eq!((&assigned["state"], &assigned["virtual_machine"]["id"]), (&json!("detached"), &json!(machine)));
    assert_eq!(refused("assign", of_machine), (422, "unable_to_assign".to_owned()));
    // The response shows the disk before the task.
    let attaching = post("attach", Value::Null);
    assert_eq!(attaching["disk"]["virtual_machine_disk"]["state"], "detached");
    assert_eq!(attaching["task"]["name"], "Attach disk to virtual machine");
    world.wait(1);
    assert_eq!(state(), "attaching");
    world.wait(1);
    assert_eq!(state(), "attached");
    assert_eq!(world.disks(&machine).len(), 2);
    assert_eq!(refused("unassign", Value::Null), (422, "unable_to_unassign".to_owned()));
    assert_eq!(world.refused(&format!("DELETE /disks/{disk}"), Value::Null).1, "validation_error");
    post("detach", Value::Null);
    world.wait(2);
    assert_eq!(state(), "detached");
    assert_eq!(post("unassign", Value::Null)["disk"]["virtual_machine_disk"], Value::Null);
    assert_eq!(world.disks(&machine).len(), 1);
    // It is not refused a second time.
    post("unassign", Value::Null);
}

#[test]
fn a_disk_of_another_data_center_is_not_assigned() {
    let world = World::new();
    let machine = world.machine("web-1");
    let body = json!({ "properties": { "name": "far", "size_in_gb": 5, "data_center": { "permalink": "nl-ams-01" } } });
    let disk = id(&world.ok("POST /organizations/_/disks", with_organization(body))["disk"]);
    let call = format!("POST /disks/{disk}/assign");
    let refused = world.sentence(&call, json!({ "virtual_machine": { "id": machine } }));
    assert_eq!(refused.0, "unable_to_assign");
    assert_eq!(refused.1, "Disk and virtual machine must be in the same data center");
}

#[test]
fn a_new_disk_is_attached_as_soon_as_it_is_built() {
    let world = World::new();
    let machine = world.machine("web-1");
    let assignment = json!({ "virtual_machine": { "id": machine }, "attach": true, "attach_on_boot": false });
    let body = json!({ "properties": { "name": "data", "size_in_gb": 5, "virtual_machine_disk": assignment } });
    let created = world.ok("POST /organizations/_/disks", with_organization(body));
    assert_eq!(created["disk"]["virtual_machine_disk"]["state"], "detached");
    world.wait(2);
    let disk = &world.disks(&machine)[1];
    assert_eq!((&disk["state"], &disk["attach_on_boot"]), (&json!("attached"), &json!(false)));
    // It is not attached at the next start.
    world.stop(&machine);
    world.ok(&format!("POST /virtual_machines/{machine}/start"), Value::Null);
    world.wait(60);
    assert_eq!(world.disks(&machine)[1]["state"], "detached");
}

#[test]
fn a_disk_is_resized_by_a_task() {
    let world = World::new();
    let machine = world.machine("web-1");
    let disk = id(&world.disks(&machine)[0]["disk"]);
    let call = format!("PUT /disks/{disk}/resize");
    let size = || world.get(&format!("/disks/{disk}"))["disk"]["size_in_gb"].clone();
    let resize = |size: i64, method: &str| json!({ "size_in_gb": size, "resize_method": method });
    let resizing = world.ok(&call, resize(30, "online"));
    assert_eq!((&resizing["disk"]["size_in_gb"], &resizing["task"]["name"]), (&json!(25), &json!("Grow disk online")));
    assert_eq!(size(), 25);
    world.wait(3);
    assert_eq!(size(), 30);
    let online = "Size in GB must be greater than the current size to resize the disk online";
    assert_eq!(world.sentence(&call, resize(30, "online")).1, online);
    assert_eq!(world.sentence(&call, resize(20, "offline")).1, "Disk must be detached to be resized offline");
    assert_eq!(world.sentence(&call, resize(0, "offline")).1, "Size in GB must be greater than or equal to 1");
    world.stop(&machine);
    assert_eq!(world.ok(&call, resize(20, "offline"))["task"]["name"], "Shrink disk");
    world.wait(6);
    assert_eq!(size(), 20);
    assert_eq!(world.ok(&call, resize(40, "offline"))["task"]["name"], "Grow disk");
}

#[test]
fn the_io_profile_changes_by_a_task() {
    let world = World::new();
    let disk = world.disk("data");
    let profile = json!({ "io_profile": { "permalink": "performance" } });
    let changing = world.ok(&format!("PUT /disks/{disk}/io_profile"), profile);
    assert_eq!(changing["task"]["name"], "Change disk IO profile");
    assert_eq!(changing["disk"]["io_profile"]["permalink"], "unrestricted");
    world.wait(2);
    assert_eq!(world.get(&format!("/disks/{disk}"))["disk"]["io_profile"]["permalink"], "performance");
}

#[test]
fn a_disk_is_renamed() {
    let world = World::new();
    let disk = world.disk("data");
    let call = format!("PATCH /disks/{disk}");
    let changed = world.ok(&call, json!({ "properties": { "name": "logs", "bus_type": "virtio" } }));
    assert_eq!((&changed["disk"]["name"], &changed["disk"]["bus_type"]), (&json!("logs"), &json!("virtio")));
    assert_eq!(world.sentence(&call, json!({ "properties": { "name": "" } })).1, "Name can't be blank");
}

#[test]
fn backup_policies_have_targets_and_schedules() {
    let world = World::new();
    let (machine, disk) = (world.machine("web-1"), world.disk("data"));
    let properties = json!({ "retention": 7, "schedule": { "interval": "daily", "time": 2, "minute": 30 } });
    let call = format!("POST /virtual_machines/{machine}/disk_backup_policies");
    let policy = world.ok(&call, json!({ "properties": properties }))["disk_backup_policy"].clone();
    assert_eq!(
        (&policy["target"]["type"], &policy["target"]["value"]["id"]),
        (&json!("VirtualMachine"), &json!(machine))
    );
    let next = policy["schedule"]["next_invocation_at"].as_i64().unwrap();
    let now = world.cloud.clock().now();
    assert!(next > now && next <= now + 86_400 && next % 86_400 == 9_000, "{next}");
    let call = format!("POST /disks/{disk}/disk_backup_policies");
    let of_disk = world.ok(&call, json!({ "properties": { "retention": 1 } }))["disk_backup_policy"].clone();
    assert_eq!(of_disk["target"]["value"]["name"], "data");
    let all = world.get("/organizations/_/disk_backup_policies?organization[sub_domain]=acme");
    assert_eq!(all["pagination"]["total"], 2);
    let wrong = json!({ "properties": { "retention": 0, "schedule": { "minute": 60 } } });
    assert_eq!(world.refused(&call, wrong).2["errors"].as_array().map(Vec::len), Some(2));
    let policy = format!("/disk_backup_policies/{}", id(&policy));
    let changed = json!({ "properties": { "retention": 9, "schedule": { "interval": "hourly" } } });
    let changed = world.ok(&format!("PATCH {policy}"), changed)["disk_backup_policy"].clone();
    assert_eq!((&changed["retention"], &changed["schedule"]["interval"]), (&json!(9), &json!("hourly")));
    assert_eq!(changed["schedule"]["minute"], 30);
}

#[test]
fn a_backup_policy_moves_to_the_trash_when_it_is_scheduled() {
    let world = World::new();
    let disk = world.disk("data");
    let call = format!("POST /disks/{disk}/disk_backup_policies");
    let policy = id(&world.ok(&call, json!({ "properties": { "retention": 1 } }))["disk_backup_policy"]);
    let call = format!("DELETE /disk_backup_policies/{policy}/schedule");
    let now = world.cloud.clock().now();
    let refused = world.refused(&call, json!({ "timestamp": now + 299 }));
    assert_eq!((refused.0, refused.1.as_str()), (400, "invalid_timestamp"));
    world.ok(&call, json!({ "timestamp": now + 600 }));
    // Only the last time counts.
    let scheduled = world.ok(&call, json!({ "timestamp": now + 1200 }))["disk_backup_policy"].clone();
    assert_eq!(scheduled["auto_move_to_trash_at"], now + 1200);
    world.wait(700);
    world.get(&format!("/disk_backup_policies/{policy}"));
    world.wait(500);
    let refused = world.refused(&format!("GET /disk_backup_policies/{policy}"), Value::Null);
    assert_eq!((refused.0, refused.1.as_str()), (406, "object_in_trash"));
    assert_eq!(refused.2["trash_object"]["object_type"], "DiskBackupPolicy");
}
