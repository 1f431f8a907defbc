//! Access keys, which are set up by the clock before they can have credentials.

use std::time::Duration;

use super::usable;
use crate::behavior::Resource;
use crate::behavior::checks::Checks;
use crate::derived;
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::{Event, Object, Store};
use crate::value::{Map, Value};

/// The operations and events of access keys.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("object_storage_access_keys::create", create),
        ("object_storage_access_keys::update", update),
        ("object_storage_access_keys::generate_credentials", generate_credentials),
    ],
    events: &[("object_storage_access_keys::configured", configured)],
    computed: &[
        ("ObjectStorageAccessKey", "region", region),
        ("ObjectStorageAccessKey", "server_url", server_url),
        ("ObjectStorageAccessKey", "read_buckets", read_buckets),
        ("ObjectStorageAccessKey", "write_buckets", write_buckets),
    ],
    parents: &[("ObjectStorageAccessKey", "_account")],
    ..Resource::EMPTY
};

/// How long a new key is set up. Recorded traffic has 11 to 52 seconds.
const SETUP: Duration = Duration::from_secs(20);

fn create(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let account = usable(store, call.object("organization"), call.object("object_storage_cluster"))?;
    validate(call.properties())?;
    let key = derived::created(store, call, "ObjectStorageAccessKey");
    store.set(key, "_account", account);
    store.set(key, "state", "pending");
    store.after(SETUP, Event::new("object_storage_access_keys::configured", key));
    Ok(map! { "object_storage_access_key" => key })
}

fn update(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let key = call.object("access_key");
    ready(store.get(key))?;
    validate(call.properties())?;
    Ok(derived::update(store, call, key))
}

/// Only this response has the secret. The credentials replace those that the key had.
fn generate_credentials(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let key = call.object("access_key");
    ready(store.get(key))?;
    let id = store.random_text(20).to_ascii_uppercase();
    let secret = store.random_text(40);
    store.set(key, "s3_access_key_id", id);
    let facts = store.get(key);
    let mut shown = facts.fields().clone().with("s3_secret_access_key", secret);
    for (_, field, computed) in RESOURCE.computed {
        shown.set(field, computed(store, facts));
    }
    Ok(map! { "object_storage_access_key" => shown })
}

fn configured(store: &mut Store, event: &Event) {
    store.set(event.target, "state", "configured");
}

/// Returns an error while a key is set up.
fn ready(key: &Object) -> Result<(), Failure> {
    match key.text("state") {
        "configured" => Ok(()),
        _ => Err(Failure::new("object_storage_provisioning_error")),
    }
}

fn validate(properties: &Map) -> Result<(), Failure> {
    let mut checks = Checks::new();
    checks.present(properties.get("name"), "Name", 255);
    checks.finish()
}

fn region(store: &Store, key: &Object) -> Value {
    key.reference("object_storage_cluster").map(|cluster| store.get(cluster).text("region")).into()
}

fn server_url(store: &Store, key: &Object) -> Value {
    match region(store, key) {
        Value::Text(region) => format!("{region}.katapultobjects.example:443").into(),
        _ => Value::Null,
    }
}

fn read_buckets(store: &Store, key: &Object) -> Value {
    buckets(store, key, ["all_objects_read", "all_keys_read", "read_key_ids"])
}

fn write_buckets(store: &Store, key: &Object) -> Value {
    buckets(store, key, ["all_objects_write", "all_keys_write", "write_key_ids"])
}

/// Returns the names of the buckets that grant a right to a key; none if it has that right everywhere.
fn buckets(store: &Store, key: &Object, [everywhere, all_keys, some_keys]: [&str; 3]) -> Value {
    let Some(account) = key.reference("_account").filter(|_| !key.boolean(everywhere)) else {
        return Value::List(Vec::new());
    };
    let buckets = store.children("ObjectStorageBucket", "_account", account).iter().map(|bucket| store.get(*bucket));
    let grants = |bucket: &&Object| {
        let rights = bucket.get("access_control_list");
        let is_listed = rights.field(some_keys).items().iter().any(|id| id.text() == Some(key.id()));
        is_listed || rights.field(all_keys).boolean() == Some(true)
    };
    buckets.filter(grants).map(|bucket| bucket.text("name")).collect::<Vec<_>>().into()
}
