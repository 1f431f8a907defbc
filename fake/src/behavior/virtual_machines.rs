//! Virtual machines: changed, given other packages and addresses, and moved to the trash.

use std::time::Duration;

use super::{
    Resource, disk_backup_policies, ip_addresses, tags, tasks, trash_objects,
    virtual_machine_network_interfaces as interfaces,
};
use crate::derived;
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::spec::spec;
use crate::store::{Event, Handle, Object, Store};
use crate::value::{Map, Value};

/// The operations and events of virtual machines.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("virtual_machines::update", update),
        ("virtual_machines::delete", delete),
        ("virtual_machines::change_package", change_package),
        ("virtual_machines::change_flexible_resources", change_flexible_resources),
        ("virtual_machines::allocate_ip", allocate_ip),
        ("virtual_machines::authorized_keys", authorized_keys),
        ("console_sessions::create", create_console_session),
    ],
    events: &[("virtual_machines::passed", passed), ("virtual_machines::resized", resized)],
    computed: &[("VirtualMachine", "tag_names", tag_names)],
    ..Resource::EMPTY
};

/// How long a change of the package takes.
const CHANGE: Duration = Duration::from_secs(3);

/// How long a console session is valid.
const SESSION: i64 = 60 * 60;

/// The states of a machine from its build to its start, with the seconds after the build.
const BOOT: &[(&str, &str, u64)] = &[
    ("stopped", "allocating", 0),
    ("allocating", "allocated", 1),
    ("allocated", "starting", 2),
    ("starting", "started", 7),
];

fn tag_names(store: &Store, machine: &Object) -> Value {
    let tags = machine.get("tags").items().iter().filter_map(Value::reference);
    tags.filter_map(|tag| store.find(tag)).map(|tag| tag.text("name").into()).collect::<Vec<Value>>().into()
}

/// Starts a new machine.
pub fn boot(store: &mut Store, machine: Handle) {
    for (from, to, seconds) in BOOT {
        let event = Event::new("virtual_machines::passed", machine).with("from", *from).with("to", *to);
        store.after(Duration::from_secs(*seconds), event);
    }
}

/// The next state of a machine that starts, unless something else has changed it.
fn passed(store: &mut Store, event: &Event) {
    let (from, to) = (event.values.get("from"), event.values.get("to").text().unwrap_or_default());
    if store.exists(event.target) && store.get(event.target).get("state") == from {
        let to = to.to_owned();
        powered(store, event.target, &to);
    }
}

/// Sets the state of a machine, and attaches or detaches what follows it.
pub fn powered(store: &mut Store, machine: Handle, state: &str) {
    store.set(machine, "state", state);
    let runs = match state {
        "started" => true,
        "stopped" => false,
        _ => return,
    };
    for assignment in store.children("VirtualMachineDisk", "virtual_machine", machine).to_vec() {
        let found = store.get(assignment);
        if !runs {
            store.set(assignment, "state", "detached");
        } else if found.boolean("boot") || found.boolean("attach_on_boot") {
            store.set(assignment, "state", "attached");
        }
    }
    for interface in store.children("VirtualMachineNetworkInterface", "virtual_machine", machine).to_vec() {
        store.set(interface, "state", if runs { "attached" } else { "detached" });
    }
    let gpus = store.get(machine).get("gpus").items().to_vec();
    if !gpus.is_empty() {
        let gpus: Vec<Value> = gpus.into_iter().filter_map(|gpu| gpu_after(store, &gpu, runs)).collect();
        store.set(machine, "gpus", gpus);
    }
}

/// A GPU is attached at the next start, and detached at the next shutdown.
fn gpu_after(store: &mut Store, gpu: &Value, runs: bool) -> Option<Value> {
    let mut gpu = gpu.map()?.clone();
    match gpu.get("pending_action").text() {
        Some("attach") if runs => {
            let id = format!("gpu_{}", store.random_text(16));
            gpu.set("id", id);
            gpu.set("status", "attached");
            gpu.set("pending_action", Value::Null);
        }
        Some("detach") if !runs => return None,
        _ => {}
    }
    Some(gpu.into())
}

/// Returns a hostname without the letters that it cannot have.
pub fn hostname(text: &str) -> String {
    let letter = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' };
    let text: String = text.chars().take(63).map(letter).collect();
    text.trim_matches('-').to_owned()
}

/// Returns the FQDN of a hostname within an organization.
pub fn fqdn(store: &Store, organization: Option<Handle>, hostname: &str) -> String {
    let domain = organization.map(|organization| store.get(organization).text("infrastructure_domain"));
    match domain {
        Some(domain) if !domain.is_empty() => format!("{hostname}.{domain}"),
        _ => hostname.to_owned(),
    }
}

/// Returns whether a machine has an FQDN, in the trash as well.
pub fn is_taken(store: &Store, fqdn: &str) -> bool {
    spec().kind("VirtualMachine").and_then(|kind| store.by(kind, "fqdn", fqdn)).is_some()
}

fn update(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let (machine, properties) = (call.object("virtual_machine"), call.properties());
    let organization = store.get(machine).reference("organization");
    let group = properties.find("group").map(Value::reference);
    let is_foreign = |group: Handle| store.get(group).reference("organization") != organization;
    if group.flatten().is_some_and(is_foreign) {
        return Err(Failure::new("virtual_machine_group_not_found"));
    }
    if let Some(name) = properties.get("name").text().filter(|name| !name.trim().is_empty()) {
        store.set(machine, "name", name);
    }
    if let Some(description) = properties.find("description") {
        let description = description.text().filter(|text| !text.trim().is_empty());
        store.set(machine, "description", description);
    }
    if let Some(name) = properties.get("hostname").text() {
        // The documents have no error for a hostname that cannot be used, which is ignored.
        let name = hostname(name);
        let fqdn = fqdn(store, organization, &name);
        if !name.is_empty() && !is_taken(store, &fqdn) {
            store.set(machine, "hostname", name);
            store.set(machine, "fqdn", fqdn);
        }
    }
    if let Some(names) = properties.find("tag_names") {
        let tags = tags::named(store, organization, names.items());
        store.set(machine, "tags", tags);
    }
    if let Some(group) = group {
        store.set(machine, "group", group);
    }
    if let Some(gpu) = properties.find("gpu_type") {
        change_gpu(store, machine, gpu.reference());
    }
    derived::annotate(store, machine, call.get("annotations").items());
    Ok(derived::shown(store, call.operation, machine))
}

/// Plans the GPU of a machine: it is attached at the next start, and detached at the next shutdown.
fn change_gpu(store: &mut Store, machine: Handle, wanted: Option<Handle>) {
    let mut gpus: Vec<Value> = Vec::new();
    for gpu in store.get(machine).get("gpus").items() {
        let Some(gpu) = gpu.map() else { continue };
        let is_wanted = wanted.is_some() && gpu.get("type").reference() == wanted;
        // What was never attached is forgotten.
        if gpu.get("status").text() == Some("attached") {
            let action = if is_wanted { Value::Null } else { "detach".into() };
            gpus.push(gpu.clone().with("pending_action", action).into());
        }
    }
    let has = gpus.iter().any(|gpu| gpu.field("type").reference() == wanted);
    if let (Some(wanted), false) = (wanted, has) {
        let gpu = map! {
            "id" => Value::Null,
            "status" => "detached",
            "pending_action" => "attach",
            "available" => true,
            "type" => wanted,
        };
        gpus.push(gpu.into());
    }
    store.set(machine, "gpu_type", wanted);
    store.set(machine, "gpus", gpus);
}

fn delete(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let machine = call.object("virtual_machine");
    powered(store, machine, "stopped");
    let mut parts = Vec::new();
    for assignment in store.children("VirtualMachineDisk", "virtual_machine", machine) {
        if let Some(disk) = store.get(*assignment).reference("disk") {
            parts.push(disk);
            parts.extend(store.children("DiskBackupPolicy", "disk", disk));
        }
    }
    parts.extend(store.children("VirtualMachineNetworkInterface", "virtual_machine", machine));
    parts.extend(store.children("DiskBackupPolicy", "virtual_machine", machine));
    let trash = trash_objects::discard(store, machine, &parts);
    Ok(derived::shown(store, call.operation, machine).with("trash_object", trash))
}

/// The documents have no other error for a change that is refused.
fn refused(reason: &str) -> Failure {
    Failure::new("task_queueing_error").with("details", reason)
}

fn change_package(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let (machine, package) = (call.object("virtual_machine"), call.object("virtual_machine_package"));
    if store.get(machine).reference("package") == Some(package) {
        return Err(refused("The virtual machine has this package already"));
    }
    let wanted = store.get(package);
    let values = map! {
        "package" => package,
        "memory_in_gb" => wanted.integer("memory_in_gb"),
        "cpu_cores" => wanted.integer("cpu_cores"),
        "use_dedicated_cpus" => wanted.boolean("use_dedicated_cpus"),
    };
    begin_resize(store, machine, "Change package", values)
}

fn change_flexible_resources(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let (machine, wanted) = (call.object("virtual_machine"), call.get("resources"));
    let organization = store.get(machine).reference("organization");
    let is_forbidden = organization
        .is_some_and(|organization| store.get(organization).get("_flexible_resources").boolean() == Some(false));
    if is_forbidden {
        return Err(Failure::new("flexible_resources_unavailable_to_organization"));
    }
    let [cores, memory] = ["cpu_cores", "memory_in_gb"].map(|name| wanted.field(name).integer().unwrap_or_default());
    if cores < 1 || memory < 1 {
        return Err(refused("A virtual machine needs at least one CPU core and 1 GB of memory"));
    }
    let values = map! {
        "package" => Value::Null,
        "memory_in_gb" => memory,
        "cpu_cores" => cores,
        "use_dedicated_cpus" => wanted.field("use_dedicated_cpus").boolean().unwrap_or_default(),
    };
    begin_resize(store, machine, "Change resources", values)
}

/// Starts a task after which a machine has other CPU cores and memory.
fn begin_resize(store: &mut Store, machine: Handle, name: &str, values: Map) -> Result<Map, Failure> {
    let found = store.get(machine);
    let is_less = |name| values.get(name).integer().unwrap_or_default() < found.integer(name);
    if found.text("state") != "stopped" && (is_less("cpu_cores") || is_less("memory_in_gb")) {
        return Err(refused("The virtual machine must be stopped before its resources are reduced"));
    }
    let organization = found.reference("organization");
    let event = Event { name: "virtual_machines::resized", target: machine, values };
    Ok(map! { "task" => tasks::begin(store, organization, name, CHANGE, event) })
}

fn resized(store: &mut Store, event: &Event) {
    for (name, value) in event.values.iter() {
        store.set(event.target, name, value.clone());
    }
}

fn allocate_ip(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let (machine, address) = (call.object("virtual_machine"), call.object("ip_address"));
    if ip_addresses::is_allocated(store, address) {
        return Err(Failure::new("ip_already_allocated"));
    }
    let found = store.get(address);
    let is_own = found.reference("organization") == store.get(machine).reference("organization");
    let network = found.reference("network").filter(|_| is_own);
    let interface = network.and_then(|network| interfaces::on(store, machine, network));
    let interface = interface.ok_or_else(|| Failure::new("no_interface_available"))?;
    ip_addresses::allocate(store, address, interface);
    Ok(map! { "ip_address" => address })
}

/// The keys of the machine to which the token is bound.
fn authorized_keys(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let machine = call.identity.virtual_machine.filter(|machine| store.exists(*machine));
    let machine = store.get(machine.ok_or_else(|| Failure::new("no_virtual_machine_for_api_token"))?);
    if !machine.boolean("_continuous_management") {
        return Err(Failure::new("continuous_management_disabled"));
    }
    let keys: Vec<Handle> = match machine.get("_ssh_keys") {
        Value::Null => {
            let organization = machine.reference("organization");
            organization.map(|owner| store.children("SshKey", "organization", owner).to_vec()).unwrap_or_default()
        }
        keys => keys.items().iter().filter_map(Value::reference).collect(),
    };
    let lines = keys.into_iter().filter_map(|key| store.find(key)).map(|key| format!("{}\n", key.text("_key")));
    Ok(map! { "text" => lines.collect::<String>() })
}

fn create_console_session(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let machine = call.object("virtual_machine");
    let state = store.get(machine).text("state");
    if state != "started" {
        return Err(Failure::new("virtual_machine_must_be_started").with("current_state", state));
    }
    let secret = store.random_text(32);
    let session = map! {
        "url" => format!("https://console.katapult.example/sessions/{secret}"),
        "expires_at" => store.now() + SESSION,
        "virtual_machine" => machine,
    };
    Ok(map! { "console_session" => store.create("ConsoleSession", session) })
}

/// Creates what a new machine has beside itself: policies of backups.
pub fn add_policies(store: &mut Store, target: Handle, field: &'static str, policies: &Value) {
    for policy in policies.items().iter().filter_map(Value::map) {
        disk_backup_policies::add(store, target, field, policy);
    }
}
