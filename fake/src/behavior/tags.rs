//! Tags: their names and colors.

use super::Resource;
use super::checks::Checks;
use crate::derived::{self, Page};
use crate::failure::Failure;
use crate::map;
use crate::request::Call;
use crate::store::{Handle, Store};
use crate::value::{Map, Value};

/// The operations of tags.
pub static RESOURCE: Resource = Resource {
    operations: &[("tags::list", list), ("tags::create", create), ("tags::update", update)],
    ..Resource::EMPTY
};

/// The colors of tags that are created without one, one of which is chosen at random.
const COLORS: [&str; 8] = [
    "pastel_red",
    "pastel_orange",
    "pastel_yellow",
    "pastel_green",
    "pastel_teal",
    "pastel_purple",
    "pastel_brown",
    "light_gray",
];

/// Lists are in the order of the names.
fn list(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let mut tags = store.children("Tag", "organization", call.object("organization")).to_vec();
    tags.sort_by(|one, other| store.get(*one).text("name").cmp(store.get(*other).text("name")));
    Ok(Page::of(call)?.fill(Map::new(), "tags", &tags))
}

fn create(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    check(store, Some(call.object("organization")), None, call.properties())?;
    let tag = derived::created(store, call, "Tag");
    if store.get(tag).get("color").is_null() {
        let color = color(store);
        store.set(tag, "color", color);
    }
    Ok(map! { "tag" => tag })
}

fn color(store: &mut Store) -> Option<&'static str> {
    let color = store.random_below(COLORS.len() as u32);
    COLORS.get(color as usize).copied()
}

/// Finds the tags of an organization by their names. Those that do not exist are created.
pub fn named(store: &mut Store, organization: Option<Handle>, names: &[Value]) -> Vec<Handle> {
    let mut found: Vec<Handle> = Vec::new();
    for name in names.iter().filter_map(Value::text).filter(|name| !name.trim().is_empty()) {
        let known = organization.map_or(&[][..], |owner| store.children("Tag", "organization", owner));
        let known = known.iter().find(|tag| store.get(**tag).text("name") == name).copied();
        let tag = known.unwrap_or_else(|| {
            let color = color(store);
            let created_at = store.now();
            let tag = map! {
                "name" => name, "color" => color, "created_at" => created_at, "organization" => organization,
            };
            store.create("Tag", tag)
        });
        if !found.contains(&tag) {
            found.push(tag);
        }
    }
    found
}

fn update(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    let tag = call.object("tag");
    let properties = call.properties();
    let organization = store.get(tag).reference("organization");
    check(store, organization, Some(tag), properties)?;
    Ok(derived::update(store, call, tag))
}

fn check(store: &Store, organization: Option<Handle>, tag: Option<Handle>, properties: &Map) -> Result<(), Failure> {
    let mut checks = Checks::new();
    if let Some(name) = properties.find("name") {
        checks.present(name, "Name", 255);
        checks.unique(store, "Tag", organization, tag, "name", name, "Name");
    }
    checks.finish()
}
