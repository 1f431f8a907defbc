//! Events: what happens by itself, at a time.

use std::collections::BTreeMap;

use super::Handle;
use crate::value::Map;

/// Something that happens at a time. Its name selects a function of the tables in [`behavior`](crate::behavior), so
/// that it can be kept in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The name in the tables.
    pub name: &'static str,
    /// The object that it concerns.
    pub target: Handle,
    /// What else the function needs.
    pub values: Map,
}

impl Event {
    /// Creates an event.
    pub fn new(name: &'static str, target: Handle) -> Self {
        Self { name, target, values: Map::new() }
    }

    /// Adds a value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<crate::Value>) -> Self {
        self.values.set(name, value);
        self
    }
}

/// All events to come, in the order of their times. Those of one time are in the order in which they were added.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    events: BTreeMap<(u64, u64), Event>,
    added: u64,
}

impl Agenda {
    pub(super) fn add(&mut self, at: u64, event: Event) {
        self.added += 1;
        self.events.insert((at, self.added), event);
    }

    /// Takes the first event, if its time has come.
    pub(super) fn due(&mut self, now: u64) -> Option<(u64, Event)> {
        let first = self.events.first_entry().filter(|first| first.key().0 <= now)?;
        let at = first.key().0;
        Some((at, first.remove()))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, &Event)> {
        self.events.iter().map(|((at, _), event)| (*at, event))
    }
}
