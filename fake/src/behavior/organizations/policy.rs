//! Policies: what an organization may use, what it uses, and what it pays.
//!
//! The limits are not enforced. An organization whose field [`RESTRICTIONS`] has sentences creates no resources.

use crate::behavior::{Resource, pricing};
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::{Handle, Object, Store};
use crate::value::Map;

/// The operations of policies.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("organizations::policy", policy),
        ("organizations::policy_limits", limits),
        ("organizations::prices", prices),
    ],
    ..Resource::EMPTY
};

/// A limit on the number of objects of a kind, or on the sum of a field of theirs.
struct Limit {
    name: &'static str,
    /// The name in the limits without usage.
    maximum: &'static str,
    kind: &'static str,
    field: Option<&'static str>,
    highest: i64,
    unit: Option<&'static str>,
}

const fn count(name: &'static str, maximum: &'static str, kind: &'static str, highest: i64) -> Limit {
    Limit { name, maximum, kind, field: None, highest, unit: None }
}

/// The limits of a new organization.
const LIMITS: &[Limit] = &[
    count("virtual_machines", "maximum_virtual_machines", "VirtualMachine", 100),
    Limit {
        name: "virtual_machine_memory",
        maximum: "maximum_virtual_machine_memory",
        kind: "VirtualMachine",
        field: Some("memory_in_gb"),
        highest: 1_024,
        unit: Some("GB"),
    },
    count("managed_organizations", "maximum_managed_organizations", "Organization", MANAGED),
    count("unallocated_ip_addresses", "maximum_unallocated_ip_addresses", "IpAddress", 50),
    Limit {
        name: "disk_space",
        maximum: "maximum_disk_space",
        kind: "Disk",
        field: Some("size_in_gb"),
        highest: 20_480,
        unit: Some("GB"),
    },
    count("security_groups", "maximum_security_groups", "SecurityGroup", 100),
    count("virtual_networks", "maximum_virtual_networks", "VirtualNetwork", 20),
    count("load_balancers", "maximum_load_balancers", "LoadBalancer", 20),
    count("dns_zones", "maximum_dns_zones", "DnsZone", 500),
    count("certificates", "maximum_certificates", "Certificate", 100),
    count("file_storage_volumes", "maximum_file_storage_volumes", "FileStorageVolume", 20),
    count("isos", "maximum_isos", "Iso", 10),
];

/// The field of an organization with the reasons why it may not create resources, a list of sentences.
pub const RESTRICTIONS: &str = "_restrictions";

/// Returns an error if a call would create a resource of an organization that may not.
///
/// # Errors
///
/// If the organization has restrictions, and the operation has that error.
pub(crate) fn permit(store: &Store, call: &Call) -> Result<(), Failure> {
    const CODE: &str = "resource_creation_restricted";
    let Some(organization) = call.get("organization").reference() else { return Ok(()) };
    let reasons = store.get(organization).get(RESTRICTIONS);
    match reasons.items().is_empty() || !call.operation.errors.contains(&CODE) {
        true => Ok(()),
        false => Err(Failure::new(CODE).with("errors", reasons.clone())),
    }
}

/// How many organizations an organization can manage.
pub(super) const MANAGED: i64 = 20;

/// How much can be used before it is invoiced.
const BALANCE: f64 = 500.0;

fn policy(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let organization = call.object("organization");
    require_own(store, organization, "policy_not_available_for_managed_organizations")?;
    let mut limits = map! {
        "uninvoiced_balance" => map! {
            "limit" => BALANCE, "current" => 0.0, "currency" => store.get(organization).get("currency").clone(),
        },
    };
    for limit in LIMITS {
        let current = used(store, organization, limit);
        limits.set(limit.name, map! { "limit" => limit.highest, "current" => current, "unit" => limit.unit });
    }
    limits.set("disk_iops", map! { "limit" => 25_000, "unit" => "IOPS" });
    limits.set("network_speed", map! { "limit" => 10_000, "unit" => "Mbps" });
    let permitted = |permitted: bool| map! { "permitted" => permitted };
    Ok(map! {
        "policy_type" => "auto",
        "policy_name" => "Standard",
        "limits" => limits,
        "features" => map! {
            "disk_bus_configuration" => permitted(true),
            "zone_selection" => permitted(true),
            "restricted_traffic_types" => permitted(false),
            "suspension" => permitted(false),
            "flexible_virtual_machine_resources" => permitted(true),
        },
        "reasons_for_disallowing_resource_creation" => store.get(organization).get(RESTRICTIONS).items().to_vec(),
    })
}

fn limits(_: &mut Store, _: &Call) -> Result<Map, Failure> {
    let mut limits = map! {
        "maximum_uninvoiced_balance" => map! { "value" => BALANCE, "unlimited" => false },
        "maximum_disk_size" => map! { "value" => 8_192, "unlimited" => false },
        "minimum_disk_size" => map! { "value" => 1 },
        "flexible_virtual_machine_resources" => true,
        "allow_suspension" => false,
        "allow_restricted_traffic_types" => false,
    };
    for limit in LIMITS {
        limits.set(limit.maximum, map! { "value" => limit.highest, "unlimited" => false });
    }
    Ok(map! { "policy_limits" => limits })
}

fn prices(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let organization = call.object("organization");
    require_own(store, organization, "prices_not_available_for_managed_organizations")?;
    let currency = store.get(organization).reference("currency");
    Ok(map! { "currency" => currency, "prices" => pricing::of_organization(store, currency) })
}

/// Returns an error for an organization that another one manages.
fn require_own(store: &Store, organization: Handle, code: &'static str) -> Result<(), Failure> {
    match store.get(organization).boolean("managed") {
        true => Err(Failure::new(code)),
        false => Ok(()),
    }
}

fn used(store: &Store, organization: Handle, limit: &Limit) -> i64 {
    let objects = store.children(limit.kind, "organization", organization).iter().map(|handle| store.get(*handle));
    let is_counted = |object: &&Object| limit.kind != "IpAddress" || object.get("allocation_id").is_null();
    let objects = objects.filter(is_counted);
    match limit.field {
        Some(field) => objects.map(|object| object.integer(field)).fold(0, i64::saturating_add),
        None => i64::try_from(objects.count()).unwrap_or(i64::MAX),
    }
}
