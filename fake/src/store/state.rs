//! The state of a store as JSON, to continue later.

use std::collections::HashSet;
use std::fmt;
use std::sync::{LazyLock, Mutex, PoisonError};

use serde_json::{Map as Json, Value as Node, json};

use super::{Event, Handle, Object, Store, TRASH};
use crate::behavior;
use crate::request::Identity;
use crate::spec::spec;
use crate::value::{Map, Value};

/// The version of the format.
const FORMAT: u64 = 1;

/// Why a state cannot be read.
#[derive(Debug)]
pub struct StateError(String);

impl fmt::Display for StateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for StateError {}

impl Store {
    /// Returns everything as JSON.
    pub fn to_json(&self) -> Node {
        let objects = self.objects.iter().enumerate().filter_map(|(handle, object)| {
            let object = object.as_deref()?;
            Some(json!({ "handle": handle, "kind": object.kind_name(), "fields": fields(&object.fields) }))
        });
        let events = self.agenda.iter().map(|(at, event)| {
            json!({ "at": at, "name": event.name, "target": event.target.0, "values": fields(&event.values) })
        });
        let tokens: Json<String, Node> =
            self.tokens.iter().map(|(secret, identity)| (secret.to_string(), token(identity))).collect();
        json!({
            "format": FORMAT,
            "now": self.clock.millis(),
            "seed": self.ids.seed(),
            "objects": objects.collect::<Vec<_>>(),
            "events": events.collect::<Vec<_>>(),
            "tokens": tokens,
        })
    }

    /// Replaces everything by what [`to_json`](Self::to_json) returned. The clock continues at the time of the state,
    /// unless it is later already.
    ///
    /// # Errors
    ///
    /// If `state` is not a state of this version.
    pub fn restore(&mut self, state: &Node) -> Result<(), StateError> {
        if state["format"] != FORMAT {
            return Err(StateError(format!("`format` is not {FORMAT}")));
        }
        let mut fresh = Self::new(super::Time::manual(), state["seed"].as_u64().unwrap_or_default());
        let objects = state["objects"].as_array().ok_or_else(|| StateError("`objects` is not a list".into()))?;
        for (index, node) in objects.iter().enumerate() {
            let wrong = |what: &str| StateError(format!("`objects[{index}].{what}` is invalid"));
            let handle = handle(&node["handle"]).ok_or_else(|| wrong("handle"))?;
            let kind = node["kind"].as_str().and_then(|kind| spec().kind(kind)).ok_or_else(|| wrong("kind"))?;
            let fields = node["fields"].as_object().ok_or_else(|| wrong("fields"))?;
            let place = handle.0 as usize;
            // Removed objects leave a gap. A larger one than that is a mistake, and would use up the memory.
            if place < fresh.objects.len() || place > fresh.objects.len() + 10_000_000 {
                return Err(wrong("handle"));
            }
            fresh.objects.resize_with(place, || None);
            fresh.objects.push(Some(Box::new(Object::new(kind))));
            fresh.index.add(kind, handle);
            for (name, node) in fields {
                fresh.set(handle, intern(name), value(node));
            }
            if let Some(trash) = fresh.get(handle).reference(TRASH) {
                fresh.hide(handle, trash);
            }
        }
        for event in state["events"].as_array().into_iter().flatten() {
            let name = event["name"].as_str().and_then(behavior::event);
            let (Some(name), Some(target), Some(at)) = (name, handle(&event["target"]), event["at"].as_u64()) else {
                continue;
            };
            let values = value(&event["values"]).map().cloned().unwrap_or_default();
            fresh.agenda.add(at, Event { name, target, values });
        }
        for (secret, node) in state["tokens"].as_object().into_iter().flatten() {
            fresh.tokens.insert(secret.as_str().into(), identity(node));
        }
        std::mem::swap(&mut fresh.clock, &mut self.clock);
        *self = fresh;
        self.clock.resume(state["now"].as_u64().unwrap_or_default());
        Ok(())
    }
}

fn handle(node: &Node) -> Option<Handle> {
    node.as_u64().and_then(|handle| u32::try_from(handle).ok()).filter(|handle| *handle < u32::MAX).map(Handle)
}

fn fields(map: &Map) -> Node {
    Node::Object(map.iter().map(|(name, value)| (name.to_owned(), node(value))).collect())
}

fn node(value: &Value) -> Node {
    match value {
        Value::Null => Node::Null,
        Value::Bool(boolean) => (*boolean).into(),
        Value::Integer(integer) => (*integer).into(),
        Value::Number(number) => (*number).into(),
        Value::Text(text) => text.as_ref().into(),
        Value::List(items) => items.iter().map(node).collect(),
        Value::Map(map) => fields(map),
        Value::Ref(handle) => json!({ "$ref": handle.0 }),
    }
}

pub(crate) fn value(node: &Node) -> Value {
    match node {
        Node::Null => Value::Null,
        Node::Bool(boolean) => (*boolean).into(),
        Node::Number(number) => match number.as_i64() {
            Some(integer) => integer.into(),
            None => number.as_f64().into(),
        },
        Node::String(text) => text.as_str().into(),
        Node::Array(items) => Value::List(items.iter().map(value).collect()),
        Node::Object(fields) => match fields.get("$ref").and_then(handle) {
            Some(handle) if fields.len() == 1 => handle.into(),
            _ => Value::Map(fields.iter().map(|(name, node)| (intern(name), value(node))).collect()),
        },
    }
}

fn token(identity: &Identity) -> Node {
    let handle = |handle: Option<Handle>| handle.map(|handle| handle.0);
    json!({
        "organization": handle(identity.organization),
        "user": handle(identity.user),
        "virtual_machine": handle(identity.virtual_machine),
        "api_token": handle(identity.api_token),
        "scopes": identity.scopes.as_ref().map(|scopes| scopes.iter().map(|one| one.to_string()).collect::<Vec<_>>()),
        "rate_limit": identity.rate_limit,
        "networks": identity.networks.iter().map(|one| one.to_string()).collect::<Vec<_>>(),
    })
}

fn identity(node: &Node) -> Identity {
    let scopes = node["scopes"].as_array();
    let networks = node["networks"].as_array().into_iter().flatten();
    Identity {
        organization: handle(&node["organization"]),
        user: handle(&node["user"]),
        virtual_machine: handle(&node["virtual_machine"]),
        api_token: handle(&node["api_token"]),
        scopes: scopes.map(|scopes| scopes.iter().filter_map(|scope| scope.as_str().map(Into::into)).collect()),
        rate_limit: node["rate_limit"].as_u64().and_then(|limit| u32::try_from(limit).ok()),
        networks: networks.filter_map(|one| one.as_str().map(Into::into)).collect(),
    }
}

/// Returns the name of a field that lives as long as the program. A file has few names, and each is kept once.
fn intern(name: &str) -> &'static str {
    static NAMES: LazyLock<Mutex<HashSet<&'static str>>> = LazyLock::new(Mutex::default);
    if let Some(known) = spec().name(name) {
        return known;
    }
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.get(name) {
        return known;
    }
    let name: &'static str = Box::leak(name.into());
    names.insert(name);
    name
}
