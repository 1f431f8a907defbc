//! Security groups, with the refusals of the real server.

pub mod rules;

use super::checks::Checks;
use super::{Resource, references};
use crate::derived;
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::{Handle, Object, Store};
use crate::value::{Map, Value};

/// The operations of security groups.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("security_groups::create", create),
        ("security_groups::update", update),
        ("security_groups::delete", delete),
    ],
    computed: &[("SecurityGroup", "associations", associations)],
    ..Resource::EMPTY
};

/// A new group blocks all traffic.
fn create(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    check(store, Some(call.object("organization")), call.properties())?;
    let group = derived::created(store, call, "SecurityGroup");
    for field in ["allow_all_inbound", "allow_all_outbound"] {
        let is_allowed = store.get(group).boolean(field);
        store.set(group, field, is_allowed);
    }
    Ok(derived::shown(store, call.operation, group))
}

fn update(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let group = call.object("security_group");
    check(store, store.get(group).reference("organization"), call.properties())?;
    Ok(derived::update(store, call, group))
}

fn delete(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let group = call.object("security_group");
    remove(store, group);
    Ok(map! { "security_group" => group })
}

/// Removes a group with its rules.
pub(super) fn remove(store: &mut Store, group: Handle) {
    for rule in store.children("SecurityGroupRule", "security_group", group).to_vec() {
        store.remove(rule);
    }
    store.remove(group);
}

fn check(store: &Store, organization: Option<Handle>, properties: &Map) -> Result<(), Failure> {
    let mut checks = Checks::new();
    if let Some(name) = properties.find("name") {
        checks.present(name, "Name", 255);
    }
    let associations = properties.get("associations");
    references::require(store, associations, references::MACHINES, organization, "Associations", &mut checks);
    checks.finish()
}

fn associations(store: &Store, group: &Object) -> Value {
    references::remaining(store, group, "associations")
}
