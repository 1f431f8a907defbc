//! Rules of load balancers.

use crate::behavior::Resource;
use crate::behavior::checks::Checks;
use crate::derived;
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::{Handle, Store};
use crate::value::{Map, Value};

/// The operations of rules.
pub static RESOURCE: Resource = Resource {
    operations: &[("load_balancer_rules::create", create), ("load_balancer_rules::update", update)],
    ..Resource::EMPTY
};

/// The highest port.
const PORTS: i64 = 65_535;

fn create(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let balancer = call.object("load_balancer");
    check(store, balancer, None, call.properties())?;
    let rule = derived::created(store, call, "LoadBalancerRule");
    let organization = store.get(balancer).reference("organization");
    store.set(rule, "organization", organization);
    for (name, value) in defaults() {
        if store.get(rule).get(name).is_null() {
            store.set(rule, name, value);
        }
    }
    Ok(map! { "load_balancer_rule" => rule })
}

fn update(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let rule = call.object("load_balancer_rule");
    let balancer = store.get(rule).reference("load_balancer");
    check(store, balancer.unwrap_or(rule), Some(rule), call.properties())?;
    Ok(derived::update(store, call, rule))
}

/// What a rule has that was created without it.
fn defaults() -> Map {
    map! {
        "algorithm" => "round_robin",
        "proxy_protocol" => false,
        "backend_ssl" => false,
        "passthrough_ssl" => false,
        "certificates" => Value::List(Vec::new()),
        "check_enabled" => false,
        "check_fall" => 2,
        "check_interval" => 20,
        "check_path" => "/",
        "check_protocol" => "HTTP",
        "check_rise" => 2,
        "check_timeout" => 5,
        "check_http_statuses" => "2",
    }
}

fn check(store: &Store, balancer: Handle, rule: Option<Handle>, properties: &Map) -> Result<(), Failure> {
    let mut checks = Checks::new();
    for (field, label) in [("destination_port", "Destination port"), ("listen_port", "Listen port")] {
        checks.within(properties.get(field), label, 1, PORTS);
    }
    if let Some(port) = properties.get("listen_port").integer() {
        let others = store.children("LoadBalancerRule", "load_balancer", balancer).iter();
        let mut others = others.filter(|other| Some(**other) != rule);
        let is_taken = others.any(|other| store.get(*other).integer("listen_port") == port);
        checks.require(!is_taken, "Listen port has already been taken");
    }
    for (field, label) in [
        ("check_fall", "Check fall"),
        ("check_interval", "Check interval"),
        ("check_rise", "Check rise"),
        ("check_timeout", "Check timeout"),
    ] {
        checks.within(properties.get(field), label, 1, i64::from(i32::MAX));
    }
    if let Some(path) = properties.get("check_path").text() {
        checks.require(path.starts_with('/'), "Check path is invalid");
    }
    checks.finish()
}
