//! Entries of address lists.

use super::{is_network, own};
use crate::behavior::Resource;
use crate::behavior::checks::Checks;
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::{Handle, Store};
use crate::value::{Map, Value};

/// The operations of entries.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("address_list_entries::create", create),
        ("address_list_entries::update", update),
        ("address_list_entries::delete", delete),
        ("address_list_entries::bulk_change", bulk_change),
    ],
    ..Resource::EMPTY
};

fn create(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let list = call.object("address_list");
    own(store, list)?;
    let mut checks = Checks::new();
    check(store, list, None, call.properties(), &mut checks);
    checks.finish()?;
    let entry = add(store, list, call.properties());
    Ok(map! { "address_list_entry" => entry })
}

fn update(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let entry = call.object("address_list_entry");
    // An entry that was seeded without a list has no siblings.
    let list = store.get(entry).reference("address_list").unwrap_or(entry);
    own(store, list)?;
    let mut checks = Checks::new();
    check(store, list, Some(entry), call.properties(), &mut checks);
    checks.finish()?;
    for field in ["address", "name"] {
        if let Some(text) = call.properties().find(field) {
            store.set(entry, field, text.text().unwrap_or_default());
        }
    }
    Ok(map! { "address_list_entry" => entry })
}

fn delete(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let entry = call.object("address_list_entry");
    if let Some(list) = store.get(entry).reference("address_list") {
        own(store, list)?;
    }
    store.remove(entry);
    Ok(map! { "address_list_entry" => entry })
}

/// Removes and adds entries, or changes nothing if one of them is invalid. Addresses that are not there are ignored.
fn bulk_change(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let list = call.object("address_list");
    own(store, list)?;
    let removed: Vec<&str> = call.get("remove").items().iter().filter_map(|one| one.field("address").text()).collect();
    let removed = store
        .children("AddressListEntry", "address_list", list)
        .iter()
        .copied()
        .filter(|entry| removed.contains(&store.get(*entry).text("address")));
    let removed: Vec<Handle> = removed.collect();
    let mut checks = Checks::new();
    let mut seen: Vec<&str> = Vec::new();
    let added = call.get("add").items().iter().filter_map(Value::map);
    for properties in added.clone() {
        let address = properties.get("address").text().unwrap_or_default();
        checks.require(is_network(address), "Address is invalid");
        let is_taken =
            seen.contains(&address) || holder(store, list, address).is_some_and(|one| !removed.contains(&one));
        checks.require(!is_taken, "Address has already been taken");
        seen.push(address);
    }
    checks.finish()?;
    for entry in removed {
        store.remove(entry);
    }
    for properties in added {
        add(store, list, properties);
    }
    Ok(Map::new())
}

fn add(store: &mut Store, list: Handle, properties: &Map) -> Handle {
    let entry = map! {
        "address_list" => list,
        "address" => properties.get("address").clone(),
        "name" => properties.get("name").text().unwrap_or_default(),
        "organization" => store.get(list).reference("organization"),
    };
    store.create("AddressListEntry", entry)
}

fn check(store: &Store, list: Handle, own: Option<Handle>, properties: &Map, checks: &mut Checks) {
    if let Some(address) = properties.find("address") {
        let address = address.text().unwrap_or_default();
        checks.require(is_network(address), "Address is invalid");
        let is_taken = holder(store, list, address).is_some_and(|holder| Some(holder) != own);
        checks.require(!is_taken, "Address has already been taken");
    }
}

/// Returns the entry of a list with an address.
fn holder(store: &Store, list: Handle, address: &str) -> Option<Handle> {
    let entries = store.children("AddressListEntry", "address_list", list).iter().copied();
    entries.into_iter().find(|entry| store.get(*entry).text("address") == address)
}
