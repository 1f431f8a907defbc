//! Address lists: those of organizations, and the global ones of the provider.

pub mod entries;

use super::Resource;
use super::checks::Checks;
use crate::derived::{self, Page};
use crate::failure::Failure;
use crate::map;
use crate::request::{Call, network};
use crate::store::{Handle, Object, Store};
use crate::value::{Map, Value};

/// The operations of address lists.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("address_lists::list_global", list_global),
        ("address_lists::create", create),
        ("address_lists::update", update),
        ("address_lists::delete", delete),
    ],
    computed: &[("AddressList", "entries", all_entries)],
    ..Resource::EMPTY
};

fn list_global(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    // The global lists are few, and those of organizations are many: they are found by what marks them.
    let global = store.all("AddressList").iter().copied().filter(|list| store.get(*list).boolean("global"));
    let global: Vec<Handle> = global.collect();
    Ok(Page::of(call)?.fill(Map::new(), "address_lists", &global))
}

fn create(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    check(call.properties())?;
    let list = derived::created(store, call, "AddressList");
    store.set(list, "global", false);
    Ok(derived::shown(store, call.operation, list))
}

fn update(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let list = call.object("address_list");
    own(store, list)?;
    check(call.properties())?;
    Ok(derived::update(store, call, list))
}

fn delete(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let list = call.object("address_list");
    own(store, list)?;
    for entry in store.children("AddressListEntry", "address_list", list).to_vec() {
        store.remove(entry);
    }
    store.remove(list);
    Ok(map! { "address_list" => list })
}

/// Returns an error for a global list, which only the provider can change.
fn own(store: &Store, list: Handle) -> Result<(), Failure> {
    match store.get(list).boolean("global") {
        true => Err(Failure::new("permission_denied").with("details", "Global address lists cannot be changed")),
        false => Ok(()),
    }
}

fn check(properties: &Map) -> Result<(), Failure> {
    let mut checks = Checks::new();
    if let Some(name) = properties.find("name") {
        checks.present(name, "Name", 255);
    }
    checks.finish()
}

fn all_entries(store: &Store, list: &Object) -> Value {
    let list = store.by_id(list.id());
    list.map(|list| store.children("AddressListEntry", "address_list", list).to_vec()).unwrap_or_default().into()
}

/// Returns whether `text` is an address, or a network in CIDR notation.
pub(super) fn is_network(text: &str) -> bool {
    network::parse(text).is_some()
}
