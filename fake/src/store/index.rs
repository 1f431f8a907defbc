//! Indices, so that an object is found and a page is read in a time that does not grow with the store.

use std::collections::HashMap;

use super::{Handle, Object, TRASH};
use crate::spec::{KindId, spec};
use crate::value::Value;

/// The indices of a store. Lists are in the order of creation, which is that of handles.
#[derive(Debug, Default)]
pub(super) struct Index {
    ids: HashMap<Box<str>, Handle>,
    unique: HashMap<(KindId, &'static str), HashMap<Box<str>, Handle>>,
    all: Vec<Vec<Handle>>,
    children: HashMap<(KindId, &'static str, Handle), Vec<Handle>>,
}

impl Index {
    pub(super) fn by_id(&self, id: &str) -> Option<Handle> {
        self.ids.get(id).copied()
    }

    pub(super) fn by(&self, kind: KindId, field: &str, value: &str) -> Option<Handle> {
        let field = spec().name(field)?;
        self.unique.get(&(kind, field))?.get(value).copied()
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
            Value::Text(text) => self.forget(kind, handle, name, text),
            Value::Ref(parent) => self.withdraw(kind, name, *parent, handle),
            _ => {}
        }
        match new {
            Value::Text(text) if name == "id" => {
                self.ids.insert(text.clone(), handle);
            }
            Value::Text(text) => {
                // The first object with a name keeps it.
                self.unique.entry((kind, name)).or_default().entry(text.clone()).or_insert(handle);
            }
            Value::Ref(parent) if !hidden => {
                insert(self.children.entry((kind, name, *parent)).or_default(), handle);
            }
            _ => {}
        }
    }

    fn forget(&mut self, kind: KindId, handle: Handle, name: &'static str, text: &str) {
        let known = match name {
            "id" => Some(&mut self.ids),
            _ => self.unique.get_mut(&(kind, name)),
        };
        if let Some(known) = known
            && known.get(text) == Some(&handle)
        {
            known.remove(text);
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
                self.forget(kind, handle, name, text);
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
