//! Builds, from arguments and from specifications.

use serde_json::{Value, json};

use super::{World, build, id, with_organization};

const BUILD: &str = "POST /organizations/_/virtual_machines/build";
const FROM_SPEC: &str = "POST /organizations/_/virtual_machines/build_from_spec";

#[test]
fn a_build_passes_its_states_by_the_clock() {
    let world = World::new();
    let (status, started) = world.send(BUILD, build("Web-1"));
    assert_eq!(status, 201);
    assert_eq!(started["hostname"], "web-1");
    assert_eq!(started["task"]["name"], "Build virtual machine");
    assert_eq!(started["build"], started["virtual_machine_build"]);
    let build = format!("/virtual_machines/builds/{}", id(&started["virtual_machine_build"]));
    let task = format!("/tasks/{}", id(&started["task"]));
    let mut seen = Vec::new();
    let mut machine = String::new();
    for seconds in [0, 2, 3, 25, 1, 1, 5] {
        world.wait(seconds);
        let found = world.get(&build)["virtual_machine_build"].clone();
        let state = found["virtual_machine"]["state"].as_str().unwrap_or("none").to_owned();
        let task = world.get(&task)["task"]["status"].as_str().unwrap().to_owned();
        seen.push(format!("{} {state} {task}", found["state"].as_str().unwrap()));
        machine = found["virtual_machine"]["id"].as_str().unwrap_or_default().to_owned();
    }
    let expected = [
        "pending none pending",
        "building none running",
        "building stopped running",
        "complete allocating completed",
        "complete allocated completed",
        "complete starting completed",
        "complete started completed",
    ];
    assert_eq!(seen, expected);
    let xml = world.get(&build)["virtual_machine_build"]["spec_xml"].as_str().unwrap().to_owned();
    assert!(xml.contains("  <Hostname>\n    <Hostname>web-1</Hostname>\n  </Hostname>\n"), "{xml}");
    let found = world.get(&format!("/virtual_machines/{machine}"))["virtual_machine"].clone();
    assert_eq!(found["fqdn"], "web-1.acme.katapult.cloud");
    assert_eq!(found["memory_in_gb"], 3);
    assert_eq!(found["zone"]["data_center"]["permalink"], "uk-lon-01");
    assert_eq!(found["ip_addresses"].as_array().map(Vec::len), Some(1));
    assert_eq!(found["ip_addresses"][0]["reverse_dns"], "web-1.acme.katapult.cloud");
    let disk = &world.disks(&machine)[0];
    assert_eq!((&disk["disk"]["state"], &disk["disk"]["size_in_gb"]), (&json!("built"), &json!(25)));
    assert_eq!((&disk["state"], &disk["boot"]), (&json!("attached"), &json!(true)));
    let disk = world.get(&format!("/disks/{}", id(&disk["disk"])))["disk"].clone();
    let template = &disk["installation"]["disk_template_version"]["disk_template"];
    assert_eq!(template["permalink"], "templates/ubuntu-24-04");
    let list = format!("/virtual_machines/{machine}/network_interfaces");
    let interface = &world.get(&list)["virtual_machine_network_interfaces"][0];
    assert_eq!(interface["name"], "London Public on web-1");
    assert_eq!(interface["ip_addresses"][0]["address"], found["ip_addresses"][0]["address"]);
}

#[test]
fn a_hostname_that_is_left_out_is_chosen() {
    let world = World::new();
    let mut arguments = build("");
    arguments.as_object_mut().unwrap().remove("hostname");
    let first = world.ok(BUILD, arguments.clone())["hostname"].as_str().unwrap().to_owned();
    let second = world.ok(BUILD, arguments)["hostname"].as_str().unwrap().to_owned();
    assert!(first.contains('-') && first != second, "{first} {second}");
}

#[test]
fn a_build_keeps_disks_and_annotations() {
    let world = World::new();
    let mut arguments = build("db-1");
    arguments["disks"] = json!([{ "size_in_gb": 30, "system": true }, { "name": "Data", "size_in_gb": 100 }]);
    arguments["annotations"] = json!([{ "key": "team", "value": "web" }]);
    let started = world.ok(BUILD, arguments);
    assert_eq!(started["annotations"][0]["value"], "web");
    world.wait(60);
    let path = format!("/virtual_machines/builds/{}", id(&started["virtual_machine_build"]));
    let built = world.get(&path);
    assert_eq!(built["annotations"][0]["key"], "team");
    let machine = id(&built["virtual_machine_build"]["virtual_machine"]);
    let disks: Vec<_> =
        world.disks(&machine).iter().map(|disk| (disk["disk"]["size_in_gb"].clone(), disk["boot"].clone())).collect();
    assert_eq!(disks, [(json!(30), json!(true)), (json!(100), json!(false))]);
    assert_eq!(world.get(&format!("/virtual_machines/{machine}"))["annotations"][0]["value"], "web");
}

#[test]
fn refuses_builds_that_cannot_be_built() {
    let world = World::new();
    let with = |name: &str, value: Value| {
        let mut arguments = build("web-1");
        arguments[name] = value;
        arguments
    };
    let code = |arguments: Value| {
        let (status, code, _) = world.refused(BUILD, arguments);
        (status, code)
    };
    let mut nowhere = build("web-1");
    nowhere.as_object_mut().unwrap().remove("data_center");
    assert_eq!(code(nowhere), (422, "location_required".to_owned()));
    let disks = json!([{ "size_in_gb": 10 }, { "size_in_gb": 10 }]);
    assert_eq!(code(with("disks", disks)), (422, "one_system_disk_required".to_owned()));
    assert_eq!(code(with("package", json!({ "permalink": "rock-0" }))), (404, "package_not_found".to_owned()));
    let template = json!({ "permalink": "templates/none" });
    assert_eq!(code(with("disk_template", template)), (404, "disk_template_not_found".to_owned()));
    let disks = json!([{ "size_in_gb": 0, "system": true }]);
    let sentence = world.sentence(BUILD, with("disks", disks)).1;
    assert_eq!(sentence, "Size in GB must be greater than or equal to 1");
    assert_eq!(world.sentence(BUILD, with("hostname", json!("---"))).1, "Hostname is invalid");
    world.ok(BUILD, build("web-1"));
    // It is taken as soon as it is planned, and still once it is built.
    for _ in 0..2 {
        assert_eq!(world.sentence(BUILD, build("WEB-1")).1, "Hostname has already been taken");
        world.wait(60);
    }
}

fn spec(xml: &str) -> Value {
    with_organization(json!({ "xml": xml }))
}

#[test]
fn builds_from_a_specification() {
    let world = World::new();
    let address = world.address();
    let group = json!({ "properties": { "name": "front" } });
    world.ok("POST /organizations/_/virtual_machine_groups", with_organization(group));
    let key = json!({ "ssh_key": { "name": "laptop", "key": super::KEY } });
    world.ok("POST /organizations/_/ssh_keys", with_organization(key));
    let xml = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
        <VirtualMachineSpec>
          <Zone by="permalink">lon-zone-1</Zone>
          <Resources><Memory>5</Memory><CPUCores>2</CPUCores></Resources>
          <DiskTemplate>
            <DiskTemplate by="permalink">templates/debian-12</DiskTemplate>
            <Version by="number">2</Version>
            <Option key="install_agent">true</Option>
          </DiskTemplate>
          <SystemDisks>
            <Disk><Name>System</Name><Size>20</Size></Disk>
            <Disk><Name>Data</Name><Size>50</Size><Speed>ssd</Speed>
              <BackupPolicies><BackupPolicy><Retention>3</Retention></BackupPolicy></BackupPolicies></Disk>
          </SystemDisks>
          <NetworkInterfaces><NetworkInterface>
            <Network by="permalink">uk-lon-01-public</Network>
            <IPAddressAllocation type="existing"><IPAddress by="address">{}</IPAddress></IPAddressAllocation>
            <IPAddressAllocation type="new"><Version>6</Version></IPAddressAllocation>
          </NetworkInterface></NetworkInterfaces>
          <Hostname><Hostname>App-1</Hostname></Hostname>
          <Name>App &amp; more</Name>
          <Description>An application.</Description>
          <Group by="name">front</Group>
          <AuthorizedKeys continuous_management="yes"><SSHKeys all="yes"/></AuthorizedKeys>
          <Tags><Tag>web</Tag><Tag>public</Tag></Tags>
        </VirtualMachineSpec>"#,
        address["address"].as_str().unwrap()
    );
    let started = world.ok(FROM_SPEC, spec(&xml));
    assert_eq!(started["hostname"], "app-1");
    world.wait(60);
    let built = world.get(&format!("/virtual_machines/builds/{}", id(&started["build"])));
    let machine = id(&built["virtual_machine_build"]["virtual_machine"]);
    let found = world.get(&format!("/virtual_machines/{machine}"))["virtual_machine"].clone();
    assert_eq!((&found["name"], &found["description"]), (&json!("App & more"), &json!("An application.")));
    assert_eq!((&found["package"], &found["memory_in_gb"], &found["cpu_cores"]), (&Value::Null, &json!(5), &json!(2)));
    assert_eq!(found["group"]["name"], "front");
    assert_eq!(found["tag_names"], json!(["web", "public"]));
    assert_eq!(found["ip_addresses"][0]["id"], address["id"]);
    assert_eq!(found["ip_addresses"][1]["subnet"]["version"], 6);
    let disks = world.disks(&machine);
    assert_eq!(disks.len(), 2);
    let policies = world.get(&format!("/virtual_machines/{machine}/disk_backup_policies?include_disks=true"));
    assert_eq!(policies["disk_backup_policies"][0]["target"]["value"]["name"], "Data");
    let tags = world.get("/organizations/_/tags?organization[sub_domain]=acme");
    assert_eq!(tags["tags"].as_array().map(Vec::len), Some(2));
}

#[test]
fn refuses_specifications_that_cannot_be_read() {
    let world = World::new();
    let cases = [
        ("", "1:1: FATAL: Document is empty"),
        ("<VirtualMachineSpec>\n  <Name>web</Nam", "2:"),
        ("<VirtualMachineSpec>", "1:21: FATAL: Premature end of data"),
        ("<Machine/>", "1:1: ERROR: Element 'Machine'"),
        ("<VirtualMachineSpec/><VirtualMachineSpec/>", "1:43: FATAL: Extra content"),
        ("<VirtualMachineSpec>&nope;</VirtualMachineSpec>", "1:27: FATAL"),
    ];
    for (xml, expected) in cases {
        let (status, code, detail) = world.refused(FROM_SPEC, spec(xml));
        assert_eq!((status, code.as_str()), (400, "invalid_spec_xml"), "{xml}");
        let errors = detail["errors"].as_str().unwrap();
        assert!(errors.starts_with(expected), "{xml}: {errors}");
    }
    let deep = format!("<VirtualMachineSpec>{}", "<a>".repeat(100_000));
    assert_eq!(world.refused(FROM_SPEC, spec(&deep)).1, "invalid_spec_xml");
}

#[test]
fn names_everything_that_a_specification_refers_to_in_vain() {
    let world = World::new();
    let xml = r#"<VirtualMachineSpec>
        <DataCenter by="permalink">nowhere</DataCenter>
        <Resources><Package by="permalink">rock-0</Package></Resources>
        <NetworkInterfaces><NetworkInterface>
          <IPAddressAllocation type="existing"><IPAddress>ip_none</IPAddress></IPAddressAllocation>
        </NetworkInterface></NetworkInterfaces>
    </VirtualMachineSpec>"#;
    let (status, code, detail) = world.refused(FROM_SPEC, spec(xml));
    assert_eq!((status, code.as_str()), (422, "validation_error"));
    assert_eq!(
        detail["errors"],
        json!([
            "DataCenter with permalink `nowhere` was not found",
            "Package with permalink `rock-0` was not found",
            "Resources must have a package, or memory and CPU cores",
            "IPAddress with id `ip_none` was not found",
        ])
    );
}
