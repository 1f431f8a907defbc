//! Checks of a plan, which reserve what the machine will have: its hostname and its addresses.

use super::names;
use crate::behavior::checks::Checks;
use crate::behavior::{disks, ip_addresses, networks, virtual_machines};
use crate::failure::Failure;
use crate::store::{Handle, Store};
use crate::value::{Map, Value};

/// Where a machine is built.
#[derive(Debug, Clone, Copy)]
pub(super) struct Location {
    pub zone: Option<Handle>,
    pub data_center: Option<Handle>,
}

impl Location {
    /// The zone, or the first one of the data center.
    pub(super) fn zone(self, store: &Store) -> Option<Handle> {
        let first = |data_center| store.children("Zone", "data_center", data_center).first().copied();
        self.zone.or_else(|| self.data_center.and_then(first))
    }
}

/// Checks a plan, and fills in what is left out: hostname, network, disks and new addresses.
pub(super) fn complete(store: &mut Store, organization: Handle, mut plan: Map) -> Result<Map, Failure> {
    let hostname = match plan.get("hostname").text().filter(|text| !text.trim().is_empty()) {
        Some(text) => virtual_machines::hostname(text),
        None => names::random(store),
    };
    let fqdn = virtual_machines::fqdn(store, Some(organization), &hostname);
    let network = plan.get("zone").reference().and_then(|zone| store.get(zone).reference("data_center"));
    let network = network.and_then(|data_center| networks::default_of(store, data_center));
    let mut checks = Checks::new();
    for disk in plan.get("disks").items() {
        checks.within(disk.field("size_in_gb"), "Size in GB", 1, disks::LARGEST);
    }
    checks.require(!hostname.is_empty(), "Hostname is invalid");
    checks.require(!is_reserved(store, &fqdn), "Hostname has already been taken");
    checks.finish()?;
    let mut interfaces = Vec::new();
    for interface in plan.get("interfaces").items().iter().filter_map(Value::map) {
        let on = interface.get("network").reference().or(network);
        let mut addresses = interface.get("addresses").items().to_vec();
        // A virtual network has no addresses of the provider.
        if let Some(on) = on.filter(|on| store.get(*on).kind_name() == "Network") {
            for version in interface.get("new").items().iter().filter_map(Value::text) {
                let reserved = ip_addresses::reserve(store, Some(organization), on, version);
                let reserved = reserved.map_err(|_| Failure::validation("No IP addresses are available"))?;
                addresses.push(reserved.into());
            }
        }
        interfaces.push(Value::from(interface.clone().with("network", on).with("addresses", addresses)));
    }
    plan.set("interfaces", interfaces);
    if plan.get("name").is_null() {
        plan.set("name", hostname.as_str());
    }
    plan.set("hostname", hostname);
    plan.set("fqdn", fqdn);
    if plan.get("disks").items().is_empty() {
        let package = plan.get("package").reference();
        let size = package.map(|package| store.get(package).integer("storage_in_gb")).filter(|size| *size > 0);
        let disk = Map::new().with("name", "System Disk").with("size_in_gb", size.unwrap_or(10)).with("boot", true);
        plan.set("disks", vec![disk]);
    }
    Ok(plan)
}

/// Returns whether a machine has an FQDN, or will have it once it is built.
fn is_reserved(store: &Store, fqdn: &str) -> bool {
    let is_planned = |build: &Handle| {
        let build = store.get(*build);
        build.get("virtual_machine").is_null() && build.get("_plan").field("fqdn").text() == Some(fqdn)
    };
    // Builds that are under way are the last ones.
    virtual_machines::is_taken(store, fqdn) || store.all("VirtualMachineBuild").iter().rev().take(100).any(is_planned)
}
