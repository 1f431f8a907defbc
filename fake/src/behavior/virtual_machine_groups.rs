//! Groups of virtual machines.

use super::Resource;
use super::checks::Checks;
use crate::derived;
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::Store;
use crate::value::Map;

/// The operations of groups.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("virtual_machine_groups::create", create),
        ("virtual_machine_groups::update", update),
        ("virtual_machine_groups::delete", delete),
    ],
    parents: &[("VirtualMachine", "group")],
    ..Resource::EMPTY
};

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
    let properties = call.properties();
    let group = derived::created(store, call, "VirtualMachineGroup");
    for name in ["segregate", "auto_segregate"] {
        store.set(group, name, properties.get(name).boolean().unwrap_or_default());
    }
    Ok(map! { "virtual_machine_group" => group })
}

fn update(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    check(call)?;
    derived::derive(store, call)
}

fn delete(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let group = call.object("virtual_machine_group");
    if !store.children("VirtualMachine", "group", group).is_empty() {
        return Err(Failure::restricted("Cannot delete record because dependent virtual machines exist"));
    }
    derived::derive(store, call)
}
