//! Disk templates and GPU types.

use super::World;

#[test]
fn universal_templates_are_listed_if_they_are_asked_for() {
    let world = World::new();
    let total = |filter: &str| {
        let list = world.get(&format!("/organizations/_/disk_templates?organization[sub_domain]=acme{filter}"));
        list["pagination"]["total"].as_i64()
    };
    assert_eq!([total(""), total("&include_universal=true")], [Some(0), Some(9)]);
    let systems = world.get("/operating_systems")["operating_systems"].clone();
    let debian = systems.as_array().unwrap().iter().find(|system| system["name"] == "Debian").unwrap();
    let filter = format!("&include_universal=true&operating_system[id]={}", debian["id"].as_str().unwrap());
    assert_eq!(total(&filter), Some(2));
}

#[test]
fn a_template_has_versions_with_options() {
    let world = World::new();
    let list = world.get("/disk_templates/_/versions?disk_template[permalink]=templates/ubuntu-24-04");
    assert_eq!(list["disk_template"]["name"], "Ubuntu 24.04");
    assert_eq!(list["pagination"]["total"], 3);
    let version = list["disk_template_versions"][2]["id"].as_str().unwrap();
    let spec = world.get(&format!("/disk_template_versions/{version}/spec"));
    assert_eq!(spec["disk_template_version"]["number"], 3);
    assert_eq!(spec["spec"]["fields"][0]["name"], "install_agent");
}

#[test]
fn lists_the_gpu_types_of_a_data_center() {
    let world = World::new();
    let list = world.get("/data_centers/_/gpu_types?data_center[permalink]=uk-lon-01");
    assert_eq!(list["pagination"]["total"], 2);
    world.cloud.with_store(|store| {
        let gpu = store.all("GpuType")[0];
        store.set(gpu, "data_centers", Vec::<katapult_fake::Handle>::new());
    });
    let list = world.get("/data_centers/_/gpu_types?data_center[permalink]=uk-lon-01");
    assert_eq!(list["pagination"]["total"], 1);
}
