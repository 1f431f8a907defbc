//! The objects in buckets.
//!
//! They are uploaded by S3, which the fake does not have. Those of a cloud are seeded by [`put`].

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::buckets::{located, public_url};
use crate::behavior::Resource;
use crate::behavior::checks::Checks;
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::{Handle, Object, Store};
use crate::value::{Map, Value};

/// The operations of objects, and the totals of buckets.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("object_storage_buckets::get_object", get_object),
        ("object_storage_buckets::create_presigned_url", create_presigned_url),
        ("object_storage_buckets::revoke_presigned_urls", revoke_presigned_urls),
    ],
    computed: &[("ObjectStorageBucket", "object_count", object_count), ("ObjectStorageBucket", "size", size)],
    ..Resource::EMPTY
};

/// The longest lifetime of a presigned URL, in seconds.
const LONGEST: i64 = 604_800;

/// The field with the objects of a bucket.
const OBJECTS: &str = "_objects";

/// What stays as it is in the path of a URL.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Puts an object into a bucket, as an S3 client does.
pub fn put(store: &mut Store, bucket: Handle, path: &str, size: i64) {
    let mut objects = of(store.get(bucket)).to_vec();
    objects.retain(|object| object.field("full_path").text() != Some(path));
    objects.push(map! { "full_path" => path, "size" => size }.into());
    store.set(bucket, OBJECTS, objects);
}

/// Returns the objects of a bucket.
pub(super) fn of(bucket: &Object) -> &[Value] {
    bucket.get(OBJECTS).items()
}

/// The path of a folder is one with objects below it.
fn get_object(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let bucket = located(store, call)?;
    let facts = store.get(bucket);
    let path = call.get("path").text().unwrap_or_default();
    let below = format!("{}/", path.trim_end_matches('/'));
    let objects = of(facts);
    let found = objects.iter().find(|object| object.field("full_path").text() == Some(path));
    let is_folder = |object: &Value| object.field("full_path").text().is_some_and(|path| path.starts_with(&below));
    if found.is_none() && !objects.iter().any(is_folder) {
        return Err(Failure::new("object_not_found"));
    }
    let url = public_url(store, facts);
    let object = map! {
        "filename" => path.trim_end_matches('/').rsplit('/').next(),
        "bucket_name" => facts.text("name"),
        "full_path" => path,
        "public_url" => format!("{}/{}", url.text().unwrap_or_default(), utf8_percent_encode(path, PATH)),
        "size" => found.map(|object| object.field("size").clone()),
        "folder" => found.is_none(),
    };
    Ok(map! { "object_details" => object })
}

fn create_presigned_url(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let bucket = located(store, call)?;
    let path = call.get("path").text().unwrap_or_default().trim_start_matches('/');
    let expiry = call.properties().get("expiry_seconds");
    let mut checks = Checks::new();
    checks.require(!path.trim().is_empty(), "Path can't be blank");
    checks.within(expiry, "Expiry seconds", 1, LONGEST);
    checks.finish()?;
    let (signature, now) = (store.random_text(43), store.now());
    let url = format!(
        "{}/{}?expires={}&signature={signature}",
        public_url(store, store.get(bucket)).text().unwrap_or_default(),
        utf8_percent_encode(path, PATH),
        now + expiry.integer().unwrap_or(3_600),
    );
    Ok(map! { "url" => url })
}

fn revoke_presigned_urls(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    located(store, call)?;
    Ok(map! { "success" => true })
}

fn object_count(_: &Store, bucket: &Object) -> Value {
    of(bucket).len().into()
}

fn size(_: &Store, bucket: &Object) -> Value {
    bytes(bucket).into()
}

/// Returns the size of all objects of a bucket.
pub(super) fn bytes(bucket: &Object) -> i64 {
    let sizes = of(bucket).iter().filter_map(|object| object.field("size").integer());
    sizes.fold(0, i64::saturating_add)
}
