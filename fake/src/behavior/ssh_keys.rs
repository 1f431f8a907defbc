//! SSH keys: public keys, with their fingerprints.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};

use super::Resource;
use super::checks::Checks;
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::Store;
use crate::value::{Map, Value};

/// The operations of SSH keys.
pub static RESOURCE: Resource = Resource { operations: &[("ssh_keys::create", create)], ..Resource::EMPTY };

/// The types of keys.
const TYPES: &[&str] = &[
    "ssh-ed25519",
    "ssh-rsa",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
];

fn create(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let organization = call.object("organization");
    let sent = call.get("ssh_key");
    let (name, key) = (sent.field("name"), sent.field("key"));
    let mut checks = Checks::new();
    checks.present(name, "Name", 255);
    checks.present(key, "Key", 16_384);
    let line = key.text().unwrap_or_default().trim();
    let fingerprint = fingerprint(line);
    checks.require(line.is_empty() || fingerprint.is_some(), "Key is invalid");
    let print = Value::from(fingerprint);
    checks.unique(store, "SshKey", Some(organization), None, "fingerprint", &print, "Key");
    checks.finish()?;
    let key = map! {
        "organization" => organization,
        "name" => name.clone(),
        "fingerprint" => print,
        "_key" => line,
        "created_at" => store.now(),
    };
    Ok(map! { "ssh_key" => store.create("SshKey", key) })
}

/// Returns the fingerprint of a line of an `authorized_keys` file, as `ssh-keygen -l` prints it.
fn fingerprint(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    let (kind, blob) = (words.next()?, words.next()?);
    if !TYPES.contains(&kind) {
        return None;
    }
    let blob = STANDARD.decode(blob).or_else(|_| STANDARD_NO_PAD.decode(blob)).ok()?;
    // The key repeats its type, with the length before it.
    let (length, rest) = blob.split_first_chunk::<4>()?;
    let repeated = rest.get(..u32::from_be_bytes(*length) as usize)?;
    if repeated != kind.as_bytes() {
        return None;
    }
    let hash = ring::digest::digest(&ring::digest::SHA256, &blob);
    Some(format!("SHA256:{}", STANDARD_NO_PAD.encode(hash)))
}
