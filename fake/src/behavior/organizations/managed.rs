//! Managed organizations: how they begin, and what their deletion requires.

use super::policy;
use crate::behavior::checks::Checks;
use crate::behavior::dns_records::is_hostname;
use crate::behavior::{Resource, api_tokens, security_groups};
use crate::derived;
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::spec::spec;
use crate::store::{Handle, Store};
use crate::value::{Map, Value};

/// The operations of managed organizations.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("managed_organizations::create", create),
        ("managed_organizations::delete", delete),
        ("organizations::deletion_steps", deletion_steps),
    ],
    ..Resource::EMPTY
};

/// The conditions for a deletion: the name, the kind that must not be left, and the description.
const STEPS: &[(&str, Option<&str>, &str)] = &[
    ("managed_organizations", Some("Organization"), "All managed organizations must be deleted."),
    ("virtual_machines", Some("VirtualMachine"), "All virtual machines must be deleted."),
    ("disks", Some("Disk"), "All disks must be deleted."),
    ("file_storage_volumes", Some("FileStorageVolume"), "All file storage volumes must be deleted."),
    ("disk_backup_policies", Some("DiskBackupPolicy"), "All disk backup policies must be deleted."),
    ("isos", Some("Iso"), "All ISOs must be deleted."),
    ("disk_templates", Some("DiskTemplate"), "All disk templates must be deleted."),
    ("load_balancers", Some("LoadBalancer"), "All load balancers must be deleted."),
    ("dns_zones", Some("DnsZone"), "All DNS zones must be deleted."),
    ("empty_trash", Some("TrashObject"), "The trash must be empty."),
    ("virtual_networks", Some("VirtualNetwork"), "All virtual networks must be deleted."),
    ("ip_addresses", Some("IpAddress"), "All IP addresses must be released."),
    ("object_storage", Some("ObjectStorageAccount"), "All object storage must be deleted."),
    ("ensure_zero_balance", None, "The balance must be zero."),
    ("ensure_no_outstanding_invoices", None, "There must be no outstanding invoices."),
];

fn create(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let manager = call.object("organization");
    let managed = store.children("Organization", "organization", manager).len();
    if i64::try_from(managed).is_ok_and(|managed| managed >= policy::MANAGED) {
        return Err(Failure::new("organization_limit_reached"));
    }
    let mut checks = Checks::new();
    checks.present(call.get("name"), "Name", 255);
    let sub_domain = call.get("sub_domain").text().unwrap_or_default().trim().to_ascii_lowercase();
    checks.require(!sub_domain.is_empty(), "Sub domain can't be blank");
    let is_label = is_hostname(&sub_domain) && !sub_domain.contains(['.', '_']);
    checks.require(sub_domain.is_empty() || is_label, "Sub domain is invalid");
    let is_taken = spec().kind("Organization").is_some_and(|kind| store.by(kind, "sub_domain", &sub_domain).is_some());
    checks.require(!is_taken, "Sub domain has already been taken");
    checks.finish()?;
    let organization = derived::created(store, call, "Organization");
    let now = store.now();
    let fields = map! {
        "uuid" => store.uuid(),
        "infrastructure_domain" => format!("{sub_domain}.katapult.cloud"),
        "sub_domain" => sub_domain,
        "activated_at" => now,
        "suspended" => false,
        "managed" => true,
        "currency" => store.get(manager).get("currency").clone(),
        "country" => store.get(manager).get("country").clone(),
    };
    for (name, value) in fields {
        store.set(organization, name, value);
    }
    Ok(derived::shown(store, call.operation, organization))
}

fn deletion_steps(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    Ok(map! { "steps" => steps(store, call.object("organization")) })
}

fn delete(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let organization = call.object("organization");
    if !store.get(organization).boolean("managed") {
        return Err(Failure::new("managed_organization_required"));
    }
    let steps = steps(store, organization);
    if steps.iter().any(|(_, step)| step.field("satisfied") == &Value::Bool(false)) {
        return Err(Failure::new("deletion_steps_not_satisfied").with("steps", steps));
    }
    // What no step asks for goes with the organization.
    for token in store.children("ApiToken", "organization", organization).to_vec() {
        api_tokens::revoke(store, token);
    }
    for group in store.children("SecurityGroup", "organization", organization).to_vec() {
        security_groups::remove(store, group);
    }
    for kind in spec().kinds() {
        for object in store.children(kind.name, "organization", organization).to_vec() {
            store.remove(object);
        }
    }
    store.remove(organization);
    Ok(map! { "success" => true })
}

fn steps(store: &Store, organization: Handle) -> Map {
    let is_satisfied = |kind: &&str| store.children(kind, "organization", organization).is_empty();
    let step = |(name, kind, description): &(&'static str, Option<&str>, &str)| {
        let satisfied = kind.as_ref().is_none_or(is_satisfied);
        (*name, Value::from(map! { "satisfied" => satisfied, "description" => *description }))
    };
    STEPS.iter().map(step).collect()
}
