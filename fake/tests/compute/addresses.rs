//! IP addresses, network interfaces and virtual networks.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{World, id, with_organization};

#[test]
fn an_address_is_reserved_allocated_and_released() {
    let world = World::new();
    let address = world.address();
    let path = format!("/ip_addresses/{}", id(&address));
    let text = address["address"].as_str().unwrap();
    assert_eq!(address["address_with_mask"], format!("{text}/{}", address["subnet"]["mask"]));
    assert_eq!(address["reverse_dns"], format!("{}.rdns.katapult.cloud", text.replace('.', "-")));
    assert_eq!((&address["allocation_id"], &world.get(&path)["allocation"]), (&Value::Null, &Value::Null));
    assert_eq!(world.refused(&format!("POST {path}/unallocate"), Value::Null).1, "no_allocation");
    let machine = world.machine("web-1");
    let call = format!("POST /virtual_machines/{machine}/allocate_ip");
    let lookup = json!({ "ip_address": { "address": text } });
    let allocated = world.ok(&call, lookup.clone())["ip_address"].clone();
    assert_eq!(allocated["reverse_dns"], "web-1.acme.katapult.cloud");
    let found = world.get(&path)["allocation"].clone();
    assert_eq!(found, json!({ "type": "VirtualMachine", "value": { "id": machine, "name": "web-1" } }));
    assert_eq!(world.refused(&call, lookup).1, "ip_already_allocated");
    assert_eq!(world.ok(&format!("POST {path}/unallocate"), Value::Null), json!({}));
    assert_eq!(world.get(&path)["allocation"], Value::Null);
    assert_eq!(world.ok(&format!("DELETE {path}"), Value::Null), json!({}));
    assert_eq!(world.refused(&format!("GET {path}"), Value::Null).1, "ip_address_not_found");
}

#[test]
fn a_virtual_ip_needs_a_label() {
    let world = World::new();
    let reserve = |label: Value| {
        let network = json!({ "permalink": "uk-lon-01-public" });
        with_organization(json!({ "network": network, "version": "ipv6", "vip": true, "label": label }))
    };
    let call = "POST /organizations/_/ip_addresses";
    for blank in [Value::Null, json!(""), json!(" ")] {
        let refused = world.sentence(call, reserve(blank));
        assert_eq!(refused, ("validation_error".to_owned(), "Label can't be blank".to_owned()));
    }
    let address = world.ok(call, reserve(json!("web")))["ip_address"].clone();
    assert_eq!(
        (&address["vip"], &address["label"], &address["subnet"]["version"]),
        (&json!(true), &json!("web"), &json!(6))
    );
    let path = format!("PATCH /ip_addresses/{}", id(&address));
    assert_eq!(world.sentence(&path, json!({ "label": "" })).1, "Label can't be blank");
    let changed = world.ok(&path, json!({ "vip": false, "label": "", "reverse_dns": "web.example" }));
    assert_eq!(
        (&changed["ip_address"]["label"], &changed["ip_address"]["reverse_dns"]),
        (&Value::Null, &json!("web.example"))
    );
    assert_eq!(world.sentence(&path, json!({ "reverse_dns": "" })).0, "validation_error");
}

#[test]
fn addresses_are_unique_and_used_again_when_all_are_taken() {
    let world = World::new();
    let first = world.address();
    let mut seen = HashSet::from([first["address"].as_str().unwrap().to_owned()]);
    for _ in 0..50 {
        assert!(seen.insert(world.address()["address"].as_str().unwrap().to_owned()));
    }
    world.ok(&format!("DELETE /ip_addresses/{}", id(&first)), Value::Null);
    // The released address is at the end of the queue.
    assert_ne!(world.address()["address"], first["address"]);
    world.cloud.with_store(|store| {
        for subnet in store.all("Subnet").to_vec() {
            store.set(subnet, "_next", 1_i64 << 40);
        }
    });
    assert_eq!(world.address()["address"], first["address"]);
    // Another subnet is next.
    let other = world.address();
    assert_ne!(other["subnet"]["address"], first["subnet"]["address"]);
}

#[test]
fn a_network_without_addresses_says_so() {
    let world = World::new();
    for _ in 0..32 {
        world.address();
        world.cloud.with_store(|store| {
            for subnet in store.all("Subnet").to_vec() {
                store.set(subnet, "_next", 1_i64 << 40);
            }
        });
    }
    let body = json!({ "network": { "permalink": "uk-lon-01-public" }, "version": "ipv4" });
    let refused = world.refused("POST /organizations/_/ip_addresses", with_organization(body));
    assert_eq!((refused.0, refused.1.as_str()), (503, "no_available_addresses"));
    let refused = world.sentence("POST /organizations/_/virtual_machines/build", super::build("web-1"));
    assert_eq!(refused.1, "No IP addresses are available");
}

#[test]
fn lists_allocated_and_other_addresses() {
    let world = World::new();
    world.address();
    world.machine("web-1");
    let total = |filter: &str| {
        let list = world.get(&format!("/organizations/_/ip_addresses?organization[sub_domain]=acme{filter}"));
        list["pagination"]["total"].as_i64()
    };
    assert_eq!([total(""), total("&allocated=true"), total("&allocated=false")], [Some(2), Some(1), Some(1)]);
}

#[test]
fn an_interface_is_created_attached_detached_and_deleted() {
    let world = World::new();
    let machine = world.machine("web-1");
    let properties = json!({ "data_center": { "permalink": "uk-lon-01" }, "properties": { "name": "internal" } });
    let network = world.ok("POST /organizations/_/virtual_networks", with_organization(properties));
    let network = id(&network["virtual_network"]);
    let create = format!("POST /virtual_machines/{machine}/network_interfaces");
    let on = |on: Value| {
        let mut body = json!({ "speed_profile": { "permalink": "1gbps" } });
        body.as_object_mut().unwrap().extend(on.as_object().unwrap().clone());
        body
    };
    assert_eq!(world.sentence(&create, on(json!({}))).1, "Network must exist");
    let public = json!({ "network": { "permalink": "uk-lon-01-public" } });
    assert_eq!(world.sentence(&create, on(public.clone())).1, "Network has already been taken");
    let far = json!({ "network": { "permalink": "nl-ams-01-public" } });
    assert_eq!(world.sentence(&create, on(far)).0, "validation_error");
    let internal = json!({ "virtual_network": { "id": network } });
    let created = world.ok(&create, on(internal))["virtual_machine_network_interface"].clone();
    assert_eq!((&created["name"], &created["state"]), (&json!("internal on web-1"), &json!("detached")));
    assert_eq!((&created["network"], &created["virtual_network"]["id"]), (&Value::Null, &json!(network)));
    let path = format!("/virtual_machine_network_interfaces/{}", id(&created));
    let refused = |call: String, body: Value| world.refused(&call, body).1;
    let already = "virtual_machine_network_interface_already_detached";
    assert_eq!(refused(format!("POST {path}/detach"), Value::Null), already);
    let attaching = world.ok(&format!("POST {path}/attach"), Value::Null);
    assert_eq!(attaching["virtual_machine_network_interface"]["state"], "detached");
    world.wait(3);
    let already = "virtual_machine_network_interface_already_attached";
    assert_eq!(refused(format!("POST {path}/attach"), Value::Null), already);
    assert_eq!(refused(format!("DELETE {path}"), Value::Null), "deletion_restricted");
    assert_eq!(refused(format!("DELETE /virtual_networks/{network}"), Value::Null), "deletion_restricted");
    let address = json!({ "ip_address": { "id": world.address()["id"] } });
    assert_eq!(refused(format!("POST {path}/allocate_ip"), address), "invalid_ip");
    let version = json!({ "address_version": "ipv4" });
    assert_eq!(refused(format!("POST {path}/allocate_new_ip"), version), "no_available_addresses");
    world.ok(&format!("POST {path}/detach"), Value::Null);
    world.wait(3);
    world.ok(&format!("DELETE {path}"), Value::Null);
    world.ok(&format!("DELETE /virtual_networks/{network}"), Value::Null);
}

#[test]
fn an_interface_gets_addresses_of_its_network() {
    let world = World::new();
    let machine = world.machine("web-1");
    let address = world.address();
    let network = id(&address["network"]);
    let found = world.get(&format!("/virtual_machines/{machine}/networks/{network}/interface"));
    let path = format!("/virtual_machine_network_interfaces/{}", id(&found["virtual_machine_network_interface"]));
    let available = world.get(&format!("{path}/available_ips/ipv4"))["ip_addresses"].clone();
    assert_eq!(available, json!([address]));
    assert_eq!(world.get(&format!("{path}/available_ips/ipv6"))["ip_addresses"], json!([]));
    let lookup = json!({ "ip_address": { "id": address["id"] } });
    let allocated = world.ok(&format!("POST {path}/allocate_ip"), lookup.clone());
    let addresses = allocated["virtual_machine_network_interface"]["ip_addresses"].as_array().map(Vec::len);
    assert_eq!(addresses, Some(2));
    assert_eq!(world.refused(&format!("POST {path}/allocate_ip"), lookup).1, "ip_already_allocated");
    let new = world.ok(&format!("POST {path}/allocate_new_ip"), json!({ "address_version": "ipv6" }));
    assert_eq!(new["ip_address"]["allocation_id"], machine);
    let other = "nl-ams-01-public";
    let missing = format!("GET /virtual_machines/{machine}/networks/_/interface?network[permalink]={other}");
    assert_eq!(world.refused(&missing, Value::Null).1, "interface_not_found");
}

#[test]
fn the_speed_profile_changes_by_a_task() {
    let world = World::new();
    let machine = world.machine("web-1");
    let list = world.get(&format!("/virtual_machines/{machine}/network_interfaces"));
    let path = format!("/virtual_machine_network_interfaces/{}", id(&list["virtual_machine_network_interfaces"][0]));
    let profile = |permalink: &str| json!({ "speed_profile": { "permalink": permalink } });
    let call = format!("PATCH {path}/update_speed_profile");
    assert_eq!(world.refused(&call, profile("1gbps")).1, "speed_profile_already_assigned");
    world.ok(&call, profile("10gbps"));
    world.wait(3);
    let found = world.get(&path)["virtual_machine_network_interface"]["speed_profile"].clone();
    assert_eq!(found["permalink"], "10gbps");
}

#[test]
fn a_data_center_has_a_default_network() {
    let world = World::new();
    let found = world.get("/data_centers/_/default_network?data_center[permalink]=nl-ams-01");
    assert_eq!(found["network"]["permalink"], "nl-ams-01-public");
}
