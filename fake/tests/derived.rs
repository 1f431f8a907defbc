//! What follows from the spec: objects, lists, lookups, errors.

use std::time::Duration;

use katapult_api::{
    ErrorCode, NewTagArguments, TagArguments, TagLookup, data_centers, organizations, tags, tasks, virtual_machines,
};
use katapult_fake::{Cloud, map};

use crate::shared::acme;

#[tokio::test]
async fn creates_lists_fetches_changes_and_deletes() -> Result<(), katapult_api::Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    let organizations = client.send(organizations::list()).await?;
    assert_eq!(organizations.organizations[0].sub_domain, "acme");
    let web = client.send(tags::create(acme(), NewTagArguments::new("web"))).await?.into_inner().tag;
    assert_eq!(client.send(tags::get(&web.id)).await?.tag.name, "web");
    let changed = client.send(tags::update(&web.id, TagArguments::new().name("www"))).await?;
    assert_eq!(changed.tag.name, "www");
    let listed = client.send(tags::list(acme())).await?;
    assert_eq!(listed.tags.len(), 1);
    assert_eq!(listed.pagination.total, Some(1));
    client.send(tags::delete(&web.id)).await?;
    let gone = client.send(tags::get(&web.id)).await.expect_err("a deleted tag");
    assert_eq!(gone.code(), Some(ErrorCode::TagNotFound));
    Ok(())
}

#[tokio::test]
async fn power_changes_by_the_clock() -> Result<(), katapult_api::Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    let machine = cloud.with_store(|store| {
        let organization = store.all("Organization")[0];
        store.create("VirtualMachine", map! { "name" => "web-1", "fqdn" => "web-1.acme.katapult.cloud", "state" => "stopped", "organization" => organization })
    });
    let _ = machine;
    let web = || katapult_api::VirtualMachineLookup::fqdn("web-1.acme.katapult.cloud");
    let task = client.send(virtual_machines::start(web())).await?.into_inner().task;
    assert_eq!(client.send(virtual_machines::get(web())).await?.virtual_machine.state.as_str(), "starting");
    cloud.clock().advance(Duration::from_secs(60));
    assert_eq!(client.send(tasks::get(&task.id)).await?.task.status.as_str(), "completed");
    assert_eq!(client.send(virtual_machines::get(web())).await?.virtual_machine.state.as_str(), "started");
    cloud.fail_next(virtual_machines::stop, ErrorCode::DeletionRestricted);
    let failed = client.send(virtual_machines::stop(web())).await.expect_err("a fault");
    assert_eq!(failed.code(), Some(ErrorCode::DeletionRestricted));
    client.send(virtual_machines::stop(web())).await?;
    Ok(())
}

#[test]
fn blocking_client_reaches_the_cloud() -> Result<(), katapult_api::Error> {
    let cloud = Cloud::start();
    let client = cloud.blocking_client();
    let all = client.send(data_centers::list())?;
    assert_eq!(all.data_centers.len(), 3);
    let missing = client.send(tags::get(TagLookup::id("tag_nope"))).expect_err("no such tag");
    assert_eq!(missing.code(), Some(ErrorCode::TagNotFound));
    assert!(missing.request_id().is_some());
    Ok(())
}
