//! Organizations and users: who owns what.

pub mod managed;
pub mod policy;

use super::Resource;
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::Store;
use crate::value::{Map, Value};

/// The operations of organizations and users.
pub static RESOURCE: Resource = Resource {
    operations: &[
        ("organizations::list", list),
        ("organization_users::list", users),
        ("users::current", current),
        ("users::invalidate_linked_web_session", invalidate_linked_web_session),
    ],
    ..Resource::EMPTY
};

/// A token of an organization has access to that one only.
fn list(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let organizations = match call.identity.organization {
        Some(organization) => vec![organization],
        None => store.all("Organization").to_vec(),
    };
    Ok(map! { "organizations" => organizations })
}

fn users(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let all = store.all("User");
    let page = crate::derived::Page::of(call)?.fill(Map::new(), "users", all);
    let users = page.get("users").items().iter().map(|user| Value::from(map! { "user" => user.clone() }));
    let users: Vec<Value> = users.collect();
    Ok(page.with("users", users))
}

fn current(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let user = call.identity.user.ok_or_else(|| Failure::new("no_user_associated_with_identity"))?;
    let organizations = store.all("Organization").to_vec();
    Ok(map! { "user" => user, "organizations" => organizations, "api_token_id" => call.identity.api_token })
}

fn invalidate_linked_web_session(_: &mut Store, _: &Call) -> Result<Map, Failure> {
    // A token of the API has no session in a browser.
    Err(Failure::new("identity_not_linked_to_web_session"))
}
