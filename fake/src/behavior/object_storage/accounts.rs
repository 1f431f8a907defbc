//! Accounts: one for each organization and region, which are set up by the clock.

use std::time::Duration;

use super::{ACCOUNTS, find, objects};
use crate::behavior::checks::Checks;
use crate::behavior::{Resource, trash_objects};
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::{Event, Handle, Object, Store};
use crate::value::{Map, Value};

/// The operations and events of accounts.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("object_storage_accounts::create", create),
        ("object_storage_accounts::get", get),
        ("object_storage_accounts::delete", delete),
    ],
    events: &[("object_storage_accounts::provisioned", provisioned)],
    computed: &[
        ("ObjectStorageAccount", "region", region),
        ("ObjectStorageAccount", "data_center", data_center),
        ("ObjectStorageAccount", "bucket_count", bucket_count),
        ("ObjectStorageAccount", "size", size),
    ],
    parents: &[("ObjectStorageAccount", "organization")],
    kinds: &["ObjectStorageAccount"],
};

/// How long an account is `provisioning`.
const SETUP: Duration = Duration::from_secs(10);

fn create(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let (organization, cluster) = (call.object("organization"), call.object("object_storage_cluster"));
    match find(store, organization, cluster) {
        Ok(_) => return Err(Failure::validation("Organization already has an account in this region")),
        Err(failure) if failure.code != "object_storage_account_not_found" => return Err(failure),
        Err(_) => {}
    }
    let account = map! {
        "organization" => organization,
        "object_storage_cluster" => cluster,
        "created_at" => store.now(),
        "provisioning_state" => "provisioning",
    };
    let account = store.create("ObjectStorageAccount", account);
    let mut accounts = store.get(organization).get(ACCOUNTS).items().to_vec();
    accounts.retain(|account| account.reference().is_some_and(|account| store.find(account).is_some()));
    accounts.push(account.into());
    store.set(organization, ACCOUNTS, accounts);
    store.after(SETUP, Event::new("object_storage_accounts::provisioned", account));
    Ok(map! { "object_storage_account" => account })
}

fn get(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let account = find(store, call.object("organization"), call.object("object_storage_cluster"))?;
    Ok(map! { "object_storage_account" => account })
}

/// An account is moved to the trash once it has neither buckets nor keys.
fn delete(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let account = find(store, call.object("organization"), call.object("object_storage_cluster"))?;
    let mut checks = Checks::new();
    let is_empty = |kind: &str| store.children(kind, "_account", account).is_empty();
    checks.require(is_empty("ObjectStorageBucket"), "Account cannot be deleted while it has buckets");
    checks.require(is_empty("ObjectStorageAccessKey"), "Account cannot be deleted while it has access keys");
    checks.finish()?;
    let trash = trash_objects::discard(store, account, &[]);
    Ok(map! { "trash_object" => trash, "object_storage_account" => account })
}

fn provisioned(store: &mut Store, event: &Event) {
    store.set(event.target, "provisioning_state", "provisioned");
}

fn region(store: &Store, account: &Object) -> Value {
    account.reference("object_storage_cluster").map(|cluster| store.get(cluster).text("region")).into()
}

fn data_center(store: &Store, account: &Object) -> Value {
    account.reference("object_storage_cluster").and_then(|cluster| store.get(cluster).reference("data_center")).into()
}

fn bucket_count(store: &Store, account: &Object) -> Value {
    buckets_of(store, account).len().into()
}

fn size(store: &Store, account: &Object) -> Value {
    buckets_of(store, account)
        .iter()
        .map(|bucket| objects::bytes(store.get(*bucket)))
        .fold(0, i64::saturating_add)
        .into()
}

/// Returns the buckets of an account, of which the trash has none.
fn buckets_of<'s>(store: &'s Store, account: &Object) -> &'s [Handle] {
    let place = account.reference("organization").zip(account.reference("object_storage_cluster"));
    let account = place.and_then(|(organization, cluster)| find(store, organization, cluster).ok());
    account.map_or(&[], |account| store.children("ObjectStorageBucket", "_account", account))
}
