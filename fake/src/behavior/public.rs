//! The public service, which needs no token.

use super::Resource;
use crate::derived::Page;
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::Store;
use crate::value::{Map, Value};

/// The operations of the public service.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("public::data_centers::list", data_centers),
        ("public::virtual_machine_packages::list", packages),
        ("public::stats::get", stats),
    ],
    ..Resource::EMPTY
};

fn data_centers(store: &mut Store, _: &Call) -> Result<Map, Failure> {
    let data_centers = store.all("DataCenter").iter().map(|handle| {
        let data_center = store.get(*handle);
        let country = data_center.reference("country").map(|country| store.get(country).text("name"));
        let public = map! {
            "id" => data_center.id(),
            "name" => data_center.text("name"),
            "permalink" => data_center.text("permalink"),
            "country" => country,
        };
        Value::from(public)
    });
    Ok(map! { "data_centers" => data_centers.collect::<Vec<_>>() })
}

fn packages(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    Ok(Page::of(call)?.fill(Map::new(), "packages", store.all("VirtualMachinePackage")))
}

/// The totals of the cloud, from the machines that it has.
fn stats(store: &mut Store, _: &Call) -> Result<Map, Failure> {
    let machines = store.all("VirtualMachine").iter().map(|handle| store.get(*handle));
    let (mut memory, mut cores, mut today) = (0, 0, 0);
    for machine in machines {
        memory = i64::saturating_add(memory, machine.integer("memory_in_gb"));
        cores = i64::saturating_add(cores, machine.integer("cpu_cores"));
        today += i64::from(machine.integer("created_at") / 86_400 == store.now() / 86_400);
    }
    Ok(map! {
        "total_virtual_machines_launched" => store.all("VirtualMachine").len(),
        "total_virtual_machines_launched_today" => today,
        "total_memory" => memory,
        "total_cpu_cores" => cores,
        "total_block_storage" => store.all("Disk").iter().map(|disk| store.get(*disk).integer("size_in_gb")).fold(0, i64::saturating_add),
        "total_organizations" => store.all("Organization").len(),
    })
}
