//! The machine of a build, with its disks, network interfaces and addresses.

use crate::behavior::{disks, ip_addresses, tags, virtual_machine_network_interfaces as interfaces, virtual_machines};
use crate::map;
use crate::store::{Handle, Store};
use crate::value::{Map, Value};

/// Creates the machine of a plan, which is stopped. What was deleted since the plan was made is left out.
pub(super) fn create(store: &mut Store, organization: Option<Handle>, plan: &Map) -> Handle {
    let exists = |store: &Store, name: &str| plan.get(name).reference().filter(|object| store.exists(*object));
    let package = exists(store, "package");
    let size = |store: &Store, name: &str| match package {
        Some(package) => store.get(package).get(name).clone(),
        None => plan.get(name).clone(),
    };
    let version = exists(store, "version");
    let password = version.map(|_| store.random_text(16));
    let tags = tags::named(store, organization, plan.get("tags").items());
    let fields = map! {
        "name" => plan.get("name").clone(),
        "hostname" => plan.get("hostname").clone(),
        "fqdn" => plan.get("fqdn").clone(),
        "description" => plan.get("description").clone(),
        "created_at" => store.now(),
        "initial_root_password" => password.clone(),
        "state" => "stopped",
        "zone" => plan.get("zone").clone(),
        "organization" => organization,
        "group" => exists(store, "group"),
        "package" => package,
        "attached_iso" => exists(store, "iso"),
        "memory_in_gb" => size(store, "memory_in_gb"),
        "cpu_cores" => size(store, "cpu_cores"),
        "use_dedicated_cpus" => size(store, "use_dedicated_cpus").boolean().unwrap_or_default(),
        "gpu_type" => Value::Null,
        "gpus" => Value::List(Vec::new()),
        "tags" => tags,
        "suspended" => false,
        "suspended_at" => Value::Null,
        "_ssh_keys" => plan.get("ssh_keys").clone(),
        "_continuous_management" => plan.get("continuous_management").clone(),
    };
    let machine = store.create("VirtualMachine", fields);
    add_disks(store, machine, organization, plan, version, password.as_deref());
    for interface in plan.get("interfaces").items().iter().filter_map(Value::map) {
        let Some(network) = interface.get("network").reference().filter(|network| store.exists(*network)) else {
            continue;
        };
        let profile = interface.get("speed_profile").reference();
        let added = interfaces::add(store, machine, network, profile, "_none");
        for address in interface.get("addresses").items().iter().filter_map(Value::reference) {
            if store.exists(address) && !ip_addresses::is_allocated(store, address) {
                ip_addresses::allocate(store, address, added);
            }
        }
    }
    virtual_machines::add_policies(store, machine, "virtual_machine", plan.get("policies"));
    machine
}

fn add_disks(
    store: &mut Store,
    machine: Handle,
    organization: Option<Handle>,
    plan: &Map,
    version: Option<Handle>,
    password: Option<&str>,
) {
    let zone = plan.get("zone").reference();
    let data_center = zone.and_then(|zone| store.get(zone).reference("data_center"));
    for (number, planned) in plan.get("disks").items().iter().filter_map(Value::map).enumerate() {
        let boot = planned.get("boot").boolean().unwrap_or_default();
        let name = planned.get("name").text().map(str::to_owned);
        let default = if boot { "System Disk".to_owned() } else { format!("Disk {}", number + 1) };
        let fields = map! {
            "name" => name.unwrap_or(default),
            "size_in_gb" => planned.get("size_in_gb").clone(),
            "io_profile" => planned.get("io_profile").clone(),
            "storage_speed" => planned.get("storage_speed").clone(),
            "organization" => organization,
            "data_center" => data_center,
            "state" => if boot && version.is_some() { "installing" } else { "building" },
            "_file_system" => planned.get("initial_file_system").clone(),
        };
        let disk = disks::add(store, fields);
        disks::assign_to(store, disk, machine, boot, true);
        virtual_machines::add_policies(store, disk, "disk", planned.get("policies"));
        if let Some(version) = version.filter(|_| boot) {
            let installation = install(store, version, plan.get("options"), password);
            store.set(disk, "installation", installation);
        }
    }
    for shared in plan.get("shared_disks").items().iter().filter_map(Value::reference) {
        if store.exists(shared) && store.get(shared).get("virtual_machine_disk").is_null() {
            disks::assign_to(store, shared, machine, false, true);
        }
    }
}

/// The installation of a template. Its only option with a value is the password of `root`, and those that were sent.
fn install(store: &mut Store, version: Handle, options: &Value, password: Option<&str>) -> Handle {
    let attribute = |key: &str, label: &str, value: Value, protect: bool| {
        Value::Map(map! {
            "key" => key, "label" => label, "value" => value, "description" => Value::Null, "protect" => protect,
        })
    };
    let mut attributes = vec![attribute("root_password", "Root password", password.into(), true)];
    for option in options.items() {
        if let Some(key) = option.field("key").text().filter(|key| *key != "root_password") {
            let value = option.field("value").text();
            attributes.push(attribute(key, &key.replace('_', " "), value.into(), false));
        }
    }
    let fields = map! { "disk_template_version" => version, "attributes" => attributes };
    store.create("DiskInstallation", fields)
}

/// The disks of a machine are built, and it starts.
pub(super) fn finish(store: &mut Store, machine: Handle) {
    for assignment in store.children("VirtualMachineDisk", "virtual_machine", machine).to_vec() {
        if let Some(disk) = store.get(assignment).reference("disk") {
            store.set(disk, "state", "built");
        }
    }
    if store.exists(machine) {
        virtual_machines::boot(store, machine);
    }
}
