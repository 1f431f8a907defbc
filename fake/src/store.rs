//! The store: the objects of the cloud, their lists, the clock, and what will happen.

mod clock;
mod events;
mod ids;
mod index;
mod object;
mod state;

use std::collections::HashMap;

pub use self::clock::Clock;
pub(crate) use self::clock::Time;
use self::events::Agenda;
pub use self::events::Event;
use self::ids::Ids;
use self::index::Index;
pub use self::object::{Handle, Object};
pub use self::state::StateError;
pub(crate) use self::state::value as from_json;
use crate::map;
use crate::request::Identity;
use crate::spec::{KindId, spec};
use crate::value::{Map, Value};

/// The field with the object in the trash of an object that was deleted.
pub(crate) const TRASH: &str = "_trash";

/// The objects of a cloud.
#[derive(Debug)]
pub struct Store {
    objects: Vec<Option<Box<Object>>>,
    index: Index,
    pub(crate) clock: Time,
    agenda: Agenda,
    ids: Ids,
    /// Removed objects, which the response in progress can still show.
    removed: Vec<Handle>,
    /// The tokens, with what they permit.
    pub(crate) tokens: HashMap<Box<str>, Identity>,
}

impl Store {
    pub(crate) fn new(clock: Time, seed: u64) -> Self {
        Self {
            objects: Vec::new(),
            index: Index::default(),
            clock,
            agenda: Agenda::default(),
            ids: Ids::new(seed),
            removed: Vec::new(),
            tokens: HashMap::new(),
        }
    }

    /// Returns the time in seconds since 1970.
    pub fn now(&self) -> i64 {
        i64::try_from(self.clock.millis() / 1000).unwrap_or(i64::MAX)
    }

    /// Creates an object of `kind`, such as `VirtualMachine`, with an ID if its kind has IDs.
    ///
    /// An object of a kind that the spec does not have is in no list.
    pub fn create(&mut self, kind: &str, fields: Map) -> Handle {
        self.create_of(spec().kind(kind).unwrap_or(KindId(usize::MAX)), fields)
    }

    pub(crate) fn create_of(&mut self, kind: KindId, fields: Map) -> Handle {
        let handle = Handle(u32::try_from(self.objects.len()).unwrap_or(u32::MAX));
        self.objects.push(Some(Box::new(Object::new(kind))));
        self.index.add(kind, handle);
        let facts = spec().of_kind(kind);
        if facts.has_id && fields.find("id").is_none() {
            let id = self.ids.id(facts.prefix);
            self.set(handle, "id", id);
        }
        for (name, value) in fields {
            self.set(handle, name, value);
        }
        handle
    }

    /// Returns an object; an object without fields if it was removed.
    pub fn get(&self, handle: Handle) -> &Object {
        static NONE: Object = Object::NONE;
        self.find(handle).unwrap_or(&NONE)
    }

    /// Returns an object, if it was not removed.
    pub fn find(&self, handle: Handle) -> Option<&Object> {
        self.objects.get(handle.0 as usize)?.as_deref()
    }

    /// Returns whether an object exists: it was neither removed nor moved to the trash.
    pub fn exists(&self, handle: Handle) -> bool {
        self.find(handle).is_some_and(|object| object.get(TRASH).is_null()) && !self.removed.contains(&handle)
    }

    /// Sets a field of an object.
    pub fn set(&mut self, handle: Handle, name: &'static str, value: impl Into<Value>) {
        let Some(Some(object)) = self.objects.get_mut(handle.0 as usize) else { return };
        let value = value.into();
        let kind = object.kind();
        let facts = spec().of_kind(kind);
        let indexed = name == "id" || facts.unique.contains(&name) || facts.parents.contains(&name);
        if !indexed {
            object.fields.set(name, value);
            return;
        }
        let old = object.fields.set(name, value).unwrap_or_default();
        let hidden = !object.get(TRASH).is_null();
        let new = object.get(name);
        self.index.change(kind, handle, name, &old, new, hidden);
    }

    /// Removes an object from the store, with no trace in the trash. The response in progress can still show it.
    pub fn remove(&mut self, handle: Handle) {
        let Some(Some(object)) = self.objects.get(handle.0 as usize) else { return };
        self.index.remove(object, handle);
        self.removed.push(handle);
    }

    /// Marks an object as being in the trash, as `trash`: lists do not have it, and lookups fail.
    pub fn hide(&mut self, handle: Handle, trash: Handle) {
        let Some(Some(object)) = self.objects.get_mut(handle.0 as usize) else { return };
        object.fields.set(TRASH, trash);
        self.index.hide(object, handle);
    }

    /// Reverts [`hide`](Self::hide).
    pub fn show(&mut self, handle: Handle) {
        let Some(Some(object)) = self.objects.get_mut(handle.0 as usize) else { return };
        object.fields.remove(TRASH);
        self.index.show(object, handle);
    }

    /// Frees the removed objects, once the response is complete.
    pub(crate) fn sweep(&mut self) {
        for handle in std::mem::take(&mut self.removed) {
            if let Some(slot) = self.objects.get_mut(handle.0 as usize) {
                *slot = None;
            }
        }
    }

    /// Finds an object of any kind by its ID, in the trash as well.
    pub fn by_id(&self, id: &str) -> Option<Handle> {
        self.index.by_id(id, |handle| self.get(handle).id() == id)
    }

    /// Finds an object of `kind` by the value of a field: `id` or another field that a lookup of the kind has.
    pub fn by(&self, kind: KindId, field: &str, value: &str) -> Option<Handle> {
        match field {
            "id" => self.by_id(value).filter(|handle| self.get(*handle).kind() == kind),
            _ => {
                let has_it = |handle| {
                    let object = self.get(handle);
                    object.kind() == kind && object.text(field) == value
                };
                let exists = |handle| has_it(handle) && self.get(handle).get(TRASH).is_null();
                // An object takes the name of one that is in the trash.
                self.index.by(kind, field, value, exists).or_else(|| self.index.by(kind, field, value, has_it))
            }
        }
    }

    /// Returns all objects of `kind`, except those in the trash, in the order of their creation.
    pub fn all(&self, kind: &str) -> &[Handle] {
        spec().kind(kind).map_or(&[], |kind| self.index.all(kind))
    }

    pub(crate) fn all_of(&self, kind: KindId) -> &[Handle] {
        self.index.all(kind)
    }

    /// Returns the objects of `kind` whose field `field` refers to `parent`, except those in the trash, in the order of
    /// their creation. The field must be one of the [`parents`](crate::spec::Kind::parents) of the kind.
    pub fn children(&self, kind: &str, field: &'static str, parent: Handle) -> &[Handle] {
        spec().kind(kind).map_or(&[], |kind| self.index.children(kind, field, parent))
    }

    pub(crate) fn children_of(&self, kind: KindId, field: &'static str, parent: Handle) -> &[Handle] {
        self.index.children(kind, field, parent)
    }

    /// Makes `event` happen after `delay` by the clock.
    pub fn after(&mut self, delay: std::time::Duration, event: Event) {
        let delay = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
        self.agenda.add(self.clock.millis().saturating_add(delay), event);
    }

    /// Lets everything happen that is due. Each event happens at its own time.
    pub(crate) fn catch_up(&mut self) {
        let now = self.clock.millis();
        while let Some((at, event)) = self.agenda.due(now) {
            self.clock.pretend(Some(at));
            crate::behavior::happen(self, &event);
        }
        self.clock.pretend(None);
        self.sweep();
    }

    /// Returns a random identifier of letters and digits, such as a secret.
    pub fn random_text(&mut self, length: usize) -> String {
        self.ids.text(length)
    }

    /// Returns a random number below `end`.
    pub fn random_below(&mut self, end: u32) -> u32 {
        self.ids.below(end)
    }

    /// Returns a random UUID.
    pub fn uuid(&mut self) -> String {
        self.ids.uuid()
    }

    /// Registers a token, which is sent as `Authorization: Bearer SECRET`.
    pub fn permit(&mut self, secret: &str, identity: Identity) {
        self.tokens.insert(secret.into(), identity);
    }

    /// Makes a token invalid.
    pub fn forbid(&mut self, secret: &str) {
        self.tokens.remove(secret);
    }

    /// Returns how many objects there are.
    pub fn len(&self) -> usize {
        self.objects.iter().flatten().count()
    }

    /// Returns whether there are no objects.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the `detail` of the error for an object in the trash.
    pub(crate) fn trash_detail(&self, handle: Handle) -> Map {
        map! { "trash_object" => self.get(handle).get(TRASH).clone() }
    }
}
