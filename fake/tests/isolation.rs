//! A token of one organization reaches nothing of another one.

use std::time::Duration;

use katapult_api::{Bytes, http};
use katapult_fake::spec::{Shape, spec};
use katapult_fake::{Cloud, Identity, Map, Outcome, TOKEN};
use serde_json::{Value, json};

fn send(cloud: &Cloud, token: &str, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let request = http::Request::builder()
        .method(method)
        .uri(path)
        .header("Authorization", format!("Bearer {token}"))
        .header("Content-Type", "application/json")
        .body(Bytes::from(body.to_string()))
        .expect("a request");
    match cloud.respond(&request).outcome {
        Outcome::Response(response) => {
            (response.status().as_u16(), serde_json::from_slice(response.body()).unwrap_or_default())
        }
        other => panic!("{other:?}"),
    }
}

/// A cloud where Acme has something of almost every kind, with a token of another organization.
fn cloud() -> Cloud {
    let cloud = Cloud::start();
    let acme = json!({ "sub_domain": "acme" });
    let place = json!({ "permalink": "uk-lon-01" });
    let new = |path: &str, field: &str, mut body: Value| {
        body["organization"] = acme.clone();
        let (status, response) = send(&cloud, TOKEN, "POST", &format!("/core/v1{path}"), &body);
        assert!((200..300).contains(&status), "{path}: {status} {response}");
        cloud.clock().advance(Duration::from_secs(120));
        response[field]["id"].clone()
    };
    let named = |name: &str| json!({ "properties": { "name": name } });
    let built = json!({
        "package": { "permalink": "rock-3" },
        "data_center": place,
        "disk_template": { "permalink": "templates/ubuntu-24-04" },
        "hostname": "web-1",
    });
    new("/organizations/_/virtual_machines/build", "virtual_machine_build", built);
    new("/organizations/_/virtual_machine_groups", "virtual_machine_group", named("web"));
    new("/organizations/_/tags", "tag", named("web"));
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ada";
    new("/organizations/_/ssh_keys", "ssh_key", json!({ "ssh_key": { "name": "laptop", "key": key } }));
    new("/organizations/_/api_tokens", "api_token", named("deploy"));
    let zone = new("/organizations/_/dns_zones", "dns_zone", named("acme.test"));
    let content = json!({ "type": "A", "content": { "A": { "ip_address": "192.0.2.1" } } });
    new("/dns_zones/_/records", "dns_record", json!({ "dns_zone": { "id": zone }, "properties": content }));
    let group = new("/organizations/_/security_groups", "security_group", named("web"));
    let rule = json!({ "direction": "inbound", "protocol": "TCP" });
    let rule = json!({ "security_group": { "id": group }, "properties": rule });
    new("/security_groups/_/rules", "security_group_rule", rule);
    let list = new("/organizations/_/address_lists", "address_list", named("Offices"));
    let entry = json!({ "address_list": { "id": list }, "properties": { "address": "192.0.2.1" } });
    new("/address_lists/_/entries", "address_list_entry", entry);
    let balancer = json!({ "properties": { "name": "web", "data_center": place, "api_reference": "web" } });
    let balancer = new("/organizations/_/load_balancers", "load_balancer", balancer);
    let rule = json!({ "listen_port": 80, "destination_port": 80, "protocol": "HTTP" });
    let rule = json!({ "load_balancer": { "id": balancer }, "properties": rule });
    new("/load_balancers/_/rules", "load_balancer_rule", rule);
    let volume = json!({ "properties": { "name": "uploads", "data_center": place } });
    new("/organizations/_/file_storage_volumes", "file_storage_volume", volume);
    let network = json!({ "properties": { "name": "internal" }, "data_center": place });
    new("/organizations/_/virtual_networks", "virtual_network", network);
    new("/organizations/_/object_storage/uk-lon-1", "object_storage_account", json!({}));
    new("/organizations/_/object_storage/uk-lon-1/access_keys", "object_storage_access_key", named("backup"));
    new("/organizations/_/object_storage/uk-lon-1/buckets", "object_storage_bucket", named("acme-backups"));
    let disk = json!({ "properties": { "name": "data", "size_in_gb": 10, "data_center": place } });
    let disk = new("/organizations/_/disks", "disk", disk);
    let policy = json!({ "retention": 2, "schedule": { "interval": "daily", "frequency": 1, "time": 3 } });
    new("/disks/_/disk_backup_policies", "disk_backup_policy", json!({ "disk": { "id": disk }, "properties": policy }));
    cloud.with_store(|store| {
        let other = katapult_fake::map! { "name" => "Other", "sub_domain" => "other", "activated_at" => 0 };
        let other = store.create("Organization", other);
        store.permit("other", Identity { organization: Some(other), ..Identity::default() });
        let acme = store.all("Organization")[0];
        let certificate = katapult_fake::map! { "name" => "acme.test", "organization" => acme };
        store.create("Certificate", certificate);
    });
    cloud
}

/// The kinds whose objects belong to no organization.
fn is_global(kind: &str, fields: &Map) -> bool {
    let of_catalogue = [
        "Country",
        "CountryState",
        "Currency",
        "DataCenter",
        "DiskIoProfile",
        "DiskTemplate",
        "DiskTemplateVersion",
        "GpuType",
        "Iso",
        "Network",
        "NetworkSpeedProfile",
        "ObjectStorageCluster",
        "OperatingSystem",
        "Subnet",
        "User",
        "VirtualMachinePackage",
        "Zone",
    ];
    // Seeded with the address lists of the provider.
    let of_provider = ["AddressList", "AddressListEntry"];
    of_catalogue.contains(&kind) || of_provider.contains(&kind) && fields.get("organization").is_null()
}

#[test]
fn other_organizations_find_nothing() {
    let cloud = cloud();
    let mut checked = Vec::new();
    let mut reached = Vec::new();
    for operation in spec().operations().iter().filter(|operation| operation.authenticated) {
        let lookups = operation.arguments.iter().filter_map(|argument| match argument.field.shape {
            Shape::Lookup(id) => Some((argument.field.name, spec().of_lookup(id))),
            _ => None,
        });
        for (name, lookup) in lookups {
            let kind = spec().of_kind(lookup.kind).name;
            let member = if lookup.members.contains(&"id") { "id" } else { lookup.members[0] };
            let found = cloud.with_store(|store| {
                let own = store.all(kind).iter().map(|object| store.get(*object));
                let own = own.filter(|object| kind == "Organization" || !is_global(kind, object.fields()));
                own.map(|object| object.text(member).to_owned()).next()
            });
            let Some(found) = found else { continue };
            let body = json!({ name: { member: found } });
            let (status, response) = send(&cloud, "other", operation.method.as_str(), &operation.path, &body);
            let code = response["error"]["code"].as_str().unwrap_or_default();
            // The object is not found, or other arguments are missing.
            let is_refused = code.ends_with("_not_found") || code.ends_with("_argument");
            if status < 400 || !is_refused {
                reached.push(format!("{} with {name}: {status} {code}", operation.name));
            }
            if code.ends_with("_not_found") {
                checked.push(kind);
            }
        }
    }
    assert!(reached.is_empty(), "{}", reached.join("\n"));
    checked.sort_unstable();
    checked.dedup();
    assert!(checked.len() > 20, "{checked:?}");
}

#[test]
fn every_object_has_an_owner() {
    let cloud = cloud();
    let without: Vec<_> = cloud.with_store(|store| {
        let objects = spec().kinds().iter().flat_map(|kind| store.all(kind.name).iter().map(|one| store.get(*one)));
        // Parts of disks are in responses about disks only.
        let parts = ["VirtualMachineDisk", "DiskInstallation"];
        let objects =
            objects.filter(|object| object.kind_name() != "Organization" && !parts.contains(&object.kind_name()));
        let objects = objects.filter(|object| !is_global(object.kind_name(), object.fields()));
        objects.filter(|object| object.reference("organization").is_none()).map(|one| one.kind_name()).collect()
    });
    assert!(without.is_empty(), "{without:?}");
}
