//! Indices, so that an object is found and a page is read in a time that does not grow with the store.

mod texts;

use std::collections::HashMap;

use self::texts::Texts;
use super::{Handle, Object, TRASH};
use crate::spec::{KindId, spec};
use crate::value::Value;

/// The indices of a store. Lists are in the order of creation, which is that of handles.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// By `id`, and by the kind and a field that a lookup has.
    texts: Texts,
    all: Vec<Vec<Handle>>,
    children: HashMap<(KindId, &'static str, Handle), Vec<Handle>>,
}

impl Index {
    /// Finds an object by its ID; `matches` confirms that it has the ID.
    pub(super) fn by_id(&self, id: &str, matches: impl Fn(Handle) -> bool) -> Option<Handle> {
        self.texts.find(key(ANY, "id", id), matches)
    }

    /// Finds an object by a field; `matches` confirms that it is of the kind and has the value.
    pub(super) fn by(
        &self,
        kind: KindId,
        field: &str,
        value: &str,
        matches: impl Fn(Handle) -> bool,
    ) -> Option<Handle> {
        self.texts.find(key(kind, field, value), matches)
    }

    pub(super) fn all(&self, kind: KindId) -> &[Handle] {
        self.all.get(kind.0).map_or(&[], Vec::as_slice)
    }

    pub(super) fn children(&self, kind: KindId, field: &'static str, parent: Handle) -> &[Handle] {
        self.children.get(&(kind, field, parent)).map_or(&[], Vec::as_slice)
    }

    pub(super) fn add(&mut self, kind: KindId, handle: Handle) {
        if self.all.is_empty() {
            self.all.resize_with(spec().kinds.len(), Vec::new);
        }
        if let Some(all) = self.all.get_mut(kind.0) {
            insert(all, handle);
        }
    }

    /// Replaces the value of an indexed field.
    pub(super) fn change(
        &mut self,
        kind: KindId,
        handle: Handle,
        name: &'static str,
        old: &Value,
        new: &Value,
        hidden: bool,
    ) {
        if old == new {
            return;
        }
        match old {
            Value::Text(text) => self.texts.remove(key(kind, name, text), handle),
            Value::Ref(parent) => self.withdraw(kind, name, *parent, handle),
            _ => {}
        }
        match new {
            Value::Text(text) => self.texts.add(key(kind, name, text), handle),
            Value::Ref(parent) if !hidden => {
                insert(self.children.entry((kind, name, *parent)).or_default(), handle);
            }
            _ => {}
        }
    }

    fn withdraw(&mut self, kind: KindId, name: &'static str, parent: Handle, handle: Handle) {
        let key = (kind, name, parent);
        if let Some(children) = self.children.get_mut(&key) {
            remove(children, handle);
            if children.is_empty() {
                self.children.remove(&key);
            }
        }
    }

    /// Removes an object from all lists and names.
    pub(super) fn remove(&mut self, object: &Object, handle: Handle) {
        self.hide(object, handle);
        let kind = object.kind();
        for (name, value) in object.fields().iter() {
            if let Value::Text(text) = value {
                self.texts.remove(key(kind, name, text), handle);
            }
        }
    }

    /// Removes an object from all lists.
    pub(super) fn hide(&mut self, object: &Object, handle: Handle) {
        let kind = object.kind();
        if let Some(all) = self.all.get_mut(kind.0) {
            remove(all, handle);
        }
        for (name, value) in object.fields().iter().filter(|(name, _)| *name != TRASH) {
            if let Value::Ref(parent) = value {
                self.withdraw(kind, name, *parent, handle);
            }
        }
    }

    /// Inserts an object into its lists again.
    pub(super) fn show(&mut self, object: &Object, handle: Handle) {
        let kind = object.kind();
        self.add(kind, handle);
        let parents = &spec().of_kind(kind).parents;
        for (name, value) in object.fields().iter().filter(|(name, _)| parents.contains(name)) {
            if let Value::Ref(parent) = value {
                insert(self.children.entry((kind, name, *parent)).or_default(), handle);
            }
        }
    }
}

/// The kind of the keys of IDs, which are those of all kinds.
const ANY: KindId = KindId(usize::MAX);

fn key<'k>(kind: KindId, field: &'k str, text: &'k str) -> (KindId, &'k str, &'k str) {
    (if field == "id" { ANY } else { kind }, field, text)
}

fn insert(list: &mut Vec<Handle>, handle: Handle) {
    if let Err(at) = list.binary_search(&handle) {
        list.insert(at, handle);
    }
}

fn remove(list: &mut Vec<Handle>, handle: Handle) {
    if let Ok(at) = list.binary_search(&handle) {
        list.remove(at);
    }
}
