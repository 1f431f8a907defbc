//! File storage volumes, whose states change by the clock.

use std::time::Duration;

use super::checks::Checks;
use super::{Resource, references, trash_objects};
use crate::derived;
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::{Event, Handle, Object, Store};
use crate::value::{Map, Value};

/// The operations, events and computed fields of volumes.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("file_storage_volumes::create", create),
        ("file_storage_volumes::update", update),
        ("file_storage_volumes::delete", delete),
    ],
    events: &[("file_storage_volumes::configuring", configuring), ("file_storage_volumes::ready", ready)],
    computed: &[("FileStorageVolume", "associations", associations)],
    ..Resource::EMPTY
};

/// How long a new volume is `pending`.
const QUEUE: Duration = Duration::from_secs(2);

/// How long a volume is `configuring` after it was created or changed.
const SETUP: Duration = Duration::from_secs(8);

/// The field that counts changes, so that only the last one makes the volume `ready`.
const CHANGES: &str = "_changes";

fn create(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    check(store, Some(call.object("organization")), None, call.properties())?;
    let volume = derived::created(store, call, "FileStorageVolume");
    let fields = map! {
        "state" => "pending",
        "nfs_location" => Value::Null,
        "size" => Value::Null,
        "technology_generation" => 1,
        "atime_update" => Value::Null,
        "nfs_root_squash" => Value::Null,
        "nfs_all_squash" => Value::Null,
        "nfs_anon_uid" => Value::Null,
        "nfs_anon_gid" => Value::Null,
    };
    for (name, value) in fields {
        store.set(volume, name, value);
    }
    store.after(QUEUE, Event::new("file_storage_volumes::configuring", volume));
    Ok(derived::shown(store, call.operation, volume))
}

fn update(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let volume = call.object("file_storage_volume");
    check(store, store.get(volume).reference("organization"), Some(volume), call.properties())?;
    let shown = derived::update(store, call, volume);
    // A volume that is not set up yet gets the change then.
    if !call.properties().is_empty() && store.get(volume).text("state") != "pending" {
        configure(store, volume);
    }
    Ok(shown)
}

fn delete(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let volume = call.object("file_storage_volume");
    let trash = trash_objects::discard(store, volume, &[]);
    Ok(map! { "trash_object" => trash, "file_storage_volume" => volume })
}

fn configuring(store: &mut Store, event: &Event) {
    configure(store, event.target);
}

fn configure(store: &mut Store, volume: Handle) {
    let changes = store.get(volume).integer(CHANGES) + 1;
    store.set(volume, CHANGES, changes);
    store.set(volume, "state", "configuring");
    store.after(SETUP, Event::new("file_storage_volumes::ready", volume).with("changes", changes));
}

fn ready(store: &mut Store, event: &Event) {
    let volume = event.target;
    let facts = store.get(volume);
    if facts.get(CHANGES) != event.values.get("changes") {
        return;
    }
    if facts.get("nfs_location").is_null() {
        let place = facts.reference("data_center").map_or("", |place| store.get(place).text("permalink"));
        let location = format!("{place}.files.katapult.example:/{}", facts.id());
        store.set(volume, "nfs_location", location);
        store.set(volume, "size", 0);
    }
    store.set(volume, "state", "ready");
}

fn check(store: &Store, organization: Option<Handle>, volume: Option<Handle>, properties: &Map) -> Result<(), Failure> {
    let mut checks = Checks::new();
    if let Some(name) = properties.find("name") {
        checks.present(name, "Name", 255);
        checks.unique(store, "FileStorageVolume", organization, volume, "name", name, "Name");
    }
    let associations = properties.get("associations");
    references::require(store, associations, &["VirtualMachine"], organization, "Associations", &mut checks);
    checks.finish()
}

fn associations(store: &Store, volume: &Object) -> Value {
    references::remaining(store, volume, "associations")
}
