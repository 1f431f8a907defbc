//! Specifications of machines, as XML and as plans.

use super::checks::Location;
use super::xml::Element;
use crate::failure::Failure;
use crate::map;
use crate::spec::spec;
use crate::store::{Handle, Store};
use crate::value::{Map, Value};

/// Reads the plan of a specification. All that it refers to must exist.
pub(super) fn read(store: &Store, organization: Handle, root: &Element) -> Result<Map, Failure> {
    let mut reader = Reader { store, organization, broken: Vec::new() };
    let plan = reader.plan(root);
    if reader.broken.is_empty() {
        return Ok(plan);
    }
    let broken: Vec<Value> = reader.broken.into_iter().map(Into::into).collect();
    Err(Failure::new("validation_error").with("errors", broken))
}

struct Reader<'s> {
    store: &'s Store,
    organization: Handle,
    broken: Vec<String>,
}

impl Reader<'_> {
    fn plan(&mut self, root: &Element) -> Map {
        let location = Location {
            zone: root.child("Zone").and_then(|zone| self.object("Zone", zone)),
            data_center: root.child("DataCenter").and_then(|data_center| self.object("DataCenter", data_center)),
        };
        let zone = location.zone(self.store);
        if zone.is_none() && self.broken.is_empty() {
            self.broken.push("Zone or data center must be specified".to_owned());
        }
        let resources = root.child("Resources");
        let package = resources.and_then(|resources| resources.child("Package"));
        let package = package.and_then(|package| self.object("VirtualMachinePackage", package));
        let [memory, cores] = ["Memory", "CPUCores"].map(|name| resources.and_then(|one| one.integer(name)));
        if package.is_none() && (memory.unwrap_or_default() < 1 || cores.unwrap_or_default() < 1) {
            self.broken.push("Resources must have a package, or memory and CPU cores".to_owned());
        }
        let hostname = root.child("Hostname").and_then(|one| one.child("Hostname"));
        let hostname = hostname.filter(|one| one.attribute("type") != Some("random"));
        let keys = root.child("AuthorizedKeys");
        let (version, options) = self.template(root);
        map! {
            "zone" => zone,
            "package" => package,
            "memory_in_gb" => memory,
            "cpu_cores" => cores,
            "version" => version,
            "options" => options,
            "disks" => self.disks(root),
            "shared_disks" => self.objects("Disk", root.items("SharedDisks", "Disk")),
            "interfaces" => self.interfaces(root),
            "hostname" => hostname.map(|hostname| hostname.text.trim()),
            "name" => root.content("Name"),
            "description" => root.content("Description"),
            "group" => root.child("Group").and_then(|group| self.object("VirtualMachineGroup", group)),
            "tags" => root.items("Tags", "Tag").map(|tag| tag.text.trim()).collect::<Vec<_>>(),
            "iso" => root.child("ISO").and_then(|iso| self.object("Iso", iso)),
            "ssh_keys" => keys.and_then(|keys| self.keys(keys)),
            "continuous_management" => keys.is_some_and(|keys| keys.attribute("continuous_management") == Some("yes")),
            "policies" => policies(root),
        }
    }

    /// The object that an element selects, by its ID or by what its attribute `by` names.
    fn object(&mut self, kind: &str, element: &Element) -> Option<Handle> {
        let value = element.text.trim();
        let by = element.attribute("by").unwrap_or("id");
        let found = match spec().kind(kind) {
            Some(id) if by == "id" || spec().of_kind(id).unique.contains(&by) => self.store.by(id, by, value),
            _ => self.store.all(kind).iter().find(|one| self.store.get(**one).text(by) == value).copied(),
        };
        let found = found.filter(|found| self.store.exists(*found)).filter(|found| {
            let owner = self.store.get(*found).reference("organization");
            owner.is_none() || owner == Some(self.organization)
        });
        if found.is_none() {
            self.broken.push(format!("{} with {by} `{value}` was not found", element.name));
        }
        found
    }

    fn objects<'e>(&mut self, kind: &str, elements: impl Iterator<Item = &'e Element>) -> Vec<Handle> {
        elements.filter_map(|element| self.object(kind, element)).collect()
    }

    fn template(&mut self, root: &Element) -> (Option<Handle>, Vec<Map>) {
        let Some(part) = root.child("DiskTemplate") else { return (None, Vec::new()) };
        let template = part.child("DiskTemplate").and_then(|template| self.object("DiskTemplate", template));
        let version = template.and_then(|template| {
            let versions = self.store.children("DiskTemplateVersion", "disk_template", template);
            match part.integer("Version") {
                Some(number) => versions.iter().find(|one| self.store.get(**one).integer("number") == number).copied(),
                None => self.store.get(template).reference("latest_version"),
            }
        });
        if template.is_some() && version.is_none() {
            self.broken.push("Version of the disk template was not found".to_owned());
        }
        let options = part.children.iter().filter(|child| child.name == "Option");
        let options = options.map(|option| map! { "key" => option.attribute("key"), "value" => option.text.as_str() });
        (version, options.collect())
    }

    fn disks(&mut self, root: &Element) -> Vec<Map> {
        let mut disks = Vec::new();
        for (number, disk) in root.items("SystemDisks", "Disk").enumerate() {
            let size = disk.integer("Size");
            if size.is_none() {
                self.broken.push("Size of a disk is not an integer".to_owned());
            }
            let speed = disk.content("Speed").filter(|speed| ["nvme", "ssd"].contains(speed));
            disks.push(map! {
                "name" => disk.content("Name"),
                "size_in_gb" => size,
                "storage_speed" => speed,
                "io_profile" => disk.child("IOProfile").and_then(|one| self.object("DiskIoProfile", one)),
                "initial_file_system" => disk.content("FileSystemType"),
                "policies" => policies(disk),
                // The machine boots from the first one.
                "boot" => number == 0,
            });
        }
        disks
    }

    fn interfaces(&mut self, root: &Element) -> Vec<Map> {
        let mut interfaces = Vec::new();
        for interface in root.items("NetworkInterfaces", "NetworkInterface") {
            let network = match (interface.child("Network"), interface.child("VirtualNetwork")) {
                (Some(network), _) => self.object("Network", network),
                (None, Some(network)) => self.object("VirtualNetwork", network),
                (None, None) => None,
            };
            let profile = interface.child("SpeedProfile").and_then(|one| self.object("NetworkSpeedProfile", one));
            let allocations = interface.children.iter().filter(|child| child.name == "IPAddressAllocation");
            let (mut addresses, mut new) = (Vec::new(), Vec::new());
            for allocation in allocations {
                match allocation.child("IPAddress") {
                    Some(address) => addresses.extend(self.address(address)),
                    None if allocation.content("Version") == Some("6") => new.push("ipv6"),
                    None => new.push("ipv4"),
                }
            }
            interfaces.push(map! {
                "network" => network, "speed_profile" => profile, "addresses" => addresses, "new" => new,
            });
        }
        interfaces
    }

    /// An existing address, which must not be allocated yet.
    fn address(&mut self, element: &Element) -> Option<Handle> {
        let address = self.object("IpAddress", element)?;
        if self.store.get(address).get("allocation_id").is_null() {
            return Some(address);
        }
        self.broken.push(format!("IP address {} is already allocated", self.store.get(address).text("address")));
        None
    }

    /// The keys that are selected; `None` for all.
    fn keys(&mut self, keys: &Element) -> Option<Vec<Handle>> {
        let keys = keys.child("SSHKeys")?;
        if keys.attribute("all") == Some("yes") {
            return None;
        }
        Some(self.objects("SshKey", keys.children.iter().filter(|key| key.name == "SSHKey")))
    }
}

/// The backup policies of a machine or a disk.
fn policies(of: &Element) -> Vec<Map> {
    let policies = of.items("BackupPolicies", "BackupPolicy").map(|policy| {
        let schedule = policy.child("Schedule").map(|schedule| {
            map! {
                "interval" => schedule.content("Interval"),
                "frequency" => schedule.integer("Frequency"),
                "time" => schedule.integer("Time"),
            }
        });
        map! { "retention" => policy.integer("Retention"), "schedule" => schedule }
    });
    policies.collect()
}

/// Writes a plan that came from arguments.
pub(super) fn write(store: &Store, plan: &Map) -> String {
    let id = |value: &Value| value.reference().map(|object| store.get(object).id().to_owned());
    let text = |name: &str| plan.get(name).text().map(str::to_owned);
    let version = plan.get("version").reference();
    let template = version.map(|version| store.get(version).get("disk_template"));
    let elements = [
        (["", "Zone"], id(plan.get("zone"))),
        (["Resources", "Package"], id(plan.get("package"))),
        (["DiskTemplate", "DiskTemplate"], template.and_then(id)),
        (["Hostname", "Hostname"], text("hostname")),
        (["", "Name"], text("name")),
    ];
    let mut xml = String::from("<?xml version=\"1.0\"?>\n<VirtualMachineSpec>\n");
    for ([outer, inner], text) in elements {
        let Some(text) = text else { continue };
        let element = format!("<{inner}>{}</{inner}>", quick_xml::escape::escape(text));
        xml += &match outer {
            "" => format!("  {element}\n"),
            outer => format!("  <{outer}>\n    {element}\n  </{outer}>\n"),
        };
    }
    xml + "</VirtualMachineSpec>\n"
}
