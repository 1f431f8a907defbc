//! Object storage: accounts, access keys and buckets.
#![allow(clippy::expect_used, clippy::panic)] // A test fails by panicking.

use std::time::Duration;

use katapult_api::{
    Error, ErrorCode, ObjectStorageAccessKeyArguments, ObjectStorageClusterLookup, OrganizationLookup,
    object_storage_access_keys as keys, object_storage_accounts as accounts,
};
use katapult_fake::Cloud;

fn acme() -> OrganizationLookup {
    OrganizationLookup::sub_domain("acme")
}

fn london() -> ObjectStorageClusterLookup {
    ObjectStorageClusterLookup::region("uk-lon-1")
}

/// A cloud with an account in London.
async fn cloud() -> Result<Cloud, Error> {
    let cloud = Cloud::start();
    cloud.client().send(accounts::create(acme(), london())).await?;
    cloud.clock().advance(Duration::from_secs(30));
    Ok(cloud)
}

#[tokio::test]
async fn accounts_are_set_up_by_the_clock() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    let missing = client.send(accounts::get(acme(), london())).await.expect_err("no account");
    assert_eq!(missing.code(), Some(ErrorCode::ObjectStorageAccountNotFound));
    let created = client.send(accounts::create(acme(), london())).await?.into_inner().object_storage_account;
    assert_eq!((created.region.as_str(), created.provisioning_state.as_str()), ("uk-lon-1", "provisioning"));
    assert_eq!((created.data_center.permalink.as_str(), created.bucket_count), ("uk-lon-01", 0));
    let early = keys::create(acme(), london(), ObjectStorageAccessKeyArguments::new("backup"));
    let early = client.send(early).await.expect_err("an account that is not set up");
    assert_eq!(early.code(), Some(ErrorCode::ObjectStorageAccountNotProvisioned));
    cloud.clock().advance(Duration::from_secs(30));
    let ready = client.send(accounts::get(acme(), london())).await?.into_inner().object_storage_account;
    assert_eq!(ready.provisioning_state.as_str(), "provisioned");
    let second = client.send(accounts::create(acme(), london())).await.expect_err("a second account");
    assert_eq!(second.code(), Some(ErrorCode::ValidationError));
    Ok(())
}

#[tokio::test]
async fn credentials_come_once_a_key_is_set_up() -> Result<(), Error> {
    let cloud = cloud().await?;
    let client = cloud.client();
    let backup = ObjectStorageAccessKeyArguments::new("backup").all_objects_read(true);
    let key = client.send(keys::create(acme(), london(), backup)).await?.into_inner().object_storage_access_key;
    assert_eq!((key.state.as_str(), key.region.as_str()), ("pending", "uk-lon-1"));
    assert_eq!((key.all_objects_read, key.all_objects_write), (true, false));
    assert!(key.id.as_str().starts_with("objkey_"));
    assert!(key.s3_access_key_id.is_none() && key.s3_secret_access_key.is_none());
    for _ in 0..2 {
        let early = client.send(keys::generate_credentials(&key.id)).await.expect_err("a new key");
        assert_eq!(early.code(), Some(ErrorCode::ObjectStorageProvisioningError));
        assert_eq!(early.status().map(|status| status.as_u16()), Some(422));
        cloud.clock().advance(Duration::from_secs(6));
    }
    cloud.clock().advance(Duration::from_secs(30));
    let first = client.send(keys::generate_credentials(&key.id)).await?.into_inner().object_storage_access_key;
    let secret = first.s3_secret_access_key.expect("a secret");
    assert_eq!(secret.expose().len(), 40);
    assert_eq!((first.state.as_str(), first.region.as_str()), ("configured", "uk-lon-1"));
    let shown = client.send(keys::get(&key.id)).await?.into_inner().object_storage_access_key;
    assert_eq!(shown.s3_access_key_id, first.s3_access_key_id);
    assert!(shown.s3_secret_access_key.is_none());
    let second = client.send(keys::generate_credentials(&key.id)).await?.into_inner().object_storage_access_key;
    assert_ne!(second.s3_access_key_id, first.s3_access_key_id);
    Ok(())
}

#[tokio::test]
async fn lists_changes_and_deletes_keys() -> Result<(), Error> {
    let cloud = cloud().await?;
    let client = cloud.client();
    let mut ids = Vec::new();
    for name in ["backup", "assets"] {
        let key = keys::create(acme(), london(), ObjectStorageAccessKeyArguments::new(name));
        ids.push(client.send(key).await?.into_inner().object_storage_access_key.id);
    }
    let listed = client.send(keys::list(acme())).await?.into_inner().object_storage_access_keys;
    assert_eq!(listed.iter().map(|key| key.name.as_str()).collect::<Vec<_>>(), ["backup", "assets"]);
    cloud.clock().advance(Duration::from_secs(60));
    let renamed = ObjectStorageAccessKeyArguments::new("archive").all_buckets_read(true);
    let renamed = client.send(keys::update(&ids[0], renamed)).await?.into_inner().object_storage_access_key;
    assert_eq!((renamed.name.as_str(), renamed.all_buckets_read), ("archive", true));
    assert!(client.send(keys::delete(&ids[0])).await?.success);
    assert_eq!(client.send(keys::list(acme())).await?.object_storage_access_keys.len(), 1);
    let gone = client.send(keys::generate_credentials(&ids[0])).await.expect_err("a deleted key");
    assert_eq!(gone.code(), Some(ErrorCode::ObjectStorageAccessKeyNotFound));
    let blank = keys::create(acme(), london(), ObjectStorageAccessKeyArguments::new(" "));
    let blank = client.send(blank).await.expect_err("no name");
    assert_eq!(blank.code(), Some(ErrorCode::ValidationError));
    Ok(())
}
