//! The trash: deleted objects, which are restored or purged.

use std::time::Duration;

use super::{Resource, disks, ip_addresses, tasks};
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::{Event, Handle, Store};
use crate::value::{Map, Value};

/// The operations and events of the trash.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("trash_objects::purge", purge),
        ("trash_objects::purge_all", purge_all),
        ("trash_objects::restore", restore),
    ],
    events: &[("trash_objects::purged", purged), ("trash_objects::purged_all", purged_all)],
    ..Resource::EMPTY
};

/// How long an object is kept in the trash.
const KEPT: Duration = Duration::from_secs(48 * 60 * 60);

/// How long a purge takes: in recordings, the object is there after a second and gone at the next poll.
const PURGE: Duration = Duration::from_secs(4);

/// Moves an object to the trash, with the `parts` of it that exist only together with it. Returns the object in the
/// trash, which is purged after 48 hours.
pub fn discard(store: &mut Store, object: Handle, parts: &[Handle]) -> Handle {
    let found = store.get(object);
    let fields = map! {
        "keep_until" => store.now() + 48 * 60 * 60,
        "object_id" => found.id(),
        "object_type" => found.kind_name(),
        "organization" => found.reference("organization"),
        "_object" => object,
        "_parts" => parts.to_vec(),
    };
    let trash = store.create("TrashObject", fields);
    store.hide(object, trash);
    for part in parts {
        store.hide(*part, trash);
    }
    store.after(KEPT, Event::new("trash_objects::purged", trash));
    trash
}

fn purge(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let trash = call.object("trash_object");
    let organization = store.get(trash).reference("organization");
    let event = Event::new("trash_objects::purged", trash);
    Ok(map! { "task" => tasks::begin(store, organization, "Purge items from trash", PURGE, event) })
}

fn purge_all(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let organization = call.object("organization");
    let all = store.children("TrashObject", "organization", organization).to_vec();
    let event = Event::new("trash_objects::purged_all", organization).with("all", all);
    Ok(map! { "task" => tasks::begin(store, Some(organization), "Purge items from trash", PURGE, event) })
}

fn restore(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let trash = call.object("trash_object");
    for object in contents(store, trash) {
        store.show(object);
    }
    store.remove(trash);
    Ok(map! { "trash_object" => trash })
}

/// The object in the trash, and its parts.
fn contents(store: &Store, trash: Handle) -> Vec<Handle> {
    let trash = store.get(trash);
    let parts = trash.get("_parts").items().iter().filter_map(Value::reference);
    trash.reference("_object").into_iter().chain(parts).filter(|object| store.find(*object).is_some()).collect()
}

fn purged_all(store: &mut Store, event: &Event) {
    for trash in event.values.get("all").items().iter().filter_map(Value::reference) {
        empty(store, trash);
    }
}

fn purged(store: &mut Store, event: &Event) {
    empty(store, event.target);
}

/// Deletes an object in the trash, unless it was restored or purged before.
fn empty(store: &mut Store, trash: Handle) {
    if !store.exists(trash) {
        return;
    }
    for object in contents(store, trash) {
        match store.get(object).kind_name() {
            "Disk" => disks::dispose(store, object),
            "VirtualMachineNetworkInterface" => ip_addresses::unallocate_all(store, object),
            _ => {}
        }
        store.remove(object);
    }
    store.remove(trash);
}
