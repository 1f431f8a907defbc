//! Tasks: what the server does in the background, by the clock.

use std::time::Duration;

use super::Resource;
use crate::map;
use crate::store::{Event, Handle, Store};
use crate::value::{Map, Value};

/// The events of tasks.
pub static RESOURCE: Resource =
    Resource { events: &[("tasks::start", start), ("tasks::complete", complete)], ..Resource::EMPTY };

/// How long a task is `pending`.
const QUEUE: Duration = Duration::from_secs(1);

/// Creates a task that is `running` after a second and `completed` after `duration`. Then `event` happens.
pub fn begin(store: &mut Store, organization: Option<Handle>, name: &str, duration: Duration, event: Event) -> Handle {
    let task = map! {
        "name" => name,
        "status" => "pending",
        "created_at" => store.now(),
        "started_at" => Value::Null,
        "finished_at" => Value::Null,
        "progress" => 0,
        "organization" => organization,
    };
    let task = store.create("Task", task);
    store.after(QUEUE, Event::new("tasks::start", task));
    let end = Event::new("tasks::complete", task)
        .with("event", event.name)
        .with("target", event.target)
        .with("values", event.values);
    store.after(duration.max(QUEUE), end);
    task
}

fn start(store: &mut Store, event: &Event) {
    let now = store.now();
    store.set(event.target, "status", "running");
    store.set(event.target, "started_at", now);
    store.set(event.target, "progress", 5);
}

fn complete(store: &mut Store, event: &Event) {
    let now = store.now();
    store.set(event.target, "status", "completed");
    store.set(event.target, "finished_at", now);
    store.set(event.target, "progress", 100);
    let values = &event.values;
    let name = values.get("event").text().and_then(super::event);
    if let (Some(name), Some(target)) = (name, values.get("target").reference()) {
        let values = values.get("values").map().cloned().unwrap_or_else(Map::new);
        super::happen(store, &Event { name, target, values });
    }
}
