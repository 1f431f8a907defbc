//! Object storage: what accounts, buckets and access keys share.

pub mod access_keys;
pub mod accounts;
pub mod buckets;
pub mod objects;

use crate::failure::Failure;
use crate::store::{Handle, Store};

/// The field of an organization with its accounts, those in the trash as well.
const ACCOUNTS: &str = "_object_storage_accounts";

/// Returns the account of an organization in a region, if it has one that can be used.
///
/// # Errors
///
/// If it does not exist, is in the trash, or is not set up.
fn usable(store: &Store, organization: Handle, cluster: Handle) -> Result<Handle, Failure> {
    let account = find(store, organization, cluster)?;
    let facts = store.get(account);
    if facts.boolean("_suspended") {
        return Err(Failure::new("object_storage_account_suspended"));
    }
    match facts.text("provisioning_state") {
        "provisioned" => Ok(account),
        _ => Err(Failure::new("object_storage_account_not_provisioned")),
    }
}

/// Returns the account of an organization in a region, in any state.
///
/// # Errors
///
/// If it does not exist or is in the trash.
fn find(store: &Store, organization: Handle, cluster: Handle) -> Result<Handle, Failure> {
    let accounts = store.get(organization).get(ACCOUNTS).items().iter().filter_map(crate::Value::reference);
    let mut accounts =
        accounts.filter(|account| store.get(*account).reference("object_storage_cluster") == Some(cluster));
    let account = accounts.next().ok_or_else(|| Failure::new("object_storage_account_not_found"))?;
    match store.exists(account) {
        true => Ok(account),
        false => Err(Failure { code: "object_in_trash", detail: store.trash_detail(account) }),
    }
}
