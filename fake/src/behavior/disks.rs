//! Disks: built, assigned to virtual machines, attached, resized and deleted.

use std::time::Duration;

use super::checks::Checks;
use super::{Resource, tasks, trash_objects};
use crate::derived;
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::spec::spec;
use crate::store::{Event, Handle, Store};
use crate::value::{Map, Value};

/// The operations and events of disks.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("disks::create", create),
        ("disks::update", update),
        ("disks::delete", delete),
        ("disks::assign", assign),
        ("disks::unassign", unassign),
        ("disks::attach", attach),
        ("disks::detach", detach),
        ("disks::resize", resize),
        ("disks::change_io_profile", change_io_profile),
    ],
    events: &[
        ("disks::built", built),
        ("disks::attachment", attachment),
        ("disks::resized", resized),
        ("disks::profiled", profiled),
    ],
    ..Resource::EMPTY
};

/// The durations of tasks, by recorded traffic.
const BUILD: Duration = Duration::from_secs(2);
const ATTACHMENT: Duration = Duration::from_secs(2);
const GROW_ONLINE: Duration = Duration::from_secs(3);
const RESIZE: Duration = Duration::from_secs(6);
const PROFILE: Duration = Duration::from_secs(2);

/// The largest size of a disk in GB.
pub const LARGEST: i64 = 65_536;

/// Creates a disk in the state `not_built`. What is not in `fields` has its default.
pub fn add(store: &mut Store, fields: Map) -> Handle {
    let profile = spec().kind("DiskIoProfile").and_then(|kind| store.by(kind, "permalink", "unrestricted"));
    let profile = profile.or_else(|| store.all("DiskIoProfile").first().copied());
    let wwn = format!(
        "0{:03x}{:06x}{:06x}",
        store.random_below(1 << 12),
        store.random_below(1 << 24),
        store.random_below(1 << 24)
    );
    let defaults = map! {
        "name" => "Disk",
        "wwn" => wwn,
        "state" => "not_built",
        "created_at" => store.now(),
        "storage_speed" => "nvme",
        "io_profile" => profile,
        "bus_type" => "scsi",
        "virtual_machine_disk" => Value::Null,
        "installation" => Value::Null,
    };
    let mut all = defaults;
    for (name, value) in fields {
        if !value.is_null() {
            all.set(name, value);
        }
    }
    store.create("Disk", all)
}

/// Assigns a disk to a virtual machine.
pub fn assign_to(store: &mut Store, disk: Handle, machine: Handle, boot: bool, on_boot: bool) -> Handle {
    let fields = map! {
        "virtual_machine" => machine,
        "disk" => disk,
        "attach_on_boot" => on_boot,
        "boot" => boot,
        "state" => "detached",
    };
    let assignment = store.create("VirtualMachineDisk", fields);
    store.set(disk, "virtual_machine_disk", assignment);
    assignment
}

/// Removes what exists only together with a disk.
pub fn dispose(store: &mut Store, disk: Handle) {
    let found = store.get(disk);
    let mut parts: Vec<Handle> =
        [found.reference("virtual_machine_disk"), found.reference("installation")].into_iter().flatten().collect();
    parts.extend(store.children("DiskBackupPolicy", "disk", disk));
    for part in parts {
        store.remove(part);
    }
}

/// The assignment of a disk, if it has one.
fn assignment(store: &Store, disk: Handle) -> Option<Handle> {
    store.get(disk).reference("virtual_machine_disk")
}

fn is_attached(store: &Store, disk: Handle) -> bool {
    assignment(store, disk).is_some_and(|assignment| store.get(assignment).text("state") != "detached")
}

fn data_center(store: &Store, machine: Handle) -> Option<Handle> {
    store.get(machine).reference("zone").and_then(|zone| store.get(zone).reference("data_center"))
}

fn begin(store: &mut Store, disk: Handle, name: &str, duration: Duration, event: Event) -> Handle {
    let organization = store.get(disk).reference("organization");
    tasks::begin(store, organization, name, duration, event)
}

fn create(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let properties = call.properties();
    let assigned = properties.get("virtual_machine_disk");
    let machine = assigned.field("virtual_machine").reference();
    let wanted = properties.get("data_center").reference();
    let of_machine = machine.and_then(|machine| data_center(store, machine));
    let is_near = wanted.is_none() || of_machine.is_none() || wanted == of_machine;
    let mut checks = Checks::new();
    checks.present(properties.get("name"), "Name", 255);
    checks.within(properties.get("size_in_gb"), "Size in GB", 1, LARGEST);
    let owner = machine.map(|machine| store.get(machine).reference("organization"));
    let is_own = owner.is_none_or(|owner| owner == call.get("organization").reference());
    checks.require(is_own, "Virtual machine must belong to the organization");
    checks.require(is_near, "Data center must be that of the virtual machine");
    checks.finish()?;
    let first = store.all("DataCenter").first().copied();
    let fields = map! {
        "name" => properties.get("name").clone(),
        "size_in_gb" => properties.get("size_in_gb").clone(),
        "organization" => call.object("organization"),
        "data_center" => wanted.or(of_machine).or(first),
        "bus_type" => properties.get("bus_type").clone(),
        "io_profile" => properties.get("io_profile").clone(),
        "storage_speed" => properties.get("storage_speed").clone(),
        "_file_system" => properties.get("initial_file_system").clone(),
        "_annotations" => call.get("annotations").clone(),
    };
    let disk = add(store, fields);
    if let Some(machine) = machine {
        let boot = assigned.field("boot").boolean().unwrap_or_default();
        let on_boot = assigned.field("attach_on_boot").boolean().unwrap_or(true);
        assign_to(store, disk, machine, boot, on_boot);
    }
    let attach = assigned.field("attach").boolean().unwrap_or_default();
    let event = Event::new("disks::built", disk).with("attach", attach);
    let task = begin(store, disk, "Build disk", BUILD, event);
    Ok(derived::shown(store, call.operation, disk).with("task", task))
}

fn built(store: &mut Store, event: &Event) {
    store.set(event.target, "state", "built");
    if event.values.get("attach").boolean().unwrap_or_default()
        && let Some(assignment) = assignment(store, event.target)
        && is_running(store, assignment)
    {
        store.set(assignment, "state", "attached");
    }
}

/// Returns whether the machine of an assignment is not stopped.
fn is_running(store: &Store, assignment: Handle) -> bool {
    let machine = store.get(assignment).reference("virtual_machine");
    machine.is_some_and(|machine| store.get(machine).text("state") != "stopped")
}

fn update(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let disk = call.object("disk");
    let properties = call.properties();
    let mut checks = Checks::new();
    if let Some(name) = properties.find("name") {
        checks.present(name, "Name", 255);
    }
    checks.finish()?;
    let changes = properties.get("virtual_machine_disk");
    if !changes.is_null() {
        let assignment = assignment(store, disk).ok_or_else(|| Failure::new("unassigned_disk"))?;
        let machine = store.get(assignment).reference("virtual_machine");
        let other = changes.field("virtual_machine").reference().filter(|other| Some(*other) != machine);
        let owner = store.get(disk).reference("organization");
        if other.is_some_and(|other| store.get(other).reference("organization") != owner) {
            return Err(Failure::validation("Virtual machine must belong to the organization"));
        }
        if other.is_some() && is_attached(store, disk) {
            return Err(Failure::validation("Disk must be detached before it is assigned to another virtual machine"));
        }
        if let Some(other) = other {
            store.set(assignment, "virtual_machine", other);
        }
        for name in ["boot", "attach_on_boot"] {
            if let Some(value) = changes.field(name).boolean() {
                store.set(assignment, name, value);
            }
        }
    }
    // The size and the speed have operations of their own, and the file system is that of the first build.
    for name in ["name", "bus_type"] {
        if let Some(value) = properties.get(name).text() {
            store.set(disk, name, value);
        }
    }
    derived::annotate(store, disk, call.get("annotations").items());
    Ok(derived::shown(store, call.operation, disk))
}

fn delete(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let disk = call.object("disk");
    if is_attached(store, disk) {
        return Err(Failure::validation("Disk is attached to a virtual machine"));
    }
    let policies = store.children("DiskBackupPolicy", "disk", disk).to_vec();
    let assignment = assignment(store, disk);
    store.set(disk, "virtual_machine_disk", Value::Null);
    if let Some(assignment) = assignment {
        store.remove(assignment);
    }
    let trash = trash_objects::discard(store, disk, &policies);
    Ok(derived::shown(store, call.operation, disk).with("trash_object", trash))
}

fn refuse(code: &'static str, reason: &str) -> Failure {
    Failure::new(code).with("errors", vec![reason])
}

fn assign(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let (disk, machine) = (call.object("disk"), call.object("virtual_machine"));
    if assignment(store, disk).is_some() {
        return Err(refuse("unable_to_assign", "Disk is already assigned to a virtual machine"));
    }
    let (here, there) = (store.get(disk).reference("data_center"), data_center(store, machine));
    if here.is_some() && there.is_some() && here != there {
        return Err(refuse("unable_to_assign", "Disk and virtual machine must be in the same data center"));
    }
    if store.get(disk).reference("organization") != store.get(machine).reference("organization") {
        return Err(refuse("unable_to_assign", "Disk and virtual machine must belong to the same organization"));
    }
    assign_to(store, disk, machine, false, true);
    Ok(map! { "disk" => disk })
}

fn unassign(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let disk = call.object("disk");
    if is_attached(store, disk) {
        return Err(refuse("unable_to_unassign", "Disk is attached to a virtual machine"));
    }
    // A disk without an assignment is not refused, by recorded traffic.
    let assignment = assignment(store, disk);
    store.set(disk, "virtual_machine_disk", Value::Null);
    if let Some(assignment) = assignment {
        store.remove(assignment);
    }
    Ok(map! { "disk" => disk })
}

fn attach(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    change(store, call, "Attach disk to virtual machine", "attaching", "attached")
}

fn detach(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    change(store, call, "Detach disk from virtual machine", "detaching", "detached")
}

/// Starts a task after which the disk is attached or detached. The response shows the state before.
fn change(
    store: &mut Store,
    call: &Call,
    task: &str,
    during: &'static str,
    after: &'static str,
) -> Result<Map, Failure> {
    let disk = call.object("disk");
    let assignment = assignment(store, disk).ok_or_else(|| Failure::new("unassigned_disk"))?;
    if store.get(assignment).text("state") != after {
        store.after(Duration::from_secs(1), Event::new("disks::attachment", assignment).with("state", during));
    }
    let event = Event::new("disks::attachment", assignment).with("state", after);
    let task = begin(store, disk, task, ATTACHMENT, event);
    Ok(map! { "disk" => disk, "task" => task })
}

fn attachment(store: &mut Store, event: &Event) {
    let state = event.values.get("state").text().unwrap_or_default();
    // A disk of a machine that is stopped is attached at the next start.
    if state == "detached" || is_running(store, event.target) {
        let state = state.to_owned();
        store.set(event.target, "state", state);
    } else if state == "attached" {
        store.set(event.target, "attach_on_boot", true);
    }
}

fn resize(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let disk = call.object("disk");
    let size = call.get("size_in_gb").integer().unwrap_or_default();
    let found = store.get(disk);
    let (before, attached) = (found.integer("size_in_gb"), is_attached(store, disk));
    let online = match call.get("resize_method").text() {
        Some(method) => method == "online",
        None => attached,
    };
    let is_xfs = found.text("_file_system") == "xfs";
    let mut checks = Checks::new();
    checks.within(call.get("size_in_gb"), "Size in GB", 1, LARGEST);
    let larger = "Size in GB must be greater than the current size to resize the disk online";
    checks.require(!online || size > before, larger);
    checks.require(online || !attached, "Disk must be detached to be resized offline");
    checks.require(size >= before || !is_xfs, "XFS file systems cannot be shrunk");
    checks.finish()?;
    let (name, duration) = match (online, size < before) {
        (true, _) => ("Grow disk online", GROW_ONLINE),
        (false, false) => ("Grow disk", RESIZE),
        (false, true) => ("Shrink disk", RESIZE),
    };
    let task = begin(store, disk, name, duration, Event::new("disks::resized", disk).with("size", size));
    Ok(map! { "disk" => disk, "task" => task })
}

fn resized(store: &mut Store, event: &Event) {
    store.set(event.target, "size_in_gb", event.values.get("size").clone());
}

fn change_io_profile(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let disk = call.object("disk");
    let event = Event::new("disks::profiled", disk).with("profile", call.object("io_profile"));
    let task = begin(store, disk, "Change disk IO profile", PROFILE, event);
    Ok(map! { "disk" => disk, "task" => task })
}

fn profiled(store: &mut Store, event: &Event) {
    store.set(event.target, "io_profile", event.values.get("profile").clone());
}
