//! Objects of the store.

use crate::spec::{KindId, spec};
use crate::value::{Map, Value};

/// An object of the store, as long as the store exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Handle(pub(crate) u32);

/// An object: its kind and its fields.
///
/// Fields whose name starts with `_` are in no response. Fields that are not set are null or, where a response requires
/// a value, a sample.
#[derive(Debug)]
pub struct Object {
    kind: KindId,
    pub(super) fields: Map,
}

impl Object {
    /// What stands for an object that was removed.
    pub(super) const NONE: Self = Self { kind: KindId(usize::MAX), fields: Map::new() };

    pub(super) fn new(kind: KindId) -> Self {
        Self { kind, fields: Map::new() }
    }

    /// Returns the index of its kind.
    pub(crate) fn kind(&self) -> KindId {
        self.kind
    }

    /// Returns the name of its kind, such as `VirtualMachine`.
    pub fn kind_name(&self) -> &'static str {
        spec().kinds.get(self.kind.0).map_or("", |kind| kind.name)
    }

    /// Returns its ID; empty if it has none.
    pub fn id(&self) -> &str {
        self.text("id")
    }

    /// Returns a field; null if it is not set.
    pub fn get(&self, name: &str) -> &Value {
        self.fields.get(name)
    }

    /// Returns a field, if it is set, to null or to anything else.
    pub fn find(&self, name: &str) -> Option<&Value> {
        self.fields.find(name)
    }

    /// Returns a string; empty if it is not set.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).text().unwrap_or_default()
    }

    /// Returns an integer; 0 if it is not set.
    pub fn integer(&self, name: &str) -> i64 {
        self.get(name).integer().unwrap_or_default()
    }

    /// Returns a boolean; `false` if it is not set.
    pub fn boolean(&self, name: &str) -> bool {
        self.get(name).boolean().unwrap_or_default()
    }

    /// Returns the object to which a field refers.
    pub fn reference(&self, name: &str) -> Option<Handle> {
        self.get(name).reference()
    }

    /// Returns all fields.
    pub fn fields(&self) -> &Map {
        &self.fields
    }
}
