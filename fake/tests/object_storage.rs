//! Object storage: accounts, access keys and buckets.

use std::time::Duration;

use katapult_api::{
    Error, ErrorCode, NewObjectStorageBucketArguments, ObjectStorageAccessKeyArguments,
    ObjectStorageBucketAclArguments as Rights, ObjectStorageBucketArguments, ObjectStorageBucketLookup,
    ObjectStorageClusterLookup, PresignedUrlArguments, TrashObjectLookup, object_storage_access_keys as keys,
    object_storage_accounts as accounts, object_storage_buckets as buckets, trash_objects,
};
use katapult_fake::Cloud;
use katapult_fake::behavior::object_storage;

use crate::shared::{acme, refuses};

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

fn bucket(name: &str) -> ObjectStorageBucketLookup {
    ObjectStorageBucketLookup::name(name)
}

#[tokio::test]
async fn creates_changes_and_deletes_buckets() -> Result<(), Error> {
    let cloud = cloud().await?;
    let client = cloud.client();
    let new = NewObjectStorageBucketArguments::new("acme-backups").label("Backups");
    let created = client.send(buckets::create(acme(), london(), new)).await?.into_inner().object_storage_bucket;
    assert_eq!((created.state.as_str(), created.object_count, created.size), ("pending", Some(0), Some(0)));
    assert_eq!(created.custom_domains.as_ref().map(Vec::len), Some(0));
    assert!(!created.access_control_list.public_read && !created.serve_static_site);
    cloud.clock().advance(Duration::from_secs(1));
    let configured = client.send(buckets::get(london(), bucket("acme-backups"))).await?.into_inner();
    assert_eq!(configured.object_storage_bucket.state.as_str(), "configured");
    let rights = Rights::new().public_read(true);
    let site = ObjectStorageBucketArguments::new().access_control_list(rights).static_site_index("index.html");
    client.send(buckets::update(london(), bucket("acme-backups"), site)).await?;
    let listable =
        ObjectStorageBucketArguments::new().access_control_list(Rights::new().public_list(true)).clear_label();
    let changed = client.send(buckets::update(london(), bucket("acme-backups"), listable)).await?.into_inner();
    let changed = changed.object_storage_bucket;
    assert!(changed.access_control_list.public_read && changed.access_control_list.public_list);
    assert_eq!((changed.label, changed.static_site_index.as_deref()), (None, Some("index.html")));
    let elsewhere = buckets::get(ObjectStorageClusterLookup::region("nl-ams-1"), bucket("acme-backups"));
    let elsewhere = client.send(elsewhere).await.expect_err("another region");
    assert_eq!(elsewhere.code(), Some(ErrorCode::ObjectStorageBucketNotFound));
    assert_eq!(client.send(accounts::get(acme(), london())).await?.object_storage_account.bucket_count, 1);
    assert!(client.send(buckets::delete(london(), bucket("acme-backups"))).await?.success);
    assert_eq!(client.send(accounts::get(acme(), london())).await?.object_storage_account.bucket_count, 0);
    Ok(())
}

#[tokio::test]
async fn refuses_invalid_buckets() -> Result<(), Error> {
    let cloud = cloud().await?;
    let client = cloud.client();
    let new = NewObjectStorageBucketArguments::new;
    client.send(buckets::create(acme(), london(), new("acme-backups"))).await?;
    let long = "a".repeat(64);
    let cases = [
        (new("acme-backups"), "Name has already been taken"),
        (new("ab"), "Name is too short"),
        (new(&long), "Name is too long"),
        (new("-acme"), "Name is invalid"),
        (new("Acme"), "Name is invalid"),
        (new("site").static_site_index("index.html"), "Static site index requires public read"),
        (new("open").access_control_list(Rights::new().public_list(true)), "Public list requires public read"),
        (
            new("keys").access_control_list(Rights::new().read_key_ids(["objkey_0000000000000000"])),
            "Read keys cannot include",
        ),
    ];
    for (properties, sentence) in cases {
        refuses(client.send(buckets::create(acme(), london(), properties)).await, sentence);
    }
    let elsewhere = buckets::create(acme(), ObjectStorageClusterLookup::region("nl-ams-1"), new("acme-other"));
    let elsewhere = client.send(elsewhere).await.expect_err("no account");
    assert_eq!(elsewhere.code(), Some(ErrorCode::ObjectStorageAccountNotFound));
    Ok(())
}

#[tokio::test]
async fn keys_name_the_buckets_that_they_may_use() -> Result<(), Error> {
    let cloud = cloud().await?;
    let client = cloud.client();
    let key = keys::create(acme(), london(), ObjectStorageAccessKeyArguments::new("backup"));
    let key = client.send(key).await?.into_inner().object_storage_access_key.id;
    let new = NewObjectStorageBucketArguments::new;
    for properties in [
        new("one").access_control_list(Rights::new().read_key_ids([key.clone()])),
        new("two").access_control_list(Rights::new().all_keys_write(true)),
        new("three"),
    ] {
        client.send(buckets::create(acme(), london(), properties)).await?;
    }
    let shown = client.send(keys::get(&key)).await?.into_inner().object_storage_access_key;
    assert_eq!((shown.read_buckets, shown.write_buckets), (vec!["one".to_owned()], vec!["two".to_owned()]));
    cloud.clock().advance(Duration::from_secs(60));
    let everywhere = ObjectStorageAccessKeyArguments::new("backup").all_objects_write(true);
    let shown = client.send(keys::update(&key, everywhere)).await?.into_inner().object_storage_access_key;
    assert!(shown.write_buckets.is_empty());
    client.send(keys::delete(&key)).await?;
    let one = client.send(buckets::get(london(), bucket("one"))).await?.into_inner().object_storage_bucket;
    assert!(one.access_control_list.read_key_ids.is_empty());
    Ok(())
}

#[tokio::test]
async fn shows_objects_and_presigns_their_urls() -> Result<(), Error> {
    let cloud = cloud().await?;
    let client = cloud.client();
    client.send(buckets::create(acme(), london(), NewObjectStorageBucketArguments::new("acme-backups"))).await?;
    cloud.with_store(|store| {
        let bucket = store.all("ObjectStorageBucket")[0];
        object_storage::objects::put(store, bucket, "2026/11/backup 1.tar", 2_048);
    });
    let object = |path: &str| buckets::get_object(london(), bucket("acme-backups"), path);
    let found = client.send(object("2026/11/backup 1.tar")).await?.into_inner().object_details;
    assert_eq!((found.filename.as_str(), found.size, found.folder), ("backup 1.tar", Some(2_048), false));
    assert_eq!(found.public_url, "https://acme-backups.uk-lon-1.katapultobjects.example/2026/11/backup%201.tar");
    assert!(client.send(object("2026/11/")).await?.object_details.folder);
    let missing = client.send(object("2026/1")).await.expect_err("no such object");
    assert_eq!(missing.code(), Some(ErrorCode::ObjectNotFound));
    let presigned = |expiry: i64| {
        let lifetime = PresignedUrlArguments::new().expiry_seconds(expiry);
        buckets::create_presigned_url(london(), bucket("acme-backups"), "2026/11/backup 1.tar", lifetime)
    };
    let url = client.send(presigned(60)).await?.into_inner().url;
    let expiry = cloud.clock().now() + 60;
    assert!(url.expose().contains(&format!("backup%201.tar?expires={expiry}&signature=")), "{}", url.expose());
    refuses(client.send(presigned(0)).await, "Expiry seconds must be greater than or equal to 1");
    assert!(client.send(buckets::revoke_presigned_urls(london(), bucket("acme-backups"))).await?.success);
    let full = client.send(buckets::delete(london(), bucket("acme-backups"))).await.expect_err("a full bucket");
    assert_eq!(full.code(), Some(ErrorCode::ObjectStorageBucketDeletionError));
    assert_eq!(client.send(accounts::get(acme(), london())).await?.object_storage_account.size, 2_048);
    Ok(())
}

#[tokio::test]
async fn accounts_go_to_the_trash_once_they_are_empty() -> Result<(), Error> {
    let cloud = cloud().await?;
    let client = cloud.client();
    let key = keys::create(acme(), london(), ObjectStorageAccessKeyArguments::new("backup"));
    let key = client.send(key).await?.into_inner().object_storage_access_key.id;
    refuses(
        client.send(accounts::delete(acme(), london())).await,
        "Account cannot be deleted while it has access keys",
    );
    client.send(keys::delete(&key)).await?;
    let trash = client.send(accounts::delete(acme(), london())).await?.into_inner().trash_object;
    assert_eq!(trash.object_type, "ObjectStorageAccount");
    let hidden = client.send(accounts::get(acme(), london())).await.expect_err("in the trash");
    assert_eq!(hidden.code(), Some(ErrorCode::ObjectInTrash));
    let again = client.send(accounts::create(acme(), london())).await.expect_err("in the trash");
    assert_eq!(again.code(), Some(ErrorCode::ObjectInTrash));
    client.send(trash_objects::restore(TrashObjectLookup::id(trash.id.clone()))).await?;
    client.send(accounts::get(acme(), london())).await?;
    let trash = client.send(accounts::delete(acme(), london())).await?.into_inner().trash_object;
    client.send(trash_objects::purge(TrashObjectLookup::id(trash.id.clone()))).await?;
    cloud.clock().advance(Duration::from_secs(60));
    let gone = client.send(accounts::get(acme(), london())).await.expect_err("purged");
    assert_eq!(gone.code(), Some(ErrorCode::ObjectStorageAccountNotFound));
    client.send(accounts::create(acme(), london())).await?;
    Ok(())
}

#[tokio::test]
async fn a_restored_cloud_continues() -> Result<(), Error> {
    let cloud = cloud().await?;
    let key = keys::create(acme(), london(), ObjectStorageAccessKeyArguments::new("backup"));
    let key = cloud.client().send(key).await?.into_inner().object_storage_access_key.id;
    cloud.client().send(buckets::create(acme(), london(), NewObjectStorageBucketArguments::new("one"))).await?;
    let state = cloud.with_store(|store| store.to_json());
    let later = Cloud::start();
    later.with_store(|store| store.restore(&state)).expect("a state");
    let client = later.client();
    assert_eq!(client.send(accounts::get(acme(), london())).await?.object_storage_account.bucket_count, 1);
    let early = client.send(keys::generate_credentials(&key)).await.expect_err("a new key");
    assert_eq!(early.code(), Some(ErrorCode::ObjectStorageProvisioningError));
    later.clock().advance(Duration::from_secs(60));
    client.send(keys::generate_credentials(&key)).await?;
    let one = client.send(buckets::get(london(), bucket("one"))).await?.into_inner().object_storage_bucket;
    assert_eq!(one.state.as_str(), "configured");
    Ok(())
}
