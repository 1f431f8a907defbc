//! API tokens, with which requests can be sent as soon as they are created.

use super::Resource;
use super::address_lists::is_network;
use super::checks::Checks;
use crate::derived;
use crate::failure::Failure;
use crate::map;
use crate::request::{Call, Identity};
use crate::store::{Event, Handle, Store};
use crate::value::{Map, Value};

/// The operations and events of tokens.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("api_tokens::create", create),
        ("api_tokens::update", update),
        ("api_tokens::delete", delete),
        ("api_tokens::regenerate_secret", regenerate_secret),
    ],
    events: &[("api_tokens::expired", expired)],
    ..Resource::EMPTY
};

/// How many requests a token permits in a minute.
const RATE_LIMIT: i64 = 1_000;

/// The field with the secret, which only the responses that create it show.
const SECRET: &str = "_secret";

fn create(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    check(store, call.properties())?;
    let token = derived::created(store, call, "ApiToken");
    store.set(token, "organization_id", call.object("organization"));
    store.set(token, "rate_limit", RATE_LIMIT);
    let shown = renew(store, token);
    Ok(derived::shown(store, call.operation, token).with("api_token", shown))
}

fn update(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let token = call.object("api_token");
    check(store, call.properties())?;
    let shown = derived::update(store, call, token);
    register(store, token);
    Ok(shown)
}

fn delete(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let token = call.object("api_token");
    revoke(store, token);
    Ok(map! { "api_token" => token })
}

/// Removes a token, whose secret is invalid at once.
pub(super) fn revoke(store: &mut Store, token: Handle) {
    let secret = store.get(token).text(SECRET).to_owned();
    store.forbid(&secret);
    store.remove(token);
}

/// The old secret is invalid at once.
fn regenerate_secret(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    Ok(map! { "api_token" => renew(store, call.object("api_token")) })
}

/// Gives a token a new secret. Returns what the response shows.
fn renew(store: &mut Store, token: Handle) -> Map {
    let old = store.get(token).text(SECRET).to_owned();
    store.forbid(&old);
    let secret = store.random_text(64);
    store.set(token, SECRET, secret.clone());
    register(store, token);
    store.get(token).fields().clone().with("secret", secret)
}

/// Makes the secret of a token valid for what the token permits, until it expires.
fn register(store: &mut Store, token: Handle) {
    let facts = store.get(token);
    let secret = facts.text(SECRET).to_owned();
    if secret.is_empty() {
        return;
    }
    let scopes = facts.get("scopes").items().iter().filter_map(Value::text).map(Into::into).collect();
    let networks = facts.get("authorized_ip_addresses").items().iter().filter_map(Value::text);
    let networks = networks.map(Into::into).collect();
    let identity = Identity {
        organization: facts.reference("organization"),
        api_token: Some(token),
        scopes: Some(scopes),
        rate_limit: facts.get("rate_limit").integer().and_then(|limit| u32::try_from(limit).ok()),
        networks,
        ..Identity::default()
    };
    let expiry = facts.get("expires_at").integer();
    let left = expiry.map(|expiry| expiry - store.now());
    match left.map(u64::try_from) {
        Some(Err(_) | Ok(0)) => {
            store.forbid(&secret);
            return;
        }
        Some(Ok(left)) => store.after(std::time::Duration::from_secs(left), Event::new("api_tokens::expired", token)),
        None => {}
    }
    store.permit(&secret, identity);
}

/// The time of expiry may have changed since then.
fn expired(store: &mut Store, event: &Event) {
    let facts = store.get(event.target);
    let expiry = facts.get("expires_at").integer();
    if expiry.is_some_and(|expiry| expiry <= store.now()) {
        let secret = facts.text(SECRET).to_owned();
        store.forbid(&secret);
    }
}

fn check(store: &Store, properties: &Map) -> Result<(), Failure> {
    let mut checks = Checks::new();
    if let Some(name) = properties.find("name") {
        checks.present(name, "Name", 255);
    }
    let addresses = properties.get("authorized_ip_addresses").items().iter().filter_map(Value::text);
    checks.require(addresses.into_iter().all(is_network), "Authorized IP addresses is invalid");
    let is_future = properties.get("expires_at").integer().is_none_or(|expiry| expiry > store.now());
    checks.require(is_future, "Expires at must be in the future");
    checks.finish()
}
