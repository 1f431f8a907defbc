//! DNS zones: their names, and when their domains are verified.

use super::Resource;
use super::checks::Checks;
use crate::derived;
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::spec::spec;
use crate::store::Store;
use crate::value::Map;

/// The operations of DNS zones.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("dns_zones::create", create),
        ("dns_zones::nameservers", nameservers),
        ("dns_zones::update", update),
        ("dns_zones::delete", delete),
        ("dns_zones::verify", verify),
    ],
    ..Resource::EMPTY
};

/// The name servers of the provider.
const NAMESERVERS: [&str; 3] = ["ns1.katapult.example", "ns2.katapult.example", "ns3.katapult.example"];

/// The time to live of records in a zone that was created without one, in seconds.
const DEFAULT_TTL: i64 = 3_600;

/// How long after its creation the domain of a zone is delegated to the name servers, in seconds.
///
/// The fake asks no DNS: the owner of every domain is said to delegate it a minute after the zone was created.
const DELEGATION: i64 = 60;

fn create(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let properties = call.properties();
    let name = domain(properties.get("name").text().unwrap_or_default());
    let mut checks = Checks::new();
    checks.require(!name.is_empty(), "Name can't be blank");
    checks.require(name.is_empty() || is_domain(&name), "Name is invalid");
    let is_taken = spec().kind("DnsZone").is_some_and(|kind| store.by(kind, "name", &name).is_some());
    checks.require(!is_taken, "Name has already been taken");
    ttl(&mut checks, properties);
    checks.finish()?;
    let zone = derived::created(store, call, "DnsZone");
    let default_ttl = properties.get("default_ttl").integer().unwrap_or(DEFAULT_TTL);
    store.set(zone, "name", name);
    store.set(zone, "default_ttl", default_ttl);
    // The argument `verified` is for the provider's own applications.
    store.set(zone, "verified", false);
    Ok(map! { "dns_zone" => zone })
}

fn nameservers(_: &mut Store, _: &Call) -> Result<Map, Failure> {
    Ok(map! { "nameservers" => NAMESERVERS.to_vec() })
}

fn update(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let zone = call.object("dns_zone");
    let mut checks = Checks::new();
    ttl(&mut checks, call.properties());
    checks.finish()?;
    if let Some(default_ttl) = call.properties().get("default_ttl").integer() {
        store.set(zone, "default_ttl", default_ttl);
    }
    Ok(map! { "dns_zone" => zone })
}

fn delete(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let zone = call.object("dns_zone");
    for record in store.children("DnsRecord", "dns_zone", zone).to_vec() {
        store.remove(record);
    }
    store.remove(zone);
    Ok(map! { "deleted" => true })
}

fn verify(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let zone = call.object("dns_zone");
    let facts = store.get(zone);
    if !facts.boolean("verified") && store.now() < facts.integer("created_at").saturating_add(DELEGATION) {
        return Err(Failure::new("dns_zone_not_verified"));
    }
    store.set(zone, "verified", true);
    Ok(map! { "dns_zone" => zone })
}

fn ttl(checks: &mut Checks, properties: &Map) {
    checks.within(properties.get("default_ttl"), "Default ttl", 1, i64::from(i32::MAX));
}

/// Returns a name as zones have it: in lower case, without the dot at the end.
fn domain(name: &str) -> String {
    name.trim().trim_end_matches('.').to_ascii_lowercase()
}

/// Returns whether `name` is a hostname with at least two labels.
fn is_domain(name: &str) -> bool {
    name.contains('.') && super::dns_records::is_hostname(name)
}
