//! Rules of security groups.

use crate::behavior::checks::Checks;
use crate::behavior::{Resource, address_lists, references};
use crate::derived;
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::{Handle, Object, Store};
use crate::value::{Map, Value};

/// The operations of rules.
pub static RESOURCE: Resource = Resource {
    operations: &[("security_group_rules::create", create), ("security_group_rules::update", update)],
    computed: &[("SecurityGroupRule", "targets", targets)],
    ..Resource::EMPTY
};

fn create(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let group = call.object("security_group");
    check(store, group, None, call.properties())?;
    let rule = derived::created(store, call, "SecurityGroupRule");
    let organization = store.get(group).reference("organization");
    store.set(rule, "organization", organization);
    if store.get(rule).get("action").is_null() {
        store.set(rule, "action", "allow");
    }
    Ok(map! { "security_group_rule" => rule })
}

fn update(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let rule = call.object("security_group_rule");
    let group = store.get(rule).reference("security_group");
    check(store, group.unwrap_or(rule), Some(rule), call.properties())?;
    Ok(derived::update(store, call, rule))
}

fn check(store: &Store, group: Handle, rule: Option<Handle>, properties: &Map) -> Result<(), Failure> {
    let old = rule.map(|rule| store.get(rule));
    let value = |field: &str| match properties.find(field) {
        Some(value) => value.clone(),
        None => old.map(|rule| rule.get(field).clone()).unwrap_or_default(),
    };
    let mut checks = Checks::new();
    let direction = value("direction");
    let direction = direction.text().unwrap_or_default();
    let is_new = old.is_none_or(|rule| rule.text("direction") != direction);
    // Rules that were there before all traffic was allowed stay.
    let everything = if direction == "inbound" { "allow_all_inbound" } else { "allow_all_outbound" };
    checks.require(
        !is_new || !store.get(group).boolean(everything),
        format!("Security group cannot have {direction} rules while all {direction} traffic is allowed"),
    );
    if let Some(ports) = value("ports").text().filter(|ports| !ports.trim().is_empty()) {
        let is_icmp = value("protocol").text() == Some("ICMP");
        checks.require(!is_icmp, "Ports cannot be set with ICMP");
        checks.require(is_icmp || are_ports(ports), "Ports is invalid");
    }
    let organization = store.get(group).reference("organization");
    for target in properties.get("targets").items().iter().filter_map(Value::text) {
        let is_known = references::find(store, target, references::MACHINES, organization).is_some()
            || store.by_id(target).is_some_and(|list| store.get(list).kind_name() == "AddressList");
        checks.require(is_known || address_lists::is_network(target), format!("Targets cannot include {target}"));
    }
    checks.finish()
}

/// Returns whether `ports` is a port, ports with commas, or a range.
fn are_ports(ports: &str) -> bool {
    let port = |text: &str| text.trim().parse::<u16>().ok().filter(|port| *port > 0);
    ports.split(',').all(|part| match part.split_once('-') {
        Some((first, last)) => port(first).zip(port(last)).is_some_and(|(first, last)| first <= last),
        None => port(part).is_some(),
    })
}

/// Objects that were deleted are no targets any more.
fn targets(store: &Store, rule: &Object) -> Value {
    let is_target = |target: &&Value| {
        let target = target.text().unwrap_or_default();
        address_lists::is_network(target) || store.by_id(target).is_some_and(|found| store.exists(found))
    };
    Value::List(rule.get("targets").items().iter().filter(is_target).cloned().collect())
}
