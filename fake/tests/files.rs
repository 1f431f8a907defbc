//! Seeds, and the state that is kept between runs.

use std::fs;
use std::time::Duration;

use katapult_api::{VirtualMachineLookup, tasks, virtual_machines};
use katapult_fake::Cloud;

const SEED: &str = r#"{
    "Tag": [{ "name": "web", "color": "blue" }],
    "VirtualMachine": [{
        "name": "web-1",
        "fqdn": "web-1.acme.katapult.cloud",
        "state": "stopped",
        "package": { "permalink": "rock-3" },
        "tags": [{ "name": "web" }]
    }]
}"#;

fn web() -> VirtualMachineLookup {
    VirtualMachineLookup::fqdn("web-1.acme.katapult.cloud")
}

#[test]
fn continues_where_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let (seed, state) = (dir.path().join("seed.json"), dir.path().join("state.json"));
    fs::write(&seed, SEED).unwrap();
    let cloud = Cloud::start();
    cloud.seed(&seed).unwrap();
    let client = cloud.blocking_client();
    let task = client.send(virtual_machines::start(web())).unwrap().into_inner().task;
    cloud.save(&state).unwrap();

    let later = Cloud::start();
    later.restore(&state).unwrap();
    let client = later.blocking_client();
    let machine = client.send(virtual_machines::get(web())).unwrap().into_inner().virtual_machine;
    assert_eq!((machine.state.as_str(), machine.tags[0].name.as_str()), ("starting", "web"));
    later.clock().advance(Duration::from_secs(60));
    assert_eq!(client.send(tasks::get(&task.id)).unwrap().task.status.as_str(), "completed");
    assert_eq!(client.send(virtual_machines::get(web())).unwrap().virtual_machine.state.as_str(), "started");
    // The same state again.
    cloud.restore(&state).unwrap();
    let again = dir.path().join("again.json");
    cloud.save(&again).unwrap();
    assert_eq!(fs::read_to_string(&state).unwrap(), fs::read_to_string(&again).unwrap());
}

#[test]
fn a_wrong_seed_changes_nothing_and_is_explained() {
    let dir = tempfile::tempdir().unwrap();
    let seed = dir.path().join("seed.json");
    let cloud = Cloud::start();
    let before = cloud.with_store(|store| store.to_json());
    let cases = [
        ("[]", "not a JSON object with a list for each kind"),
        (r#"{ "Tagg": [] }"#, "no kind of object is named `Tagg`"),
        (r#"{ "Tag": {} }"#, "`Tag` is not a list"),
        (r#"{ "Tag": [{ "name": "a" }, { "nam": "b" }] }"#, "`Tag[1].nam` is no field of its kind"),
        (
            r#"{ "VirtualMachine": [{ "package": { "permalink": "none" } }] }"#,
            "`VirtualMachine[0].package` selects no object",
        ),
    ];
    for (text, expected) in cases {
        fs::write(&seed, text).unwrap();
        let error = cloud.seed(&seed).unwrap_err().to_string();
        assert!(error.ends_with(expected), "{error}");
        assert_eq!(cloud.with_store(|store| store.to_json()), before);
    }
}

#[test]
fn a_wrong_state_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("state.json");
    let cloud = Cloud::start();
    let before = cloud.with_store(|store| store.to_json());
    for text in [
        "",
        "[]",
        r#"{ "format": 1 }"#,
        r#"{ "format": 2, "objects": [] }"#,
        r#"{ "format": 1, "objects": [{ "handle": 4000000000, "kind": "Tag", "fields": {} }] }"#,
        r#"{ "format": 1, "objects": [{ "handle": 0, "kind": "Nope", "fields": {} }] }"#,
    ] {
        fs::write(&path, text).unwrap();
        assert!(cloud.restore(&path).is_err(), "{text}");
        assert_eq!(cloud.with_store(|store| store.to_json()), before);
    }
}
