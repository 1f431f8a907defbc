//! The status of successful responses, which the spec does not have: clients accept any 2xx.

use crate::spec::Operation;

/// The operations that respond with 201, by the provider's document and by recorded traffic.
const CREATED: &[&str] = &[
    "address_list_entries::create",
    "address_lists::create",
    "api_tokens::create",
    "console_sessions::create",
    "disks::create",
    "dns_zones::create",
    "file_storage_volumes::create",
    "load_balancers::create",
    "managed_organizations::create",
    "object_storage_access_keys::create",
    "object_storage_accounts::create",
    "object_storage_buckets::create",
    "ssh_keys::create",
    "virtual_machines::build",
    "virtual_machines::build_from_spec",
];

/// Returns the status of a successful response of `operation`.
pub(super) fn of(operation: &Operation) -> u16 {
    if CREATED.contains(&operation.name) { 201 } else { 200 }
}
