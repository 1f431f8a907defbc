//! Accounts: one for each organization and region, which are set up by the clock.

use std::time::Duration;

use super::{ACCOUNTS, find};
use crate::behavior::Resource;
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::{Event, Object, Store};
use crate::value::{Map, Value};

/// The operations and events of accounts.
pub static RESOURCE: Resource = Resource {
    operations: &[("object_storage_accounts::create", create), ("object_storage_accounts::get", get)],
    events: &[("object_storage_accounts::provisioned", provisioned)],
    computed: &[("ObjectStorageAccount", "region", region), ("ObjectStorageAccount", "data_center", data_center)],
    kinds: &["ObjectStorageAccount"],
    ..Resource::EMPTY
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
        "size" => 0,
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

fn provisioned(store: &mut Store, event: &Event) {
    store.set(event.target, "provisioning_state", "provisioned");
}

fn region(store: &Store, account: &Object) -> Value {
    account.reference("object_storage_cluster").map(|cluster| store.get(cluster).text("region")).into()
}

fn data_center(store: &Store, account: &Object) -> Value {
    account.reference("object_storage_cluster").and_then(|cluster| store.get(cluster).reference("data_center")).into()
}
