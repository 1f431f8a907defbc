//! Networks and virtual networks.

use super::Resource;
use super::checks::Checks;
use crate::derived;
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::{Handle, Store};
use crate::value::Map;

/// The operations of networks and virtual networks.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("data_centers::default_network", default_network),
        ("virtual_networks::create", create),
        ("virtual_networks::update", update),
        ("virtual_networks::delete", delete),
    ],
    parents: &[
        ("Network", "data_center"),
        ("Zone", "data_center"),
        ("VirtualMachineNetworkInterface", "virtual_network"),
    ],
    ..Resource::EMPTY
};

/// Returns the network that machines of a data center use by default.
pub fn default_of(store: &Store, data_center: Handle) -> Option<Handle> {
    let networks = store.children("Network", "data_center", data_center);
    let default = networks.iter().find(|network| store.get(**network).boolean("default"));
    default.or_else(|| networks.first()).copied()
}

fn default_network(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    Ok(map! { "network" => default_of(store, call.object("data_center")) })
}

/// A name that is sent must not be blank.
fn check(call: &Call) -> Result<(), Failure> {
    let mut checks = Checks::new();
    if let Some(name) = call.properties().find("name") {
        checks.present(name, "Name", 255);
    }
    checks.finish()
}

fn create(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    check(call)?;
    derived::derive(store, call)
}

fn update(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    check(call)?;
    derived::derive(store, call)
}

fn delete(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let network = call.object("virtual_network");
    if !store.children("VirtualMachineNetworkInterface", "virtual_network", network).is_empty() {
        return Err(Failure::restricted(
            "Cannot delete record because dependent virtual machine network interfaces exist",
        ));
    }
    derived::derive(store, call)
}
