//! Network interfaces: created, attached and detached, with IP addresses of their network.

use std::time::Duration;

use super::{Resource, ip_addresses, tasks};
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::spec::spec;
use crate::store::{Event, Handle, Store};
use crate::value::{Map, Value};

/// The operations and events of network interfaces.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("virtual_machine_network_interfaces::create", create),
        ("virtual_machine_network_interfaces::get_by_network", get_by_network),
        ("virtual_machine_network_interfaces::delete", delete),
        ("virtual_machine_network_interfaces::available_ips", available_ips),
        ("virtual_machine_network_interfaces::allocate_ip", allocate_ip),
        ("virtual_machine_network_interfaces::allocate_new_ip", allocate_new_ip),
        ("virtual_machine_network_interfaces::change_speed_profile", change_speed_profile),
        ("virtual_machine_network_interfaces::attach", attach),
        ("virtual_machine_network_interfaces::detach", detach),
    ],
    events: &[
        ("virtual_machine_network_interfaces::changed", changed),
        ("virtual_machine_network_interfaces::profiled", profiled),
    ],
    ..Resource::EMPTY
};

/// How long a change takes.
const CHANGE: Duration = Duration::from_secs(3);

/// Creates a network interface on a network or a virtual network.
pub fn add(store: &mut Store, machine: Handle, on: Handle, speed_profile: Option<Handle>, state: &str) -> Handle {
    let field = if store.get(on).kind_name() == "VirtualNetwork" { "virtual_network" } else { "network" };
    let name = format!("{} on {}", store.get(on).text("name"), store.get(machine).text("name"));
    let bytes = [0; 5].map(|_: u32| format!(":{:02x}", store.random_below(256)));
    let default = spec().kind("NetworkSpeedProfile").and_then(|kind| store.by(kind, "permalink", "1gbps"));
    let fields = map! {
        "virtual_machine" => machine,
        "organization" => store.get(machine).reference("organization"),
        "name" => name,
        "network" => Value::Null,
        "virtual_network" => Value::Null,
        "mac_address" => format!("3a{}", bytes.concat()),
        "state" => state,
        "speed_profile" => speed_profile.or(default),
    };
    let interface = store.create("VirtualMachineNetworkInterface", fields);
    store.set(interface, field, on);
    interface
}

/// The network interface that a machine has on a network or virtual network.
pub fn on(store: &Store, machine: Handle, network: Handle) -> Option<Handle> {
    let all = store.children("VirtualMachineNetworkInterface", "virtual_machine", machine).iter();
    let mut all = all.filter(|interface| {
        let interface = store.get(**interface);
        [interface.reference("network"), interface.reference("virtual_network")].contains(&Some(network))
    });
    all.next().copied()
}

fn create(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let machine = call.object("virtual_machine");
    let network = match (call.get("network").reference(), call.get("virtual_network").reference()) {
        (Some(network), None) | (None, Some(network)) => network,
        (None, None) => return Err(Failure::validation("Network must exist")),
        (Some(_), Some(_)) => {
            return Err(Failure::validation("Only one of network and virtual network can be specified"));
        }
    };
    if on(store, machine, network).is_some() {
        return Err(Failure::validation("Network has already been taken"));
    }
    let zone = store.get(machine).reference("zone");
    let data_center = zone.and_then(|zone| store.get(zone).reference("data_center"));
    if data_center.is_some() && data_center != store.get(network).reference("data_center") {
        return Err(Failure::validation("Network must be in the data center of the virtual machine"));
    }
    let interface = add(store, machine, network, call.get("speed_profile").reference(), "detached");
    Ok(map! { "virtual_machine_network_interface" => interface })
}

fn get_by_network(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let interface = on(store, call.object("virtual_machine"), call.object("network"));
    let interface = interface.ok_or_else(|| Failure::new("interface_not_found"))?;
    Ok(map! { "virtual_machine_network_interface" => interface })
}

fn delete(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let interface = target(call);
    if store.get(interface).text("state") == "attached" {
        return Err(Failure::restricted("Network interface must be detached before it can be deleted"));
    }
    ip_addresses::unallocate_all(store, interface);
    store.remove(interface);
    Ok(map! { "virtual_machine_network_interface" => interface })
}

fn target(call: &Call) -> Handle {
    call.object("virtual_machine_network_interface")
}

fn available_ips(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let interface = store.get(target(call));
    let version = call.get("address_version").text().unwrap_or_default();
    let (network, organization) = (interface.reference("network"), interface.reference("organization"));
    let all = organization.map_or(&[][..], |owner| store.children("IpAddress", "organization", owner)).iter();
    let available = all.copied().filter(|address| {
        network.is_some()
            && store.get(*address).reference("network") == network
            && ip_addresses::is_version(store, *address, version)
            && !ip_addresses::is_allocated(store, *address)
    });
    Ok(map! { "ip_addresses" => available.collect::<Vec<_>>() })
}

fn allocate_ip(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let (interface, address) = (target(call), call.object("ip_address"));
    if ip_addresses::is_allocated(store, address) {
        return Err(Failure::new("ip_already_allocated"));
    }
    let (interface_of, address_of) = (store.get(interface), store.get(address));
    let is_same = |field| interface_of.reference(field) == address_of.reference(field);
    if interface_of.reference("network").is_none() || !is_same("network") || !is_same("organization") {
        return Err(Failure::new("invalid_ip"));
    }
    ip_addresses::allocate(store, address, interface);
    Ok(map! { "virtual_machine_network_interface" => interface })
}

fn allocate_new_ip(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let interface = target(call);
    let found = store.get(interface);
    let organization = found.reference("organization");
    // A virtual network has no addresses of the provider.
    let network = found.reference("network").ok_or_else(|| Failure::new("no_available_addresses"))?;
    let version = call.get("address_version").text().unwrap_or_default();
    let address = ip_addresses::reserve(store, organization, network, version)?;
    ip_addresses::allocate(store, address, interface);
    Ok(map! { "ip_address" => address })
}

fn change_speed_profile(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let (interface, profile) = (target(call), call.object("speed_profile"));
    if store.get(interface).reference("speed_profile") == Some(profile) {
        return Err(Failure::new("speed_profile_already_assigned"));
    }
    let event = Event::new("virtual_machine_network_interfaces::profiled", interface).with("profile", profile);
    Ok(map! { "task" => begin(store, interface, "Change network interface speed profile", event) })
}

fn attach(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let refusal = "virtual_machine_network_interface_already_attached";
    change(store, call, "Attach network interface to virtual machine", "attached", refusal)
}

fn detach(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let refusal = "virtual_machine_network_interface_already_detached";
    change(store, call, "Detach network interface from virtual machine", "detached", refusal)
}

/// Starts a task after which the interface is in a state. The response shows the state before.
fn change(
    store: &mut Store,
    call: &Call,
    task: &str,
    state: &'static str,
    refusal: &'static str,
) -> Result<Map, Failure> {
    let interface = target(call);
    if store.get(interface).text("state") == state {
        return Err(Failure::new(refusal));
    }
    let event = Event::new("virtual_machine_network_interfaces::changed", interface).with("state", state);
    let task = begin(store, interface, task, event);
    Ok(map! { "virtual_machine_network_interface" => interface, "task" => task })
}

fn begin(store: &mut Store, interface: Handle, task: &str, event: Event) -> Handle {
    let organization = store.get(interface).reference("organization");
    tasks::begin(store, organization, task, CHANGE, event)
}

fn changed(store: &mut Store, event: &Event) {
    store.set(event.target, "state", event.values.get("state").clone());
}

fn profiled(store: &mut Store, event: &Event) {
    store.set(event.target, "speed_profile", event.values.get("profile").clone());
}
