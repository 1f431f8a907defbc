//! File storage volumes.

use std::time::Duration;

use katapult_api::{
    DataCenterLookup, Error, ErrorCode, FileStorageVolume, FileStorageVolumeArguments, FileStorageVolumeLookup,
    NewFileStorageVolumeArguments, TrashObjectLookup, file_storage_volumes as volumes, trash_objects,
};
use katapult_fake::{Cloud, map};

use crate::shared::acme;

fn new(name: &str) -> NewFileStorageVolumeArguments {
    NewFileStorageVolumeArguments::new(name, DataCenterLookup::permalink("uk-lon-01"))
}

async fn create(cloud: &Cloud, properties: NewFileStorageVolumeArguments) -> Result<FileStorageVolume, Error> {
    let created = cloud.client().send(volumes::create(acme(), properties)).await?;
    Ok(created.into_inner().file_storage_volume)
}

async fn state(cloud: &Cloud, volume: &FileStorageVolume) -> Result<String, Error> {
    let shown = cloud.client().send(volumes::get(&volume.id)).await?;
    Ok(shown.file_storage_volume.state.as_str().to_owned())
}

#[tokio::test]
async fn volumes_are_set_up_and_changed_by_the_clock() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    let volume = create(&cloud, new("uploads")).await?;
    assert_eq!((volume.state.as_str(), volume.nfs_location.as_ref(), volume.size), ("pending", None, None));
    assert_eq!((volume.data_center.permalink.as_str(), volume.technology_generation), ("uk-lon-01", Some(1)));
    cloud.clock().advance(Duration::from_secs(2));
    assert_eq!(state(&cloud, &volume).await?, "configuring");
    cloud.clock().advance(Duration::from_secs(8));
    let ready = client.send(volumes::get(&volume.id)).await?.into_inner().file_storage_volume;
    assert_eq!((ready.state.as_str(), ready.size), ("ready", Some(0)));
    assert!(ready.nfs_location.is_some_and(|location| location.ends_with(volume.id.as_str())));
    let machine = cloud.with_store(|store| {
        let acme = store.all("Organization")[0];
        let machine = store.create("VirtualMachine", map! { "name" => "web-1", "organization" => acme });
        store.get(machine).id().to_owned()
    });
    let mounted = FileStorageVolumeArguments::new().associations([machine.clone()]);
    let changed = client.send(volumes::update(&volume.id, mounted)).await?.into_inner().file_storage_volume;
    assert_eq!((changed.state.as_str(), changed.associations), ("configuring", vec![machine]));
    // The volume is ready once its last change has taken effect.
    cloud.clock().advance(Duration::from_secs(5));
    client.send(volumes::update(&volume.id, FileStorageVolumeArguments::new().associations([""; 0]))).await?;
    cloud.clock().advance(Duration::from_secs(5));
    assert_eq!(state(&cloud, &volume).await?, "configuring");
    cloud.clock().advance(Duration::from_secs(5));
    assert_eq!(state(&cloud, &volume).await?, "ready");
    Ok(())
}

#[tokio::test]
async fn refuses_invalid_volumes() -> Result<(), Error> {
    let cloud = Cloud::start();
    create(&cloud, new("uploads")).await?;
    for (properties, sentence) in [
        (new("uploads"), "Name has already been taken"),
        (new(""), "Name can't be blank"),
        (new("other").associations(["vm_0000000000000000"]), "Associations cannot include vm_0000000000000000"),
    ] {
        let refused = create(&cloud, properties).await.expect_err(sentence);
        assert_eq!(refused.code(), Some(ErrorCode::ValidationError));
        assert!(refused.to_string().contains(sentence), "{refused}");
    }
    let nowhere = NewFileStorageVolumeArguments::new("other", DataCenterLookup::permalink("nowhere"));
    let refused = create(&cloud, nowhere).await.expect_err("no such data center");
    assert_eq!(refused.code(), Some(ErrorCode::DataCenterNotFound));
    Ok(())
}

#[tokio::test]
async fn deleted_volumes_are_in_the_trash() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    let volume = create(&cloud, new("uploads")).await?;
    let trash = client.send(volumes::delete(&volume.id)).await?.into_inner().trash_object;
    assert_eq!((trash.object_type.as_str(), trash.object_id.as_str()), ("FileStorageVolume", volume.id.as_str()));
    let hidden = client.send(volumes::get(&volume.id)).await.expect_err("in the trash");
    assert_eq!(hidden.code(), Some(ErrorCode::ObjectInTrash));
    assert!(client.send(volumes::list(acme())).await?.file_storage_volumes.is_empty());
    client.send(trash_objects::restore(TrashObjectLookup::object_id(volume.id.as_str()))).await?;
    assert_eq!(client.send(volumes::list(acme())).await?.file_storage_volumes.len(), 1);
    client.send(volumes::delete(&volume.id)).await?;
    client.send(trash_objects::purge(TrashObjectLookup::object_id(volume.id.as_str()))).await?;
    cloud.clock().advance(Duration::from_secs(60));
    let gone = client.send(volumes::get(FileStorageVolumeLookup::id(volume.id.clone()))).await.expect_err("purged");
    assert_eq!(gone.code(), Some(ErrorCode::FileStorageVolumeNotFound));
    Ok(())
}
