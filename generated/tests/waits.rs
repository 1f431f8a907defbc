//! Every wait of the spec: its request, the responses that continue it, and those that end it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use katapult_api::blocking::Client;
use katapult_api::runtime::{Limits, blocking::Transport};
use katapult_api::{
    Bytes, Call, CertificateId, Decode, DiskId, FileStorageVolumeId, IntoWait, ObjectStorageAccessKeyId,
    ObjectStorageBucketLookup, ObjectStorageClusterLookup, OrganizationLookup, RetryPolicy, Task, TaskId,
    TransportError, TrashObject, TrashObjectLookup, VirtualMachineBuildId, VirtualMachineId, WaitErrorKind,
    certificates, disks, file_storage_volumes, http, object_storage_access_keys, object_storage_accounts,
    object_storage_buckets, tasks, trash_objects, virtual_machine_builds, virtual_machines,
};

/// A transport with scripted responses, which records the requests.
#[derive(Clone, Default)]
struct Script {
    responses: Arc<Mutex<Vec<(u16, String)>>>,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Transport for Script {
    fn send(&self, request: http::Request<Bytes>, _: Limits) -> Result<http::Response<Bytes>, TransportError> {
        self.requests.lock().unwrap().push(request.uri().path_and_query().unwrap().to_string());
        let (status, body) = self.responses.lock().unwrap().remove(0);
        let response = http::Response::builder().status(status).header("content-type", "application/json");
        Ok(response.body(body.into()).unwrap())
    }
}

/// Runs `wait` with these responses. Returns the kind of the error, if it fails, and the distinct requests.
fn wait<W: IntoWait<Call: Call<Api = katapult_api::Katapult>>>(
    wait: W,
    responses: impl IntoIterator<Item = String>,
) -> (Option<WaitErrorKind>, String) {
    let script = Script::default();
    let status = |body: &str| if body.starts_with(r#"{"error"#) { 404 } else { 200 };
    script.responses.lock().unwrap().extend(responses.into_iter().map(|body| (status(&body), body)));
    let client = Client::builder().token("any").retry(RetryPolicy::never()).transport(script.clone()).build().unwrap();
    let pause = Duration::from_millis(1);
    let result = client.wait(wait.into_wait().every(pause, pause));
    assert!(script.responses.lock().unwrap().is_empty(), "the wait ended before the last response");
    let mut requests = script.requests.lock().unwrap().clone();
    requests.dedup();
    (result.err().map(|error| error.kind()), requests.join(" "))
}

const FAILED: Option<WaitErrorKind> = Some(WaitErrorKind::Failed);

const TASK: &str = r#"{"id":"task_1","name":"Start","status":"?","created_at":1,"started_at":null,"finished_at":null,
    "progress":5}"#;

/// Responses with `object` under `key`, in which each status replaces the question mark.
fn responses<const N: usize>(key: &str, object: &str, statuses: [&str; N]) -> [String; N] {
    statuses.map(|status| format!(r#"{{"{key}":{}}}"#, object.replace('?', status)))
}

#[test]
fn waits_for_a_task() {
    let requests = "/core/v1/tasks/task?task%5Bid%5D=task_1".to_owned();
    let until = || tasks::until_completed(TaskId::new("task_1"));
    let done = responses("task", TASK, ["pending", "running", "asleep", "completed"]);
    assert_eq!(wait(until(), done), (None, requests.clone()));
    assert_eq!(wait(until(), responses("task", TASK, ["running", "failed"])), (FAILED, requests.clone()));
    // The task of a response can be waited for directly.
    let started = Task::from_body(TASK.as_bytes()).unwrap();
    assert_eq!(wait(&started, responses("task", TASK, ["completed"])), (None, requests));
}

#[test]
fn waits_for_a_build() {
    let build =
        r#"{"id":"vmbuild_1","spec_xml":"","state":"?","virtual_machine":null,"created_at":1},"annotations":[]"#;
    let build = |statuses| responses("virtual_machine_build", build, statuses);
    let requests =
        "/core/v1/virtual_machines/builds/virtual_machine_build?virtual_machine_build%5Bid%5D=vmbuild_1".to_owned();
    let until = || virtual_machine_builds::until_complete(VirtualMachineBuildId::new("vmbuild_1"));
    assert_eq!(wait(until(), build(["draft", "pending", "building", "complete"])), (None, requests.clone()));
    assert_eq!(wait(until(), build(["draft", "pending", "building", "failed"])), (FAILED, requests));
}

#[test]
fn waits_for_a_machine() {
    let machine = |statuses: &[&str]| {
        let body = |status| include_str!("bodies/virtual_machine.json").replacen("shutting_down", status, 1);
        statuses.iter().map(|status| body(status)).collect::<Vec<_>>()
    };
    let requests = "/core/v1/virtual_machines/virtual_machine?virtual_machine%5Bid%5D=vm_1".to_owned();
    let id = VirtualMachineId::new("vm_1");
    let started = machine(&["stopped", "allocating", "allocated", "starting", "migrating", "started"]);
    assert_eq!(wait(virtual_machines::until_started(&id), started), (None, requests.clone()));
    let stopped = machine(&["started", "shutting_down", "stopping", "stopped"]);
    assert_eq!(wait(virtual_machines::until_stopped(&id), stopped), (None, requests.clone()));
    for end in ["failed", "orphaned"] {
        assert_eq!(wait(virtual_machines::until_started(&id), machine(&["starting", end])), (FAILED, requests.clone()));
        assert_eq!(wait(virtual_machines::until_stopped(&id), machine(&["stopping", end])), (FAILED, requests.clone()));
        assert_eq!(wait(virtual_machines::until_stable(&id), machine(&["stopping", end])), (FAILED, requests.clone()));
    }
    for end in ["started", "stopped"] {
        let stable = machine(&["allocating", "starting", "resetting", "shutting_down", end]);
        assert_eq!(wait(virtual_machines::until_stable(&id), stable), (None, requests.clone()));
    }
}

#[test]
fn waits_for_a_disk() {
    let disk = r#"{"id":"disk_1","name":"","size_in_gb":1,"wwn":"","state":"?","created_at":1,"storage_speed":"nvme",
        "io_profile":null,"bus_type":null,"data_center":{"id":"loc_1","name":"","permalink":""},
        "virtual_machine_disk":null,"installation":null},"annotations":[]"#;
    let disk = |statuses| responses("disk", disk, statuses);
    let requests = "/core/v1/disks/disk?disk%5Bid%5D=disk_1".to_owned();
    let until = || disks::until_built(DiskId::new("disk_1"));
    assert_eq!(wait(until(), disk(["not_built", "building", "formatting", "built"])), (None, requests.clone()));
    assert_eq!(wait(until(), disk(["not_built", "building", "resizing", "failed"])), (FAILED, requests));
}

#[test]
fn waits_for_a_disk_attachment() {
    let disk = |assignment: &str| {
        format!(
            r#"{{"disk":{{"id":"disk_1","name":"","size_in_gb":1,"wwn":"","state":"built","created_at":1,
            "storage_speed":"nvme","io_profile":null,"bus_type":null,"data_center":{{"id":"loc_1","name":"",
            "permalink":""}},"virtual_machine_disk":{assignment},"installation":null}}}}"#
        )
    };
    let assigned = |state: &str| {
        disk(&format!(
            r#"{{"virtual_machine":{{"id":"vm_1","fqdn":""}},"attach_on_boot":true,"boot":false,"state":"{state}"}}"#
        ))
    };
    let requests = "/core/v1/disks/disk?disk%5Bid%5D=disk_1".to_owned();
    let id = DiskId::new("disk_1");
    let attached = [disk("null"), assigned("detached"), assigned("attaching"), assigned("attached")];
    assert_eq!(wait(disks::until_attached(&id), attached), (None, requests.clone()));
    let detached = [assigned("attached"), assigned("detaching"), disk("null"), assigned("detached")];
    assert_eq!(wait(disks::until_detached(&id), detached), (None, requests.clone()));
    assert_eq!(wait(disks::until_attached(&id), [assigned("failed")]), (FAILED, requests.clone()));
    assert_eq!(wait(disks::until_detached(&id), [assigned("failed")]), (FAILED, requests));
}

#[test]
fn waits_for_a_bucket_configuration() {
    let bucket = r#"{"name":"logs","label":null,"created_at":1,"state":"?","object_count":null,"size":null,
        "serve_static_site":false,"static_site_index":null,"static_site_error":null,"public_url":"",
        "access_control_list":{"public_read":false,"public_list":false,"all_keys_read":false,"all_keys_write":false,
        "read_key_ids":[],"write_key_ids":[]},"custom_domains":[],"cors_origins":[]}"#;
    let requests = "/core/v1/object_storage/object_storage_cluster/buckets/bucket\
                 ?object_storage_cluster%5Bregion%5D=uk-lon-1&bucket%5Bname%5D=logs";
    let until = object_storage_buckets::until_configured(
        ObjectStorageClusterLookup::region("uk-lon-1"),
        ObjectStorageBucketLookup::name("logs"),
    );
    let bodies = responses("object_storage_bucket", bucket, ["pending", "configured"]);
    assert_eq!(wait(until, bodies), (None, requests.to_owned()));
}

#[test]
fn waits_for_a_file_storage_volume() {
    let volume = r#"{"id":"fsv_1","name":"","data_center":{"id":"loc_1","name":"","permalink":""},"associations":[],
        "state":"?","nfs_location":null,"size":null}"#;
    let volume = |statuses| responses("file_storage_volume", volume, statuses);
    let requests = "/core/v1/file_storage_volumes/file_storage_volume?file_storage_volume%5Bid%5D=fsv_1".to_owned();
    let until = || file_storage_volumes::until_ready(FileStorageVolumeId::new("fsv_1"));
    assert_eq!(wait(until(), volume(["pending", "configuring", "ready"])), (None, requests.clone()));
    assert_eq!(wait(until(), volume(["pending", "configuring", "failed"])), (FAILED, requests));
}

#[test]
fn tolerates_a_temporary_failure_of_an_object_storage_account() {
    let account = r#"{"region":"uk-lon-1","created_at":1,"provisioning_state":"?","size":0,"bucket_count":0,
        "data_center":{"id":"loc_1","name":"","permalink":""}}"#;
    let account = |statuses| responses("object_storage_account", account, statuses);
    let requests = "/core/v1/organizations/organization/object_storage/object_storage_cluster\
                 ?organization%5Bsub_domain%5D=acme&object_storage_cluster%5Bregion%5D=uk-lon-1";
    let until = object_storage_accounts::until_provisioned(
        OrganizationLookup::sub_domain("acme"),
        ObjectStorageClusterLookup::region("uk-lon-1"),
    );
    let states = ["provisioning", "failed", "provisioning", "failed", "provisioned"];
    assert_eq!(wait(until, account(states)), (None, requests.to_owned()));
}

#[test]
fn waits_for_a_purge() {
    let trash = r#"{"id":"trsh_1","keep_until":1,"object_id":"vm_1","object_type":"VirtualMachine"}"#;
    let not_found = r#"{"error":{"code":"trash_object_not_found","description":null,"detail":{}}}"#.to_owned();
    let [found] = responses("trash_object", trash, [""]);
    let requests = "/core/v1/trash_objects/trash_object?trash_object%5Bid%5D=trsh_1".to_owned();
    let trashed = TrashObject::from_body(trash.as_bytes()).unwrap();
    assert_eq!(wait(&trashed, [found.clone(), found.clone(), not_found.clone()]), (None, requests));
    let by_object = trash_objects::until_purged(TrashObjectLookup::object_id("vm_1"));
    let requests = "/core/v1/trash_objects/trash_object?trash_object%5Bobject_id%5D=vm_1".to_owned();
    assert_eq!(wait(by_object, [found, not_found]), (None, requests));
}

#[test]
fn waits_for_a_disk_size() {
    let disk = |size: i64| {
        format!(
            r#"{{"disk":{{"id":"disk_1","name":"","size_in_gb":{size},"wwn":"","state":"built","created_at":1,
            "storage_speed":"nvme","io_profile":null,"bus_type":null,"data_center":{{"id":"loc_1","name":"",
            "permalink":""}},"virtual_machine_disk":null,"installation":null}}}}"#
        )
    };
    let requests = "/core/v1/disks/disk?disk%5Bid%5D=disk_1".to_owned();
    let until = || disks::until_resized(DiskId::new("disk_1"), 40);
    assert_eq!(wait(until(), [disk(20), disk(30), disk(40)]), (None, requests.clone()));
    let in_time = until().deadline(Duration::ZERO);
    assert_eq!(wait(in_time, [disk(20)]), (Some(WaitErrorKind::Deadline), requests));
}

#[test]
fn waits_for_a_certificate() {
    let certificate = r#"{"id":"cert_1","name":"acme.test","additional_names":[],"issuer":"lets_encrypt","state":"?",
        "created_at":1,"expires_at":null,"last_issued_at":null,"issue_error":null,"authorization_method":null,
        "certificate_api_url":null,"certificate":null,"chain":null,"private_key":null}"#;
    let requests = "/core/v1/certificates/certificate?certificate%5Bid%5D=cert_1".to_owned();
    let until = || certificates::until_issued(CertificateId::new("cert_1"));
    let states = ["pending", "issuing", "issued"];
    assert_eq!(wait(until(), responses("certificate", certificate, states)), (None, requests.clone()));
    // The documented response is a list.
    let list = responses("certificate", &format!("[{certificate}]"), states);
    assert_eq!(wait(until(), list), (None, requests.clone()));
    assert_eq!(wait(until(), responses("certificate", certificate, ["issuing", "issue_failed"])), (FAILED, requests));
}

#[test]
fn waits_for_credentials_of_an_access_key() {
    let key = r#"{"id":"objkey_1","name":"backup","created_at":1,"region":"uk-lon-1","state":"?",
        "all_buckets_read":true,"all_objects_read":true,"all_objects_write":false,"read_buckets":[],
        "write_buckets":[],"server_url":null,"s3_access_key_id":"AK","s3_secret_access_key":"SK"}"#;
    let [done] = responses("object_storage_access_key", key, ["configured"]);
    let error = |code: &str| format!(r#"{{"error":{{"code":"{code}","description":null,"detail":{{}}}}}}"#);
    let pending = || error("object_storage_provisioning_error");
    let requests = "/core/v1/object_storage/access_keys/access_key/generate_credentials".to_owned();
    let until = || object_storage_access_keys::until_credentials_generated(ObjectStorageAccessKeyId::new("objkey_1"));
    let responses = [pending(), pending(), error("unhandled_exception"), pending(), done];
    assert_eq!(wait(until(), responses), (None, requests.clone()));
    let refused = [pending(), error("object_storage_access_key_not_found")];
    assert_eq!(wait(until(), refused), (Some(WaitErrorKind::Call), requests.clone()));
    let in_time = until().deadline(Duration::ZERO);
    assert_eq!(wait(in_time, [pending()]), (Some(WaitErrorKind::Deadline), requests));
}
