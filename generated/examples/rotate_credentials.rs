//! Replaces an access key of object storage: creates a new one with the same permissions, prints its credentials, and
//! deletes the old one: `cargo run -p katapult-api --example rotate_credentials -- acme uk-lon-1 backup`. Requires
//! `KATAPULT_API_TOKEN`.

use katapult_api::{
    Client, Error, ObjectStorageAccessKeyArguments, ObjectStorageClusterLookup, OrganizationLookup, Secret,
    object_storage_access_keys as keys,
};

/// The credentials of a new key. `Debug` does not print the secret.
#[derive(Debug)]
pub struct Credentials {
    pub access_key: Option<String>,
    pub secret_key: Option<Secret>,
    /// The number of keys of the same name that were deleted.
    pub deleted: usize,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [organization, region, name] = &arguments[..] else {
        return Err("usage: rotate_credentials ORGANIZATION REGION NAME".into());
    };
    let organization = OrganizationLookup::sub_domain(organization);
    let credentials = rotate(&Client::from_env()?, &organization, region, name).await?;
    println!("AWS_ACCESS_KEY_ID={}", credentials.access_key.unwrap_or_default());
    println!("AWS_SECRET_ACCESS_KEY={}", credentials.secret_key.as_ref().map_or("", Secret::expose));
    eprintln!("Deleted {} earlier keys with the name {name}.", credentials.deleted);
    Ok(())
}

/// Creates a key, and deletes the earlier ones of the same name once the new one has credentials.
///
/// If a step fails, a second run continues: the keys that it finds are replaced, and no valid key is deleted before.
pub async fn rotate(
    client: &Client,
    organization: &OrganizationLookup,
    region: &str,
    name: &str,
) -> Result<Credentials, Error> {
    let mut earlier = client.items(keys::list(organization)).into_vec().await?;
    earlier.retain(|key| key.name == name && key.region == region);

    let mut properties = ObjectStorageAccessKeyArguments::new(name);
    if let Some(key) = earlier.last() {
        properties = properties
            .all_buckets_read(key.all_buckets_read)
            .all_objects_read(key.all_objects_read)
            .all_objects_write(key.all_objects_write);
    }
    let created =
        client.send(keys::create(organization, ObjectStorageClusterLookup::region(region), properties)).await?;
    // The key is set up within a minute.
    let id = &created.object_storage_access_key.id;
    let key = client.wait(keys::until_credentials_generated(id)).await?.into_inner().object_storage_access_key;

    for key in &earlier {
        client.send(keys::delete(&key.id)).await?;
    }
    Ok(Credentials { access_key: key.s3_access_key_id, secret_key: key.s3_secret_access_key, deleted: earlier.len() })
}
