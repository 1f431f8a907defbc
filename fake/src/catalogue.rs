//! The catalogue: what a new organization finds, made up and the same in every run.

mod places;

use crate::map;
use crate::request::Identity;
use crate::spec::{KindId, spec};
use crate::store::{Handle, Store};
use crate::value::{Map, Value};

/// The kinds that belong to no organization.
const GLOBAL: &[&str] = &[
    "Country",
    "CountryState",
    "Currency",
    "DataCenter",
    "DiskIoProfile",
    "DiskTemplate",
    "DiskTemplateVersion",
    "GpuType",
    "Iso",
    "Network",
    "NetworkSpeedProfile",
    "ObjectStorageCluster",
    "OperatingSystem",
    "VirtualMachinePackage",
    "Zone",
];

/// Returns whether the objects of `kind` belong to no organization.
pub(crate) fn is_global(kind: KindId) -> bool {
    GLOBAL.contains(&spec().of_kind(kind).name)
}

/// Name, memory in GB, CPU cores, storage in GB and monthly bandwidth in GB of packages.
const PACKAGES: &[(&str, i64, i64, i64, i64)] = &[
    ("ROCK-1", 1, 1, 15, 1000),
    ("ROCK-3", 3, 1, 25, 2000),
    ("ROCK-6", 6, 2, 50, 3000),
    ("ROCK-12", 12, 4, 100, 4000),
    ("ROCK-24", 24, 8, 200, 5000),
    ("ROCK-48", 48, 16, 400, 6000),
    ("ROCK-96", 96, 32, 800, 8000),
];

/// Operating system, name and permalink of templates, with the numbers of their versions.
const TEMPLATES: &[(&str, &str, &str, i64)] = &[
    ("Ubuntu", "Ubuntu 24.04", "templates/ubuntu-24-04", 3),
    ("Ubuntu", "Ubuntu 22.04", "templates/ubuntu-22-04", 6),
    ("Ubuntu", "Ubuntu 20.04", "templates/ubuntu-20-04", 8),
    ("Ubuntu", "Ubuntu 18.04", "templates/ubuntu-18-04", 9),
    ("Debian", "Debian 12", "templates/debian-12", 4),
    ("Debian", "Debian 11", "templates/debian-11", 5),
    ("AlmaLinux", "AlmaLinux 9", "templates/almalinux-9", 4),
    ("Rocky Linux", "Rocky Linux 9", "templates/rocky-9", 3),
    ("Windows", "Windows Server 2022", "templates/windows-2022", 2),
];

/// Fills a new cloud, and registers `token` with all scopes.
pub(crate) fn fill(store: &mut Store, token: &str) {
    let countries = places::countries(store);
    places::currencies(store);
    let data_centers = data_centers(store, &countries);
    organization(store, &countries);
    let unrestricted = map! {
        "name" => "Unrestricted", "permalink" => "unrestricted", "speed_in_mb" => Value::Null, "iops" => Value::Null,
    };
    store.create("DiskIoProfile", unrestricted);
    for (name, permalink, speed, iops) in [
        ("Standard", "standard", 250, 2_500),
        ("Performance", "performance", 500, 10_000),
        ("Extreme", "extreme", 1_000, 25_000),
    ] {
        store.create(
            "DiskIoProfile",
            map! { "name" => name, "permalink" => permalink, "speed_in_mb" => speed, "iops" => iops },
        );
    }
    for (name, permalink, speed) in [("1 Gbps", "1gbps", 1_000), ("10 Gbps", "10gbps", 10_000)] {
        let profile = map! {
            "name" => name,
            "permalink" => permalink,
            "upload_speed_in_mbit" => speed,
            "download_speed_in_mbit" => speed,
        };
        store.create("NetworkSpeedProfile", profile);
    }
    packages(store);
    templates(store);
    for (name, memory) in [("NVIDIA A4000", 16), ("NVIDIA L40S", 48)] {
        let gpu = map! {
            "name" => name,
            "manufacturer" => "NVIDIA",
            "memory_in_gb" => memory,
            "memory_type" => "GDDR6",
            "permalink" => name.to_lowercase().replace(' ', "-"),
            "data_centers" => data_centers.clone(),
        };
        store.create("GpuType", gpu);
    }
    address_lists(store);
    let user = store.create(
        "User",
        map! { "first_name" => "Ada", "last_name" => "Example", "avatar_url" => "https://avatars.katapult.example/ada.png", "email_address" => "ada@acme.example" },
    );
    let identity = Identity { user: Some(user), ..Identity::default() };
    store.permit(token, identity);
}

/// Data centers, with a zone, a public network and a region of object storage each.
fn data_centers(store: &mut Store, countries: &[Handle]) -> Vec<Handle> {
    let data_centers = [
        ("London", "uk-lon-01", "uk-lon-1"),
        ("Amsterdam", "nl-ams-01", "nl-ams-1"),
        ("New York", "us-nyc-01", "us-nyc-1"),
    ];
    let create = |((name, permalink, region), country): ((&str, &str, &str), &Handle)| {
        let data_center =
            store.create("DataCenter", map! { "name" => name, "permalink" => permalink, "country" => *country });
        let short = permalink.split('-').nth(1).unwrap_or(permalink);
        let zone = map! {
            "name" => format!("{name} Zone 1"),
            "permalink" => format!("{short}-zone-1"),
            "data_center" => data_center,
        };
        store.create("Zone", zone);
        let network = map! {
            "name" => format!("{name} Public"),
            "permalink" => format!("{permalink}-public"),
            "default" => true,
            "data_center" => data_center,
        };
        store.create("Network", network);
        store.create("ObjectStorageCluster", map! { "region" => region, "data_center" => data_center });
        data_center
    };
    data_centers.into_iter().zip(countries).map(create).collect()
}

fn organization(store: &mut Store, countries: &[Handle]) {
    let now = store.now();
    let uuid = store.uuid();
    let organization = map! {
        "uuid" => uuid,
        "name" => "Acme",
        "sub_domain" => "acme",
        "infrastructure_domain" => "acme.katapult.cloud",
        "created_at" => now,
        "activated_at" => now,
        "suspended" => false,
        "managed" => false,
        "currency" => store.all("Currency").first().copied(),
        "country" => countries.first().copied(),
    };
    store.create("Organization", organization);
}

/// The address lists of the provider. Their networks are those of documentation, so that nobody has these addresses.
fn address_lists(store: &mut Store) {
    for (name, networks) in [
        ("Katapult Load Balancers (London)", ["192.0.2.0/28", "2001:db8:1::/64"]),
        ("Katapult Load Balancers (Amsterdam)", ["192.0.2.16/28", "2001:db8:2::/64"]),
        ("Cloudflare", ["198.51.100.0/25", "2001:db8:3::/48"]),
        ("Stripe Webhooks", ["203.0.113.8", "203.0.113.9"]),
        ("UptimeRobot", ["203.0.113.64/26", "2001:db8:4::/64"]),
    ] {
        let list = store.create("AddressList", map! { "name" => name, "global" => true });
        for network in networks {
            store.create("AddressListEntry", map! { "address_list" => list, "address" => network, "name" => name });
        }
    }
}

fn packages(store: &mut Store) {
    for (name, memory, cores, storage, bandwidth) in PACKAGES {
        let package = map! {
            "name" => *name,
            "permalink" => name.to_lowercase(),
            "cpu_cores" => *cores,
            "ipv4_addresses" => 1,
            "memory_in_gb" => *memory,
            "storage_in_gb" => *storage,
            "monthly_bandwidth_allowance_in_gb" => *bandwidth,
            "privacy" => "public",
            "icon" => Value::Null,
            "use_dedicated_cpus" => false,
            "group" => map! { "id" => "vmpkgrp_Rock000000000001", "name" => "ROCK" },
        };
        store.create("VirtualMachinePackage", package);
    }
}

fn templates(store: &mut Store) {
    let mut systems: Vec<(&str, Handle)> = Vec::new();
    for (system, name, permalink, versions) in TEMPLATES {
        let known = systems.iter().find(|(known, _)| known == system).map(|(_, handle)| *handle);
        let system = known.unwrap_or_else(|| {
            let file = format!("{}.svg", system.to_lowercase().replace(' ', "-"));
            let badge = map! {
                "url" => format!("https://assets.katapult.example/systems/{file}"),
                "file_name" => file,
                "file_type" => "image/svg+xml",
                "file_size" => 2_048,
                "digest" => "b5c2d8f0",
                "token" => "0000",
            };
            let handle = store.create("OperatingSystem", map! { "name" => *system, "badge" => badge });
            store.create("Iso", map! { "name" => format!("{name} installer"), "operating_system" => handle });
            systems.push((system, handle));
            handle
        });
        let template = map! {
            "name" => *name,
            "description" => Value::Null,
            "permalink" => *permalink,
            "universal" => true,
            "size_in_gb" => 5,
            "operating_system" => system,
        };
        let template = store.create("DiskTemplate", template);
        let version = |number: i64| -> Map {
            map! { "number" => number, "stable" => true, "size_in_gb" => 5, "disk_template" => template }
        };
        let versions: Vec<Handle> =
            (1..=*versions).map(|number| store.create("DiskTemplateVersion", version(number))).collect();
        store.set(template, "latest_version", versions.last().copied());
    }
}
