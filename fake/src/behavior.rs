//! Behaviors: what does not follow from the spec, by hand, in a module for each resource.
//!
//! # How to write one
//!
//! A module has a [`Resource`]: tables of functions by the names of operations, events and fields. It is listed in
//! [`RESOURCES`]. [`power`] is a complete example.
//!
//! A function for an operation gets the [`Store`] and a [`Call`] that has passed all checks of the spec: types are
//! right, required arguments are present, and lookups, nested ones as well, are references to objects that exist and
//! are not in the trash. It returns the fields of the response, or a [`Failure`].
//!
//! ```
//! use katapult_fake::behavior::Resource;
//! use katapult_fake::{Call, Failure, Map, Store, derived, map};
//!
//! pub static RESOURCE: Resource = Resource {
//!     operations: &[("tags::create", create)],
//!     ..Resource::EMPTY
//! };
//!
//! fn create(store: &mut Store, call: &Call) -> Result<Map, Failure> {
//!     let organization = call.object("organization");
//!     let name = call.properties().get("name").text().unwrap_or_default();
//!     let tags = store.children("Tag", "organization", organization);
//!     if tags.iter().any(|tag| store.get(*tag).text("name") == name) {
//!         return Err(Failure::validation("Name has already been taken"));
//!     }
//!     let tag = derived::created(store, call, "Tag"); // an object with all that was sent
//!     store.set(tag, "color", "blue");
//!     Ok(map! { "tag" => tag }) // the response shows exactly the fields that the operation returns
//! }
//! ```
//!
//! - An object has the fields of its kind: `VirtualMachine` for all views of it. A field that refers to another object is
//!   a reference, `store.set(disk, "io_profile", profile)`, and a response shows the current fields of that object.
//! - A field whose name starts with `_` is in no response. An object keeps the lookups of the call that created it, such
//!   as `organization`, even if no response shows them.
//! - A field that is not set is null in a response, absent if the spec permits that, and a sample otherwise.
//! - `store.children(kind, field, parent)` is a list by reference, in the order of creation. Lists of operations are
//!   derived from the names of the lookups that they take. Other fields need an entry in [`Resource::parents`].
//! - Fields that follow from others, such as the addresses of a machine, are not stored: they are in
//!   [`Resource::computed`].
//! - Nothing waits. `store.after(duration, Event::new("disks::built", disk))` makes a function of [`Resource::events`] run
//!   by the clock, and [`tasks::begin`] returns a task that ends with an event.
//! - [`derived::derive`](crate::derived::derive) does what the spec alone says, to which a behavior can add.
//! - The sentences of a `validation_error` are collected by [`checks::Checks`]. [`references`] finds the objects of IDs in
//!   plain strings.
//! - An object that belongs to another one, such as a record of a zone, has its `organization` too, so that a token of
//!   another organization does not reach it.
//! - A list that is not derived is paginated by [`derived::Page`](crate::derived::Page).

pub mod address_lists;
pub mod api_tokens;
pub mod certificates;
pub mod checks;
pub mod disk_backup_policies;
pub mod disk_templates;
pub mod disks;
pub mod dns_records;
pub mod dns_zones;
pub mod file_storage_volumes;
pub mod ip_addresses;
pub mod load_balancers;
pub mod networks;
pub mod object_storage;
pub mod organizations;
pub mod power;
pub mod pricing;
pub mod public;
pub mod references;
pub mod security_groups;
pub mod signups;
pub mod ssh_keys;
pub mod tags;
pub mod tasks;
pub mod trash_objects;
pub mod virtual_machine_builds;
pub mod virtual_machine_groups;
pub mod virtual_machine_network_interfaces;
pub mod virtual_machines;

use crate::failure::Failure;
use crate::request::Call;
use crate::store::{Event, Object, Store};
use crate::value::{Map, Value};

/// Carries out an operation.
pub type Behavior = fn(&mut Store, &Call) -> Result<Map, Failure>;

/// Lets an event happen.
pub type Happening = fn(&mut Store, &Event);

/// Computes a field of an object.
pub type Computed = fn(&Store, &Object) -> Value;

/// What a resource does beside what the spec says.
#[derive(Debug)]
pub struct Resource {
    /// The functions of operations, such as `virtual_machines::start`.
    pub operations: &'static [(&'static str, Behavior)],
    /// The functions of events. Names are free; they are kept in state files.
    pub events: &'static [(&'static str, Happening)],
    /// Computed fields: the kind, the field and its function.
    pub computed: &'static [(&'static str, &'static str, Computed)],
    /// The fields that refer to a parent: the kind and the field. The lookups of lists need no entry.
    pub parents: &'static [(&'static str, &'static str)],
    /// Kinds of objects that have neither an ID nor a lookup, by the names of their types.
    pub kinds: &'static [&'static str],
}

impl Resource {
    /// A resource without any behavior.
    pub const EMPTY: Self = Self { operations: &[], events: &[], computed: &[], parents: &[], kinds: &[] };
}

/// All resources with behavior.
pub static RESOURCES: &[&Resource] = &[
    &address_lists::RESOURCE,
    &address_lists::entries::RESOURCE,
    &api_tokens::RESOURCE,
    &certificates::RESOURCE,
    &disk_backup_policies::RESOURCE,
    &disk_templates::RESOURCE,
    &disks::RESOURCE,
    &dns_records::RESOURCE,
    &dns_zones::RESOURCE,
    &file_storage_volumes::RESOURCE,
    &ip_addresses::RESOURCE,
    &load_balancers::RESOURCE,
    &load_balancers::rules::RESOURCE,
    &networks::RESOURCE,
    &object_storage::access_keys::RESOURCE,
    &object_storage::accounts::RESOURCE,
    &object_storage::buckets::RESOURCE,
    &object_storage::objects::RESOURCE,
    &organizations::RESOURCE,
    &organizations::managed::RESOURCE,
    &organizations::policy::RESOURCE,
    &power::RESOURCE,
    &pricing::RESOURCE,
    &public::RESOURCE,
    &security_groups::RESOURCE,
    &security_groups::rules::RESOURCE,
    &signups::RESOURCE,
    &ssh_keys::RESOURCE,
    &tags::RESOURCE,
    &tasks::RESOURCE,
    &trash_objects::RESOURCE,
    &virtual_machine_builds::RESOURCE,
    &virtual_machine_groups::RESOURCE,
    &virtual_machine_network_interfaces::RESOURCE,
    &virtual_machines::RESOURCE,
];

/// Returns the function of an operation.
pub(crate) fn of(operation: &str) -> Option<Behavior> {
    let mut operations = RESOURCES.iter().flat_map(|resource| resource.operations);
    operations.find(|(name, _)| *name == operation).map(|(_, behavior)| *behavior)
}

/// Lets an event happen. An event of a name that no resource has, from a file, has no effect.
pub(crate) fn happen(store: &mut Store, event: &Event) {
    let mut events = RESOURCES.iter().flat_map(|resource| resource.events);
    if let Some((_, happening)) = events.find(|(name, _)| *name == event.name) {
        happening(store, event);
    }
}

/// Returns the name of an event as it is in the tables.
pub(crate) fn event(name: &str) -> Option<&'static str> {
    let mut events = RESOURCES.iter().flat_map(|resource| resource.events);
    events.find(|(known, _)| *known == name).map(|(known, _)| *known)
}
