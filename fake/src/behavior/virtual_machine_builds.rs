//! Builds of virtual machines: from arguments or from a specification to a machine that runs, by the clock.

mod checks;
mod machine;
mod names;
mod specification;
mod xml;

use std::time::Duration;

use self::checks::Location;
use super::{Resource, tasks};
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::{Event, Handle, Store};
use crate::value::{Map, Value};

/// The operations and events of builds.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("virtual_machines::build", build),
        ("virtual_machines::build_from_spec", build_from_spec),
        ("virtual_machine_builds::get", get),
    ],
    events: &[
        ("virtual_machine_builds::begun", begun),
        ("virtual_machine_builds::created", created),
        ("virtual_machine_builds::completed", completed),
    ],
    ..Resource::EMPTY
};

/// The durations of recorded traffic: a build is `building` after 2 seconds, its machine exists after 5, and it is
/// complete after half a minute.
const BEGUN: Duration = Duration::from_secs(2);
const CREATED: Duration = Duration::from_secs(5);
const COMPLETED: Duration = Duration::from_secs(30);

fn build(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let location = Location { zone: call.get("zone").reference(), data_center: call.get("data_center").reference() };
    let zone = location.zone(store).ok_or_else(|| Failure::new("location_required"))?;
    let disks = call.get("disks").items();
    let systems = disks.iter().filter(|disk| disk.field("system").boolean() == Some(true)).count();
    if !disks.is_empty() && systems != 1 {
        return Err(Failure::new("one_system_disk_required"));
    }
    let disks = disks.iter().filter_map(Value::map).map(|disk| {
        let boot = disk.get("system").boolean().unwrap_or_default();
        Value::from(disk.clone().with("boot", boot))
    });
    let template = call.get("disk_template").reference();
    let version = template.and_then(|template| store.get(template).reference("latest_version"));
    let network = call.get("network").reference();
    let plan = map! {
        "zone" => zone,
        "package" => call.object("package"),
        "version" => version,
        "options" => call.get("disk_template_options").clone(),
        "disks" => disks.collect::<Vec<_>>(),
        "interfaces" => vec![map! { "network" => network, "new" => vec!["ipv4"] }],
        "hostname" => call.get("hostname").clone(),
    };
    begin(store, call, plan, None)
}

fn build_from_spec(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let text = call.get("xml").text().unwrap_or_default();
    let root = xml::read(text).map_err(|error| Failure::new("invalid_spec_xml").with("errors", error))?;
    let plan = specification::read(store, call.object("organization"), &root)?;
    begin(store, call, plan, Some(text))
}

/// Checks a plan, and starts the build.
fn begin(store: &mut Store, call: &Call, plan: Map, xml: Option<&str>) -> Result<Map, Failure> {
    let organization = call.object("organization");
    let plan = checks::complete(store, organization, plan)?;
    let xml = xml.map_or_else(|| specification::write(store, &plan), str::to_owned);
    let hostname = plan.get("hostname").clone();
    let build = map! {
        "spec_xml" => xml,
        "state" => "pending",
        "virtual_machine" => Value::Null,
        "created_at" => store.now(),
        "organization" => organization,
        "_plan" => plan,
        "_annotations" => call.get("annotations").items().to_vec(),
    };
    let build = store.create("VirtualMachineBuild", build);
    store.after(BEGUN, Event::new("virtual_machine_builds::begun", build));
    store.after(CREATED, Event::new("virtual_machine_builds::created", build));
    let event = Event::new("virtual_machine_builds::completed", build);
    Ok(map! {
        "task" => tasks::begin(store, Some(organization), "Build virtual machine", COMPLETED, event),
        "build" => build,
        "virtual_machine_build" => build,
        "hostname" => hostname,
        "annotations" => call.get("annotations").items().to_vec(),
    })
}

fn get(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let build = call.object("virtual_machine_build");
    let machine = store.get(build).reference("virtual_machine");
    let annotated = machine.filter(|machine| store.find(*machine).is_some()).unwrap_or(build);
    let annotations = store.get(annotated).get("_annotations").items().to_vec();
    Ok(map! { "virtual_machine_build" => build, "annotations" => annotations })
}

fn begun(store: &mut Store, event: &Event) {
    store.set(event.target, "state", "building");
}

fn created(store: &mut Store, event: &Event) {
    let build: Handle = event.target;
    let found = store.get(build);
    let (organization, annotations) = (found.reference("organization"), found.get("_annotations").clone());
    let Some(plan) = found.get("_plan").map().cloned() else { return };
    let machine = machine::create(store, organization, &plan);
    store.set(machine, "_annotations", annotations);
    store.set(build, "virtual_machine", machine);
}

fn completed(store: &mut Store, event: &Event) {
    store.set(event.target, "state", "complete");
    store.set(event.target, "_plan", Value::Null);
    if let Some(built) = store.get(event.target).reference("virtual_machine") {
        machine::finish(store, built);
    }
}
