//! Buckets: their names, rights and websites.

use std::time::Duration;

use super::{objects, usable};
use crate::behavior::checks::Checks;
use crate::behavior::{Resource, references};
use crate::derived;
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::{Event, Handle, Object, Store};
use crate::value::{Map, Value};

/// The operations, events and computed fields of buckets.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("object_storage_buckets::create", create),
        ("object_storage_buckets::get", get),
        ("object_storage_buckets::update", update),
        ("object_storage_buckets::delete", delete),
    ],
    events: &[("object_storage_buckets::configured", configured)],
    computed: &[
        ("ObjectStorageBucket", "public_url", public_url),
        ("ObjectStorageBucket", "access_control_list", access_control_list),
    ],
    parents: &[("ObjectStorageBucket", "_account")],
    ..Resource::EMPTY
};

/// How long the configuration of a bucket takes to have effect: less than a second in recorded traffic.
const SETUP: Duration = Duration::from_millis(500);

fn create(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let organization = call.object("organization");
    let account = usable(store, organization, call.object("object_storage_cluster"))?;
    let properties = call.properties();
    let mut checks = Checks::new();
    name(store, properties.get("name").text().unwrap_or_default(), &mut checks);
    check(store, Some(organization), None, properties, &mut checks);
    checks.finish()?;
    let bucket = derived::created(store, call, "ObjectStorageBucket");
    store.set(bucket, "_account", account);
    store.set(bucket, "custom_domains", Value::List(Vec::new()));
    store.set(bucket, "cors_origins", Value::List(Vec::new()));
    configure(store, bucket);
    Ok(map! { "object_storage_bucket" => bucket })
}

fn get(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    Ok(map! { "object_storage_bucket" => located(store, call)? })
}

fn update(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let bucket = located(store, call)?;
    let properties = call.properties();
    let organization = store.get(bucket).reference("organization");
    let mut checks = Checks::new();
    check(store, organization, Some(bucket), properties, &mut checks);
    checks.finish()?;
    for (name, value) in properties.iter() {
        let value = match (store.get(bucket).get(name), value) {
            // Rights that are not sent stay.
            (Value::Map(old), Value::Map(new)) => {
                new.iter().fold(old.clone(), |rights, (name, right)| rights.with(name, right.clone())).into()
            }
            _ => value.clone(),
        };
        store.set(bucket, name, value);
    }
    configure(store, bucket);
    Ok(map! { "object_storage_bucket" => bucket })
}

fn delete(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let bucket = located(store, call)?;
    if !objects::of(store.get(bucket)).is_empty() {
        return Err(Failure::new("object_storage_bucket_deletion_error").with("details", "The bucket is not empty"));
    }
    store.remove(bucket);
    Ok(map! { "success" => true })
}

/// Returns the bucket of a call, if it is in the region of the call.
pub(super) fn located(store: &Store, call: &Call) -> Result<Handle, Failure> {
    let bucket = call.object("bucket");
    let facts = store.get(bucket);
    let cluster = facts.reference("object_storage_cluster");
    if cluster.is_some_and(|cluster| cluster != call.object("object_storage_cluster")) {
        return Err(Failure::new("object_storage_bucket_not_found"));
    }
    match facts.reference("_account") {
        Some(account) if !store.exists(account) => {
            Err(Failure { code: "object_in_trash", detail: store.trash_detail(account) })
        }
        _ => Ok(bucket),
    }
}

fn configure(store: &mut Store, bucket: Handle) {
    store.set(bucket, "state", "pending");
    store.after(SETUP, Event::new("object_storage_buckets::configured", bucket));
}

fn configured(store: &mut Store, event: &Event) {
    store.set(event.target, "state", "configured");
}

fn name(store: &Store, name: &str, checks: &mut Checks) {
    checks.require(!name.is_empty(), "Name can't be blank");
    checks.require(name.is_empty() || name.len() >= 3, "Name is too short (minimum is 3 characters)");
    checks.require(name.len() <= 63, "Name is too long (maximum is 63 characters)");
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_valid = name.bytes().all(is_letter) && !name.starts_with('-') && !name.ends_with('-');
    checks.require(is_valid, "Name is invalid");
    let kind = crate::spec::spec().kind("ObjectStorageBucket");
    let is_taken = kind.is_some_and(|kind| store.by(kind, "name", name).is_some());
    checks.require(!is_taken, "Name has already been taken");
}

fn check(store: &Store, organization: Option<Handle>, bucket: Option<Handle>, properties: &Map, checks: &mut Checks) {
    let old = bucket.map(|bucket| store.get(bucket));
    let sent = properties.get("access_control_list");
    let right = |name: &str| match sent.field(name) {
        Value::Null => old.is_some_and(|old| old.get("access_control_list").field(name).boolean() == Some(true)),
        right => right.boolean() == Some(true),
    };
    checks.require(right("public_read") || !right("public_list"), "Public list requires public read");
    checks.at_most(properties.get("label"), "Label", 255);
    for (field, label) in [("static_site_index", "Static site index"), ("static_site_error", "Static site error")] {
        let value = properties.find(field).or_else(|| old.and_then(|old| old.find(field)));
        let is_set = value.and_then(Value::text).is_some_and(|page| !page.is_empty());
        checks.require(right("public_read") || !is_set, format!("{label} requires public read"));
    }
    for (field, label) in [("read_key_ids", "Read keys"), ("write_key_ids", "Write keys")] {
        references::require(store, sent.field(field), &["ObjectStorageAccessKey"], organization, label, checks);
    }
}

pub(super) fn public_url(store: &Store, bucket: &Object) -> Value {
    let cluster = bucket.reference("object_storage_cluster");
    let region = cluster.map_or("", |cluster| store.get(cluster).text("region"));
    format!("https://{}.{region}.katapultobjects.example", bucket.text("name")).into()
}

/// The rights of a bucket, without keys that were deleted.
fn access_control_list(store: &Store, bucket: &Object) -> Value {
    let rights = bucket.get("access_control_list");
    let mut shown = Map::new();
    for name in ["public_read", "public_list", "all_keys_read", "all_keys_write"] {
        shown.set(name, rights.field(name).boolean().unwrap_or_default());
    }
    for name in ["read_key_ids", "write_key_ids"] {
        shown.set(name, references::existing(store, rights.field(name)));
    }
    shown.into()
}
