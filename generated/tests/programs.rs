//! The example programs, each against a cloud of its own.

#[allow(dead_code, reason = "the example's own `main`")]
#[path = "../examples/deploy.rs"]
mod deploy;
#[allow(dead_code, reason = "the example's own `main`")]
#[path = "../examples/list_machines.rs"]
mod list_machines;
#[allow(dead_code, reason = "the example's own `main`")]
#[path = "../examples/rotate_credentials.rs"]
mod rotate_credentials;
#[allow(dead_code, reason = "the example's own `main`")]
#[path = "../examples/sync_dns.rs"]
mod sync_dns;
#[allow(dead_code, reason = "the example's own `main`")]
#[path = "../examples/web_service.rs"]
mod web_service;

use std::net::SocketAddr;
use std::time::Duration;

use deploy::{Plan, advice, deploy};
use katapult_api::FailedChecks;
use katapult_api::test_support::{Mock, Sample};
use katapult_api::{
    Client, DataCenterLookup, DnsZoneLookup, ErrorCode, ErrorDetail, NewDnsZoneArguments, ObjectStorageClusterLookup,
    OrganizationLookup, VirtualMachinePackageLookup, VirtualMachineState, dns_zones, object_storage_access_keys,
    object_storage_accounts, virtual_machines,
};
use katapult_fake::Cloud;
use list_machines::table;
use rotate_credentials::rotate;
use sync_dns::{read, sync};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

fn acme() -> OrganizationLookup {
    OrganizationLookup::sub_domain("acme")
}

/// A plan that the new cloud can carry out.
fn plan<'a>(organization: &'a OrganizationLookup, hostname: &'a str) -> Plan<'a> {
    Plan { organization, hostname, package: "rock-3", data_center: "uk-lon-01", template: "templates/ubuntu-24-04" }
}

#[tokio::test]
async fn deploy_returns_a_machine_that_is_started() {
    let client = Cloud::start().client();
    let acme = acme();
    let machine = deploy(&client, &plan(&acme, "web-1")).await.unwrap().unwrap();
    assert_eq!((machine.state, &*machine.fqdn), (VirtualMachineState::Started, "web-1.acme.katapult.cloud"));
    assert_eq!(machine.package.unwrap().permalink, "rock-3");
}

#[tokio::test]
async fn deploy_says_what_to_do_about_a_failure() {
    let cloud = Cloud::start();
    let acme = acme();
    let unknown = OrganizationLookup::sub_domain("acmee");
    let plans = [
        Plan { package: "rock-4", ..plan(&acme, "web-1") },
        Plan { data_center: "atlantis", ..plan(&acme, "web-1") },
        Plan { template: "templates/dos", ..plan(&acme, "web-1") },
        plan(&unknown, "web-1"),
    ];
    let mut said = Vec::new();
    for plan in &plans {
        said.push(advice(&deploy(&cloud.client(), plan).await.unwrap_err(), plan));
    }
    let plan = plan(&acme, "web-1");
    let mock = Mock::new();
    let mut detail = FailedChecks::sample();
    detail.errors = vec!["Hostname is invalid".to_owned(), "Hostname is too long".to_owned()];
    mock.on(virtual_machines::build).error(ErrorCode::ValidationError, ErrorDetail::ValidationError(Box::new(detail)));
    said.push(advice(&deploy(&mock.client(), &plan).await.unwrap_err(), &plan));
    let stranger = Client::builder().token("4711").transport(cloud.transport()).build().unwrap();
    said.push(advice(&deploy(&stranger, &plan).await.unwrap_err(), &plan));
    insta::assert_snapshot!(said.join("\n"), @r"
    No package has the permalink `rock-4`.
    No data center is called `atlantis`.
    No disk template is called `templates/dos`.
    The token has no access to this organization.
    The machine was refused: Hostname is invalid; Hostname is too long.
    The token is not valid: create another one, and set KATAPULT_API_TOKEN.
    ");
}

#[tokio::test]
async fn list_machines_prints_a_table() {
    let client = Cloud::start().client();
    let acme = acme();
    for (hostname, package) in [("web-2", "rock-3"), ("web-1", "rock-3"), ("database", "rock-24")] {
        deploy(&client, &Plan { package, ..plan(&acme, hostname) }).await.unwrap();
    }
    insta::assert_snapshot!(table(&client, &acme, None).await.unwrap(), @r"
    NAME      PACKAGE  ZONE           ADDRESSES
    database  ROCK-24  London Zone 1  198.18.0.4
    web-1     ROCK-3   London Zone 1  198.18.0.3
    web-2     ROCK-3   London Zone 1  198.18.0.2
    ");
    insta::assert_snapshot!(table(&client, &acme, Some("ROCK-24")).await.unwrap(), @r"
    NAME      PACKAGE  ZONE           ADDRESSES
    database  ROCK-24  London Zone 1  198.18.0.4
    ");
}

#[tokio::test]
async fn sync_dns_changes_only_what_differs() {
    let client = Cloud::start().client();
    client.send(dns_zones::create(acme(), NewDnsZoneArguments::new("acme.test"))).await.unwrap();
    let zone = DnsZoneLookup::name("acme.test");
    let mut changes = Vec::new();
    for file in ["@ 192.0.2.1\nwww 192.0.2.2\n", "@ 192.0.2.1\nwww 192.0.2.2\n", "@ 192.0.2.9\nmail 192.0.2.3\n"] {
        changes.push(sync(&client, &zone, read(file).unwrap()).await.unwrap().join(", "));
    }
    insta::assert_snapshot!(changes.join("\n"), @r"
    created @ with 192.0.2.1, created www with 192.0.2.2

    changed @ to 192.0.2.9, deleted www, created mail with 192.0.2.3
    ");
    let refused = sync(&client, &zone, read("www nowhere").unwrap()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ErrorCode::ValidationError));
    let reason = "errors: IP address is not a valid IPv4 address";
    assert!(refused.to_string().contains(reason), "{refused}");
}

#[tokio::test]
async fn rotate_credentials_replaces_a_key_by_one_with_the_same_permissions() {
    let client = Cloud::start().client();
    let region = ObjectStorageClusterLookup::region("uk-lon-1");
    client.send(object_storage_accounts::create(acme(), region)).await.unwrap();
    client
        .wait(object_storage_accounts::until_provisioned(acme(), ObjectStorageClusterLookup::region("uk-lon-1")))
        .await
        .unwrap();
    let first = rotate(&client, &acme(), "uk-lon-1", "backup").await.unwrap();
    let second = rotate(&client, &acme(), "uk-lon-1", "backup").await.unwrap();
    assert_eq!((first.deleted, second.deleted), (0, 1));
    assert_ne!(first.access_key, second.access_key);
    let secret = second.secret_key.as_ref().unwrap().expose();
    assert!(!secret.is_empty() && !format!("{second:?}").contains(secret));
    let keys = client.items(object_storage_access_keys::list(acme())).into_vec().await.unwrap();
    assert_eq!(keys.iter().map(|key| &key.s3_access_key_id).collect::<Vec<_>>(), [&second.access_key]);
}

#[tokio::test]
async fn web_service_responds_with_a_status_of_its_own() {
    let cloud = Cloud::start();
    let client = cloud.client();
    let package = VirtualMachinePackageLookup::permalink("rock-3");
    let build = virtual_machines::build(acme(), package).hostname("web-1");
    let build = build.data_center(DataCenterLookup::permalink("uk-lon-01"));
    client.send(build).await.unwrap();
    cloud.clock().advance(Duration::from_secs(600));

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(web_service::serve(listener, client));
    let mut responses = Vec::new();
    for path in ["/machines/web-1.acme.katapult.cloud", "/machines/web-2.acme.katapult.cloud", "/"] {
        responses.push(get(address, path).await);
    }
    cloud.fail_next(virtual_machines::get, ErrorCode::PermissionDenied);
    responses.push(get(address, "/machines/web-1.acme.katapult.cloud").await);
    insta::assert_snapshot!(responses.join("\n"), @r"
    HTTP/1.1 200 OK: started
    HTTP/1.1 404 Not Found: no such machine
    HTTP/1.1 404 Not Found: try /machines/FQDN
    HTTP/1.1 502 Bad Gateway: the API cannot be used at the moment
    ");
}

/// The status line and the body of the response to a request.
async fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(format!("GET {path} HTTP/1.1\r\nConnection: close\r\n\r\n").as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    let (status, body) = (response.lines().next().unwrap(), response.lines().last().unwrap());
    format!("{status}: {body}")
}
