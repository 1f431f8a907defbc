//! Clients in process wait by the clock of the cloud.

use std::time::{Duration, Instant};

use katapult_api::{
    DataCenterLookup, Error, ErrorCode, OrganizationLookup, VirtualMachinePackageLookup, data_centers, virtual_machines,
};
use katapult_fake::Cloud;
use katapult_fake::faults::{Fault, Rule};

fn build() -> virtual_machines::Build {
    let (acme, package) = (OrganizationLookup::sub_domain("acme"), VirtualMachinePackageLookup::permalink("rock-3"));
    virtual_machines::build(acme, package).data_center(DataCenterLookup::permalink("uk-lon-01")).hostname("web-1")
}

#[tokio::test]
async fn waits_advance_a_manual_clock() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    let (began, before) = (Instant::now(), cloud.clock().now());
    let started = client.send(build()).await?.into_inner();
    client.wait(&started.task).await?;
    let built = client.wait(&started.virtual_machine_build).await?.into_inner().virtual_machine_build;
    let machine = built.virtual_machine.expect("a machine").id;
    client.wait(virtual_machines::until_started(&machine)).await?;
    let passed = cloud.clock().now() - before;
    assert!((37..90).contains(&passed), "{passed}");
    assert!(began.elapsed() < Duration::from_secs(20));
    // Time also passes when nobody waits.
    cloud.clock().advance(Duration::from_secs(1000));
    let task = client.send(virtual_machines::stop(&machine)).await?.into_inner().task;
    client.wait(&task).await?;
    assert!(cloud.clock().now() - before >= passed + 1004);
    Ok(())
}

#[test]
fn a_blocking_client_waits_without_a_pause() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.blocking_client();
    let before = cloud.clock().now();
    let started = client.send(build())?.into_inner();
    client.wait(&started.task)?;
    assert!(cloud.clock().now() - before >= 30);
    Ok(())
}

#[test]
fn retries_take_no_time() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.blocking_client();
    // The limit is renewed with the next minute.
    cloud.fail_next(data_centers::list, ErrorCode::RateLimitReached);
    cloud.inject(Rule::new(Fault::DropRequest).times(3));
    let began = Instant::now();
    assert_eq!(client.send(data_centers::list())?.data_centers.len(), 3);
    assert!(began.elapsed() < Duration::from_secs(20));
    Ok(())
}
