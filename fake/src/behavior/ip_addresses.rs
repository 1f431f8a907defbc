//! IP addresses: reserved from the subnets of networks, allocated to network interfaces, and released.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::Resource;
use crate::derived::{self, Page};
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::spec::spec;
use crate::store::{Handle, Object, Store};
use crate::value::{Map, Value};

/// The operations of IP addresses.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("ip_addresses::list", list),
        ("ip_addresses::create", create),
        ("ip_addresses::get", get),
        ("ip_addresses::update", update),
        ("ip_addresses::release", release),
        ("ip_addresses::unallocate", unallocate_one),
    ],
    computed: &[
        ("VirtualMachine", "ip_addresses", of_machine),
        ("VirtualMachineNetworkInterface", "ip_addresses", of_interface),
    ],
    parents: &[("IpAddress", "_machine"), ("IpAddress", "_interface"), ("Subnet", "_network")],
    ..Resource::EMPTY
};

/// The network of IPv4 subnets, 198.18.0.0/15, which is reserved for benchmarks, so that nobody has these addresses.
const IPV4: Ipv4Addr = Ipv4Addr::new(198, 18, 0, 0);

/// How many subnets there are, of 4,096 addresses each for IPv4.
const SUBNETS: i64 = 32;

/// How many addresses an IPv4 subnet has.
const SIZE: i64 = 4096;

/// The version of a subnet, by the name that arguments have.
fn version(name: &str) -> i64 {
    if name == "ipv6" { 6 } else { 4 }
}

/// Reserves the next free address of a network for an organization.
///
/// # Errors
///
/// If the network has no free address of this version, `ipv4` or `ipv6`.
pub fn reserve(
    store: &mut Store,
    organization: Option<Handle>,
    network: Handle,
    named: &str,
) -> Result<Handle, Failure> {
    let version = version(named);
    let (subnet, number) = free(store, network, version).ok_or_else(|| Failure::new("no_available_addresses"))?;
    let index = store.get(subnet).integer("_index");
    let address = if version == 4 { ipv4(index, number).to_string() } else { ipv6(index, number).to_string() };
    let fields = map! {
        "reverse_dns" => default_name(&address),
        "address_with_mask" => format!("{address}/{}", store.get(subnet).integer("mask")),
        "address" => address,
        "vip" => false,
        "label" => Value::Null,
        "network" => network,
        "subnet" => subnet,
        "allocation_id" => Value::Null,
        "allocation_type" => Value::Null,
        "organization" => organization,
        "_number" => number,
    };
    Ok(store.create("IpAddress", fields))
}

/// The name of an address that has no other.
fn default_name(address: &str) -> String {
    format!("{}.rdns.katapult.cloud", address.replace(['.', ':'], "-"))
}

fn ipv4(index: i64, number: i64) -> Ipv4Addr {
    let offset = u32::try_from(index * SIZE + number).unwrap_or_default();
    Ipv4Addr::from_bits(IPV4.to_bits().saturating_add(offset))
}

fn ipv6(index: i64, number: i64) -> Ipv6Addr {
    let index = u16::try_from(index).unwrap_or_default();
    let number = u32::try_from(number).unwrap_or_default();
    let base = Ipv6Addr::new(0x2001, 0xdb8, index, 0, 0, 0, 0, 0);
    Ipv6Addr::from_bits(base.to_bits() | u128::from(number))
}

/// Takes the next number of a subnet that was never in use, or else one that was released.
fn free(store: &mut Store, network: Handle, version: i64) -> Option<(Handle, i64)> {
    let subnets = store.children("Subnet", "_network", network).to_vec();
    let subnets: Vec<_> =
        subnets.into_iter().filter(|subnet| store.get(*subnet).integer("version") == version).collect();
    for subnet in &subnets {
        let next = store.get(*subnet).integer("_next");
        // The first addresses are those of the subnet and of its gateway, and the last one is for broadcasts.
        if version == 6 && next < i64::from(u32::MAX) || next < SIZE - 1 {
            store.set(*subnet, "_next", next + 1);
            return Some((*subnet, next));
        }
    }
    for subnet in &subnets {
        let mut released = store.get(*subnet).get("_released").items().to_vec();
        if let Some(number) = released.pop().as_ref().and_then(Value::integer) {
            store.set(*subnet, "_released", released);
            return Some((*subnet, number));
        }
    }
    let subnet = add_subnet(store, network, version)?;
    store.set(subnet, "_next", 3);
    Some((subnet, 2))
}

fn add_subnet(store: &mut Store, network: Handle, version: i64) -> Option<Handle> {
    let all = store.all("Subnet").iter().filter(|subnet| store.get(**subnet).integer("version") == version);
    let index = i64::try_from(all.count()).ok().filter(|index| *index < SUBNETS)?;
    let address = |number| match version {
        4 => ipv4(index, number).to_string(),
        _ => ipv6(index, number).to_string(),
    };
    let id = format!("sbnt_{}", store.random_text(16));
    let fields = map! {
        "id" => id,
        "address" => address(0),
        "gateway" => address(1),
        "mask" => if version == 4 { 20 } else { 64 },
        "billable" => version == 4,
        "version" => version,
        "_network" => network,
        "_index" => index,
        "_released" => Value::List(Vec::new()),
    };
    Some(store.create("Subnet", fields))
}

/// Returns whether an address is of a version, `ipv4` or `ipv6`.
pub fn is_version(store: &Store, address: Handle, named: &str) -> bool {
    store.get(address).text("address").contains(':') == (version(named) == 6)
}

/// Returns whether an address is allocated.
pub fn is_allocated(store: &Store, address: Handle) -> bool {
    !store.get(address).get("allocation_id").is_null()
}

/// Allocates an address to a network interface of a virtual machine.
pub fn allocate(store: &mut Store, address: Handle, interface: Handle) {
    let machine = store.get(interface).reference("virtual_machine");
    store.set(address, "allocation_id", machine);
    store.set(address, "allocation_type", "VirtualMachine");
    store.set(address, "_machine", machine);
    store.set(address, "_interface", interface);
    // The name follows the machine, unless it was changed.
    let found = store.get(address);
    let fqdn = machine.map(|machine| store.get(machine).text("fqdn").to_owned()).unwrap_or_default();
    if found.text("reverse_dns") == default_name(found.text("address")) && !fqdn.is_empty() {
        store.set(address, "reverse_dns", fqdn);
    }
}

/// Removes the allocation of an address, which stays reserved.
pub fn unallocate(store: &mut Store, address: Handle) {
    for field in ["allocation_id", "allocation_type", "_machine", "_interface"] {
        store.set(address, field, Value::Null);
    }
    let name = default_name(store.get(address).text("address"));
    store.set(address, "reverse_dns", name);
}

/// Removes the allocations of all addresses of a network interface.
pub fn unallocate_all(store: &mut Store, interface: Handle) {
    for address in store.children("IpAddress", "_interface", interface).to_vec() {
        unallocate(store, address);
    }
}

fn of_machine(store: &Store, machine: &Object) -> Value {
    addresses(store, "_machine", machine)
}

fn of_interface(store: &Store, interface: &Object) -> Value {
    addresses(store, "_interface", interface)
}

fn addresses(store: &Store, field: &'static str, owner: &Object) -> Value {
    let addresses = store.by_id(owner.id()).map(|owner| store.children("IpAddress", field, owner).to_vec());
    addresses.unwrap_or_default().into()
}

fn list(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let Some(allocated) = call.get("allocated").boolean() else { return derived::derive(store, call) };
    let all = store.children("IpAddress", "organization", call.object("organization")).iter().copied();
    let all: Vec<Handle> = all.filter(|address| is_allocated(store, *address) == allocated).collect();
    Ok(Page::of(call)?.fill(Map::new(), "ip_addresses", &all))
}

fn create(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let vip = call.get("vip").boolean().unwrap_or_default();
    let label = call.get("label").text().filter(|label| !label.trim().is_empty());
    if vip && label.is_none() {
        return Err(Failure::validation("Label can't be blank"));
    }
    let version = call.get("version").text().unwrap_or_default();
    let address = reserve(store, Some(call.object("organization")), call.object("network"), version)?;
    store.set(address, "vip", vip);
    store.set(address, "label", label);
    Ok(map! { "ip_address" => address })
}

fn get(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let address = call.object("ip_address");
    Ok(map! { "ip_address" => address, "allocation" => store.get(address).reference("allocation_id") })
}

fn update(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let address = call.object("ip_address");
    let found = store.get(address);
    let vip = call.get("vip").boolean().unwrap_or_else(|| found.boolean("vip"));
    let label = match call.arguments.find("label") {
        Some(label) => label.text(),
        None => found.get("label").text(),
    };
    let label = label.filter(|label| !label.trim().is_empty()).map(str::to_owned);
    if vip && label.is_none() {
        return Err(Failure::validation("Label can't be blank"));
    }
    if let Some(name) = call.get("reverse_dns").text() {
        if name.trim().is_empty() {
            return Err(Failure::validation("Reverse DNS can't be blank"));
        }
        store.set(address, "reverse_dns", name);
    }
    store.set(address, "vip", vip);
    store.set(address, "label", label);
    Ok(map! { "ip_address" => address })
}

/// Load balancers keep their addresses.
fn require_machine(store: &Store, address: Handle) -> Result<(), Failure> {
    match store.get(address).text("allocation_type") {
        "" | "VirtualMachine" => Ok(()),
        _ => Err(Failure::new("resource_does_not_support_unallocation")),
    }
}

fn release(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let address = call.object("ip_address");
    require_machine(store, address)?;
    give_back(store, address);
    Ok(Map::new())
}

/// Returns an address to its subnet.
pub fn give_back(store: &mut Store, address: Handle) {
    let found = store.get(address);
    if let (Some(subnet), Some(number)) = (found.reference("subnet"), found.get("_number").integer()) {
        let mut released = store.get(subnet).get("_released").items().to_vec();
        released.insert(0, number.into());
        store.set(subnet, "_released", released);
    }
    store.remove(address);
}

fn unallocate_one(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let address = call.object("ip_address");
    if !is_allocated(store, address) {
        return Err(Failure::new("no_allocation"));
    }
    require_machine(store, address)?;
    unallocate(store, address);
    Ok(Map::new())
}

/// Finds an address of an organization, allocated or not, by its text.
pub fn by_address(store: &Store, address: &str) -> Option<Handle> {
    spec().kind("IpAddress").and_then(|kind| store.by(kind, "address", address))
}
