//! Load balancers, each with an IP address of its data center.

pub mod rules;

use super::certificates::pem;
use super::checks::Checks;
use super::{Resource, ip_addresses, networks, references};
use crate::derived;
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::{Handle, Object, Store};
use crate::value::{Map, Value};

/// The operations and computed fields of load balancers.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("load_balancers::create", create),
        ("load_balancers::update", update),
        ("load_balancers::delete", delete),
    ],
    computed: &[
        ("LoadBalancer", "resources", resources),
        ("LoadBalancer", "resource_ids", resource_ids),
        ("LoadBalancer", "standby_vms", standby_vms),
        ("LoadBalancer", "backend_certificate", backend_certificate),
        ("LoadBalancer", "backend_certificate_key", backend_certificate_key),
    ],
    ..Resource::EMPTY
};

/// The most characters of a name.
const LONGEST: usize = 60;

fn create(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let organization = call.object("organization");
    check(store, Some(organization), None, call.properties())?;
    let data_center = call.properties().get("data_center").reference();
    let network = data_center.and_then(|data_center| networks::default_of(store, data_center));
    let network = network.ok_or_else(|| Failure::validation("Data center has no network"))?;
    // This error is not among those of the operation, and the networks have many addresses.
    let address = ip_addresses::reserve(store, Some(organization), network, "ipv4")
        .map_err(|_| Failure::validation("Data center has no available IP addresses"))?;
    let balancer = derived::created(store, call, "LoadBalancer");
    store.set(address, "allocation_id", balancer);
    store.set(address, "allocation_type", "LoadBalancer");
    store.set(balancer, "ip_address", address);
    if store.get(balancer).get("resource_type").is_null() {
        store.set(balancer, "resource_type", "virtual_machines");
    }
    Ok(derived::shown(store, call.operation, balancer))
}

fn update(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let balancer = call.object("load_balancer");
    check(store, store.get(balancer).reference("organization"), Some(balancer), call.properties())?;
    Ok(derived::update(store, call, balancer))
}

fn delete(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let balancer = call.object("load_balancer");
    for rule in store.children("LoadBalancerRule", "load_balancer", balancer).to_vec() {
        store.remove(rule);
    }
    if let Some(address) = store.get(balancer).reference("ip_address") {
        ip_addresses::give_back(store, address);
    }
    store.remove(balancer);
    Ok(map! { "load_balancer" => balancer })
}

fn check(
    store: &Store,
    organization: Option<Handle>,
    balancer: Option<Handle>,
    properties: &Map,
) -> Result<(), Failure> {
    let mut checks = Checks::new();
    if let Some(name) = properties.find("name") {
        checks.present(name, "Name", LONGEST);
    }
    let reference = properties.get("api_reference");
    checks.unique(store, "LoadBalancer", organization, balancer, "api_reference", reference, "API reference");
    let old = balancer.map(|balancer| store.get(balancer));
    let value = |field: &str| match properties.find(field) {
        Some(value) if !value.is_null() => value.clone(),
        _ => old.map(|old| old.get(field).clone()).unwrap_or_default(),
    };
    let kind = match value("resource_type").text() {
        Some("virtual_machine_groups") => "VirtualMachineGroup",
        Some("tags") => "Tag",
        _ => "VirtualMachine",
    };
    // Resources of another kind do not stay when the kind changes.
    let ids = match properties.find("resource_type") {
        Some(_) => value("resource_ids"),
        None => properties.get("resource_ids").clone(),
    };
    references::require(store, &ids, &[kind], organization, "Resources", &mut checks);
    let standby = properties.get("standby_vms");
    references::require(store, standby, &["VirtualMachine"], organization, "Standby VMs", &mut checks);
    let weights = properties.get("weights").items();
    let weighted: Vec<Value> = weights.iter().map(|weight| weight.field("virtual_machine_id").clone()).collect();
    references::require(store, &weighted.into(), &["VirtualMachine"], organization, "Weights", &mut checks);
    for weight in weights {
        checks.within(weight.field("weight"), "Weight", 0, 256);
    }
    checks.finish()
}

fn resources(store: &Store, balancer: &Object) -> Value {
    let ids = balancer.get("resource_ids").items().iter().filter_map(Value::text);
    let found = ids.filter_map(|id| store.by_id(id)).filter(|found| store.exists(*found));
    found.collect::<Vec<_>>().into()
}

fn resource_ids(store: &Store, balancer: &Object) -> Value {
    references::remaining(store, balancer, "resource_ids")
}

fn standby_vms(store: &Store, balancer: &Object) -> Value {
    references::remaining(store, balancer, "standby_vms")
}

/// The server makes a certificate for each load balancer.
fn backend_certificate(_: &Store, balancer: &Object) -> Value {
    match balancer.get("backend_certificate") {
        Value::Null => pem("CERTIFICATE", balancer, "backend certificate").into(),
        set => set.clone(),
    }
}

fn backend_certificate_key(_: &Store, balancer: &Object) -> Value {
    match balancer.get("backend_certificate_key") {
        Value::Null => pem("PRIVATE KEY", balancer, "backend certificate").into(),
        set => set.clone(),
    }
}
