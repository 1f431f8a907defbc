//! DNS records: names within the zone, and content that belongs to the type.

mod content;

use self::content::Content;
pub(super) use self::content::is_hostname;
use super::Resource;
use super::checks::Checks;
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::{Handle, Object, Store};
use crate::value::{Map, Value};

/// The operations of DNS records, and the fields that follow from others.
pub static RESOURCE: Resource = Resource {
    operations: &[("dns_records::create", create), ("dns_records::update", update), ("dns_records::delete", delete)],
    computed: &[
        ("DnsRecord", "full_name", full_name),
        ("DnsRecord", "type", record_type),
        ("DnsRecord", "content", text),
    ],
    ..Resource::EMPTY
};

fn create(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let zone = call.object("dns_zone");
    let fields = checked(store, zone, None, call.properties())?;
    let organization = store.get(zone).reference("organization");
    let fields = fields.with("dns_zone", zone).with("organization", organization).with("created_at", store.now());
    let record = store.create("DnsRecord", fields);
    Ok(map! { "dns_record" => record })
}

fn update(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let record = call.object("dns_record");
    // A record that was seeded without a zone has no siblings.
    let zone = store.get(record).reference("dns_zone").unwrap_or(record);
    for (name, value) in checked(store, zone, Some(record), call.properties())? {
        store.set(record, name, value);
    }
    Ok(map! { "dns_record" => record })
}

fn delete(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    store.remove(call.object("dns_record"));
    Ok(map! { "deleted" => true })
}

/// Returns the fields of `record`, or of a new one, with `properties`.
fn checked(store: &Store, zone: Handle, record: Option<Handle>, properties: &Map) -> Result<Map, Failure> {
    let mut checks = Checks::new();
    let old = |field: &str| record.map(|record| store.get(record).get(field).clone()).unwrap_or_default();
    let given = |field: &str| properties.find(field).cloned().unwrap_or_else(|| old(field));
    let name = match properties.find("name") {
        Some(name) => normalized(name, store.get(zone).text("name"), &mut checks),
        None => old("name"),
    };
    let (ttl, priority) = (given("ttl"), given("priority"));
    checks.within(&ttl, "TTL", 1, i64::from(i32::MAX));
    checks.within(&priority, "Priority", 0, 65_535);
    let attributes = match properties.get("content") {
        Value::Null => old("content_attributes"),
        content => content.clone(),
    };
    let content = Content::of(&attributes);
    checks.require(content.is_some(), "Content can't be blank");
    let mut has_priority = false;
    if let Some(content) = content {
        // The type and the content are one value. A type alone has to be that of the content that is there.
        let sent = properties.get("type").text();
        checks.require(
            sent.is_none_or(|sent| sent == content.record_type),
            format!("Content is not that of the type {}", sent.unwrap_or_default()),
        );
        content.validate(store, store.get(zone).reference("organization"), &mut checks);
        has_priority = matches!(content.record_type, "MX" | "SRV");
        conflicts(store, zone, record, &name, content.record_type, &mut checks);
    }
    checks.finish()?;
    let priority = if has_priority { priority } else { Value::Null };
    Ok(map! { "name" => name, "ttl" => ttl, "priority" => priority, "content_attributes" => attributes })
}

/// A name has a `CNAME` record, or any number of others.
fn conflicts(
    store: &Store,
    zone: Handle,
    record: Option<Handle>,
    name: &Value,
    record_type: &str,
    checks: &mut Checks,
) {
    let others = store.children("DnsRecord", "dns_zone", zone).iter().filter(|other| Some(**other) != record);
    let others = others.map(|other| store.get(*other)).filter(|other| label(other.get("name")) == label(name));
    let is_alias = |record_type: &str| record_type == "CNAME";
    for other in others {
        let other = Content::of(other.get("content_attributes")).map_or("", |content| content.record_type);
        if is_alias(other) || is_alias(record_type) {
            checks.require(false, format!("Name already has a record of type {other}"));
            return;
        }
    }
}

/// Returns a name within a zone: in lower case, and without the zone if it is absolute.
fn normalized(name: &Value, zone: &str, checks: &mut Checks) -> Value {
    let name = name.text().unwrap_or_default().trim().to_ascii_lowercase();
    let name = match name.strip_suffix('.') {
        None => name,
        Some(absolute) if absolute == zone => String::new(),
        Some(absolute) => match absolute.strip_suffix(zone).and_then(|name| name.strip_suffix('.')) {
            Some(name) => name.to_owned(),
            None => {
                checks.require(false, format!("Name is not within {zone}"));
                return Value::Null;
            }
        },
    };
    if name.is_empty() {
        return Value::Null;
    }
    let is_name = name == "@" || is_hostname(name.strip_prefix("*.").unwrap_or(&name)) || name == "*";
    checks.require(is_name && name.len() + zone.len() < 253, "Name is invalid");
    name.into()
}

/// Returns the name without the ways to name the zone itself.
fn label(name: &Value) -> Option<&str> {
    name.text().filter(|name| *name != "@")
}

fn full_name(store: &Store, record: &Object) -> Value {
    let zone = record.reference("dns_zone").map_or("", |zone| store.get(zone).text("name"));
    match label(record.get("name")) {
        Some(name) => format!("{name}.{zone}").into(),
        None => zone.into(),
    }
}

/// A seeded record can have its type and its text alone.
fn record_type(_: &Store, record: &Object) -> Value {
    match Content::of(record.get("content_attributes")) {
        Some(content) => content.record_type.into(),
        None => record.get("type").clone(),
    }
}

fn text(_: &Store, record: &Object) -> Value {
    match Content::of(record.get("content_attributes")) {
        Some(content) => content.text().into(),
        None => record.get("content").clone(),
    }
}
